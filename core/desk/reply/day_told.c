/* day_told.c - see day_told.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/day_told.h"

#include "desk/action/action.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

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
		   : deadline_end(d, t.id, 0, "follow_up", DAY_TOLD,
				  DEADLINE_MET, err);
}
