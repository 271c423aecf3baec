/* merge_own.h - what merging and taking it back share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_MERGE_OWN_H
#define HW_DESK_MERGE_OWN_H

#include "desk/ticket/merge.h"

/* Everybody who wrote in a ticket until that moment, and its order's buyer. */
struct rows merge_parties(struct db *db, int64_t ticket, int64_t until);
/* Does that address belong to one of all these? */
int merge_is_party(struct db *db, int64_t ticket, const char *address, bool *is,
		   struct err *err) MUST_CHECK;

/* Deadlines of a ticket that run, and those that stand still, but none of its
 * actions; NULL and err when the database failed. */
struct deadline *merge_running(struct desk *d, int64_t ticket, size_t *n,
			       struct err *err);

/* -- merge_missed.c -- */

/* Nobody met the response of `from`, none runs on either, and who wrote waits
 * all the same: it is set there, to go along with its other deadlines, and the
 * alert that told of it goes to the other ticket. */
int merge_missed_goes(struct desk *d, const struct ticket *from, int64_t into,
		      struct err *err) MUST_CHECK;
/* That alert comes back, when nobody has seen it yet. */
int merge_missed_back(struct desk *d, int64_t ticket, int64_t from,
		      struct err *err) MUST_CHECK;

#endif
