/* guard_digits.c - numbers that are told digit by digit: "oh seven seven".
 * SPDX-License-Identifier: MIT */
#include "policy/guard_own.h"

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

void guard_digits_judge(struct judging *j, int rule)
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
