/* guard_months.c - days with a month by its name: "3 December", "the third of
 * December".
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_day.h"

/* What may stand between the day and its month; an ending of the day's digits
 * first, so that "of" is none of "th of". */
static size_t before_link(const char *text, size_t at)
{
	static const char *const links[] = {
		"th of ", "nd of ",     "rd of ",     "st of ", "er de ",
		":e i ",  "\u00ba de ", "\u00b0 di ", "e van ", "th ",
		"st ",    "nd ",        "rd ",        "er ",    ":e ",
		"e ",     "-go ",       "\u00b0 ",    " de ",   " of ",
		" van ",  " di ",       " do ",       ". ",     " "
	};

	for (size_t i = 0; i < COUNT_OF(links); i++) {
		size_t len = strlen(links[i]);

		if (at > len && memcmp(text + at - len, links[i], len) == 0 &&
		    (strchr(" .", *links[i]) ||
		     isdigit((unsigned char)text[at - len - 1])))
			return at - len;
	}
	return at;
}

static int day_before(struct judging *j, const char *text, size_t at,
		      size_t *from)
{
	size_t end = before_link(text, at), begin = end;
	int n = 0;

	while (begin && isdigit((unsigned char)text[begin - 1]))
		begin--;
	*from = begin;
	if (begin < end && end - begin <= 2) {
		for (size_t i = begin; i < end; i++)
			n = 10 * n + text[i] - '0';
		return n;
	}
	if (begin < end)
		return -1;
	n = spelt_before(j->lang, text, end);
	*from = end > 12 ? end - 12 : 0;
	while (*from < end && ((unsigned char)text[*from] & 0xC0) == 0x80)
		(*from)++;
	return n >= 1 && n <= 31 ? n : -1;
}

#define RANGE 16 /* bytes: "3. bis zum 5. Dezember" */

/* Does a range of days begin with this one? */
static bool begins_range(const char *text, size_t to, int d)
{
	size_t at = to > RANGE ? to - RANGE : 0;

	for (; at < to; at++) {
		const char *p = text + at;

		if (isdigit((unsigned char)*p) &&
		    !(at && isdigit((unsigned char)text[at - 1])) &&
		    day_number(&p, 2) == d)
			return true;
	}
	return false;
}

/* "December the third": up to two words behind the month. */
static int spelt_after(const struct judging *j, const char *text, size_t *at)
{
	size_t from = *at + strspn(text + *at, " ,"), to;
	int best = -1;

	if (text_starts(text + from, "the "))
		from += strlen("the ");
	to = from;
	for (int i = 0; i < 2; i++) {
		int n;

		to += to > from;
		while (isalpha((unsigned char)text[to]) || text[to] == '-')
			to++;
		n = spelt_word(j->lang, text + from, to - from);
		if (n >= 1 && n <= 31) {
			best = n;
			*at = to;
		}
		if (text[to] != ' ')
			break;
	}
	return best;
}

static int day_after(const struct judging *j, const char *text, size_t *at)
{
	const char *p = text + *at;
	int n;

	p += strspn(p, " .,");
	if (text_starts(p, "the "))
		p += strlen("the ");
	n = day_number(&p, 2);
	if (n > 0)
		*at = (size_t)(p - text);
	return n > 0 ? n : spelt_after(j, text, at);
}

/* A year that stands behind: is it another? */
static bool other_year(const char *text, size_t at, int year)
{
	const char *p = text + at;
	int n;

	p += strspn(p, " ,.");
	if (text_starts(p, "de "))
		p += strlen("de ");
	n = day_number(&p, 4);
	return n >= 2000 && n < 2100 && n != year;
}

/* -- a day as the language names it: the longest word that ends, or begins,
 * there -- */

static const struct found *named_day(const struct judging *j, size_t at,
				     bool ends)
{
	const struct found *best = NULL;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		size_t edge = ends ? f->to : f->from;

		if (f->word.kind == WORD_DAY && edge <= at + 1 &&
		    edge + 1 >= at &&
		    (!best || f->to - f->from > best->to - best->from))
			best = f;
	}
	return best;
}

