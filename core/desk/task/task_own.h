/* task_own.h - what the files of task.h share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TASK_OWN_H
#define HW_DESK_TASK_OWN_H

#include "desk/task/task.h"

#define TASK_LATE "escalate" /* purpose of the deadline that tells it again */

/* "T-7: task 3 of the warehouse", for alerts: its ticket, or the one that went
 * into. */
const char *task_spoken(struct desk *d, const struct task *t);

/* Of the command's "task"; ERR_DATA when there is none. */
int task_load(struct desk *d, struct task *t, struct err *err) MUST_CHECK;
/* Sets the subject that seals what is personal of it. */
int task_subject(struct desk *d, const struct task *t,
		 struct err *err) MUST_CHECK;

/* Somebody said yes to one that waited: it is told to its role, and what tells
 * of it may leave. */
int task_begins(struct desk *d, const struct task *before, struct task *after,
		struct err *err) MUST_CHECK;

/* The deadlines and alerts go with it; of one that is done, the code that the
 * command names. */
int task_end(struct desk *d, const struct task *before, int32_t state,
	     const char *note, struct err *err) MUST_CHECK;

/* It is late, and is told again in time, as the policy has it. */
int task_tell_again(struct desk *d, const struct task *t,
		    struct err *err) MUST_CHECK;

#endif
