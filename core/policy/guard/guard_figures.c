/* guard_figures.c - amounts in digits, as people write them.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_words.h"

/* A decimal with a point, in hundredths; -1 when it is none. */
int64_t figure_exact(const char *text)
{
	int64_t n = 0;
	int after = -1;

	for (; *text; text++) {
		if (*text == '.' && after < 0)
			after = 0;
		else if (!isdigit((unsigned char)*text) || n > INT64_MAX / 1000)
			return -1;
		else if (after < 2) {
			n = 10 * n + *text - '0';
			after += after >= 0;
		}
	}
	for (; after < 2; after++)
		n *= after == -1 ? 1 : 10;
	return n;
}

static bool is_digit(char c)
{
	return (c >= '0' && c <= '9') || c == 'O' || c == 'o';
}

/* How many digits stand behind the last point or comma: 0 when it parts
 * thousands, or none stands there. */
static int decimals(const char *from, const char *to)
{
	const char *mark = NULL;
	int after = 0;

	for (const char *at = from; at < to; at++)
		if (*at == '.' || *at == ',')
			mark = at;
	for (const char *at = mark; mark && at < to; at++)
		after += is_digit(*at);
	return after <= 2 ? after : 0;
}

/* As people write it: 1.249,00 and 1,249.00 and 1 249; in hundredths. An O is a
 * disguised zero. */
int64_t figure_told(const char *from, const char *to)
{
	int after = decimals(from, to);
	int64_t n = 0;

	for (const char *at = from; at < to && n < INT64_MAX / 1000; at++)
		if (isdigit((unsigned char)*at))
			n = 10 * n + *at - '0';
		else if (is_digit(*at))
			n *= 10;
	return after == 2 ? n : after == 1 ? 10 * n : 100 * n;
}

bool figure_is(int64_t want, const char *from, const char *to)
{
	if (figure_told(from, to) == want)
		return true;
	for (const char *at = to - 1; at > from; at--)
		if (*at == ' ' && figure_told(at + 1, to) == want)
			return true;
	return false;
}

bool figure_near(int64_t want, int64_t slack, const char *from, const char *to)
{
	int64_t n = figure_told(from, to);

	return figure_is(want, from, to) ||
	       (n && n >= want - slack && n <= want + slack);
}

static bool gap(char c)
{
	return c == ' ' || c == '.' || c == ',' || c == '\'' ||
	       (unsigned char)c == 0xC2 || (unsigned char)c == 0xA0;
}

/* The number that ends at `to`, or behind blanks before it. */
bool figure_before(const char *text, size_t to, size_t *from, size_t *end)
{
	size_t at = to;

	while (at && (text[at - 1] == ' ' || text[at - 1] == '-' ||
		      text[at - 1] == ',' || text[at - 1] == '.' ||
		      text[at - 1] == '('))
		at--;
	*end = at;
	if (to - at > 3 || !at || !isdigit((unsigned char)text[at - 1]))
		return false;
	for (;;) {
		size_t back = at;

		while (at && is_digit(text[at - 1]))
			at--;
		*from = at;
		while (at && back != at && gap(text[at - 1]) && *from - at < 3)
			at--;
		if (!at || !isdigit((unsigned char)text[at - 1]))
			return true;
	}
}

bool figure_after(const char *text, size_t at, size_t *from, size_t *end)
{
	while (text[at] == ' ')
		at++;
	*from = at;
	if (!isdigit((unsigned char)text[at]))
		return false;
	for (;;) {
		size_t apart = 0;

		while (is_digit(text[at]))
			at++;
		*end = at;
		while (gap(text[at]) && apart++ < 3)
			at++;
		if (!isdigit((unsigned char)text[at]))
			return true;
	}
}
