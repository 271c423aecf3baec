/* ticket_now.h - of what a ticket has behind it, what still tells an agent
 * something: proposals that nobody took up and timers that ran out are left
 * away, and what a proposal stands beside is named as it is by now.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_NOW_H
#define HW_CLI_TICKET_NOW_H

#include "base/mem.h"
#include "db/record.h"
#include "desk/action/action.h"
#include "desk/ticket/deadline.h"

/* Proposals that are left away, by their ids and reasons. */
struct taken_back {
	struct str *ids;
	int64_t last;
	const char *why; /* of the last; borrows */
};

/* False: the policy proposed it, nobody approved it, and the policy or the desk
 * took it back; then it is among those. What a person cancelled is their word
 * and is shown. */
bool ticket_now_action(struct db *db, const struct action *a,
		       struct taken_back *taken);
/* One line that names them and says why, if there are any. */
void ticket_now_rest(struct str *out, const struct taken_back *taken);

/* Sets `why` of one that waits beside others to those that are not given up
 * by now, in the arena. */
int ticket_now_why(struct db *db, struct arena *arena, struct action *a,
		   struct err *err) MUST_CHECK;
/* False: a timer of the desk's own, which is over. */
bool ticket_now_deadline(const struct deadline *d);

#endif
