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

static size_t letter_before(const char *text, size_t at)
{
	while (at && ((unsigned char)text[--at] & 0xC0) == 0x80)
		;
	return at;
}

/* In words, in tenths: "nine" of ten are paid, or digit by digit "eight five"
 * of a hundred. */
static bool paid_is(const struct guard_lang *l, const char *text, size_t at,
		    int64_t number)
{
	int64_t last = spelt_before(l, text, at);
	int64_t first = spelt_before(l, text, letter_before(text, at));

	if (last > 9)
		return 10 * last == number;
	if (first > 0 && first < 10)
		return 100 * first + 10 * last == number;
	return 100 * last == number;
}

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
	if (kind == PART_PAID)
		return paid_is(j->lang, text, at, number);
	return number % 100 == 0 && spelt_is(j->lang, text, at, number / 100);
}

/* Does its sentence offer something, and not say that it does not? */
static bool offers(const struct judging *j, size_t at)
{
	return (judging_concepts(j, judging_sentence(j, at), false) &
		j->g->offers) != 0;
}

static void note(struct percents *p, bool right, size_t from, size_t to)
{
	p->told_right |= right;
	if (right || p->told_wrong)
		return;
	p->told_wrong = true;
	p->from = from;
	p->to = to;
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
	note(p, is_told(j, kind, begin, end, from, p->want), begin, to);
}

#define SPELT_MAX 5 /* letters of a number to a hundred */

/* The number up to a hundred that is spelt out right at `at`, the longest, and
 * its end; -1 when none is. */
static int spelt_after(const struct guard_lang *l, const char *text, size_t at,
		       size_t *end)
{
	int value = -1;
	size_t to = at;

	for (int i = 0; i < SPELT_MAX && text[to]; i++) {
		int one;

		for (to++; ((unsigned char)text[to] & 0xC0) == 0x80;)
			to++;
		one = spelt_word(l, text + at, to - at);
		if (one >= 0) {
			value = one;
			*end = to;
		}
	}
	return value;
}

#define WHOLE 100 /* "entirely", and no percentage off, when in words */

/* A word for percentages before their number stands at from..to. */
static void look_behind(const struct judging *j, struct percents *p,
			size_t from, size_t to)
{
	const char *text = str_c(&j->views.heard.text);
	size_t begin, end = to;
	int64_t value;

	if (!offers(j, from) || judging_quoted(j, from, to))
		return;
	if (figure_after(text, to, &begin, &end)) {
		note(p, figure_is(p->want, text + begin, text + end), from,
		     end);
		return;
	}
	value = spelt_after(j->lang, text, to, &end);
	if (value > 0 && value < WHOLE)
		note(p, SHARE_ALL / WHOLE * value == p->want, from, end);
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

		if (f->word.kind != WORD_PART)
			continue;
		if (f->word.value == PART_BEHIND)
			look_behind(j, &p, f->from, f->to);
		else
			look_before(j, &p, (enum part_kind)f->word.value,
				    f->from, f->to);
	}
	if (p.told_wrong && !p.told_right)
		judging_hit(j, rule, &j->views.heard, p.from, p.to);
}
