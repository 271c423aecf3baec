/* assign_own.h - what giving one ticket and a round of them share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ASSIGN_OWN_H
#define HW_DESK_ASSIGN_OWN_H

#include "desk/assign.h"

/* The cause of the one alert that tickets have nobody. */
#define ASSIGN_ALERT "unassigned"

/* Why an agent's tickets are somebody else's now, in the arena; NULL: they
 * stay. */
const char *assign_leaves(struct desk *d, const struct agent *a);
/* Gives it to whom the policy named, or to nobody, which is told. because: what
 * stands before the policy's reason. */
int assign_move(struct desk *d, int64_t id, const struct assigned *to,
		const char *because, struct err *err) MUST_CHECK;

#endif
