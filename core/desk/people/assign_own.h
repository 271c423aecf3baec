/* assign_own.h - what giving one ticket and a round of them share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ASSIGN_OWN_H
#define HW_DESK_ASSIGN_OWN_H

#include "desk/people/assign.h"

/* The cause of the one alert that tickets have nobody. */
#define ASSIGN_ALERT "unassigned"

/* Why tickets go to somebody else. Both live in the arena. */
struct handing {
	const char *because;  /* "mia is away; "; "": nobody had them */
	const char *kept_for; /* who comes again and gets back what nobody
			       * begins on; "": nobody does */
};

/* Are an agent's tickets somebody else's now? */
bool assign_leaves(struct desk *d, const struct agent *a, struct handing *out);
/* Gives it to whom the policy named, or to nobody, which is told. */
int assign_move(struct desk *d, int64_t id, const struct assigned *to,
		const struct handing *h, struct err *err) MUST_CHECK;

/* Who it is kept for gets it. */
int assign_back(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

#endif
