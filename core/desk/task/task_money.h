/* task_money.h - money that a task pays out is money.
 *
 * Where a shop cannot be told to pay, finance does: a task that gives a refund,
 * store credit or a coupon says how much, of which order, and is asked all that
 * an action is asked (refund.h, remedy.h, disputed.h, matrix.h), as the effect
 * that it stands for. Whoever gives it says yes to it, if that is theirs to say
 * (limit.h). If not, it is open, and waits for somebody's yes: until then it
 * counts as a proposal does, nobody can say that it is done, and words that
 * tell of it wait (task_wait.h). What a playbook gives waits always, as what
 * it proposes does; where its step says no sum, for an owner.
 *
 * A task of before that has no sum, and is believed as it was.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TASK_MONEY_H
#define HW_DESK_TASK_MONEY_H

#include "desk/internal.h"
#include "model/effects.h"
#include "model/loop.h"

/* Does it give money, or a code that is worth some? */
bool task_pays(const struct task *t);
/* The task as an effect, to be asked about as one; texts are borrowed, or in
 * the arena. */
struct action task_gift(struct desk *d, const struct task *t);

/* Takes "amount" and "currency", or "percent", and "reason" of the command. */
int task_sum(struct desk *d, struct task *t, struct err *err) MUST_CHECK;
/* Of what a person gives, in a command that is new: ERR_DATA when it pays and
 * says no sum or no order, or says a sum and pays none. */
int task_sum_check(struct desk *d, const struct task *t,
		   struct err *err) MUST_CHECK;
/* And that it is more than is left of its order, beside a dispute, or otherwise
 * than the matrix has it and has no reason. */
int task_fits(struct desk *d, const struct task *t, struct err *err) MUST_CHECK;
/* Sets what is worth, what the matrix says, and who said yes, or that it waits.
 */
int task_weigh(struct desk *d, struct task *t, struct err *err) MUST_CHECK;

/* Command "task_approve" {"task", "beside"? or "beside_task"?,
 * "beside_dispute"?}: somebody says yes. ERR_DENIED as of an action. */
int task_approve_check(struct desk *d, struct err *err);
int task_approve_decide(struct desk *d, struct err *err);

#endif
