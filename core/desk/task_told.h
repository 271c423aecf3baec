/* task_told.h - a reply tells of what somebody gives by hand.
 *
 * It keeps of which tasks (`tasks`, ids as in `besides`), as it keeps of which
 * actions (promise.h). Of what a playbook writes these are the tasks of the
 * same turn that give the buyer something; of a person's words backing.h finds
 * them. An open task is somebody's yes, so nothing waits for it to be done.
 *
 * When one cannot be done, the words of the policy that tell of it go, whatever
 * else they tell of, and a person's wait for a yes again, as long as they have
 * not begun to leave. SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TASK_TOLD_H
#define HW_DESK_TASK_TOLD_H

#include "desk/internal.h"
#include "model/loop.h"

/* The task failed: what tells of it does not leave as it is. */
int task_told_failed(struct desk *d, const struct task *t,
		     struct err *err) MUST_CHECK;
/* ERR_DATA when the reply, that is to be approved, tells of a task that failed.
 * Of a person's words: and nothing else stands behind them. */
int task_told_early(struct desk *d, const struct action *reply,
		    struct err *err) MUST_CHECK;
/* *id: a task that failed or was dropped, of which the reply tells; else 0. */
int task_told_gone(struct desk *d, const struct action *reply, int64_t *id,
		   struct err *err) MUST_CHECK;

#endif
