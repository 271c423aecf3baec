/* restored.h - after a start, and after a restore.
 *
 * started: every `sending` is unknown, without exception. restored: the
 * database is an older copy, so whatever is open in it may have been done
 * since, and more may have been done that it does not know. Nothing is sent
 * until each open action has been looked up again and was settled, may be sent
 * with its old key, or is parked, and every shop and mailbox was read to its
 * end, so that what was done since is known; then `lift` ends the hold. What
 * rules plan meanwhile waits for a person: it may be what they did before. A
 * person with the role owner may lift it sooner, with a reason.
 *
 * Notices of alerts to our own people (ladder.h) leave all the while: they move
 * no money and reach no buyer, and a hold that waits for refused credentials is
 * what somebody must hear of. Those that were about to leave in the copy leave,
 * too, though the lost time may have sent them: a phone that rings once more
 * costs a minute, one that is silent a deadline.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_RESTORED_H
#define HW_DESK_RESTORED_H

#include "desk/internal.h"

/* Tells the desk that it starts: `started`, and `restored` when its database
 * is a copy. Before anything is polled or sent. */
int desk_start(struct desk *d, struct err *err) MUST_CHECK;
/* Lifts the hold once nothing is left to look up or to read; else does
 * nothing. */
int restored_settle(struct desk *d, struct err *err) MUST_CHECK;
/* An instance was read to its end: whoever waits for that on hold is told.
 * Nothing happens while the instance keeps a string "behind": its plugin could
 * not read everything, though its call went well. */
int restored_read(struct desk *d, const char *instance,
		  struct err *err) MUST_CHECK;

/* Since when nothing is sent, or 0. */
int restored_held(struct db *db, int64_t *since, struct err *err) MUST_CHECK;
/* How many open actions were not looked up yet; a notice of an alert is
 * nothing to wait for. */
int restored_left(struct db *db, int64_t *left, struct err *err) MUST_CHECK;
/* Was any instance not read to its end yet? */
int restored_any(struct db *db, bool *any, struct err *err) MUST_CHECK;
/* The instances that were not read to their end yet, by commas; "" if none. */
int restored_unread(struct db *db, struct arena *arena, const char **names,
		    struct err *err) MUST_CHECK;

/* The commands. */
int started_decide(struct desk *d, struct err *err);
int restored_apply(struct desk *d, struct err *err);
int restored_decide(struct desk *d, struct err *err);
int caught_up_check(struct desk *d, struct err *err);
int caught_up_apply(struct desk *d, struct err *err);
int lift_check(struct desk *d, struct err *err);
int lift_apply(struct desk *d, struct err *err);

#endif
