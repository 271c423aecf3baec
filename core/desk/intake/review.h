/* review.h - what becomes of public reviews (A70, A118).
 *
 * Each that comes, changes or goes is a row of review_changes, and tells: a new
 * one at once, one that fell with level error. A review that is not there any
 * more is reported with its ref and stars = -1. Few stars are a task besides:
 * somebody answers in public; many are a good sign (goodwill.h).
 *
 * A bad one is told once: by its task, else by the arrival of its ticket
 * (ladder.h), else by an alert of its own. Where the policy lets a task climb
 * another ladder than the arrival, both are told: each has its own people.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REVIEW_H
#define HW_DESK_REVIEW_H

#include "desk/internal.h"
#include "hw_plugin.h"
#include "model/loop.h"

struct seen {
	struct review_change change; /* what = 0: nothing to tell */
};

/* What makes a bad one one matter. */
const char *review_cause(struct desk *d, const struct hw_review *r);
/* The open ticket that the review being taken is a matter of: its own, or that
 * of its order; 0 if none. */
int64_t review_ticket(struct desk *d, const struct review_change *c);

/* The fact being taken is a review: what is new about it, recorded. */
int review_seen(struct desk *d, struct seen *seen, struct err *err) MUST_CHECK;
/* People are told, after its ticket, if it has one, was opened. */
int review_tell(struct desk *d, const struct seen *seen,
		struct err *err) MUST_CHECK;

#endif
