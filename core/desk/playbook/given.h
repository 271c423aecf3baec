/* given.h - what a matter has been given already: money and goods that wait for
 * a yes, were approved, are on their way or done, of its ticket or order, and
 * were not given up. A ticket's are those of what went into it, too (merge.h).
 *
 * Rules know it as the fact `remedy`. Whatever a rule of the seller says, the
 * buyer is not told of one and the same gift twice, and a proposal names what
 * is there beside it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_GIVEN_H
#define HW_DESK_GIVEN_H

#include "desk/ticket/ticket.h"

/* What the ticket and the order of an action have, replies aside, the oldest
 * first: id, verb, ticket, state, planned, amount, its currency, and whether
 * the ticket has it. */
struct rows given_rows(struct desk *d, const struct action *a);

/* How far the furthest remedy (remedy.h) of such a ticket and order has come:
 * "none", "waiting", "approved" (and not done, or not known to be), "done".
 * A task that says it gives one is approved while it is open and waits for
 * nobody's yes. Done ones count
 * for their own ticket only: what comes up later is another matter. */
int given_remedy(struct desk *d, const struct action *of, const char **far,
		 struct err *err) MUST_CHECK;

/* Appends "action 2 (refund 12.00 USD, accepted)", behind a comma unless it is
 * the first. */
void given_put(struct str *out, int64_t id, const char *verb, int32_t state,
	       struct money sum);

/* Why an action that is planned now waits: "waits for approval", and of what
 * the policy proposes what was there before, "action 2 (refund 12.00 USD,
 * accepted)". In the arena. */
int given_why(struct desk *d, const struct action *a, const char **why,
	      struct err *err) MUST_CHECK;

/* A rule wants that verb. *again: its order (or the matter, with what went into
 * the ticket, where there is none) has such an action, and the buyer was told
 * of it, or is about to be, under this ticket or another one; then an alert
 * says by which actions. */
int given_again(struct desk *d, const struct ticket *t, const char *verb,
		bool *again, struct err *err) MUST_CHECK;

#endif
