/* queue.h - the tickets that are open, as people work them off.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_QUEUE_H
#define HW_DESK_QUEUE_H

#include "db/db.h"
#include "desk/reply/heard.h"

/* Was that deadline, `x` of a ticket, missed, and has its buyer had no answer
 * since? In SQL. Tasks are on lists of their own, and a handling time is the
 * order's. */
#define QUEUE_MISSED(x)                                                  \
	x ".state = 3 AND " x ".purpose NOT IN ('task', 'handling') "    \
	  "AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.ticket = " x \
	  ".ticket AND m.direction = 2 AND m.at > " x                    \
	  ".due AND " HEARD_ANSWERS ")"

/* One tier of the queue: rows of (id, due), the nearest deadline first, none
 * last, whether a ticket waits or not. state 0: open and waiting ones; owner
 * NULL: of anybody. Each half stands in its index in that order, so nothing is
 * sorted and the first page costs the same however long the queue is. Borrows
 * owner until the rows are released. */
struct rows queue_tier(struct db *db, int32_t state, int64_t tier,
		       const char *owner);

/* The same rows of all tiers, the nearest deadline first whatever the tier: for
 * who has a moment and asks what is most pressing. They are sorted. */
struct rows queue_by_due(struct db *db, int32_t state, const char *owner);

/* Rows of (id) of open and waiting tickets: those with a deadline that was
 * missed, the most urgent first, also of those that are set aside; and those,
 * by when they come back. owner NULL: of anybody; borrowed likewise. */
struct rows queue_missed(struct db *db, const char *owner);
struct rows queue_aside(struct db *db, const char *owner);

/* Tickets whose remedy somebody said yes to, or whose playbook stands at a
 * wait, and that nothing moves: no action is under way and no moment is set at
 * which anything happens. Also those whose buyer got what no reply tells of, or
 * was told of what was given up or of a task of which nothing came
 * (task_told.h), whatever else is set, unless an action is under way, or the
 * playbook whose code it is waits and may yet tell of it. Of what they were
 * told of a reply under way counts only if it tells of that: "we got your
 * message" is no word about money that failed. Rows of (id, why, number), the
 * oldest first: "untold" and "unpaid" name the action that the buyer got, or
 * was told of, "untold_task" and "failed" such a task; "still" has none. */
struct rows queue_stuck(struct db *db);

/* Of one ticket all of that but "still", whatever is under way. Rows of (why,
 * number). */
struct rows queue_owed(struct db *db, int64_t ticket);

#endif
