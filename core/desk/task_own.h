/* task_own.h - what the files of task.h share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TASK_OWN_H
#define HW_DESK_TASK_OWN_H

#include "desk/task.h"

#define TASK_LATE "escalate" /* purpose of the deadline that tells it again */

/* "T-7: task 3 of the warehouse", for alerts: its ticket, or the one that went
 * into. */
const char *task_spoken(struct desk *d, const struct task *t);

/* The deadlines and alerts go with it. */
int task_end(struct desk *d, const struct task *before, int32_t state,
	     const char *note, struct err *err) MUST_CHECK;

/* It is late, and is told again in time, as the policy has it. */
int task_tell_again(struct desk *d, const struct task *t,
		    struct err *err) MUST_CHECK;

#endif
