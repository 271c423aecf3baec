/* ticket_settle.c - what a ticket waits for, told by its actions and deadlines.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/heard.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/pause.h"
#include "desk/ticket/ticket.h"
#include "desk/ticket/undecided.h"

/* The nearest open deadline that people must meet. */
static int64_t nearest(struct desk *d, int64_t ticket)
{
	return db_i64(
		d->db, 0,
		"SELECT min(due) FROM deadlines WHERE ticket = ?1 AND "
		"state = 1 AND purpose NOT IN ('undo', 'settle', 'parcel', "
		"'playbook', 'remind', 'snooze', 'escalate')",
		"i", ticket);
}

/* What an open ticket waits for, told by its actions and by those of what went
 * into it: nothing is kept twice. */
static int waits_for(struct desk *d, const struct ticket *t, const char **word,
		     struct err *err)
{
	static const struct {
		const char *sql, *word;
	} asks[] = {
		{ "SELECT 1 FROM actions WHERE ticket = ?1 AND state = 10",
		  "decision" },
		{ "SELECT 1 FROM actions WHERE ticket = ?1 AND state = 2",
		  "approval" },
		{ "SELECT 1 FROM actions WHERE ticket = ?1 AND "
		  "state IN (1, 3, 4, 5, 9)",
		  "sending" },
		{ "SELECT 1 FROM actions WHERE ticket = ?1 AND state = 6",
		  "platform" },
		/* By the order of rows: the buyer's clock may be wrong. Not
		 * while an answer is due from us: it was opened again, or what
		 * we said was not done. */
		{ "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM deadlines WHERE "
		  "ticket = ?1 AND state = 1 AND purpose = 'first_response') "
		  "AND (SELECT max(" HEARD_UNTIL ") FROM messages m WHERE "
		  "m.ticket = ?1 AND m.direction = 2 AND m.action IS NOT NULL "
		  "AND " HEARD_ANSWERS ") >= coalesce((" HEARD_LAST "), -1)",
		  "buyer" },
	};

	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, t->id, &n);

	*word = "";
	for (size_t i = 0; i < COUNT_OF(asks) && !**word; i++) {
		bool own = i == COUNT_OF(asks) - 1; /* whom it talks with */
		int64_t found = 0;

		/* Set aside it waits for its day, but money for a person. */
		if (i && t->snoozed)
			*word = "snoozed";
		else if (merge_ask(d, ids, own ? 1 : n, asks[i].sql, &found,
				   err) ||
			 (!i && !found && t->state != TICKET_CLOSED &&
			  undecided_beside(d, t->id, &found, err)))
			return -1;
		else if (found)
			*word = asks[i].word;
	}
	return 0;
}

/* Money that a person must look at stands in the queue, whoever thought that
 * the matter was over. */
static int open_for_money(struct desk *d, const struct ticket *before,
			  struct err *err)
{
	struct ticket after = *before;

	after.state = TICKET_WAITING;
	after.waiting_for = "decision";
	return ticket_reopen(d, before, &after, REOPEN_OPEN, err) ||
			       ticket_settle(d, before->id, err)
		       ? -1
		       : 0;
}

/* What a closed one has to be decided waits on the open one of its order. */
static int settle_beside(struct desk *d, const struct ticket *t,
			 struct err *err)
{
	int64_t other =
		*t->order_ref ? ticket_find(d, t->shop, t->order_ref, "") : 0;

	return other ? ticket_settle(d, other, err) : 0;
}

int ticket_settle(struct desk *d, int64_t id, struct err *err)
{
	struct ticket before, after;
	const char *word;

	if (ticket_load(d, id, &before, err))
		return -1;
	/* It stays closed, and is settled there. */
	if (before.merged)
		return ticket_settle(d, merge_target(d, id), err);
	if (pause_look(d, &before, err) || waits_for(d, &before, &word, err))
		return -1;
	after = before;
	after.due = nearest(d, id);
	if (before.state == TICKET_CLOSED && text_eq(word, "decision") &&
	    !ticket_has_successor(d, &before))
		return open_for_money(d, &before, err);
	if (before.state == TICKET_CLOSED && settle_beside(d, &before, err))
		return -1;
	if (before.state != TICKET_CLOSED) {
		after.waiting_for = word;
		after.state = *word ? TICKET_WAITING : TICKET_OPEN;
	}
	if (after.due == before.due && after.state == before.state &&
	    text_eq(after.waiting_for, before.waiting_for))
		return 0;
	return ticket_change(d, &before, &after, err);
}
