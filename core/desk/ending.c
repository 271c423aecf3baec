/* ending.c - see ending.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ending.h"

#include "desk/action.h"
#include "desk/alert.h"
#include "desk/deadline.h"
#include "desk/goodwill.h"
#include "desk/merge.h"
#include "desk/message.h"
#include "desk/playbook.h"
#include "desk/promise.h"
#include "desk/role.h"
#include "desk/task.h"
#include "desk/task_told.h"
#include "desk/undecided.h"

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

#define UNDER_WAY                                       \
	"SELECT id FROM actions WHERE ticket = ?1 AND " \
	"state IN (3, 4, 5, 6, 9, 10)"

/* which: UNDER_WAY, or some of them. `force`: how that is overruled, "" when it
 * is not. */
static int under_way(struct desk *d, int64_t ticket, const char *which,
		     const char *force, struct err *err)
{
	int64_t open, *ids;
	size_t n;

	ids = merge_family(d->db, &d->arena, ticket, &n);
	if (merge_ask(d, ids, n, which, &open, err))
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
	int64_t id, *ids;
	size_t n;

	ids = merge_family(d->db, &d->arena, ticket, &n);
	if (merge_ask(d, ids, n,
		      "SELECT id FROM actions WHERE ticket = ?1 AND "
		      "state IN (1, 2) AND (amount IS NOT NULL OR worth IS NOT "
		      "NULL) LIMIT 1",
		      &id, err))
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
	return under_way(d, ticket, UNDER_WAY, "", err) ||
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
		"WHERE ticket = ?1 AND state IN (1, 5) AND purpose IN "
		"('promise', 'accept', 'follow_up') ORDER BY due, id LIMIT 1",
		"i", ticket);

	if (found <= 0)
		return found;
	return err_set(err, ERR_DATA,
		       "T-%lld has an open follow-up (%s: %s); see to it, or "
		       "give --force REASON",
		       (long long)ticket, one.purpose, one.source);
}

static bool has_reason(struct desk *d)
{
	return !text_blank(arg_text(d, "force"));
}

int ending_overruled(struct desk *d, int held, struct err *err)
{
	if (!held || !has_reason(d) || err->code == ERR_SYSTEM)
		return held ? -1 : 0;
	/* What somebody had a right to then is no matter of today's manifest.
	 */
	if (d->tx.taking != LIVE || role_leads(d, d->tx.cmd->by)) {
		*err = (struct err){ 0 };
		return 0;
	}
	return err_set(err, ERR_DENIED, "%s; that is for a manager or an owner",
		       arena_strdup(&d->arena, err->text));
}

int ending_note_force(struct desk *d, int64_t ticket, const char *what,
		      struct err *err)
{
	if (!has_reason(d))
		return 0;
	return ticket_note(d, ticket, d->tx.cmd->by,
			   arena_printf(&d->arena, "%s all the same: %s", what,
					arg_text(d, "force")),
			   err);
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
	if (ending_overruled(d,
			     under_way(d, t.id,
				       UNDER_WAY " AND verb <> 'reply'",
				       ENDING_FORCE, err) ||
				     money_waits(d, t.id, "closing",
						 ENDING_FORCE, err) ||
				     limit_runs(d, t.id, err),
			     err))
		return -1;
	if (has_reason(d))
		return 0;
	return under_way(d, t.id, UNDER_WAY, ENDING_FORCE, err) ||
			       task_holds(d, t.id, err) ||
			       follow_ups(d, t.id, err) ||
			       ending_unanswered(d, t.id, err) ||
			       promise_ends(d, t.id, err) ||
			       task_untold(d, t.id, err) ||
			       task_told_ends(d, t.id, err)
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
		if (promise_cancel(d, id, why, err))
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

	if (ending_drop_waiting(d, op.ticket, ENDING_WHY, err) ||
	    task_drop_all(d, op.ticket, err) ||
	    deadline_end(d, op.ticket, 0, NULL, NULL, DEADLINE_DROPPED, err) ||
	    ticket_load(d, op.ticket, &before, err) ||
	    playbook_closed(d, &before, err) ||
	    alert_ticket_over(d, op.ticket, err) || end(d, &before, err) ||
	    ending_note_force(d, op.ticket, "closed", err))
		return -1;
	return operation_note(d, &op, err) ||
			       goodwill_look(d, op.ticket, err) ||
			       undecided_left(d, op.ticket, err)
		       ? -1
		       : 0;
}
