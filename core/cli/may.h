/* may.h - who can say yes to an action, as the manifest has it: a hint for
 * people. What the desk allows is the desk's to say (desk/money/limit.h): the
 * limit of a day and rates of exchange are not looked at here, so whoever is
 * named may approve one such action, and others may be able to.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_MAY_H
#define HW_CLI_MAY_H

#include "cli/cli.h"
#include "host/manifest.h"
#include "model/effects.h"

/* Does it take more than this user has? Only of actions that move money. */
bool may_not(const struct manifest *m, const struct action *a);
/* "olga or tom"; nothing when nobody is known to. */
void may_put_names(struct str *s, const struct manifest *m,
		   const struct action *a);

/* Adds them to a refusal of this user's yes. */
void may_hint(struct cli *c, const struct action *a, struct err *err);

#endif
