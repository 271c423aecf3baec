/* guard_digits.c - numbers that are told digit by digit: "oh seven seven".
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_words.h"

#define DIGITS_LEAST 6
#define APART 4 /* bytes between two: a blank, a comma */

struct run {
	size_t from, to;
	int told; /* digits as words */
	int all;
};

#define BEHIND 12 /* bytes in which digits may follow */

static void end_run(struct judging *j, int rule, const struct run *r)
{
	const char *text = str_c(&j->views.heard.text);
	size_t to = r->to;
	int all = r->all;

	if (r->told < 3)
		return;
	for (size_t i = r->to; text[i] && i < r->to + BEHIND; i++)
		if (text[i] >= '0' && text[i] <= '9') {
			all++;
			to = i + 1;
		} else if (text[i] != ' ' && text[i] != '-') {
			break;
		}
	if (all >= DIGITS_LEAST)
		judging_hit(j, rule, &j->views.heard, r->from, to);
}

/* Digits that stand between two words. */
static int digits_in(const char *text, size_t from, size_t to)
{
	int n = 0;

	for (size_t i = from; i < to; i++) {
		if (text_starts(text + i, "\u3001") ||
		    text_starts(text + i, "\u30fb")) {
			i += 2; /* marks of three bytes */
			continue;
		}
		if ((unsigned char)text[i] >= 0x80 ||
		    (text[i] >= 'a' && text[i] <= 'z') ||
		    (text[i] >= 'A' && text[i] <= 'Z'))
			return -1;
		n += text[i] >= '0' && text[i] <= '9';
	}
	return n;
}

static void judge_single(struct judging *j, int rule)
{
	const char *text = str_c(&j->views.heard.text);
	struct run r = { 0 };

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		int between;

		if (f->word.kind != WORD_DIGIT && f->word.kind != WORD_DASH)
			continue;
		if (r.to && f->to <= r.to)
			continue; /* a word inside of a longer one */
		between = f->from < r.to ? 0 : digits_in(text, r.to, f->from);
		if (!r.all || between < 0 ||
		    f->from > r.to + APART + (size_t)(between > 0 ? 8 : 0)) {
			end_run(j, rule, &r);
			r = (struct run){ .from = f->from };
			between = 0;
			if (f->word.kind == WORD_DASH)
				continue;
		}
		r.all += between + (f->word.kind == WORD_DIGIT);
		r.told += f->word.kind == WORD_DIGIT;
		r.to = f->to;
	}
	end_run(j, rule, &r);
}

/* -- numbers in words and in digits by turns -- */

#define TELLS_DIGITS 7 /* a telephone's, written out */
#define TELLS_WORDS 3
#define LINK_MAX 4 /* bytes of what may stand between: "and", "dann" */

struct told {
	size_t from, to;
	int digits, words, links;
};

static bool letter(char c)
{
	return (unsigned char)c >= 0x80 || isalpha((unsigned char)c);
}

static void end_told(struct judging *j, int rule, struct told *t)
{
	if (t->digits >= TELLS_DIGITS && t->words >= TELLS_WORDS)
		judging_hit(j, rule, &j->views.heard, t->from, t->to);
	*t = (struct told){ 0 };
}

static bool is_word(const struct judging *j, enum word_kind kind, size_t from,
		    size_t to)
{
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == kind &&
		    j->found.at[i].from == from && j->found.at[i].to >= to)
			return true;
	return false;
}

/* How many digits the word is when a number is told; 0 when it is none. */
static int digits_of(const struct judging *j, const char *text, size_t from,
		     size_t to)
{
	if (is_word(j, WORD_DIGIT, from, to))
		return 1;
	if (is_word(j, WORD_NUMBER, from, to))
		return 2;
	return spelt_digits(j->lang, text + from, to - from);
}

/* A currency, or thousands: then no telephone is told. */
static bool tells_amount(const struct judging *j, size_t from, size_t to)
{
	const char *text = str_c(&j->views.heard.text);

	return is_word(j, WORD_MONEY, from, to) ||
	       text_starts(text + from, "\u20ac") ||
	       text_starts(text + from, "\u00a3") ||
	       spelt_word(j->lang, text + from, to - from) > 999;
}

static void take_word(struct judging *j, int rule, struct told *t, size_t from,
		      size_t to)
{
	const char *text = str_c(&j->views.heard.text);
	int digits = digits_of(j, text, from, to);

	if (tells_amount(j, from, to)) {
		*t = (struct told){ 0 };
		return;
	}
	if (!digits) {
		if (!t->digits || t->links++ ||
		    (to - from > LINK_MAX && !is_word(j, WORD_DASH, from, to)))
			end_told(j, rule, t);
		return;
	}
	if (!t->digits)
		t->from = from;
	t->to = to;
	t->digits += digits;
	t->words++;
	t->links = 0;
}

static void take_digits(struct told *t, size_t from, size_t to)
{
	if (!t->digits)
		t->from = from;
	t->to = to;
	t->digits += (int)(to - from);
	t->links = 0;
}

static void judge_told(struct judging *j, int rule)
{
	const char *text = str_c(&j->views.heard.text);
	struct told t = { 0 };

	for (size_t at = 0; text[at];) {
		size_t end = at;

		while (letter(text[end]))
			end++;
		if (end > at) {
			take_word(j, rule, &t, at, end);
			at = end;
			continue;
		}
		while (isdigit((unsigned char)text[end]))
			end++;
		if (end > at)
			take_digits(&t, at, end);
		else if (!strchr(" ,.-()/", text[at++]))
			end_told(j, rule, &t);
		at = end > at ? end : at;
	}
	end_told(j, rule, &t);
}

/* Looked at closer only when some word of the text is a digit. */
static bool tells_digits(const struct judging *j)
{
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == WORD_DIGIT ||
		    j->found.at[i].word.kind == WORD_NUMBER)
			return true;
	return false;
}

void guard_digits_judge(struct judging *j, int rule)
{
	judge_single(j, rule);
	if (j->lang && tells_digits(j))
		judge_told(j, rule);
}
