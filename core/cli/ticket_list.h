/* ticket_list.h - the queue: a line for each ticket that is to be worked on,
 * that was searched for, or that is stuck, and then why.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_LIST_H
#define HW_CLI_TICKET_LIST_H

#include "cli/cli.h"

/* `ticket list`, as its options say. */
int ticket_list(struct cli *c, struct err *err) MUST_CHECK;

#endif
