/* ending.c - see ending.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/ending.h"

#include "desk/action/action.h"
#include "desk/alert/alert.h"
#include "desk/intake/message.h"
#include "desk/money/goodwill.h"
#include "desk/people/role.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/promise.h"
#include "desk/task/task.h"
#include "desk/task/task_told.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/undecided.h"

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
	return err_set(err, ERR_DENIED, "%s" ENDING_LEADS,
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
	return ending_overruled(d, ending_held(d, t.id, has_reason(d), err),
				err);
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
