/* ticket_people.c - what people do to a ticket itself: notes, owners, endings.
 * SPDX-License-Identifier: MIT */
#include "desk/action.h"
#include "desk/deadline.h"
#include "desk/playbook.h"
#include "desk/ticket.h"

int note_check(struct desk *d, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &t));
	return text_blank(arg_text(d, "text"))
		       ? err_set(err, ERR_DATA, "the note is empty")
		       : 0;
}

int note_decide(struct desk *d, struct err *err)
{
	struct note n = { .ticket = arg_i64(d, "ticket"),
			  .author = d->tx.cmd->by,
			  .text = arg_text(d, "text"),
			  .at = d->tx.cmd->at };

	return change(d, &note_kind, NULL, &n, err);
}

int assign_check(struct desk *d, struct err *err)
{
	const char *agent = arg_text(d, "agent");
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	if (t.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA,
			       "T-%lld is closed: there is nothing left to do "
			       "for anybody",
			       (long long)t.id);
	if (*agent && !db_i64(d->db, 0, "SELECT id FROM agents WHERE name = ?1",
			      "s", agent))
		return err_set(err, ERR_DATA,
			       "\"%.60s\" is no agent of the manifest", agent);
	return 0;
}

int assign_decide(struct desk *d, struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, arg_i64(d, "ticket"), &before, err))
		return -1;
	after = before;
	after.owner = arg_text(d, "agent");
	if ((*before.owner && agent_load(d, before.owner, -1, err)) ||
	    (*after.owner && agent_load(d, after.owner, 1, err)))
		return -1;
	return ticket_change(d, &before, &after, err);
}

static int check_ending(struct desk *d, int64_t ticket, struct err *err)
{
	if (!*arg_text(d, "outcome"))
		return err_set(err, ERR_DATA,
			       "say how T-%lld ended: --outcome WORD",
			       (long long)ticket);
	if (arg_is_code(d, "outcome") && arg_is_code(d, "cause"))
		return 0;
	return err_set(err, ERR_DATA,
		       "outcome and cause are one word each, such as refunded "
		       "or lost_parcel; what else is to be said is a note");
}

/* Who writes "refunded" while the refund still waits believes it paid. */
static int money_waits(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t id;

	if (db_ask(d->db, &id, 0, err,
		   "SELECT id FROM actions WHERE ticket = ?1 AND "
		   "state IN (1, 2) AND (amount IS NOT NULL OR worth IS NOT "
		   "NULL) LIMIT 1",
		   "i", ticket))
		return -1;
	return id ? err_set(err, ERR_DATA,
			    "T-%lld has money that waits for approval, and "
			    "closing would cancel it: `action approve %lld`, "
			    "`action cancel %lld`, or give --force REASON",
			    (long long)ticket, (long long)id, (long long)id)
		  : 0;
}

/* Closing ends its deadlines, and the platform does not wait for ours. */
static int limit_runs(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t id;

	if (db_ask(d->db, &id, 0, err,
		   "SELECT id FROM deadlines WHERE ticket = ?1 AND state = 1 "
		   "AND purpose = 'platform' LIMIT 1",
		   "i", ticket))
		return -1;
	return id ? err_set(err, ERR_DATA,
			    "the platform still waits for an answer to T-%lld, "
			    "and closing would end its deadline: answer there, "
			    "or give --force REASON",
			    (long long)ticket)
		  : 0;
}

/* Open effects hold a ticket: closing it would hide money on its way. */
int close_check(struct desk *d, struct err *err)
{
	struct ticket t;
	int64_t open;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	if (t.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA, "T-%lld is closed already",
			       (long long)t.id);
	if (check_ending(d, t.id, err))
		return -1;
	d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &t));
	if (db_ask(d->db, &open, 0, err,
		   "SELECT id FROM actions WHERE ticket = ?1 AND "
		   "state IN (3, 4, 5, 6, 9, 10)",
		   "i", t.id))
		return -1;
	if (*arg_text(d, "force"))
		return 0;
	if (open)
		return err_set(err, ERR_DATA,
			       "T-%lld has action %lld under way; let it come "
			       "to rest, or give --force REASON",
			       (long long)t.id, (long long)open);
	return money_waits(d, t.id, err) || limit_runs(d, t.id, err) ? -1 : 0;
}

static int drop_waiting(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t id;

	while ((id = db_i64(d->db, 0,
			    "SELECT id FROM actions WHERE ticket = ?1 AND "
			    "state IN (1, 2)",
			    "i", ticket)))
		if (action_cancel(d, id, "the ticket was closed", err))
			return -1;
	return 0;
}

int close_decide(struct desk *d, struct err *err)
{
	int64_t id = arg_i64(d, "ticket");
	struct ticket before, after;

	if (drop_waiting(d, id, err) ||
	    deadline_end(d, id, 0, NULL, NULL, DEADLINE_DROPPED, err) ||
	    ticket_load(d, id, &before, err) ||
	    playbook_closed(d, &before, err))
		return -1;
	after = before;
	after.state = TICKET_CLOSED;
	after.waiting_for = "";
	after.closed = d->tx.cmd->at;
	after.due = 0;
	after.outcome = arg_text(d, "outcome");
	after.root_cause = arg_text(d, "cause");
	if (*before.owner && agent_load(d, before.owner, -1, err))
		return -1;
	return ticket_change(d, &before, &after, err);
}
