/* known_agent.h - is that an agent? An option that names nobody finds nothing,
 * which would look like a quiet day.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_KNOWN_AGENT_H
#define HW_CLI_KNOWN_AGENT_H

#include "cli/cli.h"

/* 0 also for NULL, for who is gone and owned a ticket or proposed an action,
 * and for one of the manifest of whom the desk has not heard yet. ERR_DATA:
 * nobody knows them. */
int known_agent_check(struct cli *c, struct db *db, const char *name,
		      struct err *err) MUST_CHECK;

#endif
