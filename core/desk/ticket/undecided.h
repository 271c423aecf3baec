/* undecided.h - money of a closed ticket that somebody must look at.
 *
 * A closed ticket stands in no queue. So one whose money is parked, or was done
 * once and then failed, is open again; unless its order has another open ticket
 * by then, which new words of the buyer go to: parked money is waited for there
 * ("decision"), and the closed one opens when that one is closed before anybody
 * decided.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_UNDECIDED_H
#define HW_DESK_UNDECIDED_H

#include "desk/internal.h"
#include "desk/ticket/ticket.h"

/* Has a closed ticket parked money that waits on this open one? *found is its
 * id, or 0. */
int undecided_beside(struct desk *d, int64_t ticket, int64_t *found,
		     struct err *err) MUST_CHECK;

/* The ticket was closed: what waited on it is settled anew. */
int undecided_left(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

/* What somebody said yes to was not done. A ticket that was closed as if it was
 * is open again; where one is open, an answer to the buyer is due within the
 * time of its tier, unless one is due already. */
int undecided_undone(struct desk *d, int64_t ticket,
		     struct err *err) MUST_CHECK;

#endif
