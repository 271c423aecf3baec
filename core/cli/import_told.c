/* import_told.c - what a file told twice, and what no field takes.
 * SPDX-License-Identifier: MIT */
#include "cli/import.h"

#include "base/hash.h"

#define STRAYS_MAX 50 /* names; more are not counted */
#define NAMES_MAX 64

/* -- members that are no field -- */

static void stray(struct importing *in, const struct kind *kind,
		  const char *name)
{
	struct stray new = { .kind = kind, .count = 1, .line = in->line };

	for (size_t i = 0; i < in->strays.len; i++) {
		struct stray *s = &in->strays.at[i];

		if (s->kind != kind || !text_eq(s->name, name))
			continue;
		s->count += s->line != in->line;
		s->line = in->line;
		return;
	}
	if (in->strays.len == STRAYS_MAX)
		return;
	new.name = xstrdup(name);
	stray_list_push(&in->strays, new);
}

static void look(struct importing *in, const struct kind *kind,
		 const cJSON *json, bool top)
{
	const cJSON *one, *item;

	cJSON_ArrayForEach (one, json) {
		const struct field *f = kind_field(kind, one->string);

		if (!f && !(top && (text_eq(one->string, "kind") ||
				    text_eq(one->string, "shop"))))
			stray(in, kind, one->string);
		if (f && f->type == FIELD_LIST)
			cJSON_ArrayForEach (item, one)
				look(in, f->item, item, false);
	}
}

void import_look_for_strays(struct importing *in, const struct kind *kind,
			    const cJSON *json)
{
	look(in, kind, json, true);
}

static void tell_stray(const struct stray *s)
{
	const char *names[NAMES_MAX] = { NULL };
	const char *near;

	for (uint32_t i = 0; i < s->kind->count && i < NAMES_MAX - 1; i++)
		names[i] = s->kind->fields[i].name;
	near = text_nearest(s->name, names);
	fprintf(stderr,
		"warning: \"%.60s\" is no field of %s and is not read: %lld "
		"line%s%s%s%s\n",
		s->name, s->kind->name, (long long)s->count,
		s->count == 1 ? "" : "s", near ? "; did you mean \"" : "",
		near ? near : "", near ? "\"?" : "");
}

/* -- facts told twice -- */

static uint64_t head_of(struct hash h)
{
	uint64_t n;

	memcpy(&n, h.at, sizeof n);
	return n;
}

void import_remember(struct importing *in, const char *shop,
		     const struct kind *kind, const void *rec)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct told_fact t = { .line = in->line };
	struct hasher h;

	record_put_json(&text, kind, rec);
	t.what = head_of(sha256(str_c(&text), text.len));
	hasher_start(&h);
	hasher_text(&h, shop);
	hasher_text(&h, kind->name);
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if ((f->flags & FIELD_KEY) && f->type == FIELD_TEXT)
			hasher_text(&h, field_text(f, rec));
		else if (f->flags & FIELD_KEY)
			hasher_i64(&h, field_int(f, rec));
	}
	t.which = head_of(hasher_end(&h));
	told_list_push(&in->told, t);
}

static int by_fact(const void *a, const void *b)
{
	const struct told_fact *x = a, *y = b;

	if (x->which != y->which)
		return x->which > y->which ? 1 : -1;
	return (x->line > y->line) - (x->line < y->line);
}

static void count_versions(struct importing *in)
{
	const struct told_fact *at = in->told.at;

	if (in->told.len)
		qsort(in->told.at, in->told.len, sizeof *in->told.at, by_fact);
	for (size_t i = 1; i < in->told.len; i++)
		in->versions += at[i - 1].which == at[i].which &&
				at[i - 1].what != at[i].what;
}

void import_tell(struct importing *in)
{
	long long n;

	count_versions(in);
	n = in->versions;
	for (size_t i = 0; i < in->strays.len; i++)
		tell_stray(&in->strays.at[i]);
	if (n)
		fprintf(stderr,
			"%lld line%s told a fact of an earlier line with "
			"another content: each is a newer version of it\n",
			n, n == 1 ? "" : "s");
}
