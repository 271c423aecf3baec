/* merge_own.h - what merging and taking it back share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_MERGE_OWN_H
#define HW_DESK_MERGE_OWN_H

#include "desk/merge.h"

/* Everybody who wrote in a ticket, and its order's buyer. */
struct rows merge_parties(struct desk *d, int64_t ticket);

/* Deadlines of a ticket that run, and those that stand still, but none of its
 * actions; NULL and err when the database failed. */
struct deadline *merge_running(struct desk *d, int64_t ticket, size_t *n,
			       struct err *err);

#endif
