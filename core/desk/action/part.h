/* part.h - effects that are one remedy: a new parcel and the code beside it.
 *
 * The first of them is the head; each other names it (part_of) and goes with
 * it: while the head waits it cannot be approved by itself, who approves the
 * head approves all, within a limit for their sum, and what gives the head up,
 * or takes its approval back, does the same to those that have not gone on.
 * A part leaves only after its head was taken by the platform: while that is on
 * its way, or for a person to look at, it waits; is the head refused, the part
 * is given up (a code "beside your new parcel" without a parcel is a second
 * gift). Each is an action of its own, with its own key, states and journal
 * entries. SPDX-License-Identifier: MIT */
#ifndef HW_DESK_PART_H
#define HW_DESK_PART_H

#include "desk/internal.h"

/* Those of a head in that state, by id: *count of them, in the desk's arena.
 * NULL when the database failed. */
struct action *parts_of(struct desk *d, int64_t head, int32_t state,
			size_t *count, struct err *err) MUST_CHECK;
/* Is it a part whose head still waits? *head: which. */
int part_waits(struct desk *d, const struct action *a, int64_t *head,
	       struct err *err) MUST_CHECK;
/* What it and those of its parts that wait are worth together; false when
 * nothing is given. No currency: nobody can tell. */
int parts_worth(struct desk *d, const struct action *a, bool *gives,
		struct money *worth, struct err *err) MUST_CHECK;
/* May rules give away that much at once, the part and its head together? True
 * of what is no part. */
bool part_fits(struct desk *d, const struct action *a);
/* May it leave, by what became of its head? -1 with ERR_RETRY not yet, with
 * ERR_DATA never. */
int part_leaves(struct desk *d, const struct action *a,
		struct err *err) MUST_CHECK;
/* Gives up its parts that have not begun to leave. */
int parts_cancel(struct desk *d, int64_t head, const char *why,
		 struct err *err) MUST_CHECK;

#endif
