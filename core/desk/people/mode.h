/* mode.h - out of hours: nobody works, by the calendar (policy/staff.conf) or
 * because somebody said so.
 *
 * One row keeps what was said and what is so; it is looked at again when the
 * calendar turns (assign_round). What somebody said holds until the moment they
 * gave, or until they say "auto". While it is so, a buyer who writes is told
 * once when we open again (receipt.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_MODE_H
#define HW_DESK_MODE_H

#include "desk/internal.h"

#define OUT_OF_HOURS "out_of_hours"

/* Is nobody at work at the moment of the command? Exact, also when the wake of
 * a turn is late. */
bool mode_out_of_hours(struct desk *d);

/* When we open again; false when we are open, or nobody can tell. *zone: of our
 * calendar, lives as long as the brain. */
bool mode_opens(struct desk *d, int64_t *at, const char **zone);

/* Keeps the row true, and pulls *next (0: none yet) to the moment at which it
 * turns, if that is earlier. */
int mode_look(struct desk *d, int64_t *next, struct err *err) MUST_CHECK;

/* The row, for who shows it: 1, 0 when there never was a need of one, -1. */
int mode_load(struct db *db, struct mode *m, struct arena *arena,
	      struct err *err) MUST_CHECK;

/* People: "emergency" {"hand": "on" | "off" | "auto", "until"? ms, "for"? ms};
 * a manager or an owner. */
int emergency_check(struct desk *d, struct err *err);
int emergency_decide(struct desk *d, struct err *err);

#endif
