/* leaves.h - when an approved action leaves, and how long it can be taken back.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_LEAVES_H
#define HW_CLI_LEAVES_H

#include "cli/action_view.h"

/* "`helloword action cancel 4` gives it up". */
void leaves_give_up(struct str *out, const struct action *a);
/* Of one that is held, or due and waits for another: the line of a page with
 * its commands. Nothing of one that leaves now. */
void leaves_hint(struct str *out, struct db *db, const struct action *a);
/* Of one that is held or due: ends the sentence "... it leaves ". */
void leaves_said(struct str *out, struct db *db, const struct action *a,
		 enum leaving leaving);

#endif