/* -- before the signs for month and day: "12<month>the third<day>" -- */

struct sign_pair {
	const char *month, *day;
};

static const struct sign_pair pairs[] = {
	{ "\u6708", "\u65e5" },
	{ "\u6708", "\u53f7" },
	{ "\uc6d4", "\uc77c" },
};

#define DAY_FAR 24 /* bytes between the signs */

static int told_before(const struct judging *j, const char *text, size_t at,
		       bool *digits)
{
	size_t from = at;
	const char *p;
	int n;

	while (from && isdigit((unsigned char)text[from - 1]))
		from--;
	p = text + from;
	n = day_number(&p, 2);
	*digits |= n > 0;
	return n > 0 ? n : spelt_before(j->lang, text, at);
}

/* The day that is told behind a month; *at becomes its end. */
static int told_behind(const struct judging *j, const char *text,
		       const char *sign, size_t *at, bool *digits)
{
	const struct found *named = named_day(j, *at, false);
	const char *end = strstr(text + *at, sign);
	int n;

	if (named) {
		*at = named->to;
		return named->word.value;
	}
	if (!end || (size_t)(end - text) > *at + DAY_FAR)
		return -1;
	for (const char *p = text + *at; p < end; p++)
		if (strchr(".,;:!?\n", *p) || text_starts(p, "\u3002") ||
		    text_starts(p, "\u3001"))
			return -1;
	n = told_before(j, text, (size_t)(end - text), digits);
	*at = (size_t)(end - text) + strlen(sign);
	return n;
}

static void look_for_told(struct judging *j, struct day *day,
			  const struct sign_pair *pair)
{
	const char *text = str_c(&j->views.heard.text);

	for (const char *at = text; (at = strstr(at, pair->month)); at++) {
		size_t from = (size_t)(at - text);
		size_t to = from + strlen(pair->month);
		bool m_digits = false, d_digits = false;
		int m = told_before(j, text, from, &m_digits);
		int d = m >= 1 && m <= 12 ? told_behind(j, text, pair->day, &to,
							&d_digits)
					  : -1;

		if (d < 1 || d > 31 || (m_digits && d_digits))
			continue;
		day_note(day, m == day->m && d == day->d,
			 from > 6 ? from - 6 : 0, to);
	}
}

/* -- all of them -- */

/* "October" is in "old October", which may be another. */
static bool in_longer(const struct judging *j, const struct found *f)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *o = &j->found.at[i];

		if (o->word.kind == WORD_MONTH && o->from <= f->from &&
		    o->to >= f->to && o->to - o->from > f->to - f->from)
			return true;
	}
	return false;
}

static int day_of(struct judging *j, const struct found *f, size_t *from,
		  size_t *to)
{
	const char *text = str_c(&j->views.heard.text);
	const struct found *named =
		named_day(j, before_link(text, f->from), true);
	bool digits = false;
	int d;

	if (named) {
		*from = named->from;
		return named->word.value;
	}
	d = day_before(j, text, f->from, from);
	if (d < 0 && text_starts(j->lang->tag, "en"))
		d = day_after(j, text, to);
	for (size_t i = 0; d < 0 && i < COUNT_OF(pairs); i++)
		d = told_behind(j, text, pairs[i].day, to, &digits);
	return d;
}

static void look_for_feasts(const struct judging *j, struct day *day)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_FEAST && !f->quoted)
			day_note(day, f->word.value == 100 * day->m + day->d,
				 f->from, f->to);
	}
}

void look_for_months(struct judging *j, struct day *day)
{
	const char *text = str_c(&j->views.heard.text);

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		size_t from = f->from, to = f->to;
		int d;

		if (f->word.kind != WORD_MONTH || in_longer(j, f))
			continue;
		d = day_of(j, f, &from, &to);
		if (d >= 1 && d <= 31)
			day_note(day,
				 (d == day->d ||
				  begins_range(text, from, day->d)) &&
					 (!f->word.value ||
					  f->word.value == day->m) &&
					 !other_year(text, to, day->y),
				 from, to);
	}
	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		look_for_told(j, day, &pairs[i]);
	look_for_feasts(j, day);
}
