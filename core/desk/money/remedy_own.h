/* remedy_own.h - what the files of remedy.h share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REMEDY_OWN_H
#define HW_DESK_REMEDY_OWN_H

#include "desk/money/remedy.h"

/* ERR_DATA naming the task that gives by hand what the action gives, unless its
 * `beside` names that or something later. */
int remedy_by_hand(struct desk *d, const struct action *a,
		   struct err *err) MUST_CHECK;
/* ERR_DATA when its `beside` names no such task of its order. */
int remedy_names_task(struct desk *d, const struct action *a,
		      struct err *err) MUST_CHECK;
/* The same of two coupons; `by_hand`: it is a task's own, against which an
 * action stands as well. Two of actions are action_number()'s. */
int remedy_code(struct desk *d, const struct action *a, bool by_hand,
		struct err *err) MUST_CHECK;
/* ERR_DATA when the `beside` of a coupon names no other of its order. */
int remedy_names_code(struct desk *d, const struct action *a,
		      struct err *err) MUST_CHECK;
/* When what its `beside` names was planned or given; -1 when it names none. */
int remedy_seen(struct desk *d, const struct action *a, int64_t *until,
		struct err *err) MUST_CHECK;

#endif
