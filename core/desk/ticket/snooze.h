/* snooze.h - a ticket that can wait.
 *
 * It is set aside until a moment: it leaves the queue, its deadlines count on,
 * and whatever comes for it brings it back at once. Never past the moment by
 * which a platform waits for us.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SNOOZE_H
#define HW_DESK_SNOOZE_H

#include "desk/ticket/operation.h"

int snooze_undo(struct desk *d, const struct operation *op,
		struct err *err) MUST_CHECK;
/* Its moment has come. */
int snooze_over(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

/* Command: "snooze" {"ticket", "until": a moment, or a time from now on}. */
int snooze_check(struct desk *d, struct err *err);
int snooze_decide(struct desk *d, struct err *err);

#endif
