/* owed.h - what the buyer of a ticket was not told of, or was told and did not
 * get (desk/ticket/queue.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_OWED_H
#define HW_CLI_OWED_H

#include "base/json.h"
#include "db/db.h"

/* Appends a line that says so, and what to do; why and by as of queue_stuck().
 */
void owed_line(struct str *out, int64_t ticket, const char *why, int64_t by);
/* Is `by` a task then, and no action? */
bool owed_of_task(const char *why);
/* All of one ticket: a line each, or a list "owed". -1 and err when the
 * database failed. */
int owed_put(struct str *out, struct db *db, int64_t ticket,
	     struct err *err) MUST_CHECK;
int owed_put_json(struct jw *w, struct db *db, int64_t ticket,
		  struct err *err) MUST_CHECK;

#endif
