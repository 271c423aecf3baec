/* ticket_view.h - a ticket as an agent reads it: what the buyer wrote, what is
 * proposed and why, what is due, and what to type next.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_VIEW_H
#define HW_CLI_TICKET_VIEW_H

#include "cli/cli.h"

/* The whole of it. ERR_DATA when there is no such ticket. */
int ticket_view(struct cli *c, struct db *db, int64_t id,
		struct err *err) MUST_CHECK;

#endif
