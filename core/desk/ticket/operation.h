/* operation.h - what was done to a ticket as a whole: kept as a row, so that it
 * is seen, and the last one can be taken back (`ticket undo`).
 *
 * close, assign, merge, split, link and snooze. Taking back goes backwards, one
 * by one. A reply that closing cancelled is proposed again (again.c), money and
 * goods are not.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_OPERATION_H
#define HW_DESK_OPERATION_H

#include "desk/internal.h"
#include "model/loop.h"

/* Keeps one; moment and actor are the command's. */
int operation_note(struct desk *d, struct operation *op,
		   struct err *err) MUST_CHECK;
/* It is taken back. */
int operation_undone(struct desk *d, const struct operation *op,
		     struct err *err) MUST_CHECK;
/* The last one of a ticket that was not taken back; verb NULL: of any. 1, 0 or
 * -1. */
int operation_last(struct desk *d, int64_t ticket, const char *verb,
		   struct operation *op, struct err *err) MUST_CHECK;

/* "ticket_undo": {"ticket"}. ERR_DATA when there is nothing to take back, or
 * something stands in the way. */
int ticket_undo_check(struct desk *d, struct err *err);
int ticket_undo_decide(struct desk *d, struct err *err);

#endif
