/* guard_promised.c - what a sentence promises, by its scores, and where that is
 * to be seen.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_learnt_own.h"

/* -- hits -- */

bool judging_again_signs(struct judging *j, const struct guard_hits *signs,
			 int rule, size_t from, size_t to)
{
	const struct view *v = &j->views.heard;
	bool any = false;

	for (size_t i = 0; to > from && i < signs->len; i++) {
		const struct guard_hit *s = &signs->at[i];

		if (s->rule != &j->g->rules.at[rule] ||
		    s->from >= v->to.at[to - 1] || s->to <= v->from.at[from])
			continue;
		judging_again(j, s);
		any = true;
	}
	return any;
}

void judging_words(const struct judging *j, int sentence, size_t *from,
		   size_t *to)
{
	judging_span(j, sentence, sentence, from, to);
	while (*from < *to &&
	       strchr(" \n.!?", str_c(&j->views.heard.text)[*from]))
		(*from)++;
}

bool guard_is_asked(const struct judging *j, const struct learnt *l)
{
	return guard_applies(j, l->rule) && (!l->may || !guard_may(j, l->may));
}

/* Is a hit there that the same would allow? */
static bool is_marked(const struct judging *j, const struct learnt *l,
		      size_t from, size_t to)
{
	const struct view *v = &j->views.heard;

	for (size_t i = 0; to > from && i < j->hits->len; i++) {
		const struct guard_hit *h = &j->hits->at[i];

		if (h->may && text_eq(h->may, l->may) &&
		    h->from < v->to.at[to - 1] && h->to > v->from.at[from])
			return true;
	}
	return false;
}

/* -- judging -- */

/* It may be about two, as "the money back and a new one". */
#define ABOUT_LEAST (MODEL_ONE / 2)

static bool is_about(const int32_t *score, size_t kind)
{
	if (score[kind] >= ABOUT_LEAST)
		return true;
	for (size_t i = GUARD_TOLD + 1; i < guard_set_count(GUARD_REMEDIES);
	     i++)
		if (score[i] > score[kind])
			return false;
	return true;
}

#define INSTEAD_BEFORE 10 /* bytes from "instead of" to the word, */
#define INSTEAD_BEHIND 4  /* and from it to that, as in Korean */

/* "20 EUR instead of a voucher" */
static bool is_replaced(const struct judging *j, const struct found *f)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *o = &j->found.at[i];

		if (o->word.kind != WORD_SHARE ||
		    o->word.value != SHARE_SUPPOSED)
			continue;
		if ((o->to <= f->from && f->from - o->to <= INSTEAD_BEFORE) ||
		    (o->from >= f->to && o->from - f->to <= INSTEAD_BEHIND))
			return true;
	}
	return false;
}

/* Does the sentence name it, neither quoted, denied nor as what something else
 * takes the place of? */
static bool speaks_of(const struct judging *j, int given, int sentence)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->sentence == sentence && !f->quoted &&
		    f->word.kind == WORD_GIVEN && f->word.value == given &&
		    !(f->clause & j->g->unsaid) && !is_replaced(j, f))
			return true;
	}
	return false;
}

/* A sign shows which words promise; without one it is the sentence. */
void guard_promised_judge(struct judging *j, const struct learnt *l,
			  const int32_t *score, int sentence)
{
	size_t from, to;

	if (l->of >= 0 && !speaks_of(j, l->of, sentence))
		return;
	judging_words(j, sentence, &from, &to);
	if (score[GUARD_TOLD] >= l->least_sign)
		judging_again_signs(j, j->promised, l->rule, from, to);
	if (score[GUARD_TOLD] >= l->least && is_about(score, l->class) &&
	    guard_is_asked(j, l) && !is_marked(j, l, from, to))
		judging_promise(j, j->hits, l->rule, l->may, from, to);
}
