/* task_wait.h - a reply waits for a task that it tells of (task_told.h), as for
 * an action (promise.h): until somebody said yes to money that nobody had said
 * yes to (task_money.h); and a person's words about a coupon for its code
 * (code.h). For what else people do by hand it does not wait.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TASK_WAIT_H
#define HW_DESK_TASK_WAIT_H

#include "desk/internal.h"
#include "model/effects.h"
#include "model/loop.h"

/* ERR_DATA when the reply, that is to be approved, tells of a task that waits
 * for a yes. */
int task_early(struct desk *d, const struct action *reply,
	       struct err *err) MUST_CHECK;
/* When it is about to leave: ERR_RETRY, not yet. */
int task_leaves(struct desk *d, const struct action *reply,
		struct err *err) MUST_CHECK;
/* *id: the first task above `after` that keeps it from leaving, also where no
 * desk runs; 0 when none does. */
int task_awaited(struct db *db, int64_t reply, int64_t after, int64_t *id,
		 struct err *err) MUST_CHECK;

/* Replies that tell of the task and have not begun to leave, *count of them in
 * the desk's arena; NULL when the database failed. */
struct action *task_replies(struct desk *d, int64_t task, size_t *count,
			    struct err *err) MUST_CHECK;
/* It has its yes, or its code: what was put off until then may leave. */
int task_go_on(struct desk *d, int64_t task, struct err *err) MUST_CHECK;

#endif
