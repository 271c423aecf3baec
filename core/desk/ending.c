/* ending.c - see ending.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ending.h"

#include "desk/action.h"
#include "desk/deadline.h"
#include "desk/goodwill.h"
#include "desk/message.h"
#include "desk/playbook.h"
#include "desk/task.h"

/* -- may it end? -- */

/* A word of the tree that the policy has; which is likely is told. */
static int check_cause(struct desk *d, const struct ticket *t, struct err *err)
{
	const struct brain *b = d->brain;

	if (!b || !b->after.cause)
		return 0;
	return b->after.cause(b, arg_text(d, "cause"), t->issue, err);
}

static int check_ending(struct desk *d, const struct ticket *t, struct err *err)
{
	if (!*arg_text(d, "outcome"))
		return err_set(err, ERR_DATA,
			       "say how T-%lld ended: --outcome WORD",
			       (long long)t->id);
	if (!arg_is_code(d, "outcome") || !arg_is_code(d, "cause"))
		return err_set(err, ERR_DATA,
			       "outcome and cause are one word each, such as "
			       "refunded or lost_parcel; what else is to be "
			       "said is a note");
	if (text_eq(arg_text(d, "outcome"), "merged"))
		return err_set(err, ERR_DATA,
			       "\"merged\" is what `ticket merge` writes; say "
			       "how the matter ended");
	return check_cause(d, t, err);
}

#define FORCE ", or give --force REASON"

/* `force`: how that is overruled, "" when it is not. */
static int under_way(struct desk *d, int64_t ticket, const char *force,
		     struct err *err)
{
	int64_t open;

	if (db_ask(d->db, &open, 0, err,
		   "SELECT id FROM actions WHERE ticket = ?1 AND "
		   "state IN (3, 4, 5, 6, 9, 10)",
		   "i", ticket))
		return -1;
	return open ? err_set(err, ERR_DATA,
			      "T-%lld has action %lld under way; let it come "
			      "to rest%s",
			      (long long)ticket, (long long)open, force)
		    : 0;
}

/* Who writes "refunded" while the refund still waits believes it paid. */
static int money_waits(struct desk *d, int64_t ticket, const char *what,
		       const char *force, struct err *err)
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
			    "%s would cancel it: `action approve %lld`, or "
			    "`action cancel %lld`%s",
			    (long long)ticket, what, (long long)id,
			    (long long)id, force)
		  : 0;
}

int ending_money_rests(struct desk *d, int64_t ticket, const char *what,
		       struct err *err)
{
	return under_way(d, ticket, "", err) ||
			       money_waits(d, ticket, what, "", err)
		       ? -1
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

/* What was promised, or is to be looked at, is not over. */
static int follow_ups(struct desk *d, int64_t ticket, struct err *err)
{
	struct deadline one = { 0 };
	int found = record_find(
		d->db, &deadline_kind, &one, &d->arena, NULL, err,
		"WHERE ticket = ?1 AND state = 1 AND purpose IN ('promise', "
		"'accept', 'follow_up') ORDER BY due, id LIMIT 1",
		"i", ticket);

	if (found <= 0)
		return found;
	return err_set(err, ERR_DATA,
		       "T-%lld has an open follow-up (%s: %s); see to it, or "
		       "give --force REASON",
		       (long long)ticket, one.purpose, one.source);
}

int close_check(struct desk *d, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	if (t.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA, "T-%lld is closed already",
			       (long long)t.id);
	if (check_ending(d, &t, err))
		return -1;
	d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &t));
	if (*arg_text(d, "force"))
		return 0;
	return under_way(d, t.id, FORCE, err) ||
			       money_waits(d, t.id, "closing", FORCE, err) ||
			       limit_runs(d, t.id, err) ||
			       task_holds(d, t.id, err) ||
			       follow_ups(d, t.id, err)
		       ? -1
		       : 0;
}

/* -- ending -- */

int ending_drop_waiting(struct desk *d, int64_t ticket, const char *why,
			struct err *err)
{
	int64_t id;

	while ((id = db_i64(d->db, 0,
			    "SELECT id FROM actions WHERE ticket = ?1 AND "
			    "state IN (1, 2)",
			    "i", ticket)))
		if (action_cancel(d, id, why, err))
			return -1;
	return 0;
}

static int end(struct desk *d, const struct ticket *before, struct err *err)
{
	struct ticket after = *before;

	after.state = TICKET_CLOSED;
	after.waiting_for = "";
	after.closed = d->tx.cmd->at;
	after.due = after.snoozed = 0;
	after.outcome = arg_text(d, "outcome");
	after.root_cause = arg_text(d, "cause");
	if (*before->owner && agent_load(d, before->owner, -1, err))
		return -1;
	return ticket_change(d, before, &after, err);
}

int close_decide(struct desk *d, struct err *err)
{
	struct operation op = { .ticket = arg_i64(d, "ticket"),
				.verb = "close" };
	struct ticket before;

	if (ending_drop_waiting(d, op.ticket, "the ticket was closed", err) ||
	    task_drop_all(d, op.ticket, err) ||
	    deadline_end(d, op.ticket, 0, NULL, NULL, DEADLINE_DROPPED, err) ||
	    ticket_load(d, op.ticket, &before, err) ||
	    playbook_closed(d, &before, err) || end(d, &before, err))
		return -1;
	return operation_note(d, &op, err) || goodwill_look(d, op.ticket, err)
		       ? -1
		       : 0;
}

