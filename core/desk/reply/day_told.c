/* day_told.c - see day_told.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/day_told.h"

#include "base/when.h"
#include "desk/action/action.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

#define EVE_MS (DAY_MS + DAY_TOLD_FROM) /* before the morning of the day */

/* Words that leave on the day, or its eve, keep it. Whatever is written before
 * ("thank you for the photo") may keep nothing yet. */
static int kept(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t due;

	if (db_ask(d->db, &due, 0, err,
		   "SELECT due FROM deadlines WHERE ticket = ?1 AND state = 1 "
		   "AND purpose = 'follow_up' AND source = '" DAY_TOLD
		   "' LIMIT 1",
		   "i", ticket))
		return -1;
	return due && d->tx.cmd->at >= due - EVE_MS
		       ? deadline_end(d, ticket, 0, "follow_up", DAY_TOLD,
				      DEADLINE_MET, err)
		       : 0;
}

int day_told_left(struct desk *d, const struct action *reply, struct err *err)
{
	struct ticket t;
	int64_t day;

	if (!reply->ticket || !reply_of_person(reply) || !d->brain ||
	    !d->brain->senses.day_told)
		return 0;
	if (ticket_load(d, merge_target(d, reply->ticket), &t, err))
		return -1;
	if (t.state == TICKET_CLOSED)
		return 0;
	day = d->brain->senses.day_told(d->brain, reply->text, reply->lang,
					d->tx.cmd->at);
	return day ? deadline_set(d, t.id, 0, "follow_up", DAY_TOLD, day, err)
		   : kept(d, t.id, err);
}
