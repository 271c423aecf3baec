/* render.c - filling templates.
 * SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "policy/pack/icu.h"
#include "policy/pack/pack.h"
#include "policy/words/template.h"
#include "policy/words/variant.h"

#define USUAL_LEN 1024 /* bytes of a reply */

struct filling {
	const struct pack *pack;
	const struct value *values;
	size_t count;
	struct str lacks; /* names of what is missing */
};

static const struct value *find(const struct filling *f, const struct piece *p)
{
	for (size_t i = 0; i < f->count; i++)
		if (strncmp(f->values[i].name, p->at, p->len) == 0 &&
		    !f->values[i].name[p->len])
			return &f->values[i];
	return NULL;
}

static void lack(struct filling *f, const char *what, size_t len)
{
	str_puts(&f->lacks, f->lacks.len ? ", " : "");
	str_add(&f->lacks, what, len);
}

static void put_value(struct str *s, struct filling *f, const struct piece *p)
{
	const struct value *v = find(f, p);
	bool put = v != NULL;

	if (v && v->type == VALUE_TEXT)
		str_puts(s, v->text);
	else if (v && v->type == VALUE_MONEY)
		put = icu_put_money(pack_icu(f->pack), s, v->money);
	else if (v && v->type == VALUE_MOMENT)
		put = icu_put_moment(pack_icu(f->pack), s, v->instant, v->text);
	else if (v)
		put = icu_put_date(pack_icu(f->pack), s, v->instant);
	if (!put)
		lack(f, p->at, p->len);
}

static bool fill_best(struct str *s, struct filling *f,
		      const struct template *t, bool whole);

static void put_part(struct str *s, struct filling *f, const struct piece *p)
{
	struct filling inner = *f;

	inner.lacks = (struct str)STR_INIT;
	if (!p->part)
		lack(f, p->at, p->len);
	else if (!fill_best(s, &inner, p->part, false))
		lack(f, str_c(&inner.lacks), inner.lacks.len);
	str_release(&inner.lacks);
}

/* A part holds no parts: there, one is a value that nobody gave. */
static void fill(struct str *s, struct filling *f, const struct template *t,
		 bool whole)
{
	for (size_t i = 0; i < t->pieces.len; i++) {
		const struct piece *p = &t->pieces.at[i];

		if (p->type == PIECE_TEXT)
			str_add(s, p->at, p->len);
		else if (p->type == PIECE_PART && whole)
			put_part(s, f, p);
		else
			put_value(s, f, p);
	}
}

/* One variant: true when it lacks nothing, else nothing is appended. */
static bool try_variant(struct str *s, const struct filling *f,
			const struct template *t, bool whole)
{
	struct filling again = *f;
	size_t from = s->len;
	bool full;

	again.lacks = (struct str)STR_INIT;
	fill(s, &again, t, whole);
	full = !again.lacks.len;
	str_release(&again.lacks);
	if (!full)
		str_cut(s, from);
	return full;
}

/* Of those that are for so much of the occasion. */
static bool fill_fitting(struct str *s, const struct filling *f,
			 const struct template *t, bool whole, int fit)
{
	const struct variant_list *rules = pack_variants(f->pack);

	for (size_t i = 0; i < t->variants.len; i++) {
		const struct template *v = t->variants.at[i];

		if (variant_fit(rules, v->id, f->values, f->count) == fit &&
		    try_variant(s, f, v, whole))
			return true;
	}
	return false;
}

/* What is most for the occasion and lacks nothing, filled in. False when there
 * is none: then nothing is appended, and lacks says what the fullest one needs.
 */
static bool fill_best(struct str *s, struct filling *f,
		      const struct template *t, bool whole)
{
	size_t from = s->len;

	for (int fit = pack_variants(f->pack) ? OCCASIONS_MAX : 0; fit; fit--)
		if (fill_fitting(s, f, t, whole, fit))
			return true;
	fill(s, f, t, whole);
	if (!f->lacks.len)
		return true;
	str_cut(s, from);
	if (!fill_fitting(s, f, t, whole, 0))
		return false;
	str_clear(&f->lacks);
	return true;
}

static const char *fill_whole(const struct template *t, struct filling *f,
			      struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_reserve(&s, USUAL_LEN);
	return fill_best(&s, f, t, true)
		       ? arena_strndup(arena, str_c(&s), s.len)
		       : NULL;
}

int pack_render(const struct pack *p, const char *template_id,
		const struct value *values, size_t count, struct arena *arena,
		const char **subject, const char **text, struct err *err)
{
	const struct template *t = template_find(pack_templates(p), template_id,
						 strlen(template_id));
	struct filling f = { p, values, count, STR_INIT };
	int rc = 0;

	if (!t)
		return err_set(err, ERR_DATA,
			       "the pack %s has no template \"%.60s\"",
			       pack_tag(p), template_id);
	*subject = NULL;
	*text = fill_whole(t, &f, arena);
	if (!*text) {
		rc = err_set(err, ERR_DATA, "template \"%.60s\" lacks: %s",
			     template_id, str_c(&f.lacks));
	} else if (t->subject) {
		str_clear(&f.lacks);
		*subject = fill_whole(t->subject, &f, arena);
		if (!*subject)
			rc = err_set(err, ERR_DATA,
				     "the subject of template \"%.60s\" "
				     "lacks: %s",
				     template_id, str_c(&f.lacks));
	}
	str_release(&f.lacks);
	return rc;
}
