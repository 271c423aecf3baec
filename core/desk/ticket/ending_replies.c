/* ending_replies.c - a ticket was closed by mistake: its buyer is answered
 * after all.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/again.h"
#include "desk/reply/promise.h"
#include "desk/ticket/ending.h"

/* Of what it told of, something went with the closing. */
static int tells_of_gone(struct desk *d, const struct action *reply,
			 int64_t closed, int64_t *gone, struct err *err)
{
	return db_ask(d->db, gone, 0, err,
		      "SELECT m.id FROM actions a, actions m WHERE a.id = ?1 "
		      "AND +m.state = 11 AND m.settled = ?2 AND " PROMISES
		      " LIMIT 1",
		      "ii", reply->id, closed);
}

int ending_replies_back(struct desk *d, const struct ticket *closed,
			struct err *err)
{
	size_t n;
	struct action *list = record_all(
		record_query(d->db, &action_kind,
			     "WHERE ticket = ?1 AND verb = 'reply' AND state = "
			     "11 AND settled = ?2 AND why = '" ENDING_WHY
			     "' ORDER BY id",
			     "ii", closed->id, closed->closed),
		&action_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		int64_t gone, id;

		if (tells_of_gone(d, &list[i], closed->closed, &gone, err) ||
		    (gone ? again_say_no_answer(d, closed->id,
						"it told of what was cancelled",
						err)
			  : again_propose(d, &list[i], 0, &id, err)))
			return -1;
	}
	return list ? 0 : -1;
}
