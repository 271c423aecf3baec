/* regroup.h - one ticket that is two matters, and two that belong together.
 *
 * split takes messages out of a ticket into one of their own, for the same
 * buyer and order; both run on, and an answer goes to the one that it answers.
 * Its buyer waits since the first of these that had no answer yet. link says
 * that two have to do with each other, and changes nothing.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REGROUP_H
#define HW_DESK_REGROUP_H

#include "desk/ticket/operation.h"

int split_undo_check(struct desk *d, const struct operation *op,
		     struct err *err) MUST_CHECK;
int split_undo(struct desk *d, const struct operation *op,
	       struct err *err) MUST_CHECK;

/* Commands: "split" {"ticket", "messages": [id]}, "link" {"ticket", "other"}.
 */
int split_check(struct desk *d, struct err *err);
int split_decide(struct desk *d, struct err *err);
int link_check(struct desk *d, struct err *err);
int link_decide(struct desk *d, struct err *err);

#endif
