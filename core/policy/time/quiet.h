/* quiet.h - the hours of a day in which a person is left alone, on the clock of
 * their own wall. Over midnight they end on the next day; where a clock is set
 * they keep to what it shows.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_QUIET_H
#define HW_POLICY_QUIET_H

#include "base/err.h"
#include "policy/time/zone.h"

struct quiet {
	int from, until; /* minutes; until passes 24:00 when over midnight.
			  * Both 0: never quiet */
};

/* "22:00-07:00". ERR_DATA. */
int quiet_parse(struct quiet *q, const char *text, struct err *err) MUST_CHECK;

/* When the quiet that holds at a moment is over; 0 when none does. */
int64_t quiet_until(const struct quiet *q, const struct zone *z, int64_t at);

/* When the day that a wall shows at a moment is over. */
int64_t quiet_day_ends(const struct zone *z, int64_t at);

#endif
