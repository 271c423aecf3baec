/* told.h - what became of a command, in words: not an id without a name.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TOLD_H
#define HW_CLI_TOLD_H

#include "cli/cli.h"

/* Says `what` was done ("noted on T-2"; NULL: nothing), which tasks it gave,
 * and what became of each action that the command touched, each with the word
 * that takes it back; the desk's answer with "actions" and "tasks" with --json.
 * When no desk runs and something is to leave, says that nothing does yet.
 * Where this user cannot look into the database, says that it is done and no
 * more; with --json those two are left out then. Takes the reply. */
int told(struct cli *c, cJSON *reply, const char *what,
	 struct err *err) MUST_CHECK;
/* The same, with nothing said of what was done but what became of it; where
 * nobody can look, `blind` is said instead. */
int told_or(struct cli *c, cJSON *reply, const char *blind,
	    struct err *err) MUST_CHECK;

#endif
