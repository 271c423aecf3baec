/* guard_dates.c - days that contradict the order.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_day.h"
#include "policy/guard/guard_ideas.h"

/* 0 is Sunday. */
static int weekday_of(int y, int m, int d)
{
	static const int shift[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4 };

	y -= m < 3;
	return (y + y / 4 - y / 100 + y / 400 + shift[m - 1] + d) % 7;
}

void day_note(struct day *day, bool right, size_t from, size_t to)
{
	if (right) {
		day->right = true;
		day->right_from = from;
		day->right_to = to;
	} else if (!day->wrong) {
		day->wrong = true;
		day->from = from;
		day->to = to;
	}
}

int day_number(const char **at, int most)
{
	int n = 0, digits = 0;

	while (isdigit((unsigned char)**at) && digits++ < most)
		n = 10 * n + *(*at)++ - '0';
	return digits && !isdigit((unsigned char)**at) ? n : -1;
}

static bool part(const char **at, char *mark)
{
	*mark = **at;
	if (*mark != '/' && *mark != '.' && *mark != '-')
		return false;
	(*at)++;
	return true;
}

/* Two numbers parted by a mark, and a third one if the mark stands there once
 * more; then c is not below 0. */
struct parts {
	int a, b, c;
	char mark;
	bool behind;     /* a point stands behind the second */
	const char *two; /* behind the second number */
	const char *end;
};

static bool read_parts(const char *at, struct parts *p)
{
	char again;

	*p = (struct parts){ .c = -1 };
	p->a = day_number(&at, 4);
	if (p->a < 0 || !part(&at, &p->mark))
		return false;
	p->b = day_number(&at, 2);
	p->two = p->end = at;
	p->behind = *at == '.';
	if (p->b >= 0 && part(&at, &again) && again == p->mark) {
		p->c = day_number(&at, 4);
		p->end = p->c < 0 ? p->two + 1 : at;
	}
	return p->b >= 0;
}

/* Without a third part only with a stroke, or with a point behind: else it is
 * an amount or a time; and 2/3 is a share. */
static bool is_day(const struct parts *p, const char *from)
{
	if (p->a > 31)
		return p->b >= 1 && p->b <= 12 && p->c >= 1;
	if (!p->a || !p->b || p->b > 31 || (p->a > 12 && p->b > 12))
		return false;
	if (p->c >= 0)
		return true;
	return p->mark == '/' ? p->two - from > 3 : p->mark == '.' && p->behind;
}

/* "4.12," in the order's own month, where an amount would have a comma: what
 * follows is no unit and no currency. */
static bool is_short_day(const struct judging *j, const struct parts *p,
			 const struct day *day)
{
	const char *behind = p->end;
	size_t word = 0;

	if (!j->lang || !words_have("de pl", j->lang->tag) || p->c >= 0 ||
	    p->mark != '.' || p->b != day->m || !p->a || p->a > 31)
		return false;
	if (!*behind || strchr(",;!?)\n", *behind))
		return true;
	while (*behind == ' ' && islower((unsigned char)behind[1 + word]))
		word++;
	return word > 2 && strncmp(behind, " euro", 5) != 0;
}

static bool same_day(const struct parts *p, const struct day *day)
{
	if (p->a > 31) /* the year first */
		return p->a == day->y && p->b == day->m && p->c == day->d;
	return ((p->a == day->d && p->b == day->m) ||
		(p->a == day->m && p->b == day->d)) &&
	       (p->c < 0 || p->c % 100 == day->y % 100);
}

/* 02.12.2026, 2/12, 2026-12-02. */
static void numeric(const struct judging *j, struct day *day, const char *text,
		    const char **cursor)
{
	const char *from = *cursor;
	struct parts p;

	if (!read_parts(from, &p))
		return;
	if (is_day(&p, from) || is_short_day(j, &p, day))
		day_note(day, same_day(&p, day), (size_t)(from - text),
			 (size_t)(p.end - text));
	*cursor = p.end - 1;
}

/* 12<month>3<day> as Japanese, Korean and Chinese write it. */
static void by_signs(struct day *day, const char *text, const char **cursor)
{
	static const struct {
		const char *month, *day;
	} signs[] = { { "\u6708", "\u65e5" },
		      { "\u6708", "\u53f7" },
		      { "\uc6d4", "\uc77c" } };
	const char *from = *cursor;

	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		const char *at = from;
		int m = day_number(&at, 2), d;

		if (m < 1 || m > 12 || !text_starts(at, signs[i].month))
			continue;
		at += strlen(signs[i].month);
		while (*at == ' ')
			at++;
		d = day_number(&at, 2);
		if (d < 1 || !text_starts(at, signs[i].day))
			continue;
		at += strlen(signs[i].day);
		day_note(day, m == day->m && d == day->d, (size_t)(from - text),
			 (size_t)(at - text));
		*cursor = at - 1;
		return;
	}
}

