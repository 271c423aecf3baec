/* action_people.c - approving and taking that back, cancelling, retrying,
 * replying.
 *
 * Proposer and approver are compared as agents, not as doors; the role
 * `operator` (a system user who is no agent) may propose, never approve money.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/action.h"
#include "desk/advice.h"
#include "desk/deadline.h"
#include "desk/limit.h"
#include "desk/playbook.h"
#include "desk/ticket.h"

static int may_approve(struct desk *d, const struct action *a, struct err *err)
{
	struct limits limits = { 0 };
	struct money worth;
	const char *role = "";

	if (!limit_applies(d, a, &worth))
		return 0;
	if (!d->brain ||
	    !d->brain->agent(d->brain, d->tx.cmd->by, &role, &limits))
		return err_set(err, ERR_DENIED,
			       "\"%s\" is no agent of the manifest and may not "
			       "approve money",
			       d->tx.cmd->by);
	if (limit_four_eyes(d, worth, &limits) &&
	    text_eq(a->proposed_by, d->tx.cmd->by))
		return err_set(err, ERR_DENIED,
			       "above the four-eyes limit somebody else than "
			       "%s must approve",
			       d->tx.cmd->by);
	return text_eq(role, "owner")
		       ? 0
		       : limit_exceeded(d, a->id, worth, d->tx.cmd->by, &limits,
					err);
}

int approve_check(struct desk *d, struct err *err)
{
	struct action a;

	if (action_arg(d, &a, err))
		return -1;
	if (a.state != ACTION_WAITING)
		return err_set(err, ERR_DATA, "action %lld is %s, not waiting",
			       (long long)a.id, action_state_name(a.state));
	return action_off(d, &a, err) ? -1 : may_approve(d, &a, err);
}

int approve_decide(struct desk *d, struct err *err)
{
	struct action before, after;

	if (action_arg(d, &before, err))
		return -1;
	after = before;
	after.approved_by = d->tx.cmd->by;
	after.approved = d->tx.cmd->at;
	return action_hold(d, &before, &after, "approved", err);
}

/* -- taking an approval back -- */

/* Nothing has left, and what was said yes to may be said yes to again: the
 * proposal stays, with its key. */
int undo_check(struct desk *d, struct err *err)
{
	struct action a;

	if (action_arg(d, &a, err))
		return -1;
	if (a.state == ACTION_HELD)
		return 0;
	return err_set(err, ERR_DATA,
		       "action %lld is %s, not held: an approval is taken back "
		       "within its undo window%s",
		       (long long)a.id, action_state_name(a.state),
		       action_may(a.state, ACTION_CANCELLED)
			       ? "; `action cancel` gives the action up"
			       : "");
}

int undo_decide(struct desk *d, struct err *err)
{
	struct action before, after;

	if (action_arg(d, &before, err) ||
	    deadline_end(d, 0, before.id, "undo", NULL, DEADLINE_DROPPED, err))
		return -1;
	after = before;
	after.approved_by = "";
	after.approved = after.hold_until = 0;
	return action_to(d, &before, &after, ACTION_WAITING,
			 arena_printf(&d->arena, "approval withdrawn by %s",
				      d->tx.cmd->by),
			 err);
}

/* Saying what became of money moves none, so no limit is asked. */
static int may_judge(struct desk *d, const struct action *a, struct err *err)
{
	struct limits limits = { 0 };
	struct money worth;
	const char *role = "";

	if (!limit_applies(d, a, &worth) ||
	    (d->brain &&
	     d->brain->agent(d->brain, d->tx.cmd->by, &role, &limits)))
		return 0;
	return err_set(err, ERR_DENIED,
		       "\"%s\" is no agent of the manifest and may not say "
		       "what became of money",
		       d->tx.cmd->by);
}

int cancel_check(struct desk *d, struct err *err)
{
	struct action a;

	if (action_arg(d, &a, err))
		return -1;
	if (!action_may(a.state, ACTION_CANCELLED))
		return err_set(err, ERR_DATA,
			       "action %lld is %s: it can be cancelled only "
			       "before it is sent, or when it is parked",
			       (long long)a.id, action_state_name(a.state));
	return a.doubt || a.state == ACTION_PARKED ? may_judge(d, &a, err) : 0;
}

/* The rule that proposed the money proposed the reply that promises it. */
static int withdraw_promise(struct desk *d, const struct action *a,
			    struct err *err)
{
	if (!a->ticket || text_eq(a->verb, "reply") || text_blank(a->rule) ||
	    !text_eq(a->proposed_by, "policy"))
		return 0;
	return advice_withdraw(d, a->ticket, a->rule,
			       "what it promises was cancelled", err);
}

