/* regroup.h - one ticket that is two matters, two that belong together, and one
 * that can wait.
 *
 * split takes messages out of a ticket into one of their own, for the same
 * buyer and order; both run on, and an answer goes to the one that it answers.
 * link says that two have to do with each other, and changes nothing. snooze
 * sets one aside until a moment: it leaves the queue, its deadlines count on,
 * and whatever comes for it brings it back at once. Never past the moment by
 * which a platform waits for us.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REGROUP_H
#define HW_DESK_REGROUP_H

#include "desk/operation.h"

int split_undo_check(struct desk *d, const struct operation *op,
		     struct err *err) MUST_CHECK;
int split_undo(struct desk *d, const struct operation *op,
	       struct err *err) MUST_CHECK;
int snooze_undo(struct desk *d, const struct operation *op,
		struct err *err) MUST_CHECK;
/* Its moment has come. */
int snooze_over(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

/* Commands: "split" {"ticket", "messages": [id]}, "link" {"ticket", "other"},
 * "snooze" {"ticket", "until": a moment, or a time from now on}. */
int split_check(struct desk *d, struct err *err);
int split_decide(struct desk *d, struct err *err);
int link_check(struct desk *d, struct err *err);
int link_decide(struct desk *d, struct err *err);
int snooze_check(struct desk *d, struct err *err);
int snooze_decide(struct desk *d, struct err *err);

#endif
