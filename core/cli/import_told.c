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

/* Of the line itself: whose it is, and the bytes of a file. */
static bool is_of_line(const struct kind *kind, const char *name)
{
	return text_eq(name, "kind") || text_eq(name, "shop") ||
	       (kind == &file_in_kind && text_eq(name, "bytes"));
}

static void look(struct importing *in, const struct kind *kind,
		 const cJSON *json, bool top)
{
	const cJSON *one, *item;

	cJSON_ArrayForEach (one, json) {
		const struct field *f = kind_field(kind, one->string);

		if (!f && !(top && is_of_line(kind, one->string)))
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

static int64_t version_of(const struct importing *in, const struct kind *kind,
			  const void *rec)
{
	if (kind == &text_in_kind)
		return -in->line;
	for (uint32_t i = 0; i < kind->count; i++)
		if (kind->fields[i].flags & FIELD_VERSION)
			return field_int(&kind->fields[i], rec);
	return 0;
}

void import_remember(struct importing *in, const char *shop,
		     const struct kind *kind, const void *rec)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct told_fact t = { .line = in->line,
			       .version = version_of(in, kind, rec) };
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
	if (x->version != y->version)
		return x->version > y->version ? 1 : -1;
	return (x->line > y->line) - (x->line < y->line);
}

static int by_line(const void *a, const void *b)
{
	const struct outdone *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

/* From the last: of each fact that one counts. */
void import_looked(struct importing *in)
{
	const struct told_fact *best = NULL;

	if (in->told.len)
		qsort(in->told.at, in->told.len, sizeof *in->told.at, by_fact);
	for (size_t i = in->told.len; i-- > 0;) {
		const struct told_fact *t = &in->told.at[i];

		if (!best || best->which != t->which)
			best = t;
		else if (best->what != t->what)
			outdone_list_push(
				&in->outdone,
				(struct outdone){ t->line, best->line });
	}
	told_list_release(&in->told);
	if (in->outdone.len)
		qsort(in->outdone.at, in->outdone.len, sizeof *in->outdone.at,
		      by_line);
}

#define LINES_TOLD 20

bool import_is_outdone(struct importing *in)
{
	const struct outdone *o = in->outdone.at;

	while (in->passed < in->outdone.len && o[in->passed].line < in->line)
		in->passed++;
	if (in->passed == in->outdone.len || o[in->passed].line != in->line)
		return false;
	if (in->versions++ < LINES_TOLD)
		fprintf(stderr,
			"line %lld is not taken: line %lld tells the same fact "
			"with another content\n",
			(long long)in->line, (long long)o[in->passed].by);
	return true;
}

void import_tell(struct importing *in)
{
	for (size_t i = 0; i < in->strays.len; i++)
		tell_stray(&in->strays.at[i]);
	if (in->versions > LINES_TOLD)
		fprintf(stderr,
			"%lld lines in all are not taken, because others tell "
			"their facts with another content\n",
			(long long)in->versions);
}
