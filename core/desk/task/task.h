/* task.h - what somebody must do, by when: the tasks of warehouse, finance and
 * others (A110).
 *
 * A playbook gives one (playbook.h), a person does, and a review that should be
 * answered. Each has a row, an alert that tells of it, and a deadline. When
 * that passes, an alert of level error says so, and again after the policy's
 * `task_again`, until somebody says "done" or "failed"; to acknowledge its
 * alert is to say "done", unless it waits for a yes or makes a coupon, which
 * has a code. An open task holds its ticket. One that gives money is asked as
 * an action is (task_money.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TASK_H
#define HW_DESK_TASK_H

#include "desk/internal.h"
#include "model/loop.h"

/* Gives one: ticket or order_ref, role, text and due are set; `cause` is its
 * alert's, and `told` what that says, without anything personal. */
int task_give(struct desk *d, struct task *t, const char *cause,
	      const char *told, struct err *err) MUST_CHECK;

/* ERR_DATA when a ticket, or one that went into it, has an open one. */
int task_holds(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;
/* ERR_DATA when one that is done gave the buyer money, credit or goods, as
 * somebody said, and nobody wrote to them since it was given. */
int task_untold(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;
/* The ticket is closed by force: nobody need do them any more, nor those of
 * what went into it. */
int task_drop_all(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;
/* Those that this playbook gave on the ticket, or on what went into it, are
 * over by themselves: done elsewhere, or needed no more. */
int task_over(struct desk *d, int64_t ticket, const char *playbook, bool done,
	      struct err *err) MUST_CHECK;
/* That closing is taken back: those that were dropped by it run again. */
int task_back(struct desk *d, int64_t ticket, int64_t closed,
	      struct err *err) MUST_CHECK;

/* Its alert was acknowledged; nothing when it is no task's. */
int task_acknowledged(struct desk *d, int64_t alert,
		      struct err *err) MUST_CHECK;
/* Its deadline has passed, or the time to tell of it again. 0; 1 when no open
 * task has this deadline; -1. */
int task_late(struct desk *d, const struct deadline *one,
	      struct err *err) MUST_CHECK;

/* Commands: "task" {"ticket", "role", "text", "within", "gives"?, "amount"?,
 * "currency"?, "percent"?, "order"?, "shop"?, "reason"?, "beside"? or
 * "beside_task"?, "beside_dispute"?, "force"?}: gives: what doing it gives the
 * buyer, a verb or "nothing"; where the order is made good already, goods,
 * money and credit are refused without `beside` (remedy.h), and `beside` where
 * the task gives none of these; anything that is given is without `force` to
 * who needs nothing any more (overtaken.h). order: where the ticket is about
 * none. "task_done" {"task", "note"?, "code"?} and "task_failed" {"task",
 * "note"}; code: of a coupon (code_by_hand.h). */
int task_check(struct desk *d, struct err *err);
int task_decide(struct desk *d, struct err *err);
int task_done_check(struct desk *d, struct err *err);
int task_done_decide(struct desk *d, struct err *err);
int task_failed_check(struct desk *d, struct err *err);
int task_failed_decide(struct desk *d, struct err *err);

#endif
