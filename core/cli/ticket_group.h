/* ticket_group.h - the words of `ticket` that are about tickets as a whole.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_GROUP_H
#define HW_CLI_TICKET_GROUP_H

#include "cli/cli.h"

/* merge, unmerge, split, link, snooze, undo and reopen; *mine says whether the
 * word is one of them. */
int ticket_group(struct cli *c, bool *mine, struct err *err) MUST_CHECK;

#endif
