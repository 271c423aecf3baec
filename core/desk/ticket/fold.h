/* fold.h - what is learnt too late to be a matter of its own.
 *
 * After a gap (downtime, a restore, a long outage of a platform) facts come in
 * whose deadline has passed already. A ticket and an alert each would bury what
 * can still be met, so all of one cause in one shop are one ticket and one
 * alert, counted; the ticket's notes name the first hundred. What an open
 * ticket is about already joins that one. Messages of buyers and return
 * requests never fold: somebody waits for an answer to each.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_FOLD_H
#define HW_DESK_FOLD_H

#include "desk/ticket/ticket.h"

/* Whether a deadline that was passed at `due` is noticed too late. 0: none. */
bool fold_late(const struct desk *d, int64_t due);

/* As ticket_report, into the one ticket of its issue. `what` names the single
 * matter in its note. */
int fold_report(struct desk *d, struct report *report, const char *what,
		struct err *err) MUST_CHECK;

#endif
