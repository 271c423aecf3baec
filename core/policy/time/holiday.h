/* holiday.h - public holidays of a country, as rules in a file of their own
 * (policy/holidays/DE.conf), worked out once into days.
 *
 * A rule names its day by date, by Easter, by a weekday of a month, or by a
 * table where a government or the moon decides; it may hold in some regions
 * only, for some years, for part of a day, and may have a substitute when it
 * falls on a weekend. docs/policy.md has how they are written. Nothing here
 * knows of opening hours; calendar.h does.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_HOLIDAY_H
#define HW_POLICY_HOLIDAY_H

#include "base/vec.h"
#include "policy/conf/conf.h"

/* Days are worked out for these years; outside of them only the weekly hours
 * of a calendar count. */
#define HOLIDAYS_FROM 2024
#define HOLIDAYS_UNTIL 2036

/* A day that is not like its weekday. */
struct day_off {
	int64_t day; /* since 1970-01-01 */
	const char *name;
	int opens, closes; /* minutes; both 0: closed all day, or worked */
	bool worked;       /* a day of the weekend that is worked instead */
};
VEC(day_off_list, struct day_off);
/* Brings them into order, one a day: closed all day is stronger than anything,
 * of half days counts what all of them leave. */
void day_off_list_sort(struct day_off_list *list);
const struct day_off *day_off_find(const struct day_off_list *list,
				   int64_t day);

enum holiday_how {
	ON_DATE,
	ON_EASTER,
	ON_ORTHODOX,
	ON_NTH,
	ON_BEFORE,
	ON_AFTER,
	ON_TABLE
};
enum holiday_substitute {
	SUBSTITUTE_NONE,
	SUBSTITUTE_NEXT,    /* of a weekend: the next free working day */
	SUBSTITUTE_SUNDAY,  /* as next, of a Sunday only */
	SUBSTITUTE_NEAREST, /* Saturday: Friday; Sunday: Monday */
	SUBSTITUTE_EVE      /* of a Sunday: the day before, in its place */
};
VEC(day_list, int64_t);

struct holiday_rule {
	enum holiday_how how;
	int month, day;   /* ON_DATE, ON_BEFORE, ON_AFTER; ON_NTH: month */
	int weekday, nth; /* Monday is 0; nth -1: the last */
	int offset;       /* days from Easter */
	struct day_list table;
};
/* "12-25", "easter-2", "orthodox+1", "1st mon of 05", "last mon of 05",
 * "wed before 11-23", "sat after 06-19". -1 with ERR_DATA. */
int holiday_rule_parse(struct holiday_rule *r, const char *text,
		       struct err *err) MUST_CHECK;
/* Day of the rule in a year; false when it has none. Not for ON_TABLE. */
bool holiday_rule_day(const struct holiday_rule *r, int year, int64_t *day);

struct holiday {
	const char *name, *regions; /* by blanks; "": everywhere */
	struct holiday_rule rule;
	int from, until; /* years */
	enum holiday_substitute substitute;
	int opens, closes;
};
VEC(holiday_list, struct holiday);

struct country {
	const char *code, *name, *zone;
	const char *regions, *region; /* all; the one when none is named */
	unsigned weekend;             /* bit 0 is Monday */
	struct holiday_list holidays;
	struct day_list workdays;
	int tables_until; /* last year that every table covers */
};

/* Texts live as long as the arena; mistakes are recorded. */
struct country *country_read(struct conf *c, struct arena *arena);
void country_free(struct country *c); /* NULL is none */
/* Appends the days of a region ("": the country's usual one). */
void country_days(const struct country *c, const char *region,
		  struct day_off_list *out);

/* -- as files write them -- */

int weekday_parse(const char *text, size_t len); /* "mon": 0; -1: none */
static inline int weekday_of(int64_t day)
{
	return (int)(((day + 3) % 7 + 7) % 7);
}
/* "09:30" as minutes, to "24:00"; -1: none. */
int minutes_parse(const char *text, size_t len);
/* Days of a member: a text or a list of "2026-11-24"; mistakes recorded. */
void conf_days(const struct conf_node *g, const char *name,
	       struct day_list *out);
/* Members "opens" and "closes" of a half day. */
void conf_half_day(const struct conf_node *g, int *opens, int *closes);

#endif
