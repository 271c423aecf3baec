/* backing.h - what stands behind the words of a person.
 *
 * What the policy writes goes with what it proposes beside it (promise.h). A
 * person's own text may tell of anything; what it may promise is what the desk
 * has set on its way for the ticket, what went into it, or its order: money and
 * goods that are planned, approved or done and were not given up, refunds that
 * the platform shows, and a task, by which somebody sends goods by hand; a task
 * of finance backs money and credit as well, for a shop may have no verb for
 * these.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BACKING_H
#define HW_DESK_BACKING_H

#include "desk/internal.h"

/* By blanks, in the arena, as `may` of guard/rules.conf has them: verbs, and
 * "partial_refund" of a refund; "" when nothing is. */
int backing_of(struct desk *d, const struct action *reply, const char **words,
	       struct err *err) MUST_CHECK;

#endif