void look_for_numbers(struct judging *j, struct day *day)
{
	const char *text = str_c(&j->views.narrow.text);

	for (const char *at = text; *at; at++) {
		const char *start = at;

		if (!isdigit((unsigned char)*at) ||
		    (at > text && isalnum((unsigned char)at[-1])))
			continue;
		by_signs(day, text, &at);
		if (at == start)
			numeric(j, day, text, &at);
		while (isdigit((unsigned char)at[0]) &&
		       isdigit((unsigned char)at[1]))
			at++;
	}
}

/* -- the day of the week -- */

static bool has_day(const char *text, int d)
{
	for (const char *at = text; *at; at++) {
		const char *p = at;

		if (isdigit((unsigned char)*at) &&
		    !(at > text && isdigit((unsigned char)at[-1])) &&
		    day_number(&p, 2) == d)
			return true;
	}
	return false;
}

/* "Monday the 3rd" names the day as well. */
static bool told_by_weekday(const struct judging *j, const struct day *day)
{
	const char *text = str_c(&j->views.heard.text);
	bool named = false;

	for (size_t i = 0; i < j->found.len; i++)
		named |= j->found.at[i].word.kind == WORD_WEEKDAY &&
			 j->found.at[i].word.value == day->weekday;
	return named && has_day(text, day->d);
}

#define WEEKDAY_FAR 16 /* bytes between a day and that of the week */
#define SHORT_FAR 4    /* and when that is shortened: "Fri., 3" */

/* Does the word stand beside where the day is told right? */
static bool beside(const struct judging *j, const struct found *f,
		   const struct day *day)
{
	const struct view *heard = &j->views.heard;
	size_t from = heard->from.at[f->from], to = heard->to.at[f->to - 1];
	size_t far = f->word.kind == WORD_SHORT_DAY ? SHORT_FAR : WEEKDAY_FAR;
	size_t begin, end;

	if (!day->right || !day->right_to)
		return false;
	begin = day->view->from.at[day->right_from];
	end = day->view->to.at[day->right_to - 1];
	return (to <= begin && to + far >= begin) ||
	       (from >= end && from <= end + far) ||
	       (f->word.kind == WORD_WEEKDAY && from >= begin && to <= end);
}

/* One letter that is a weekday is one in brackets only. */
static bool is_short(const struct judging *j, const struct found *f)
{
	const char *text = str_c(&j->views.heard.text);

	return (unsigned char)text[f->from] < 0xE0 || f->to - f->from > 3 ||
	       (f->from && text[f->from - 1] == '(');
}

static bool is_weekday(const struct judging *j, const struct found *f)
{
	if (f->quoted)
		return false;
	return f->word.kind == WORD_WEEKDAY ||
	       (f->word.kind == WORD_SHORT_DAY && is_short(j, f));
}

static void judge_weekday(struct judging *j, int rule, const struct day *one,
			  const struct day *other)
{
	const struct found *wrong = NULL;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		bool near = is_weekday(j, f) &&
			    (beside(j, f, one) || beside(j, f, other));

		if (f->word.value == one->weekday &&
		    ((f->word.kind == WORD_WEEKDAY && !f->quoted) ||
		     (f->word.kind == WORD_SHORT_DAY && near)))
			return;
		if (near && !wrong)
			wrong = f;
	}
	if (wrong)
		judging_hit(j, rule, &j->views.heard, wrong->from, wrong->to);
}

/* 2026-12-02 */
static bool read_date(const char *at, struct day *day)
{
	struct parts p;

	if (!read_parts(at, &p) || p.a <= 31 || !is_day(&p, at))
		return false;
	day->y = p.a;
	day->m = p.b;
	day->d = p.c;
	return true;
}

void guard_dates_judge(struct judging *j, int rule)
{
	struct day numbers = { 0 }, months;
	const char *want = j->t->facts->date;

	if (!want || !read_date(want, &numbers))
		return;
	numbers.weekday = weekday_of(numbers.y, numbers.m, numbers.d);
	months = numbers;
	numbers.view = &j->views.narrow;
	months.view = &j->views.heard;
	look_for_numbers(j, &numbers);
	if (j->lang)
		look_for_months(j, &months);
	if (j->lang && told_by_weekday(j, &months))
		months.right = true;
	if (j->lang && !numbers.right && !months.right && !numbers.wrong &&
	    !months.wrong)
		look_for_bare_days(j, &numbers);
	if (!numbers.right && !months.right) {
		if (numbers.wrong)
			judging_hit(j, rule, &j->views.narrow, numbers.from,
				    numbers.to);
		if (months.wrong)
			judging_hit(j, rule, &j->views.heard, months.from,
				    months.to);
	}
	if (j->lang)
		judge_weekday(j, rule, &numbers, &months);
}
