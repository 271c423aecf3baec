/* restored.h - after a start, and after a restore.
 *
 * started: every `sending` is unknown, without exception. restored: the
 * database is an older copy, so whatever is open in it may have been done
 * since. Nothing is sent until each open action has been looked up again and
 * was settled, may be sent with its old key, or is parked; then `lift` ends
 * the hold. A person with the role owner may lift it sooner, with a reason.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_RESTORED_H
#define HW_DESK_RESTORED_H

#include "desk/internal.h"

/* Tells the desk that it starts: `started`, and `restored` when its database
 * is a copy. Before anything is polled or sent. */
int desk_start(struct desk *d, struct err *err) MUST_CHECK;
/* Lifts the hold once nothing is left to look up; else does nothing. */
int restored_settle(struct desk *d, struct err *err) MUST_CHECK;

/* Since when nothing is sent, or 0. */
int restored_held(struct db *db, int64_t *since, struct err *err) MUST_CHECK;
/* How many open actions were not looked up yet. */
int restored_left(struct db *db, int64_t *left, struct err *err) MUST_CHECK;

/* The commands. */
int started_decide(struct desk *d, struct err *err);
int restored_apply(struct desk *d, struct err *err);
int restored_decide(struct desk *d, struct err *err);
int lift_check(struct desk *d, struct err *err);
int lift_apply(struct desk *d, struct err *err);

#endif
