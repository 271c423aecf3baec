/* guard_cut.c - a number of the order with a sign or two too few or too many.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_ideas.h"

#define WORD_MAX 40
#define CUT_LEAST 8 /* signs; shorter ones are too easily something else */
#define CUT_MOST 2

static size_t common_start(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

static size_t common_end(const char *a, size_t a_len, const char *b,
			 size_t b_len)
{
	size_t n = 0;

	while (n < a_len && n < b_len && a[a_len - 1 - n] == b[b_len - 1 - n])
		n++;
	return n;
}

/* What one has too many stands in one place. */
static bool is_cut(const char *a, const char *b)
{
	size_t a_len = strlen(a), b_len = strlen(b);
	size_t shorter = a_len < b_len ? a_len : b_len;
	size_t more = a_len < b_len ? b_len - a_len : a_len - b_len;

	return more && more <= CUT_MOST && shorter >= CUT_LEAST &&
	       common_start(a, b) + common_end(a, a_len, b, b_len) >= shorter;
}

/* The signs of a word and of those that follow behind one of these marks; how
 * many bytes they are. */
static size_t take_word(const char *at, const char *marks,
			char out[WORD_MAX + 1])
{
	size_t n = 0, i = 0;

	for (; n < WORD_MAX; i++)
		if (isalnum((unsigned char)at[i]))
			out[n++] = (char)toupper((unsigned char)at[i]);
		else if (!at[i] || !strchr(marks, at[i]) ||
			 !isalnum((unsigned char)at[i + 1]))
			break;
	out[n] = '\0';
	return i;
}

bool guard_cut_number(const struct str *text, const char *want, size_t *from,
		      size_t *to)
{
	const char *start = str_c(text);
	char got[WORD_MAX + 1];

	for (const char *at = start; *at;) {
		size_t used = take_word(at, "-#/_", got);
		size_t whole = used;

		if (!is_cut(got, want) && isdigit((unsigned char)*at))
			whole = take_word(at, "-#/_ ", got);
		if (is_cut(got, want)) {
			*from = (size_t)(at - start);
			*to = *from + whole;
			return true;
		}
		at += used ? used : 1;
	}
	return false;
}
