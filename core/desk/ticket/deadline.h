/* deadline.h - the one ledger of moments by which something must have
 * happened: own SLA, promises, platform limits, undo windows, playbooks,
 * parcels.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_DEADLINE_H
#define HW_DESK_DEADLINE_H

#include "base/vec.h"
#include "desk/internal.h"

/* Sets a deadline; an open one of the same ticket, action, purpose and source
 * is moved instead. */
int deadline_set(struct desk *d, int64_t ticket, int64_t action,
		 const char *purpose, const char *source, int64_t due,
		 struct err *err) MUST_CHECK;

/* The same, of a period of triage.conf whose time may stand still (pause.h). */
int deadline_set_of(struct desk *d, int64_t ticket, const char *purpose,
		    const char *source, const char *period, int64_t due,
		    struct err *err) MUST_CHECK;

/* The same of one that counts from a moment before now, `set`: it stands there,
 * so that what is waited for can count from it again (remind.h). Of `as`
 * ticket, action, purpose, source, due, set (0: now) and period are asked. */
int deadline_put(struct desk *d, const struct deadline *as,
		 struct err *err) MUST_CHECK;

/* Ends the open ones of a purpose with a state (DEADLINE_MET ...). source NULL:
 * any. Of a ticket only its own: those of its actions go on with them, so that
 * what was approved never stands still. With a first_response go its
 * reminders, and what was raised about its arrival (ladder.h). */
int deadline_end(struct desk *d, int64_t ticket, int64_t action,
		 const char *purpose, const char *source, int32_t state,
		 struct err *err) MUST_CHECK;

/* The open one of no ticket and no action; nothing when there is none. */
int deadline_over(struct desk *d, const char *purpose, const char *source,
		  int32_t state, struct err *err) MUST_CHECK;

/* In the arena: the cause of the alert that a deadline was missed, and its
 * text, where `has` is the ticket that has it now. */
const char *deadline_breach(struct desk *d, int64_t id);
const char *deadline_missed(struct desk *d, const struct deadline *one,
			    int64_t has);

/* The deadline that a command names: 1, 0, -1. */
int deadline_named(struct desk *d, struct deadline *one,
		   struct err *err) MUST_CHECK;

/* The command "due". */
int due_check(struct desk *d, struct err *err);
int due_decide(struct desk *d, struct err *err);
/* put_off.c, the command "put_off": a deadline that came due and could not be
 * taken. */
int put_off_check(struct desk *d, struct err *err);
int put_off_decide(struct desk *d, struct err *err);

#endif
