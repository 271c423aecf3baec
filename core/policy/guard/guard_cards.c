/* guard_cards.c - the number of a payment card.
 *
 * wrong_fact, in private as well: no order has such a number, and nothing that
 * is told a buyer needs it. It is one by what issuers begin it with, by its
 * length and by its check digit [source: ISO/IEC 7812-1:2017, the ranges of
 * Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay and
 * Maestro, and Luhn's formula in its annex B], in whatever groups, in digits or
 * in words.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_words.h"
#include "policy/number/check_digit.h"

#define CARD "the number of a payment card, which no message needs"

#define CARD_LEAST 13
#define CARD_MOST 19
#define RUN_MAX 64 /* digits that are looked at together */
#define GAP_MAX 3  /* bytes between two groups: " - " */

static const struct range {
	const char *from, *to; /* how it begins */
	size_t least, most;    /* digits */
} ranges[] = {
	{ "4", "4", 16, 16 },       { "4", "4", 13, 13 },
	{ "4", "4", 19, 19 },       { "51", "55", 16, 16 },
	{ "2221", "2720", 16, 16 }, { "34", "34", 15, 15 },
	{ "37", "37", 15, 15 },     { "300", "305", 14, 16 },
	{ "36", "36", 14, 19 },     { "38", "39", 14, 19 },
	{ "3528", "3589", 16, 19 }, { "6011", "6011", 16, 19 },
	{ "62", "62", 16, 19 },     { "644", "659", 16, 19 },
	{ "50", "50", 13, 19 },     { "56", "58", 13, 19 },
	{ "63", "63", 13, 19 },     { "67", "67", 13, 19 },
};

static bool is_issued(const char *digits, size_t len)
{
	for (size_t i = 0; i < COUNT_OF(ranges); i++) {
		const struct range *r = &ranges[i];
		size_t n = strlen(r->from);

		if (len >= r->least && len <= r->most &&
		    memcmp(digits, r->from, n) >= 0 &&
		    memcmp(digits, r->to, n) <= 0)
			return true;
	}
	return false;
}

/* What stands under a bar code begins like a card's as well. */
static bool is_article(const char *digits, size_t len)
{
	static const struct check ean = { CHECK_MOD10, "13", false };

	return len == CARD_LEAST &&
	       check_holds(&ean, digits, len - 1, digits[len - 1]);
}

static bool is_card(const char *digits, size_t len)
{
	static const struct check luhn = { CHECK_LUHN, "", false };

	return is_issued(digits, len) &&
	       check_holds(&luhn, digits, len - 1, digits[len - 1]) &&
	       !is_article(digits, len);
}

/* Digits in a row, and where each stands in the heard view. */
struct run {
	char digits[RUN_MAX + 1];
	size_t from[RUN_MAX], to[RUN_MAX], len;
	bool opens[RUN_MAX + 1]; /* a group begins there */
	bool glued;   /* to a letter: later groups are of that, "DE89 3704" */
	bool dialled; /* behind "+" */
};

static void take_digit(struct run *r, char c, size_t from, size_t to,
		       bool opens)
{
	if (r->len == RUN_MAX)
		return;
	r->digits[r->len] = c;
	r->from[r->len] = from;
	r->to[r->len] = to;
	r->opens[r->len++] = opens;
}

static void end_run(struct judging *j, int rule, struct run *r)
{
	size_t starts = r->dialled ? 0 : r->glued ? 1 : r->len;

	r->opens[r->len] = true;
	for (size_t i = 0; i < starts; i++)
		for (size_t n = CARD_LEAST; n <= CARD_MOST && i + n <= r->len;
		     n++)
			if (r->opens[i] && r->opens[i + n] &&
			    is_card(r->digits + i, n) &&
			    !guard_is_own_number(j, r->digits + i, n))
				judging_hit_why(j, rule, &j->views.heard,
						r->from[i], r->to[i + n - 1],
						CARD);
	r->len = 0;
}

/* The word for digits that stands there; NULL when none does. *next: of those
 * found, where to go on. */
static const struct found *word_at(const struct judging *j, size_t at,
				   size_t *next)
{
	for (; *next < j->found.len && j->found.at[*next].from <= at;
	     (*next)++) {
		const struct found *f = &j->found.at[*next];

		if (f->from == at &&
		    (f->word.kind == WORD_DIGIT || f->word.kind == WORD_NUMBER))
			return f;
	}
	return NULL;
}

/* "oh" and the like are in no list of numbers. */
static void take_word(struct judging *j, struct run *r, const struct found *f)
{
	static const char digits[] = "0123456789";
	int value = spelt_word(j->lang, str_c(&j->views.heard.text) + f->from,
			       f->to - f->from);

	if (value > 99)
		return;
	if (value >= 10)
		take_digit(r, digits[value / 10], f->from, f->to, true);
	take_digit(r, digits[value < 0 ? 0 : value % 10], f->from, f->to,
		   value < 10);
}

static bool parts_groups(const char *text, size_t from, size_t to)
{
	return to - from <= GAP_MAX &&
	       strspn(text + from, " -./_,") >= to - from;
}

static void begin_run(struct run *r, const char *text, size_t at)
{
	const char *before = at ? text + at - 1 : " ";

	*r = (struct run){ .glued = isalnum((unsigned char)*before) != 0,
			   .dialled = *before == '+' };
}

/* Few texts tell so many digits: the others are not looked at closer. */
static bool tells_enough(const struct judging *j)
{
	size_t digits = 0;

	for (const char *at = str_c(&j->views.heard.text); *at; at++)
		digits += isdigit((unsigned char)*at) != 0;
	for (size_t i = 0; i < j->found.len; i++)
		digits += j->found.at[i].word.kind == WORD_DIGIT    ? 1
			  : j->found.at[i].word.kind == WORD_NUMBER ? 2
								    : 0;
	return digits >= CARD_LEAST;
}

void guard_cards_judge(struct judging *j, int rule)
{
	const char *text = str_c(&j->views.heard.text);
	struct run r = { .len = 0 };
	size_t last = 0; /* where the last digit ended */
	size_t next = 0; /* of the words that were found */

	if (!tells_enough(j))
		return;
	for (size_t at = 0; text[at];) {
		bool digit = isdigit((unsigned char)text[at]);
		const struct found *word = digit ? NULL : word_at(j, at, &next);

		if (!digit && !word) {
			at++;
			continue;
		}
		if (r.len && !parts_groups(text, last, at))
			end_run(j, rule, &r);
		if (!r.len)
			begin_run(&r, text, at);
		if (word)
			take_word(j, &r, word);
		else
			take_digit(&r, text[at], at, at + 1,
				   !r.len || at > last);
		last = at = word ? word->to : at + 1;
	}
	end_run(j, rule, &r);
}
