/* calendar.h - when a shop, or a buyer's country, works.
 *
 * A calendar is weekly hours in the time of one place, less public holidays and
 * the seller's own closures (policy/calendars.conf, docs/policy.md). It is open
 * whenever the clock on the wall of that place shows an hour that is open:
 * where a clock is set back such an hour counts twice, where it is put forward
 * not at all. Hours over midnight belong to the day on which they begin, and
 * go with it. Nothing here reads a clock; an answer costs a step for each day
 * between, never one for each minute.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_CALENDAR_H
#define HW_POLICY_CALENDAR_H

#include "policy/time/holiday.h"
#include "policy/time/zone.h"

/* How far ahead an open moment is looked for. */
#define CALENDAR_REACH_DAYS 3660

/* Minutes from the day's midnight; until may pass 24:00 by a day. */
struct hours {
	int from, until;
};
VEC(hours_list, struct hours); /* in order, apart from each other */

struct calendar {
	const char *name;
	const struct zone *zone;
	struct hours_list week[7]; /* Monday is 0 */
	int workday;               /* whose hours a worked weekend has */
	struct day_off_list off;
	int tables_until; /* last year in which all holidays are known */
};
VEC(calendar_list, struct calendar *);
VEC(country_list, struct country *);
VEC(zone_list, struct zone *);

/* All calendars of a policy. Embedded: zero it. */
struct calendars {
	struct calendar_list list;      /* those of calendars.conf */
	struct calendar_list countries; /* one for each country, by its code */
	struct country_list read;
	struct zone_list zones;
};

/* Takes a country's file, then those of the seller. Texts live as long as the
 * files and the arena; mistakes are recorded. */
void calendars_country(struct calendars *all, struct conf *c,
		       struct arena *arena);
/* Two are there in any case, in UTC: "always", and "weekdays", which is open
 * all day from Monday to Friday. c may be NULL: there are no others. */
void calendars_read(struct calendars *all, struct conf *c, struct arena *arena);
void calendars_release(struct calendars *all);

/* By name; NULL when there is none. */
const struct calendar *calendars_find(const struct calendars *all,
				      const char *name);
/* Of a buyer's country (ISO 3166, any case), whole working days; NULL when its
 * holidays are not known. */
const struct calendar *calendars_of_country(const struct calendars *all,
					    const char *country);

bool calendar_is_open(const struct calendar *c, int64_t at);

/* Milliseconds of [from, until) in which it is open; 0 when until <= from. */
int64_t calendar_worked(const struct calendar *c, int64_t from, int64_t until);

/* Those that find a moment answer false when there is none within
 * CALENDAR_REACH_DAYS. */

/* The first open moment that is not before `at`. */
bool calendar_next_open(const struct calendar *c, int64_t at,
			int64_t *open) MUST_CHECK;
/* The next moment at which it opens or closes, as the case may be; 0 when there
 * is none within CALENDAR_REACH_DAYS. */
int64_t calendar_turns(const struct calendar *c, int64_t at);
/* The first moment until which it was open for `ms` since `at`. With 0: at. */
bool calendar_add(const struct calendar *c, int64_t at, int64_t ms,
		  int64_t *due) MUST_CHECK;
/* When the n-th working day after that of `at` closes; the day of `at` does
 * not count (Regulation (EEC, Euratom) No 1182/71, Article 3(1)), a half day
 * does. 0: when the first day that still works after `at` closes. */
bool calendar_add_days(const struct calendar *c, int64_t at, int days,
		       int64_t *due) MUST_CHECK;

#endif
