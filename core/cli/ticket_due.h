/* ticket_due.h - what a line of the queue says of time: the next deadline, one
 * that was missed and has had no answer since, and until when it is set aside.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_DUE_H
#define HW_CLI_TICKET_DUE_H

#include "base/mem.h"
#include "cli/cli.h"
#include "model/records.h"

/* "2026-11-24T10:00:00Z (in 3 h 59 min); missed first_response
 * 2026-11-23T10:00:00Z (20 h 1 min over); set aside until ...". */
void ticket_due_put(struct str *out, struct db *db, const struct ticket *t);
/* "missed" and "missed_due" of an open one, when there is any. */
void ticket_due_json(struct jw *w, struct db *db, const struct ticket *t);

/* Says on standard error how many are set aside, whoever's they are: the queue
 * does not show them. */
void ticket_due_aside(struct db *db);

#endif
