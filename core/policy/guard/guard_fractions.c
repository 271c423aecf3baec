/* guard_fractions.c - "two of three" as a share.
 * SPDX-License-Identifier: MIT */
#include "policy/conf/share.h"
#include "policy/guard/guard_words.h"

#define OF_MOST 100

int fraction_points(int64_t so_many, int64_t of)
{
	return so_many < 1 || of < so_many || of > OF_MOST
		       ? -1
		       : (int)((2 * so_many * SHARE_ALL + of) / (2 * of));
}

static int64_t whole(const char *from, const char *to)
{
	int64_t hundredths = figure_told(from, to);

	return hundredths % 100 ? -1 : hundredths / 100;
}

static int64_t number_before(const struct judging *j, size_t *from)
{
	const char *text = str_c(&j->views.heard.text);
	size_t begin, end;

	if (!figure_before(text, *from, &begin, &end))
		return spelt_before(j->lang, text, *from);
	*from = begin;
	return whole(text + begin, text + end);
}

static int64_t number_after(const struct judging *j, size_t *to)
{
	const char *text = str_c(&j->views.heard.text);
	size_t begin, end, at = *to;

	if (figure_after(text, at, &begin, &end)) {
		*to = end;
		return whole(text + begin, text + end);
	}
	while (text[at] == ' ')
		at++;
	return spelt_from(j->lang, text, at, to);
}

int fraction_around(const struct judging *j, size_t *from, size_t *to)
{
	int64_t of = number_before(j, from);

	return of > 1 ? fraction_points(number_after(j, to), of) : -1;
}
