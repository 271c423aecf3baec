/* limit.h - how much an agent may give away, and rules by themselves.
 *
 * What is limited is what an action is worth to the buyer (worth.h), and the
 * money of a task (task_money.h), which counts with it. A limit is
 * in its own currency; a worth in another one is compared by the policy's
 * rates. Where there is no rate, or only an old one, the limit does not cover
 * it: an owner must say yes. SPDX-License-Identifier: MIT */
#ifndef HW_DESK_LIMIT_H
#define HW_DESK_LIMIT_H

#include "desk/internal.h"

/* Does it give anything away? *worth is how much; without a currency nobody
 * can tell, and only an owner may approve it. */
bool limit_applies(struct desk *d, const struct action *a, struct money *worth);
/* A yes that somebody wants to say, to an action or a task. */
struct approval {
	bool gives;         /* anything that is worth something */
	struct money worth; /* none: nobody can tell */
	const char *proposed_by;
	int64_t action; /* the day counts it once; 0: it is none */
};
/* -1 with ERR_DENIED: not for this person to say, who is no agent, or proposed
 * it and it is above the four-eyes limit; or it is above what they may approve
 * at once, or with it for this UTC day. No limit in the manifest covers
 * nothing. */
int limit_may_approve(struct desk *d, const struct approval *yes,
		      struct err *err) MUST_CHECK;

/* The money of rows (currency, sum), released here, and `plus`, in one
 * currency. -1 with ERR_DATA when there is no rate for one of them. */
int limit_sum(struct desk *d, struct rows rows, struct money plus,
	      const char *currency, struct money *out,
	      struct err *err) MUST_CHECK;

/* What no person looked at: within what rules may give away together, what this
 * rule may, and how often one buyer may be given something? -1 and why not. */
int limit_of_rules(struct desk *d, const struct action *a,
		   struct err *why) MUST_CHECK;

/* Is that much below what a rule may give away at once, without a person? */
bool limit_rule_allows(struct desk *d, struct money worth);

#endif
