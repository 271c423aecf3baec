/* guard_percents.c - a percentage off that is not the coupon's.
 *
 * It is looked at only where the sentence speaks of an offer: a battery at
 * 80 % is none. As with amounts, what is told right once may be told otherwise
 * beside it.
 * SPDX-License-Identifier: MIT */
#include "policy/guard_words.h"
#include "policy/share.h"

struct percents {
	int64_t want; /* in hundredths of one percent */
	size_t from, to;
	bool told_right, told_wrong;
};

/* What a word or sign behind a number makes of it. */
static bool is_told(const struct judging *j, enum part_kind kind, size_t from,
		    size_t to, size_t at, int64_t want)
{
	const char *text = str_c(&j->views.heard.text);
	int64_t number = kind == PART_OF_TEN ? want / 10
			 : kind == PART_PAID ? (SHARE_ALL - want) / 10
					     : want;

	if (from < to)
		return figure_is(number, text + from, text + to) ||
		       (kind == PART_PAID &&
			figure_is(10 * number, text + from, text + to));
	return number % 100 == 0 && spelt_is(j->lang, text, at, number / 100);
}

/* Does its sentence offer something, and not say that it does not? */
static bool offers(const struct judging *j, size_t at)
{
	return (judging_concepts(j, judging_sentence(j, at), false) &
		j->g->offers) != 0;
}

/* A sign or word for percentages stands at from..to. */
static void look_before(const struct judging *j, struct percents *p,
			enum part_kind kind, size_t from, size_t to)
{
	const char *text = str_c(&j->views.heard.text);
	size_t begin = from, end = from;

	if (!offers(j, from) || judging_quoted(j, from, to))
		return;
	if (!figure_before(text, from, &begin, &end)) {
		begin = end = from;
		if (spelt_before(j->lang, text, from) < 0)
			return;
	}
	if (is_told(j, kind, begin, end, from, p->want)) {
		p->told_right = true;
	} else if (!p->told_wrong) {
		p->told_wrong = true;
		p->from = begin;
		p->to = to;
	}
}

void guard_percents_judge(struct judging *j, int rule)
{
	const char *text = str_c(&j->views.heard.text);
	const char *said = j->t->facts->percent;
	struct percents p = { .want = said ? share_points(said) : 0 };

	if (!p.want || !j->lang)
		return;
	for (const char *at = text; (at = strchr(at, '%')); at++)
		look_before(j, &p, PART_OF_HUNDRED, (size_t)(at - text),
			    (size_t)(at - text) + 1);
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_PART)
			look_before(j, &p, (enum part_kind)f->word.value,
				    f->from, f->to);
	}
	if (p.told_wrong && !p.told_right)
		judging_hit(j, rule, &j->views.heard, p.from, p.to);
}
