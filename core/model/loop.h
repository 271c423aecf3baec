/* loop.h - the rows that close the loop: tasks of people, what was done to
 * tickets as a whole, tags of buyers, and how reviews changed.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_LOOP_H
#define HW_MODEL_LOOP_H

#include "base/money.h"

/* Something that a role must do, and by when. `step` is the playbook's, "" of
 * one that a person gave; ticket 0: it hangs on the order alone. */
enum { TASK_OPEN = 1, TASK_DONE, TASK_FAILED, TASK_DROPPED };
struct task {
	int64_t id, ticket, shop;
	const char *order_ref, *role, *step, *text;
	int64_t set, due, done;
	int32_t state;
	const char *by, *note; /* who ended it, and their words */
	int64_t deadline, alert;
	int64_t late;      /* times that it was said to be late */
	const char *gives; /* the buyer: a verb, or "nothing"; "": not said */
	/* Of one that gives money: the sum, or of a coupon its percentage (0:
	 * none); and what that is worth to the buyer, for the limits. */
	struct money amount;
	int64_t percent;
	struct money worth;
	const char *proposed_by; /* who gave it: an agent, or "policy" */
	int32_t waits;           /* it is open, and still needs a yes */
	const char *approved_by;
	int64_t approved;
	/* As of an action (effects.h). */
	const char *reason, *matrix_row;
	struct money advised;
	int32_t deviates;
	int64_t beside;
	const char *code;     /* of a coupon */
	const char *playbook; /* of `step` */
};

/* The words of `gives`, ends with NULL: verbs, and "nothing". */
extern const char *const task_gifts[];

/* What an order earned its buyer; blanked with the order. */
struct tag {
	int64_t id, shop, buyer;
	const char *order_ref, *name;
	int64_t ticket, at;
};

/* One thing that was done to a ticket as a whole, so that it can be seen and
 * taken back: close, assign, merge, split, link or snooze. */
struct operation {
	int64_t id, ticket, other;
	const char *verb;
	const char *items; /* messages that went over, by blanks */
	const char *was;   /* the owner before; of a merge, the danger that it
			    * brought, if the other one had not told it */
	int64_t at, undone;
	const char *by, *undone_by;
};

/* A review that came, changed or went; stars 0: not told. */
enum { REVIEW_NEW = 1, REVIEW_CHANGED, REVIEW_GONE, REVIEW_BACK };
struct review_change {
	int64_t id, shop, review;
	const char *order_ref;
	int32_t what, text; /* text: its words are others */
	int64_t before, stars, at;
};

#endif
