/* guard_percents.c - a percentage that is not the coupon's, or the refund's.
 *
 * Off is what a sentence says that speaks of an offer: a battery at 80 % is
 * none. Of money that goes back guard_share.c knows. As with amounts, what is
 * told right once may be told otherwise beside it; and where a sentence tells
 * the refund's amount right, its shares may be of anything.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "policy/conf/share.h"
#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_words.h"

#define SLACK 50 /* half a percent: shares are rounded */

/* What is compared, in hundredths of one percent. */
struct percents {
	int64_t want[GUARD_SHARES_MAX]; /* any of them is right */
	size_t count;
	int64_t slack; /* that a share may be rounded by */
	bool money;    /* that goes back; else off */
	bool but_back; /* off, and not what goes back, which is compared too */
	const struct found_list *words; /* that tell what goes back */
	struct told_amounts amounts;    /* that are told, */
	bool looked;                    /* if anybody looked for them */
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

/* Whole ones in words, that near. */
static bool spelt_near(const struct guard_lang *l, const char *text, size_t at,
		       int64_t number, int64_t slack)
{
	for (int64_t n = (number - slack + 99) / 100;
	     n <= (number + slack) / 100; n++)
		if (n > 0 && spelt_is(l, text, at, n))
			return true;
	return false;
}

/* Where a number stands in front of a word or sign for percentages. */
struct share_place {
	enum part_kind kind;
	size_t from, to; /* of its digits; the same: it is spelt out */
	size_t at;       /* of the word */
	bool kept;       /* what is kept of all of it is right as well */
};

/* What the word makes of it. */
static bool is_told(const struct judging *j, const struct share_place *w,
		    int64_t want, int64_t slack)
{
	const char *text = str_c(&j->views.heard.text);
	const char *from = text + w->from, *to = text + w->to;
	int64_t number = w->kind == PART_PAID ? (SHARE_ALL - want) / 10 : want;

	if (w->kind == PART_OF_TEN) {
		number /= 10;
		slack /= 10;
	}
	if (w->from < w->to)
		return figure_near(number, slack, from, to) ||
		       (w->kind == PART_PAID &&
			figure_is(10 * number, from, to));
	if (w->kind == PART_PAID)
		return paid_is(j->lang, text, w->at, number);
	return spelt_near(j->lang, text, w->at, number, slack);
}

static bool any_told(const struct judging *j, const struct percents *p,
		     const struct share_place *w)
{
	for (size_t i = 0; i < p->count; i++)
		if (is_told(j, w, p->want[i], p->slack) ||
		    (w->kept &&
		     is_told(j, w, SHARE_ALL - p->want[i], p->slack)))
			return true;
	return false;
}

static bool is_one(const struct percents *p, int64_t points, bool kept)
{
	for (size_t i = 0; i < p->count; i++)
		if (llabs(points - p->want[i]) <= p->slack ||
		    (kept &&
		     llabs(SHARE_ALL - points - p->want[i]) <= p->slack))
			return true;
	return false;
}

/* Does its sentence offer something, and not say that it does not? */
static bool offers(const struct judging *j, size_t at)
{
	return (judging_concepts(j, judging_sentence(j, at), false) &
		j->g->offers) != 0;
}

/* Is what stands there of what is compared? *kept: or what is kept of it. */
static bool is_meant(const struct judging *j, const struct percents *p,
		     size_t from, size_t to, bool *kept)
{
	bool back_kept;

	*kept = false;
	if (judging_quoted(j, from, to))
		return false;
	if (p->money)
		return share_of_number(j, p->words, from, to, kept);
	return offers(j, from) &&
	       !(p->but_back &&
		 share_of_number(j, p->words, from, to, &back_kept));
}

/* Does the sentence tell the refund's amount right? */
static bool amount_right(struct judging *j, struct percents *p, size_t at)
{
	int sentence = judging_sentence(j, at);

	const struct guard_facts *f = j->t->facts;

	if (!p->looked)
		guard_amounts_told(j, f->amount, f->currency, &p->amounts);
	p->looked = true;
	for (size_t i = 0; i < p->amounts.len; i++)
		if (p->amounts.at[i].right &&
		    judging_sentence(j, p->amounts.at[i].from) == sentence)
			return true;
	return false;
}

static void note(struct judging *j, struct percents *p, bool right, size_t from,
		 size_t to)
{
	p->told_right |= right;
	if (right || p->told_wrong || (p->money && amount_right(j, p, from)))
		return;
	p->told_wrong = true;
	p->from = from;
	p->to = to;
}

/* A sign or word for percentages stands at from..to. */
static void look_before(struct judging *j, struct percents *p,
			enum part_kind kind, size_t from, size_t to)
{
	const char *text = str_c(&j->views.heard.text);
	struct share_place w = { kind, from, from, from, false };