/* -- beginning again -- */

int ticket_reopen(struct desk *d, const struct ticket *before,
		  struct ticket *after, bool counts, struct err *err)
{
	after->closed = after->merged = 0;
	after->outcome = after->root_cause = "";
	after->reopened += counts;
	if (*before->owner && agent_load(d, before->owner, 1, err))
		return -1;
	return ticket_change(d, before, after, err) ||
			       (counts && goodwill_over(d, before->id, err))
		       ? -1
		       : 0;
}

static int open_again(struct desk *d, int64_t id, bool counts, struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, id, &before, err))
		return -1;
	after = before;
	after.state = TICKET_OPEN;
	return ticket_reopen(d, &before, &after, counts, err);
}

int reopen_check(struct desk *d, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	if (t.merged)
		return err_set(err, ERR_DATA,
			       "T-%lld went into T-%lld: `ticket unmerge`",
			       (long long)t.id, (long long)t.merged);
	if (t.state != TICKET_CLOSED)
		return err_set(err, ERR_DATA, "T-%lld is not closed",
			       (long long)t.id);
	return ticket_cause_free(d, &t, err);
}

int reopen_decide(struct desk *d, struct err *err)
{
	int64_t id = arg_i64(d, "ticket");

	return open_again(d, id, true, err) || ticket_settle(d, id, err) ? -1
									 : 0;
}

/* The last one of the order, or of the thread, that ended so lately. */
static int64_t lately(struct desk *d, const struct report *r)
{
	int64_t within = d->brain && d->brain->after.reopen_within
				 ? d->brain->after.reopen_within(d->brain)
				 : 0;
	int64_t since = d->tx.cmd->at - within;

	if (within <= 0 || !r->message)
		return 0;
	if (r->order_ref && *r->order_ref)
		return db_i64(d->db, 0,
			      "SELECT id FROM tickets WHERE shop = ?1 AND "
			      "order_ref = ?2 AND state = 3 AND closed >= ?3 "
			      "AND merged IS NULL ORDER BY closed DESC, id "
			      "DESC LIMIT 1",
			      "isi", r->shop, r->order_ref, since);
	if (!r->thread || !*r->thread)
		return 0;
	return db_i64(d->db, 0,
		      "SELECT id FROM tickets WHERE shop = ?1 AND thread = ?2 "
		      "AND state = 3 AND closed >= ?3 AND merged IS NULL "
		      "ORDER BY closed DESC, id DESC LIMIT 1",
		      "isi", r->shop, r->thread, since);
}

/* It stays closed; that it was kind is kept. */
static int take_thanks(struct desk *d, int64_t id, const struct report *r,
		       struct err *err)
{
	struct ticket before, after;

	if (message_link(d, r->message, id, err) ||
	    ticket_load(d, id, &before, err))
		return -1;
	after = before;
	after.messages++;
	if (!ticket_has_word(before.also, "thanks"))
		after.also = arena_printf(&d->arena, "%s%sthanks", before.also,
					  *before.also ? " " : "");
	return ticket_change(d, &before, &after, err) ||
			       goodwill_look(d, id, err)
		       ? -1
		       : 0;
}

int ending_heard(struct desk *d, struct report *report, int64_t *id, bool *over,
		 struct err *err)
{
	int64_t last = lately(d, report);
	struct ticket t;

	if (!last)
		return 0;
	if (ticket_load(d, last, &t, err))
		return -1;
	*id = last;
	if (text_eq(report->what.issue, "thanks")) {
		if (take_thanks(d, last, report, err))
			return -1;
		*over = true;
		return 0;
	}
	if (ticket_has_successor(d, &t)) {
		*id = 0;
		return 0;
	}
	return open_again(d, last, true, err);
}

/* -- closed by mistake -- */

int close_undo_check(struct desk *d, const struct operation *op,
		     struct err *err)
{
	struct ticket t;

	if (ticket_load(d, op->ticket, &t, err))
		return -1;
	if (t.state != TICKET_CLOSED)
		return err_set(err, ERR_DATA, "T-%lld is open again already",
			       (long long)t.id);
	return ticket_cause_free(d, &t, err);
}

/* What the closing dropped runs again; what was cancelled is not proposed
 * again. */
static int deadlines_back(struct desk *d, int64_t ticket, int64_t closed,
			  struct err *err)
{
	size_t n;
	struct deadline *list = record_all(
		record_query(d->db, &deadline_kind,
			     "WHERE ticket = ?1 AND state = 4 AND done = ?2 "
			     "AND action IS NULL AND purpose NOT IN ('accept', "
			     "'snooze')",
			     "ii", ticket, closed),
		&deadline_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		struct deadline after = list[i];

		after.state = DEADLINE_OPEN;
		after.done = 0;
		if (change(d, &deadline_kind, &list[i], &after, err))
			return -1;
	}
	return list ? 0 : -1;
}

int close_undo(struct desk *d, const struct operation *op, struct err *err)
{
	int64_t closed =
		db_i64(d->db, 0, "SELECT closed FROM tickets WHERE id = ?1",
		       "i", op->ticket);

	return goodwill_over(d, op->ticket, err) ||
			       open_again(d, op->ticket, false, err) ||
			       deadlines_back(d, op->ticket, closed, err) ||
			       task_back(d, op->ticket, closed, err)
		       ? -1
		       : 0;
}
