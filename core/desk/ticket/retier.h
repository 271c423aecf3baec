/* retier.h - a person says how urgent a matter is (A22).
 *
 * The rules give each ticket its tier; who knows better says so with a reason,
 * which stands as a note on the ticket and, as all that people say, in the
 * journal. An answer that is waited for is due by the new tier from what
 * began it, the buyer's message most of all: changed and changed back it has
 * the moment that it had, and one that is over by the new tier is late. What
 * was missed stays missed. What comes up later may raise the ticket again, and
 * has its time from then.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_RETIER_H
#define HW_DESK_RETIER_H

#include "desk/internal.h"

/* The rule of such a ticket. */
#define TIER_BY_HAND "a person"

/* "tier": {"ticket", "tier": "red" | "yellow" | "blue", "reason"}. ERR_DATA: no
 * such tier, no reason, it has that tier already, or it is closed. */
int retier_check(struct desk *d, struct err *err);
int retier_decide(struct desk *d, struct err *err);

#endif
