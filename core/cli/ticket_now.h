/* ticket_now.h - of what a ticket has behind it, what still tells an agent
 * something: proposals that nobody took up and timers that ran out are left
 * away, and what a proposal stands beside is named as it is by now.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_NOW_H
#define HW_CLI_TICKET_NOW_H

#include "base/mem.h"
#include "db/record.h"
#include "desk/action.h"
#include "desk/deadline.h"

/* False: the policy proposed it, nobody approved it, and it was taken back. */
bool ticket_now_action(const struct action *a);
/* Sets `why` of one that waits to what is so now; texts in the arena. */
void ticket_now_why(struct db *db, struct arena *arena, struct action *a);
/* False: a timer of the desk's own, which is over. */
bool ticket_now_deadline(const struct deadline *d);

/* One line that names the proposals that were left away, if there are any. */
int ticket_now_rest(struct str *out, struct db *db, int64_t ticket,
		    struct err *err) MUST_CHECK;

#endif
