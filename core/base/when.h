/* when.h - moments and durations as the outside writes them.
 *
 * An instant is int64_t milliseconds since the Unix epoch, UTC. Carriers mix
 * instants, local times with an offset and local times whose zone nobody told:
 * struct when keeps which it was. Nothing here reads the clock but
 * clock_now() and clock_mono(), which only intake, workers and logs may call.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_WHEN_H
#define HW_BASE_WHEN_H

#include "base/err.h"
#include "base/str.h"

enum when_basis {
	WHEN_NONE,        /* no moment given */
	WHEN_UTC,         /* ms is the instant */
	WHEN_OFFSET,      /* ms is the instant; offset_s was written with it */
	WHEN_ZONE_UNKNOWN /* ms is the local clock read as if it were UTC */
};

struct when {
	int64_t ms;
	int32_t basis;
	int32_t offset_s; /* seconds east of Greenwich; WHEN_OFFSET only */
};

/* The first instant that instant_put could not write in four digits. */
#define WHEN_LIMIT_MS INT64_C(253402300800000)

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/* Parses RFC 3339 and the ISO 8601 forms carriers send: date and time split by
 * 'T' or a blank, seconds and fraction optional, 'Z', an offset (+hh:mm, +hhmm,
 * +hh) or nothing; a date alone is midnight, zone unknown. Years 1970..9999.
 * -1 with ERR_DATA otherwise. */
int when_parse(struct when *out, const char *text, struct err *err) MUST_CHECK;

/* Appends the form when_parse reads back to the same value: "...Z", with its
 * offset, or without a zone; milliseconds only when not zero. */
void when_put(struct str *s, struct when w);

/* Appends an instant as "2026-11-24T10:00:00Z" (".123" when not zero). */
void instant_put(struct str *s, int64_t ms);

/* Durations: a whole number and one of ms s min h d ("12 h", "90 min", blank
 * optional). Range 0 .. 10 years. -1 with ERR_DATA. */
int duration_parse(int64_t *ms, const char *text, struct err *err) MUST_CHECK;
void duration_put(struct str *s, int64_t ms); /* "12 h", "90 min", "2 d" */

/* Civil date of an instant in UTC: year, month 1..12, day 1..31. */
void instant_civil(int64_t ms, int *year, int *month, int *day);

/* Days are counted from 1970-01-01. */
int64_t civil_day(int64_t year, int month, int day);
void day_civil(int64_t days, int *year, int *month, int *day);
int64_t day_of(int64_t ms); /* also before 1970 */
int month_days(int year, int month);

int64_t clock_now(void);  /* wall clock, ms */
int64_t clock_mono(void); /* CLOCK_BOOTTIME, ms */

#endif
