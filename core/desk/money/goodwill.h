/* goodwill.h - what a good end brings: tags of the buyer (A83), a neutral
 * invitation to write a review (A69, A117), and the look after a remedy (A32).
 *
 * Asked when a ticket is closed, when thanks come for one that is, and when its
 * order is reviewed. What is earned and who may be invited the policy says
 * (after.h). An invitation is once an order: it waits as a deadline "invite",
 * then as a reply that a person approves; whatever comes up meanwhile ends it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_GOODWILL_H
#define HW_DESK_GOODWILL_H

#include "desk/action/action.h"
#include "desk/internal.h"
#include "model/loop.h"

/* A ticket was closed, or something kind is new of it; nothing of one that is
 * open or has no order. */
int goodwill_look(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;
/* The same of the last closed one of an order. */
int goodwill_of_order(struct desk *d, int64_t shop, const char *order_ref,
		      struct err *err) MUST_CHECK;
/* It is open, or open again: nobody is invited, and what waits for a yes is
 * taken back. */
int goodwill_over(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;
/* The moment of the invitation. */
int goodwill_invite(struct desk *d, const struct deadline *one,
		    struct err *err) MUST_CHECK;

/* A remedy was done: when no playbook goes on, somebody looks after a while. */
int follow_up_begin(struct desk *d, const struct action *a,
		    struct err *err) MUST_CHECK;
/* The same of a task that is done and gave that, as somebody said; goods that
 * were exchanged are looked after as goods sent anew where nothing is said of
 * them. */
int follow_up_of_task(struct desk *d, const struct task *t,
		      struct err *err) MUST_CHECK;
int follow_up_due(struct desk *d, const struct deadline *one,
		  struct err *err) MUST_CHECK;

#endif
