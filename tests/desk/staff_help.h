/* staff_help.h - a desk whose agents have skills, calendars and absences, and
 * the real answers about them; all else is the fake brain's.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_STAFF_HELP_H
#define HW_TESTS_STAFF_HELP_H

#include "desk/desk_help.h"
#include "host/answers.h"

/* For cmocka's groups: reads the shipped policy with the calendars "early"
 * (Monday to Friday 06:00-14:00 UTC), "late" (14:00-22:00 UTC) and "office"
 * (09:00-17:00 in Berlin), and hours by "office". */
int staff_load(void **state);
int staff_unload(void **state);

/* Of the manifest from now on; the desk is told (config). */
void staff_set(struct desk *d, const struct agent_entry *agents, size_t count);

/* A desk with these, and the clock at an instant: "2026-09-21T08:00:00Z". */
struct desk *staff_desk(const struct agent_entry *agents, size_t count,
			const char *now);
void set_clock(const char *now); /* only forward, and ticks nothing */

/* Order #n with its buyer's mail; empty fields have a value. */
struct case_line {
	int n;
	const char *text, *total, *country, *lang, *thread, *origin;
	bool quiet;
	int mail; /* which mail of this buyer: 0 the first */
};
void put_case(struct desk *d, struct case_line c);

#endif
