/* edges.c - options at their edges: open() takes the value or says why not.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "judge/sections.h"

struct edging {
	struct subject *subject;
	struct sample_list samples; /* called when it opens */
	struct hw_option option;
	int index;
	struct arena arena;
	struct err *err;
	int rc;
};

static void call_with(struct edging *e, struct sample *c, const cJSON *value,
		      const char *sent)
{
	CLEANUP(run_release) struct run r;
	struct asked a = c->asked;
	struct weighing w = { .subject = e->subject,
			      .sample = c,
			      .run = &r,
			      .group = JUDGE_OPTIONS,
			      .expect = EXPECT_ANY,
			      .sent = sent };

	a.config = cJSON_Duplicate(c->asked.config, true);
	cJSON_ReplaceItemInArray(a.config, e->index,
				 cJSON_Duplicate(value, true));
	run_start(&r, c, e->subject);
	r.script.loose = true;
	e->rc = subject_run(e->subject, &a, &r, e->err);
	if (e->rc == 0)
		weigh(&w);
	json_free(a.config);
}

/* Takes the value. */
static void try_value(struct edging *e, cJSON *value, const char *words)
{
	const char *sent = arena_printf(&e->arena, "the option %s %s",
					e->option.name, words);

	for (size_t i = 0; e->rc == 0 && i < e->samples.len; i++)
		call_with(e, e->samples.at[i], value, sent);
	json_free(value);
}

static void try_number(struct edging *e, int64_t n)
{
	try_value(e, cJSON_CreateNumber((double)n),
		  arena_printf(&e->arena, "at %lld", (long long)n));
}

static bool number_of(const struct edging *e, const char *text, int64_t *out)
{
	struct err ignored = { 0 };
	char *end;

	if (e->option.type == HW_DURATION)
		return duration_parse(out, text, &ignored) == 0;
	*out = strtoll(text, &end, 10);
	return end != text && !*end;
}

/* "1..50": both ends; without a range what the host would let pass. */
static void try_range(struct edging *e)
{
	const char *dots =
		e->option.allowed ? strstr(e->option.allowed, "..") : NULL;
	int64_t low = 0, high = e->option.type == HW_DURATION
					? 3650 * DAY_MS
					: JSON_INT_MAX - 1;
	const char *first =
		dots ? arena_strndup(&e->arena, e->option.allowed,
				     (size_t)(dots - e->option.allowed))
		     : NULL;

	if (first)
		number_of(e, first, &low);
	if (dots)
		number_of(e, dots + 2, &high);
	try_number(e, low);
	try_number(e, high);
}

static void try_choices(struct edging *e)
{
	CLEANUP(free_ptr) char *all = xstrdup(e->option.allowed);
	char *save = NULL;

	for (char *word = strtok_r(all, "|", &save); word;
	     word = strtok_r(NULL, "|", &save))
		try_value(e, cJSON_CreateString(word),
			  arena_printf(&e->arena, "as %s", word));
}

static void try_texts(struct edging *e)
{
	bool url = e->option.type == HW_URL;
	size_t len = url ? 200 : 4096;
	char *longest = arena_alloc(&e->arena, len + 1);

	memset(longest, 'x', len);
	try_value(e,
		  cJSON_CreateString(arena_printf(
			  &e->arena, "%s%s", url ? "https://" : "", longest)),
		  arena_printf(&e->arena, "with %zu characters", len));
	if (!url)
		try_value(e, cJSON_CreateString("%s \"'\\ {x} \xe4\xbd\xa0"),
			  "with quotes, percent and Chinese");
	if (!e->option.required && !e->option.fallback)
		try_value(e, cJSON_CreateNull(), "left out");
}

static void try_secret(struct edging *e)
{
	char *text = arena_printf(&e->arena, "{secret:%s}", e->option.name);

	try_value(e, cJSON_CreateString(text), "given");
	if (!e->option.required)
		try_value(e, cJSON_CreateNull(), "left out");
}

static void try_option(struct edging *e)
{
	switch (e->option.type) {
	case HW_INT:
	case HW_DURATION:
		try_range(e);
		break;
	case HW_BOOL:
		try_value(e, cJSON_CreateBool(true), "true");
		try_value(e, cJSON_CreateBool(false), "false");
		break;
	case HW_CHOICE:
		try_choices(e);
		break;
	case HW_SECRET:
		try_secret(e);
		break;
	default:
		try_texts(e);
	}
}

/* Of each operation a fixture that ends well. */
static void choose(const struct subject *s, struct sample_list *out)
{
	for (size_t i = 0; i < s->samples.len; i++) {
		struct sample *c = s->samples.at[i];
		bool known = !c->good || c->fatal || c->status < HW_OK ||
			     text_eq(c->asked.op, "open");

		for (size_t n = 0; !known && n < out->len; n++)
			known = text_eq(out->at[n]->asked.op, c->asked.op);
		if (!known)
			sample_list_push(out, c);
	}
}

int edges(struct subject *s, struct err *err)
{
	const struct hw_table *options = &s->plugin.head.options;
	struct edging e = { .subject = s, .arena = ARENA_INIT, .err = err };

	choose(s, &e.samples);
	for (uint32_t i = 0; e.rc == 0 && i < options->count; i++) {
		table_get(options, i, &e.option, sizeof e.option);
		e.index = (int)i;
		try_option(&e);
	}
	sample_list_release(&e.samples);
	arena_release(&e.arena);
	return e.rc;
}
