/* queue.h - the tickets that are open, as people work them off.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_QUEUE_H
#define HW_DESK_QUEUE_H

#include "db/db.h"

/* One tier of the queue: rows of (id, due), the nearest deadline first, none
 * last, whether a ticket waits or not. state 0: open and waiting ones; owner
 * NULL: of anybody. Each half stands in its index in that order, so nothing is
 * sorted and the first page costs the same however long the queue is. Borrows
 * owner until the rows are released. */
struct rows queue_tier(struct db *db, int32_t state, int64_t tier,
		       const char *owner);

/* Tickets whose remedy somebody said yes to, or whose playbook stands at a
 * wait, and that nothing moves: no action is under way and no moment is set at
 * which anything happens. Also those whose buyer got what no reply tells of, or
 * was told of what was given up or of a task of which nothing came
 * (task_told.h), whatever else is set, unless an action is under way, or the
 * playbook whose code it is waits and may yet tell of it. Rows of (id, why,
 * number), the oldest first: "untold" and "unpaid" name the action that the
 * buyer got, or was told of, "failed" the task that they were told of; of
 * "still" it is NULL. */
struct rows queue_stuck(struct db *db);

/* Of one ticket all of that but "still", whatever is under way. Rows of (why,
 * number). */
struct rows queue_owed(struct db *db, int64_t ticket);

#endif
