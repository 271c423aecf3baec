/* zone.h - the clock on the wall of a place, by its IANA name.
 *
 * A zone is read from ICU once and is then a table of the moments at which its
 * offset changes, from 1990 to 2060; before and after, the nearest offset
 * holds. So asking is pure and costs a binary search. "Civil" is what such a
 * clock shows, as milliseconds since 1970-01-01 00:00 of that clock: a civil
 * moment happens once, twice (a clock set back) or never (a clock put forward).
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_ZONE_H
#define HW_POLICY_ZONE_H

#include "base/vec.h"

struct shift {
	int64_t from, until; /* instants; until: the next one's from */
	int64_t offset;      /* ms east of Greenwich */
};
VEC(shift_list, struct shift);

struct zone {
	char *name;
	struct shift_list shifts; /* never empty, in order, without holes */
};

/* Gives a zone (zone_close), or NULL when there is none of that name. */
struct zone *zone_open(const char *name);
void zone_close(struct zone *z); /* NULL is none */
/* The zone of a country (two capitals, ISO 3166), where all its clocks show the
 * same from 2026 on; NULL where they differ, or nobody knows it. */
struct zone *zone_of_country(const char *country);

/* Index of the shift that holds at an instant. */
size_t zone_shift(const struct zone *z, int64_t at);
int64_t zone_civil(const struct zone *z, int64_t at);

/* The instant at which the civil span [from, until) was over for the last time;
 * false when the clock never showed any of it. Spans are under 3 days. */
bool zone_over(const struct zone *z, int64_t from, int64_t until, int64_t *at);

/* Which edition of the zone data this is, such as "2026a". */
const char *zone_edition(void);

#endif
