/* code_by_hand.h - the code of a coupon that somebody made by hand, for a task
 * (task_money.h): who says that it is done says its code, and the reply that
 * waits for it has it, as code.h has it of the shop's own.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_CODE_BY_HAND_H
#define HW_DESK_CODE_BY_HAND_H

#include "desk/internal.h"
#include "model/effects.h"
#include "model/loop.h"

/* SQL: the code that the last coupon made by hand for the order ?2 of the shop
 * ?1 has. */
#define CODE_BY_HAND                                                       \
	"SELECT code FROM tasks WHERE shop = ?1 AND order_ref = ?2 AND "   \
	"gives = 'coupon' AND state = 2 AND code IS NOT NULL ORDER BY id " \
	"DESC LIMIT 1"

/* Of the command's task, that is done: ERR_DATA for a coupon without a code,
 * for a code that is no word, and for one of anything else. */
int code_by_hand_check(struct desk *d, const struct task *t,
		       struct err *err) MUST_CHECK;
/* The task is done: replies that waited for its code leave, or wait for a yes
 * when they lack it; what a template would have it in, now, has it (code.h);
 * and a playbook that waits for one goes on. */
int code_by_hand_made(struct desk *d, const struct task *t,
		      struct err *err) MUST_CHECK;
/* *what: how a person's reply that tells of such a task, or takes the place of
 * a proposal that had its code, gets the code that it lacks, in the arena; ""
 * when nothing lacks. */
int code_by_hand_lacks(struct desk *d, const struct action *reply,
		       const char **what, struct err *err) MUST_CHECK;

#endif
