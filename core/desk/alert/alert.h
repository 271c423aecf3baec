/* alert.h - somebody must look.
 *
 * One alert a cause ("breaker:2", "anchor:mail"), counted when it comes again,
 * open until somebody acknowledges it, or its ticket is closed or merged; the
 * next of that cause is a new one. Its text says what is so and what to do, in
 * one sentence without personal data: it is shown to whoever runs the desk, and
 * stands in the clear in the journal.
 *
 * Rules of the desk raise one with alert_raise() (internal.h), inside of the
 * command that found it. The host, which may not write rows, hands in the
 * command "alert" (host_alert(), host/host.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ALERT_H
#define HW_DESK_ALERT_H

#include "desk/internal.h"

/* As alert_raise, of what may have become worse: an open one of that cause that
 * says something else ends, acknowledged by "desk", and the new one climbs from
 * the first level. */
int alert_raise_anew(struct desk *d, const char *level, const char *cause,
		     int64_t ticket, const char *text,
		     struct err *err) MUST_CHECK;
/* What the open alert of a cause told is over; nothing when there is none. */
int alert_over(struct desk *d, const char *cause, struct err *err) MUST_CHECK;
/* The same of one by its number. */
int alert_end(struct desk *d, int64_t id, struct err *err) MUST_CHECK;

/* A ticket is closed, or went into another one: whatever its alerts told is
 * over, acknowledged by "desk". But for its tasks that are still to be done, or
 * came to nothing while the buyer waits for it (task_told.h), for what tells of
 * more than this ticket (many that were late, orders that are not sent), and
 * for money that was paid after all: those stay until somebody has seen
 * them. */
int alert_ticket_over(struct desk *d, int64_t ticket,
		      struct err *err) MUST_CHECK;
/* That was a mistake: those that ended at that moment are open again, and climb
 * from the first level, unless another of the same cause is open by now. */
int alert_ticket_back(struct desk *d, int64_t ticket, int64_t ended,
		      struct err *err) MUST_CHECK;

/* -- commands (check and decide as struct command_kind says) -- */

/* "alert": {"level": "warning" | "error", "cause", "text", "ticket"?}. ERR_DATA
 * without cause or text. */
int alert_check(struct desk *d, struct err *err);
int alert_decide(struct desk *d, struct err *err);

/* That command, of the host; its JSON is put into `json`, which must live as
 * long. */
struct command alert_command(struct str *json, const char *level,
			     const char *cause, const char *text);

/* "acknowledge": {"alert"}. UNCHANGED when somebody was first; ERR_DATA when
 * there is none of that number; ERR_DENIED when it is a breaker's and they may
 * not let money go on (breaker.h). Of a breaker and of a clock that jumped it
 * says "go on". */
int acknowledge_check(struct desk *d, struct err *err);
int acknowledge_decide(struct desk *d, struct err *err);

#endif
