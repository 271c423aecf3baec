/* ticket_view.h - a ticket as an agent reads it: what the buyer wrote, what is
 * proposed and why, what is due, and what to type next.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_VIEW_H
#define HW_CLI_TICKET_VIEW_H

#include "cli/cli.h"
#include "model/records.h"

/* One line of the queue, under ticket_view_head(). */
void ticket_view_head(struct str *out);
void ticket_view_line(struct str *out, struct db *db, const struct ticket *t);

/* What stands beside a reply that is being written (composing.h), and what can
 * be enclosed in it; as text or, with --json, as a line. */
void ticket_view_beside(struct cli *c, struct db *db, int64_t id);

/* The whole of it. ERR_DATA when there is no such ticket. */
int ticket_view(struct cli *c, struct db *db, int64_t id,
		struct err *err) MUST_CHECK;

#endif
