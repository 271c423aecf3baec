/* action_people.c - approving, and retrying what a person has looked at.
 *
 * Proposer and approver are compared as agents, not as doors; who is no agent
 * of the manifest (a system user, the operator) may propose: what they write
 * waits as well, and what an agent approved they cannot stop.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/action/action_own.h"
#include "desk/action/part.h"
#include "desk/money/disputed.h"
#include "desk/money/limit.h"
#include "desk/money/matrix.h"
#include "desk/money/remedy.h"
#include "desk/money/worth.h"
#include "desk/people/role.h"
#include "desk/reply/backing.h"
#include "desk/reply/code.h"
#include "desk/reply/doubled.h"
#include "desk/reply/heard.h"
#include "desk/reply/promise.h"
#include "desk/reply/screen.h"
#include "desk/task/task_told.h"
#include "desk/task/task_wait.h"

static int may_approve(struct desk *d, const struct action *a, struct err *err)
{
	struct approval yes = { .proposed_by = a->proposed_by,
				.action = a->id };

	return parts_worth(d, a, &yes.gives, &yes.worth, err) ||
			       limit_may_approve(d, &yes, err)
		       ? -1
		       : 0;
}

/* Its head says yes for it. */
static int by_itself(struct desk *d, const struct action *a, struct err *err)
{
	int64_t head;

	if (part_waits(d, a, &head, err))
		return -1;
	return head ? err_set(err, ERR_DATA,
			      "action %lld goes with action %lld; approve that "
			      "one, or cancel this",
			      (long long)a->id, (long long)head)
		    : 0;
}

static int can_leave(struct desk *d, struct action *a, struct err *err)
{
	if (action_arg(d, a, err))
		return -1;
	if (a->state != ACTION_WAITING)
		return err_set(err, ERR_DATA, "action %lld is %s, not waiting",
			       (long long)a->id, action_state_name(a->state));
	if (d->tx.taking == LIVE &&
	    (promise_early(d, a, err) || task_early(d, a, err)))
		return -1;
	return by_itself(d, a, err) || action_off(d, a, err) ||
			       (a->ticket &&
				heard_what_came(d, a->ticket, err)) ||
			       doubled_check(d, a, err)
		       ? -1
		       : 0;
}

/* What was approved then was approved. */
static int tells_of_gone(struct desk *d, const struct action *a,
			 struct err *err)
{
	return d->tx.taking == LIVE ? task_told_early(d, a, err) : 0;
}

int approve_check(struct desk *d, struct err *err)
{
	struct action a;

	return can_leave(d, &a, err) || tells_of_gone(d, &a, err) ||
			       remedy_beside(d, &a, err) ||
			       remedy_check(d, &a, err) ||
			       disputed_check(d, &a, err) ||
			       matrix_reason(&a, err) ||
			       screen_check(d, &a, err) ||
			       may_approve(d, &a, err)
		       ? -1
		       : 0;
}

/* overruled: why the guard is, "" when it is not. */
static int approve_one(struct desk *d, const struct action *before,
		       const char *overruled, struct err *err)
{
	struct action after = *before;

	if (*overruled && screen_overruled(d, &after, overruled, err))
		return -1;
	after.approved_by = d->tx.cmd->by;
	after.approved = d->tx.cmd->at;
	if (!money_given(after.worth)) /* of before every effect had one */
		worth_of(d, before, &after.worth);
	if (remedy_beside(d, &after, err) || backing_tie(d, &after, err))
		return -1;
	if (reply_by_hand(before) &&
	    reply_replaces(d, before->ticket, before->id, err))
		return -1;
	return action_hold(d, before, &after, "approved", err);
}

int overrule_check(struct desk *d, struct err *err)
{
	struct action a;

	if (can_leave(d, &a, err))
		return -1;
	if (!text_eq(a.verb, "reply"))
		return err_set(err, ERR_DATA,
			       "action %lld is no reply: the guard has nothing "
			       "against it; approve it without --force",
			       (long long)a.id);
	if (text_blank(arg_text(d, "reason")))
		return err_set(err, ERR_DATA,
			       "say why the guard is wrong about action %lld",
			       (long long)a.id);
	/* A person's words need nothing behind them then. */
	if (!reply_by_hand(&a) && tells_of_gone(d, &a, err))
		return -1;
	d->tx.subject = arena_strdup(&d->arena, action_subject(d, &a));
	return screen_overruled(d, &a, arg_text(d, "reason"), err)
		       ? -1
		       : may_approve(d, &a, err);
}

static int approved(struct desk *d, const char *overruled, struct err *err)
{
	struct action head, *parts;
	size_t n;

	if (action_arg(d, &head, err) ||
	    !(parts = parts_of(d, head.id, ACTION_WAITING, &n, err)) ||
	    approve_one(d, &head, overruled, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (approve_one(d, &parts[i], "", err))
			return -1;
	return 0;
}

int approve_decide(struct desk *d, struct err *err)
{
	return approved(d, "", err);
}

int overrule_decide(struct desk *d, struct err *err)
{
	return approved(d, arg_text(d, "reason"), err);
}

/* -- a parked one: a person has looked -- */

/* Saying what became of money moves none, so no limit is asked. */
int action_may_judge(struct desk *d, const struct action *a, struct err *err)
{
	struct money worth;

	return limit_applies(d, a, &worth)
		       ? role_agents_only(d, "say what became of money", err)
		       : 0;
}

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
	if (code_said_check(d, &a, text_eq(seen, "done"), err))
		return -1;
	if (text_eq(seen, "done"))
		return action_may_judge(d, &a, err);
	return tells_of_gone(d, &a, err) || matrix_reason(&a, err) ||
			       may_approve(d, &a, err)
		       ? -1
		       : 0;
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
	if (*code_said(d))
		after.result = code_said(d);
	/* What it told of may not stand behind it any more. */
	if (!done &&
	    (heard_note(d, &after, err) || backing_tie(d, &after, err)))
		return -1;
	if (action_to(d, &before, &after, done ? ACTION_SETTLED : ACTION_DUE,
		      arena_printf(&d->arena, "%s looked: %s", d->tx.cmd->by,
				   done ? "it was done" : "it was not done"),
		      err))
		return -1;
	return done ? code_made(d, &before, &after, err) : 0;
}
