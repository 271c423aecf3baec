/* guard_told.c - amounts in words: "twelve euros fifty".
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_words.h"

#define CENTS_FAR 48 /* bytes behind the currency */
#define CENTS_LEAST 10
#define WORDS_MAX 5 /* that tell the cents */

static const struct found *cent_word(const struct judging *j, size_t to)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_CENT && f->from >= to &&
		    f->from <= to + CENTS_FAR)
			return f;
	}
	return NULL;
}

static int small(const char *text, size_t len)
{
	int n = 0;

	for (size_t i = 0; i < len; i++)
		n = 10 * n + text[i] - '0';
	return n;
}

static int digits_before(const char *text, size_t to)
{
	size_t at = to;

	while (at && text[at - 1] == ' ')
		at--;
	to = at;
	while (at && isdigit((unsigned char)text[at - 1]))
		at--;
	return to - at >= 1 && to - at <= 2 ? small(text + at, to - at) : -1;
}

static size_t word_end(const char *text, size_t at)
{
	while ((unsigned char)text[at] >= 0x80 ||
	       isalpha((unsigned char)text[at]) || text[at] == '-' ||
	       text[at] == '\'')
		at++;
	return at;
}

/* Words from `at` on that are a number together. */
static int words_after(const struct judging *j, size_t at, size_t *end)
{
	const char *text = str_c(&j->views.heard.text);
	size_t to = at;
	int best = -1;

	for (int i = 0; i < WORDS_MAX; i++) {
		size_t next = word_end(text, to + (to > at));
		int value;

		if (next == to + (to > at))
			break;
		to = next;
		value = spelt_word(j->lang, text + at, to - at);
		if (value >= CENTS_LEAST && value < 100) {
			best = value;
			*end = to;
		}
		if (text[to] != ' ')
			break;
	}
	return best;
}

/* Behind "and", as each language has it: a word of three bytes or less. */
static size_t behind_link(const char *text, size_t at)
{
	size_t end;

	while (text[at] == ' ')
		at++;
	end = word_end(text, at);
	return end > at && end - at <= 3 && text[end] == ' ' ? end + 1 : at;
}

static int bare_cents(const struct judging *j, size_t to, size_t *end)
{
	const char *text = str_c(&j->views.heard.text);
	size_t at = to;
	int cents;

	while (text[at] == ' ')
		at++;
	if (isdigit((unsigned char)text[at]) &&
	    isdigit((unsigned char)text[at + 1]) && text[at + 2] != ' ' &&
	    !isalnum((unsigned char)text[at + 2])) {
		*end = at + 2;
		return small(text + at, 2);
	}
	cents = words_after(j, at, end);
	return cents >= 0 ? cents : words_after(j, behind_link(text, to), end);
}

int cents_after(const struct judging *j, size_t to, size_t *end)
{
	const char *text = str_c(&j->views.heard.text);
	const struct found *cent = cent_word(j, to);
	int cents = -1;

	if (cent) {
		*end = cent->to;
		cents = digits_before(text, cent->from);
		if (cents < 0)
			cents = spelt_before(j->lang, text, cent->from);
	}
	if (cents >= 0 && cents < 100)
		return cents;
	return bare_cents(j, to, end);
}

bool told_in_words(const struct judging *j, size_t from, size_t to,
		   int64_t want, bool *same, size_t *begin, size_t *end)
{
	const char *text = str_c(&j->views.heard.text);
	int cents;

	if (spelt_before(j->lang, text, from) < 0)
		return false;
	*end = to;
	cents = cents_after(j, to, end);
	*same = spelt_is(j->lang, text, from, want / 100) &&
		(cents < 0 || cents == want % 100);
	*begin = from > 20 ? from - 20 : 0;
	while (*begin < from && ((unsigned char)text[*begin] & 0xC0) == 0x80)
		(*begin)++;
	return true;
}