	if (!figure_before(text, from, &w.from, &w.to)) {
		w.from = w.to = from;
		if (spelt_before(j->lang, text, from) < 0)
			return;
	}
	if (is_meant(j, p, w.from, to, &w.kept))
		note(j, p, any_told(j, p, &w), w.from, to);
}

#define WHOLE 100 /* "entirely", and no percentage off, when in words */

/* A word for percentages before their number stands at from..to. */
static void look_behind(struct judging *j, struct percents *p, size_t from,
			size_t to)
{
	const char *text = str_c(&j->views.heard.text);
	struct share_place w = { PART_OF_HUNDRED, to, to, to, false };
	int64_t value;

	if (figure_after(text, to, &w.from, &w.to)) {
		if (is_meant(j, p, from, w.to, &w.kept))
			note(j, p, any_told(j, p, &w), from, w.to);
		return;
	}
	w.to = to;
	value = spelt_from(j->lang, text, to, &w.to);
	if (value > 0 && value < WHOLE && is_meant(j, p, from, w.to, &w.kept))
		note(j, p, is_one(p, SHARE_ALL / WHOLE * value, w.kept), from,
		     w.to);
}

/* What parts the numbers of a fraction stands at from..to. */
static void look_at_fraction(struct judging *j, struct percents *p, size_t from,
			     size_t to)
{
	bool kept;
	int points = fraction_around(j, &from, &to);

	if (p->money && points > 0 && is_meant(j, p, from, to, &kept))
		note(j, p, is_one(p, points, kept), from, to);
}

static void look_around(struct judging *j, struct percents *p,
			const struct found *f)
{
	switch ((enum part_kind)f->word.value) {
	case PART_BEHIND:
		look_behind(j, p, f->from, f->to);
		return;
	case PART_OF_SO_MANY:
		look_at_fraction(j, p, f->from, f->to);
		return;
	case PART_PAID: /* a price, no refund */
		if (!p->money)
			look_before(j, p, PART_PAID, f->from, f->to);
		return;
	default:
		look_before(j, p, (enum part_kind)f->word.value, f->from,
			    f->to);
	}
}

/* One that needs no number: "half of the price". */
static void look_at_portion(struct judging *j, struct percents *p,
			    const struct found *f)
{
	if (p->money && share_in_words(j, p->words, f))
		note(j, p, is_one(p, f->word.value, false), f->from, f->to);
}

static void compare(struct judging *j, int rule, struct percents *p)
{
	const char *text = str_c(&j->views.heard.text);

	if (!p->count || !j->lang)
		return;
	for (const char *at = text; (at = strchr(at, '%')); at++)
		look_before(j, p, PART_OF_HUNDRED, (size_t)(at - text),
			    (size_t)(at - text) + 1);
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == WORD_PART)
			look_around(j, p, &j->found.at[i]);
		else if (j->found.at[i].word.kind == WORD_PORTION)
			look_at_portion(j, p, &j->found.at[i]);
	if (p->told_wrong && !p->told_right)
		judging_hit(j, rule, &j->views.heard, p->from, p->to);
}

/* By commas; of more than have room the first. */
static void want_all(struct percents *p, const char *said)
{
	CLEANUP(free_ptr) char *list = xstrdup(said ? said : "");
	char *save = NULL;

	for (char *one = strtok_r(list, ",", &save);
	     one && p->count < GUARD_SHARES_MAX;
	     one = strtok_r(NULL, ",", &save)) {
		int64_t points = share_points(one + strspn(one, " "));

		if (points)
			p->want[p->count++] = points;
	}
}

void guard_percents_judge(struct judging *j, int rule)
{
	CLEANUP(found_list_release) struct found_list words = { 0 };
	struct percents off = { .words = &words };
	struct percents back = { .slack = SLACK,
				 .money = true,
				 .words = &words };

	want_all(&off, j->t->facts->percent);
	want_all(&back, j->t->facts->refund_percent);
	off.but_back = j->t->facts->refund_percent != NULL;
	if (off.count || back.count)
		share_words(j, &words);
	compare(j, rule, &off);
	compare(j, rule, &back);
	told_amounts_release(&back.amounts);
}
