/* holiday_rule.c - how a file names a day, and which day of a year that is.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "policy/time/holiday.h"

static const char *const weekdays[] = { "mon", "tue", "wed", "thu",
					"fri", "sat", "sun" };
static const char *const orders[] = {
	"last", "1st", "2nd", "3rd", "4th", "5th"
};

int weekday_parse(const char *text, size_t len)
{
	for (int i = 0; i < 7; i++)
		if (len == 3 && strncmp(text, weekdays[i], len) == 0)
			return i;
	return -1;
}

static int two_digits(const char *text)
{
	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return -1;
	return (text[0] - '0') * 10 + text[1] - '0';
}

int minutes_parse(const char *text, size_t len)
{
	int h, m;

	if (len != 5 || text[2] != ':')
		return -1;
	h = two_digits(text);
	m = two_digits(text + 3);
	return h < 0 || m < 0 || m > 59 || h * 60 + m > 24 * 60 ? -1
								: h * 60 + m;
}

/* -- reading -- */

static bool month_day(const char *text, int *month, int *day)
{
	if (strlen(text) != 5 || text[2] != '-')
		return false;
	*month = two_digits(text);
	*day = two_digits(text + 3);
	/* In a leap year: a rule for 02-29 has a day every four years. */
	return *month >= 1 && *month <= 12 && *day >= 1 &&
	       *day <= month_days(2024, *month);
}

/* "", "+60", "-2" */
static bool easter_offset(const char *text, int *offset)
{
	int n = 0;

	*offset = 0;
	if (!*text)
		return true;
	if ((*text != '+' && *text != '-') || !text[1] || strlen(text) > 4)
		return false;
	for (const char *c = text + 1; *c; c++) {
		if (*c < '0' || *c > '9')
			return false;
		n = n * 10 + *c - '0';
	}
	*offset = *text == '-' ? -n : n;
	return n <= 100;
}

static bool of_easter(struct holiday_rule *r, const char *text)
{
	if (text_starts(text, "easter")) {
		r->how = ON_EASTER;
		return easter_offset(text + strlen("easter"), &r->offset);
	}
	r->how = ON_ORTHODOX;
	return text_starts(text, "orthodox") &&
	       easter_offset(text + strlen("orthodox"), &r->offset);
}

/* "1st mon of 05" */
static bool of_month(struct holiday_rule *r, const char *text)
{
	size_t len = strcspn(text, " ");

	r->how = ON_NTH;
	r->nth = 0;
	for (int i = 0; i < (int)COUNT_OF(orders); i++)
		if (strlen(orders[i]) == len &&
		    strncmp(text, orders[i], len) == 0)
			r->nth = i ? i : -1;
	if (!r->nth || strlen(text + len) != strlen(" mon of 05") ||
	    !text_starts(text + len + 4, " of "))
		return false;
	r->weekday = weekday_parse(text + len + 1, 3);
	r->month = two_digits(text + len + 8);
	return r->weekday >= 0 && r->month >= 1 && r->month <= 12;
}

/* "wed before 11-23" */
static bool beside_date(struct holiday_rule *r, const char *text)
{
	r->weekday = weekday_parse(text, strcspn(text, " "));
	if (r->weekday < 0)
		return false;
	text += 3;
	r->how = text_starts(text, " before ") ? ON_BEFORE : ON_AFTER;
	if (r->how == ON_AFTER && !text_starts(text, " after "))
		return false;
	return month_day(strrchr(text, ' ') + 1, &r->month, &r->day);
}

int holiday_rule_parse(struct holiday_rule *r, const char *text,
		       struct err *err)
{
	struct holiday_rule made = { .how = ON_DATE };

	if (!month_day(text, &made.month, &made.day) &&
	    !of_easter(&made, text) && !of_month(&made, text) &&
	    !beside_date(&made, text))
		return err_set(err, ERR_DATA,
			       "\"%.40s\" names no day; write 12-25, easter-2, "
			       "orthodox+1, 1st mon of 05, last mon of 05, wed "
			       "before 11-23, sat after 06-19 or a list of "
			       "dates",
			       text);
	*r = made;
	return 0;
}

/* -- days -- */

/* Easter of the Gregorian calendar, as in the anonymous rule that was first
 * printed in Nature, 20 April 1876, page 487. */
static int64_t easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
	int l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return civil_day(year, n / 31, n % 31 + 1);
}

/* Easter of the Julian calendar (Meeus, Astronomical Algorithms, 1991, chapter
 * 8), as a Gregorian day: 13 days later until 2099. */
static int64_t orthodox(int year)
{
	int d = (19 * (year % 19) + 15) % 30;
	int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;

	return civil_day(year, (d + e + 114) / 31, (d + e + 114) % 31 + 1) + 13;
}

static bool nth_day(const struct holiday_rule *r, int year, int64_t *day)
{
	int64_t first = civil_day(year, r->month, 1);
	int64_t last = first + month_days(year, r->month) - 1;

	if (r->nth < 0)
		*day = last - (weekday_of(last) - r->weekday + 7) % 7;
	else
		*day = first + (r->weekday - weekday_of(first) + 7) % 7 +
		       (r->nth - 1) * INT64_C(7);
	return *day <= last;
}

bool holiday_rule_day(const struct holiday_rule *r, int year, int64_t *day)
{
	switch (r->how) {
	case ON_EASTER:
		*day = easter(year) + r->offset;
		return true;
	case ON_ORTHODOX:
		*day = orthodox(year) + r->offset;
		return true;
	case ON_NTH:
		return nth_day(r, year, day);
	case ON_TABLE:
		return false;
	default:
		break;
	}
	if (r->day > month_days(year, r->month))
		return false;
	*day = civil_day(year, r->month, r->day);
	if (r->how == ON_BEFORE)
		*day -= (weekday_of(*day) - r->weekday + 6) % 7 + 1;
	else if (r->how == ON_AFTER)
		*day += (r->weekday - weekday_of(*day) + 6) % 7 + 1;
	return true;
}