int cancel_decide(struct desk *d, struct err *err)
{
	struct action before, after;

	if (action_arg(d, &before, err))
		return -1;
	after = before;
	/* What may have been done is not undone by a cancelled row: it is not
	 * sent again, and its intent stays taken until somebody has looked. */
	if (before.doubt && before.state != ACTION_PARKED)
		return action_to(d, &before, &after, ACTION_PARKED,
				 arena_printf(&d->arena,
					      "stopped by %s, but it may have "
					      "been done: look on the platform",
					      d->tx.cmd->by),
				 err);
	if (action_to(d, &before, &after, ACTION_CANCELLED,
		      arena_printf(&d->arena, "cancelled by %s", d->tx.cmd->by),
		      err))
		return -1;
	if (playbook_wrote(&before) &&
	    playbook_taken_over(d, before.ticket, err))
		return -1;
	return withdraw_promise(d, &before, err);
}

/* -- a parked one: a person has looked -- */

int retry_check(struct desk *d, struct err *err)
{
	const char *seen = arg_text(d, "seen");
	struct action a;

	if (action_arg(d, &a, err))
		return -1;
	if (a.state != ACTION_PARKED)
		return err_set(err, ERR_DATA, "action %lld is %s, not parked",
			       (long long)a.id, action_state_name(a.state));
	if (!text_eq(seen, "done") && !text_eq(seen, "not-done"))
		return err_set(err, ERR_DATA,
			       "say what you saw on the platform: --seen done "
			       "or --seen not-done");
	return text_eq(seen, "done") ? may_judge(d, &a, err)
				     : may_approve(d, &a, err);
}

int retry_decide(struct desk *d, struct err *err)
{
	bool done = text_eq(arg_text(d, "seen"), "done");
	struct action before, after;

	if (action_arg(d, &before, err))
		return -1;
	after = before;
	after.approved_by = d->tx.cmd->by;
	after.approved = d->tx.cmd->at;
	after.looks = after.deaths = after.postponed = 0;
	after.not_before = after.doubt = 0;
	if (*arg_text(d, "ref"))
		after.remote_ref = arg_text(d, "ref");
	return action_to(d, &before, &after, done ? ACTION_SETTLED : ACTION_DUE,
			 arena_printf(&d->arena, "%s looked: %s", d->tx.cmd->by,
				      done ? "it was done" : "it was not done"),
			 err);
}

/* -- a reply written by a person -- */

int action_drop_replies(struct desk *d, int64_t ticket, const char *why,
			struct err *err)
{
	struct action before, after;
	int64_t id;

	while ((id = db_i64(d->db, 0,
			    "SELECT id FROM actions WHERE ticket = ?1 AND "
			    "verb = 'reply' AND state IN (1, 2, 3, 4)",
			    "i", ticket))) {
		if (action_load(d, id, &before, err))
			return -1;
		after = before;
		if (action_to(d, &before, &after, ACTION_CANCELLED, why, err))
			return -1;
	}
	return 0;
}

static int reply_read(struct desk *d, struct ticket *t, struct action *a,
		      struct err *err)
{
	if (ticket_load(d, arg_i64(d, "ticket"), t, err))
		return -1;
	*a = (struct action){ .verb = "reply",
			      .ticket = t->id,
			      .shop = t->shop,
			      .order_ref = t->order_ref,
			      .lang = t->lang,
			      .text = arg_text(d, "text"),
			      .subject = arg_text(d, "subject"),
			      .proposed_by = d->tx.cmd->by };
	return 0;
}

int reply_check(struct desk *d, struct err *err)
{
	struct ticket t;
	struct action a;

	if (reply_read(d, &t, &a, err))
		return -1;
	if (text_blank(a.text))
		return err_set(err, ERR_DATA, "the reply is empty");
	if (t.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA,
			       "T-%lld is closed: nobody would wait for what "
			       "the buyer answers; their next message opens it "
			       "again",
			       (long long)t.id);
	if (!d->brain || !reply_address(d, &t, &a))
		return err_set(err, ERR_DATA,
			       "T-%lld has nobody to reply to: no address, or "
			       "no channel is enabled",
			       (long long)t.id);
	d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &t));
	return 0;
}

int reply_decide(struct desk *d, struct err *err)
{
	struct ticket t;
	struct action a;
	bool waits;

	if (reply_read(d, &t, &a, err))
		return -1;
	reply_address(d, &t, &a);
	if (playbook_waits_to_write(d, t.id, &waits, err) ||
	    (waits && playbook_taken_over(d, t.id, err)))
		return -1;
	if (action_drop_replies(d, t.id, "a person wrote instead", err))
		return -1;
	if (action_plan(d, &a, true, err))
		return -1;
	return ticket_settle(d, t.id, err);
}
