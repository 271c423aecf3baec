/* action_stop.c - taking an approval back, and giving an action up.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/action/action_own.h"
#include "desk/action/part.h"
#include "desk/people/role.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/promise.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/ticket.h"

/* -- taking an approval back -- */

/* What an agent said yes to is not for everybody to stop. */
static int may_stop(struct desk *d, const struct action *a, struct err *err)
{
	return text_blank(a->approved_by)
		       ? 0
		       : role_agents_only(d, "stop what an agent approved",
					  err);
}

int action_can_wait(struct desk *d, const struct action *a, struct err *err)
{
	struct ticket t;

	if (!a->ticket)
		return 0;
	if (ticket_load(d, a->ticket, &t, err))
		return -1;
	return t.state != TICKET_CLOSED
		       ? 0
		       : err_set(err, ERR_DATA,
				 "T-%lld is closed, and action %lld "
				 "would wait "
				 "where nobody looks; `action cancel "
				 "%lld` "
				 "stops it for good",
				 (long long)t.id, (long long)a->id,
				 (long long)a->id);
}

/* Nothing has left, and what was said yes to may be said yes to again:
 * the proposal stays, with its key. */
static int may_undo(struct desk *d, struct action *a, struct err *err)
{
	if (action_arg(d, a, err))
		return -1;
	if (a->state == ACTION_HELD)
		return may_stop(d, a, err) || action_can_wait(d, a, err) ? -1
									 : 0;
	return err_set(err, ERR_DATA,
		       "action %lld is %s, not held: an approval is "
		       "taken back "
		       "within its undo window%s",
		       (long long)a->id, action_state_name(a->state),
		       action_may(a->state, ACTION_CANCELLED)
			       ? "; `action cancel` gives the action up"
			       : "");
}

/* Words that tell of it may have left: what was taken back then was. */
static int told_of(struct desk *d, const struct action *a, struct err *err)
{
	return d->tx.taking == LIVE ? promise_left(d, a, err) : 0;
}

/* A reason is sealed with what it is about. */
static int with_reason(struct desk *d, const struct action *a, const char *what,
		       struct err *err)
{
	d->tx.subject = arena_strdup(&d->arena, action_subject(d, a));
	return text_blank(arg_text(d, "force"))
		       ? err_set(err, ERR_DATA, "say why action %lld is %s",
				 (long long)a->id, what)
		       : 0;
}

static int note_reason(struct desk *d, const struct action *a, const char *what,
		       struct err *err)
{
	return a->ticket ? ending_note_force(
				   d, a->ticket,
				   arena_printf(&d->arena, "action %lld %s",
						(long long)a->id, what),
				   err)
			 : 0;
}

int undo_check(struct desk *d, struct err *err)
{
	struct action a;

	return may_undo(d, &a, err) || told_of(d, &a, err) ? -1 : 0;
}

int take_back_check(struct desk *d, struct err *err)
{
	struct action a;

	return may_undo(d, &a, err) || with_reason(d, &a, "taken back", err)
		       ? -1
		       : 0;
}

int action_wait_again(struct desk *d, const struct action *before,
		      const char *why, struct err *err)
{
	struct action after = *before;

	if (deadline_end(d, 0, before->id, "undo", NULL, DEADLINE_DROPPED, err))
		return -1;
	after.approved_by = "";
	after.approved = after.hold_until = after.heard = 0;
	return action_to(d, before, &after, ACTION_WAITING, why, err);
}

/* A part may have no undo window, or a shorter one: it is due, and has not
 * left, since its head has not. */
static int undo_parts(struct desk *d, int64_t head, int32_t state,
		      const char *why, struct err *err)
{
	size_t n;
	struct action *parts = parts_of(d, head, state, &n, err);

	for (size_t i = 0; parts && i < n; i++)
		if (action_wait_again(d, &parts[i], why, err))
			return -1;
	return parts ? 0 : -1;
}

/* What tells of it does not leave before it. */
static int undo_replies(struct desk *d, const struct action *a, const char *why,
			struct err *err)
{
	size_t n;
	struct action *list = promise_replies(d, a, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (list[i].state != ACTION_WAITING && !list[i].doubt &&
		    action_wait_again(d, &list[i], why, err))
			return -1;
	return list ? 0 : -1;
}

int action_take_back(struct desk *d, const struct action *head, const char *why,
		     struct err *err)
{
	return action_wait_again(d, head, why, err) ||
			       undo_parts(d, head->id, ACTION_HELD, why, err) ||
			       undo_parts(d, head->id, ACTION_DUE, why, err) ||
			       undo_replies(d, head, why, err)
		       ? -1
		       : 0;
}

/* The words of a person, who had taken over with them, do not leave. */
static int give_back(struct desk *d, const struct action *a, struct err *err)
{
	return a->ticket && a->approved && reply_by_hand(a)
		       ? playbook_back(d, a->ticket, a->approved, err)
		       : 0;
}

int undo_decide(struct desk *d, struct err *err)
{
	struct action head;

	return action_arg(d, &head, err) ||
			       action_take_back(
				       d, &head,
				       arena_printf(&d->arena,
						    "approval withdrawn by %s",
						    d->tx.cmd->by),
				       err) ||
			       give_back(d, &head, err)
		       ? -1
		       : 0;
}

int take_back_decide(struct desk *d, struct err *err)
{
	struct action a;

	return action_arg(d, &a, err) || undo_decide(d, err) ||
			       note_reason(d, &a, "taken back", err)
		       ? -1
		       : 0;
}

/* -- giving up -- */

static int may_cancel(struct desk *d, struct action *a, struct err *err)
{
	if (action_arg(d, a, err))
		return -1;
	if (!action_may(a->state, ACTION_CANCELLED))
		return err_set(err, ERR_DATA,
			       "action %lld is %s: it can be cancelled only "
			       "before it is sent, or when it is parked",
			       (long long)a->id, action_state_name(a->state));
	if (may_stop(d, a, err))
		return -1;
	return a->doubt || a->state == ACTION_PARKED
		       ? action_may_judge(d, a, err)
		       : 0;
}

int cancel_check(struct desk *d, struct err *err)
{
	struct action a;

	return may_cancel(d, &a, err) || told_of(d, &a, err) ? -1 : 0;
}

int give_up_check(struct desk *d, struct err *err)
{
	struct action a;

	return may_cancel(d, &a, err) || with_reason(d, &a, "given up", err)
		       ? -1
		       : 0;
}

int give_up_decide(struct desk *d, struct err *err)
{
	struct action a;

	return action_arg(d, &a, err) || cancel_decide(d, err) ||
			       note_reason(d, &a, "cancelled", err)
		       ? -1
		       : 0;
}

int cancel_decide(struct desk *d, struct err *err)
{
	struct action before;
	bool stops;

	if (action_arg(d, &before, err))
		return -1;
	stops = before.doubt && before.state != ACTION_PARKED;
	if (action_cancel(d, before.id,
			  arena_printf(&d->arena, "%s by %s",
				       stops ? "stopped" : "cancelled",
				       d->tx.cmd->by),
			  err))
		return -1;
	if (parts_cancel(d, before.id, "what it goes with was cancelled", err))
		return -1;
	if (stops)
		return 0;
	if (give_back(d, &before, err))
		return -1;
	if (playbook_wrote(&before) &&
	    playbook_taken_over(d, before.ticket, PLAYBOOK_TAKEN, err))
		return -1;
	return promise_broken(d, &before, "what it promises was cancelled",
			      err) ||
			       playbook_given_up(d, before.id, err)
		       ? -1
		       : 0;
}
