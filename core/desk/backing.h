/* backing.h - what stands behind the words of a person.
 *
 * What the policy writes goes with what it proposes beside it (promise.h). A
 * person's own text may tell of anything; what it may promise is what the desk
 * has set on its way for the ticket, what went into it, or its order: money and
 * goods that are planned, approved or done and were not given up, refunds that
 * the platform shows, and a task by which somebody gives it by hand: what the
 * task, or the playbook's step, says that it gives; where neither does, money
 * and credit of finance (a shop may have no verb for these), and goods of a
 * warehouse that a playbook told to do something.
 *
 * A reply that promises what actions give is tied to each of them (`beside`,
 * `besides`), and tells of it as the policy's do: it waits for it, and once it
 * left, the action is not given up in silence. Which words need it the guard
 * says, asked with it and without. When one of them is given up before, the
 * words are not lost: they wait for a yes again, and are looked at anew. So
 * they are when a task failed that they need.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BACKING_H
#define HW_DESK_BACKING_H

#include "desk/internal.h"

/* By blanks, in the arena, as `may` of guard/rules.conf has them: verbs, and
 * "partial_refund" of a refund; "" when nothing is. */
int backing_of(struct desk *d, const struct action *reply, const char **words,
	       struct err *err) MUST_CHECK;

/* Sets `beside` of a person's reply to the action that stands behind what it
 * promises, and `besides` to the others, when it promises several things: one
 * of each verb that the words do not do without (backing_tie.c). None: it
 * promises nothing, the platform or a task stands behind it (and no action has
 * the sum that it names), or the guard was overruled. Others stay. */
int backing_tie(struct desk *d, struct action *reply,
		struct err *err) MUST_CHECK;
/* A task of the ticket could not be done: persons' replies that have not begun
 * to leave, and that only it allowed, wait again. */
int backing_failed(struct desk *d, int64_t ticket, const char *why,
		   struct err *err) MUST_CHECK;

#endif
