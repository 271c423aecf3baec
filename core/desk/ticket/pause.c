/* pause.c - see pause.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/pause.h"

#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"

static bool asks_buyer(struct desk *d, const struct ticket *t,
		       const struct matter *m)
{
	struct play here = { .accept = "" };

	return playbook_runs(t) && d->brain->waits &&
	       d->brain->waits(d->brain, t->playbook, t->step, m, m->now,
			       &here) &&
	       here.for_buyer;
}

static int stop(struct desk *d, const struct deadline *one, struct err *err)
{
	struct deadline after = *one;

	if (one->state != DEADLINE_OPEN || one->due <= d->tx.cmd->at ||
	    !d->brain->work.pauses(d->brain, one->period))
		return 0;
	after.state = DEADLINE_PAUSED;
	after.paused = d->tx.cmd->at;
	return change(d, &deadline_kind, one, &after, err);
}

static int go_on(struct desk *d, const struct deadline *one,
		 const struct matter *m, struct err *err)
{
	struct deadline after = *one;

	if (one->state != DEADLINE_PAUSED)
		return 0;
	after.state = DEADLINE_OPEN;
	after.due = d->brain->work.resume(d->brain, one->period, m->country,
					  one->due, one->paused, m->now);
	after.set = m->now;
	after.paused = 0;
	return change(d, &deadline_kind, one, &after, err);
}

int pause_look(struct desk *d, const struct ticket *t, struct err *err)
{
	struct deadline *list;
	struct report r;
	size_t n;
	bool asks;

	if (!d->brain || !d->brain->work.pauses || !d->brain->work.resume)
		return 0;
	list = record_all(record_query(d->db, &deadline_kind,
				       "WHERE ticket = ?1 AND state IN (1, 5) "
				       "AND period IS NOT NULL",
				       "i", t->id),
			  &deadline_kind, &d->arena, &n, err);
	if (!list || !n)
		return list ? 0 : -1;
	matter_of_ticket(d, t, "playbook", &r);
	asks = asks_buyer(d, t, &r.matter);
	for (size_t i = 0; i < n; i++)
		if (asks ? stop(d, &list[i], err)
			 : go_on(d, &list[i], &r.matter, err))
			return -1;
	return 0;
}
