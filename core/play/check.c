/* check.c - what came of a call, held against result and records.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "play/like.h"
#include "play/play.h"

static const struct setting *result_get(const struct fixture *f,
					const char *name)
{
	for (size_t i = 0; i < f->result.len; i++)
		if (text_eq(f->result.at[i].name, name))
			return &f->result.at[i];
	return NULL;
}

/* The status is the one word without a value. */
static const char *status_wanted(const struct fixture *f)
{
	hw_status status;

	for (size_t i = 0; i < f->result.len; i++)
		if (!f->result.at[i].value &&
		    status_from_word(&status, f->result.at[i].name))
			return f->result.at[i].name;
	return "ok";
}

static void check_status(struct script *s, const struct played *out)
{
	const char *wanted = status_wanted(s->fixture);
	const char *got = status_word(out->status);

	if (!text_eq(wanted, got))
		script_problem(s, "the call ended %s instead of %s%s%s", got,
			       wanted, out->why ? ": " : "",
			       out->why ? out->why : "");
}

static void check_words(struct script *s, const struct played *out)
{
	const struct setting *why = result_get(s->fixture, "why");
	const struct setting *at = result_get(s->fixture, "retry_at");
	CLEANUP(str_release) struct str moment = STR_INIT;

	if (why && why->value &&
	    !(why->value[0] == '~' ? text_like(why->value, out->why)
				   : out->why && strstr(out->why, why->value)))
		script_problem(s, "why: expected %s, got: %s", why->value,
			       out->why ? out->why : "nothing");
	if (!at || !at->value)
		return;
	instant_put(&moment, out->retry_at);
	if (!text_eq(at->value, str_c(&moment)))
		script_problem(s, "retry_at: expected %s, got %s", at->value,
			       str_c(&moment));
}

static void check_log(struct script *s)
{
	for (size_t i = 0; i < s->fixture->result.len; i++) {
		const struct setting *r = &s->fixture->result.at[i];

		if (text_eq(r->name, "log") && r->value &&
		    !strstr(str_c(&s->log), r->value))
			script_problem(s, "no line of the log holds: %s",
				       r->value);
	}
}

/* -- keys -- */

static const struct kv *kv_last(const struct kvs *list, const char *key)
{
	for (size_t i = list->len; i > 0; i--)
		if (text_eq(list->at[i - 1].key, key))
			return &list->at[i - 1];
	return NULL;
}

static void check_expected(struct script *s, const struct kvs *got,
			   const char *prefix)
{
	for (size_t i = 0; i < s->fixture->result.len; i++) {
		const struct setting *r = &s->fixture->result.at[i];
		const struct kv *kv;

		if (!text_starts(r->name, prefix))
			continue;
		kv = kv_last(got, r->name + strlen(prefix));
		if (!kv || (!r->value != !kv->value) ||
		    (r->value && !text_like(r->value, kv->value)))
			script_problem(s, "%s: expected %s, got %s", r->name,
				       r->value ? r->value : "forgotten",
				       !kv         ? "nothing"
				       : kv->value ? kv->value
						   : "forgotten");
	}
}

static void check_kv(struct script *s, const struct kvs *got,
		     const char *prefix)
{
	check_expected(s, got, prefix);
	if (s->fixture->more_results)
		return;
	for (size_t i = 0; i < got->len; i++) {
		CLEANUP(free_ptr)
		char *name = xasprintf("%s%s", prefix, got->at[i].key);

		if (!result_get(s->fixture, name))
			script_problem(s, "not expected: %s = %s", name,
				       got->at[i].value ? got->at[i].value
							: "(forgotten)");
	}
}

/* -- records -- */

struct holding {
	struct script *script;
	const char *wanted, *got; /* what is left of both */
};

static bool line_like(const char *wanted, const char *got)
{
	CLEANUP(json_free_ptr) cJSON *w = NULL;
	CLEANUP(json_free_ptr) cJSON *g = NULL;
	struct err err;

	w = json_parse(wanted, strlen(wanted), &err);
	g = json_parse(got, strlen(got), &err);
	return w && g && json_like(w, g);
}

/* The next emitted record like `wanted`; skips others when it may. */
static bool find_record(struct holding *h, const char *wanted)
{
	struct arena *a = &h->script->arena;
	const char *left = h->got, *got;
	bool first = true;

	while ((got = line_take(a, &left))) {
		if (line_like(wanted, got)) {
			h->got = left;
			return true;
		}
		if (!h->script->fixture->more_records && first) {
			script_problem(h->script, "a record differs");
			script_problem(h->script, "  expected: %s", wanted);
			script_problem(h->script, "  got:      %s", got);
			h->got = left;
			return false;
		}
		first = false;
	}
	script_problem(h->script, "a record did not come: %s", wanted);
	return false;
}

static void check_records(struct script *s, const struct played *out)
{
	struct holding h = { .script = s,
			     .wanted = s->fixture->records,
			     .got = str_c(&out->records) };
	const char *line;
	struct err err;

	while ((line = line_take(&s->arena, &h.wanted))) {
		if (json_check(line, strlen(line), &err))
			script_problem(s, "an expected record is no JSON: %s",
				       err.text);
		find_record(&h, line);
	}
	while (!s->fixture->more_records &&
	       (line = line_take(&s->arena, &h.got)))
		script_problem(s, "not expected: %s", line);
}

void played_check(struct script *s, const struct played *out)
{
	check_status(s, out);
	check_words(s, out);
	check_log(s);
	check_kv(s, &out->kv, "kv.");
	check_kv(s, &s->kept, "kept.");
	check_records(s, out);
	script_end(s);
}
