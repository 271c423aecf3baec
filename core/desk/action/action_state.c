/* action_state.c - the legal steps of an action.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/action/part.h"
#include "desk/money/goodwill.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/day_told.h"
#include "desk/reply/heard.h"
#include "desk/reply/promise.h"
#include "desk/reply/receipt.h"
#include "desk/task/task_told.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ticket.h"
#include "desk/ticket/undecided.h"

#define TO(state) (1u << (state))

/* From each state, where it may go. Anything else is a bug and is refused
 * before a row changes; `doctor --invariants` looks for rows that got past. */
static const uint32_t steps[] = {
	[0] = TO(ACTION_PLANNED) | TO(ACTION_WAITING) | TO(ACTION_HELD) |
	      TO(ACTION_DUE),
	/* Accepted, settled or failed when the platform shows what this copy
	 * does not know of, or an earlier attempt; unknown in a restored copy.
	 */
	[ACTION_PLANNED] = TO(ACTION_WAITING) | TO(ACTION_HELD) |
			   TO(ACTION_DUE) | TO(ACTION_CANCELLED) |
			   TO(ACTION_ACCEPTED) | TO(ACTION_SETTLED) |
			   TO(ACTION_FAILED) | TO(ACTION_PARKED),
	[ACTION_WAITING] = TO(ACTION_HELD) | TO(ACTION_DUE) |
			   TO(ACTION_CANCELLED) | TO(ACTION_ACCEPTED) |
			   TO(ACTION_SETTLED) | TO(ACTION_FAILED) |
			   TO(ACTION_PARKED),
	/* Waiting again when its approval is over (action_stop.c). */
	[ACTION_HELD] = TO(ACTION_WAITING) | TO(ACTION_DUE) |
			TO(ACTION_CANCELLED) | TO(ACTION_UNKNOWN) |
			TO(ACTION_ACCEPTED) | TO(ACTION_SETTLED) |
			TO(ACTION_FAILED) | TO(ACTION_PARKED),
	/* Waiting again as a part whose head's approval is taken back, or
	 * since the buyer wrote (heard.h). */
	[ACTION_DUE] =
		TO(ACTION_WAITING) | TO(ACTION_SENDING) | TO(ACTION_CANCELLED) |
		TO(ACTION_REFUSED) | TO(ACTION_PARKED) | TO(ACTION_UNKNOWN) |
		TO(ACTION_ACCEPTED) | TO(ACTION_SETTLED) | TO(ACTION_FAILED),
	[ACTION_SENDING] = TO(ACTION_ACCEPTED) | TO(ACTION_SETTLED) |
			   TO(ACTION_FAILED) | TO(ACTION_REFUSED) |
			   TO(ACTION_UNKNOWN) | TO(ACTION_PARKED) |
			   TO(ACTION_DUE) /* a declared "not done" */,
	[ACTION_UNKNOWN] = TO(ACTION_ACCEPTED) | TO(ACTION_SETTLED) |
			   TO(ACTION_DUE) | TO(ACTION_PARKED) |
			   TO(ACTION_REFUSED) | TO(ACTION_FAILED),
	[ACTION_ACCEPTED] =
		TO(ACTION_SETTLED) | TO(ACTION_FAILED) | TO(ACTION_PARKED),
	[ACTION_SETTLED] = TO(ACTION_FAILED) | TO(ACTION_PARKED),
	[ACTION_PARKED] = TO(ACTION_ACCEPTED) | TO(ACTION_SETTLED) |
			  TO(ACTION_DUE) | TO(ACTION_CANCELLED) |
			  TO(ACTION_FAILED),
	/* Given up, and the platform shows it after all. */
	[ACTION_REFUSED] = TO(ACTION_SETTLED),
	[ACTION_CANCELLED] = TO(ACTION_SETTLED),
	[ACTION_FAILED] = TO(ACTION_SETTLED),
};

bool action_may(int32_t from, int32_t to)
{
	return from >= 0 && (size_t)from < COUNT_OF(steps) &&
	       (steps[from] & TO(to));
}

bool action_at_rest(int32_t state)
{
	return state == ACTION_SETTLED || state == ACTION_REFUSED ||
	       state == ACTION_CANCELLED || state == ACTION_FAILED ||
	       state == ACTION_PARKED;
}

bool action_given_up(int32_t state)
{
	return state == ACTION_REFUSED || state == ACTION_CANCELLED ||
	       state == ACTION_FAILED;
}

const char *action_state_name(int32_t state)
{
	const struct field *f = kind_field(&action_kind, "state");

	return state > 0 && state <= ACTION_FAILED ? f->words[state] : "";
}

int action_load(struct desk *d, int64_t id, struct action *a, struct err *err)
{
	int found = record_load(d->db, &action_kind, id, a, &d->arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no action %lld",
			       (long long)id);
	return found < 0 ? -1 : 0;
}

int action_arg(struct desk *d, struct action *a, struct err *err)
{
	return action_load(d, arg_i64(d, "action"), a, err);
}

bool action_is_refund(const struct action *a)
{
	return text_eq(a->verb, "refund");
}

const char *action_subject(struct desk *d, const struct action *a)
{
	struct err none = { 0 };
	struct ticket t;

	if (*a->order_ref)
		return subject_of_order(&d->arena, a->shop, a->order_ref);
	if (a->ticket && ticket_load(d, a->ticket, &t, &none) == 0)
		return ticket_subject(d, &t);
	return subject_of_thread(
		&d->arena, a->shop,
		arena_printf(&d->arena, "action %lld", (long long)a->id));
}

/* Of a reply: what was sent stands in the ticket's history from the moment it
 * was accepted. */
static int add_message(struct desk *d, const struct action *a, struct err *err)
{
	struct message m = {
		.shop = a->shop,
		.ticket = a->ticket,
		.direction = DIR_OUT,
		.ref = arena_printf(&d->arena, "action:%lld", (long long)a->id),
		.channel = a->channel,
		.order_ref = a->order_ref,
		.to_addr = a->to_addr,
		.subject = a->subject,
		.text = a->text,
		.lang = a->lang,
		.message_id = a->message_id,
		.in_reply_to = a->in_reply_to,
		.at = d->tx.cmd->at,
		.action = a->id,
	};

	if (!text_eq(a->verb, "reply"))
		return 0;
	if (change(d, &message_kind, NULL, &m, err))
		return -1;
	return a->ticket && !receipt_is(a) &&
			       (heard_answered(d, a, err) ||
				day_told_left(d, a, err))
		       ? -1
		       : 0;
}

/* Refused, failed or parked: what somebody said yes to was not done. The alert
 * has its number only; why stands in the action, sealed with its order, since
 * the platform's words may name somebody. */
static int tell_not_done(struct desk *d, const struct action *a,
			 struct err *err)
{
	const char *state = action_state_name(a->state);

	return alert_raise(
		d, a->state == ACTION_REFUSED ? "warning" : "error",
		arena_printf(&d->arena, "action:%lld:%s", (long long)a->id,
			     state),
		a->ticket,
		arena_printf(&d->arena,
			     "action %lld (%s) is %s; `helloword action "
			     "show %lld` says why",
			     (long long)a->id, a->verb, state,
			     (long long)a->id),
		err);
}

/* Who closed its ticket believed that it was done. */
static int undone(struct desk *d, const struct action *a, struct err *err)
{
	return a->ticket && (money_given(a->amount) || money_given(a->worth))
		       ? undecided_undone(d, a->ticket, err)
		       : 0;
}

static bool is_done(const struct action *a)
{
	return a->state == ACTION_ACCEPTED || a->state == ACTION_SETTLED;
}

/* What hangs on it goes with it. */
static int not_done(struct desk *d, const struct action *a, struct err *err)
{
	return undone(d, a, err) ||
			       parts_cancel(d, a->id,
					    "what it goes with was not done",
					    err) ||
			       promise_broken(d, a, NOT_DONE, err) ||
			       playbook_given_up(d, a->id, err)
		       ? -1
		       : 0;
}

static int came_to_rest(struct desk *d, const struct action *before,
			const struct action *after, struct err *err)
{
	bool failed =
		after->state == ACTION_REFUSED || after->state == ACTION_FAILED;

	if (action_at_rest(after->state) &&
	    deadline_end(d, 0, after->id, NULL, NULL,
			 after->state == ACTION_CANCELLED ? DEADLINE_DROPPED
							  : DEADLINE_MET,
			 err))
		return -1;
	if (is_done(after) && !is_done(before) &&
	    (add_message(d, after, err) ||
	     task_told_since(d, after->ticket, after->shop, after->order_ref,
			     err)))
		return -1;
	if (after->state == ACTION_SETTLED && before->state != ACTION_SETTLED &&
	    follow_up_begin(d, after, err))
		return -1;
	if (failed && not_done(d, after, err))
		return -1;
	return failed || after->state == ACTION_PARKED
		       ? tell_not_done(d, after, err)
		       : 0;
}

/* Platforms pay out within hours; what they have not shown after the time that
 * the policy gives them, or what nobody could tell for a day, is for a person.
 * The first doubt counts. */
#define SETTLE_LIMIT_MS (3 * DAY_MS) /* where it says nothing */
#define UNKNOWN_LIMIT_MS DAY_MS

static int64_t settle_limit(const struct desk *d)
{
	int64_t within = d->brain && d->brain->after.settles_within
				 ? d->brain->after.settles_within(d->brain)
				 : 0;

	return within > 0 ? within : SETTLE_LIMIT_MS;
}

static int set_limit(struct desk *d, const struct action *before,
		     const struct action *after, struct err *err)
{
	bool again = before && before->doubt;
	int64_t limit = after->state == ACTION_ACCEPTED ? settle_limit(d)
			: after->state == ACTION_UNKNOWN && !again
				? UNKNOWN_LIMIT_MS
				: 0;

	return limit ? deadline_set(d, after->ticket, after->id, "settle",
				    after->verb, d->tx.cmd->at + limit, err)
		     : 0;
}

/* A platform may take back what it showed: what settled is looked at again
 * after 1, 3, 7, 15, 31 and 63 days, by its own name there. */
#define AGAIN_TIMES 6

void action_again(struct desk *d, struct action *a)
{
	bool more = text_eq(a->verb, "refund") && *a->remote_ref &&
		    a->looks < AGAIN_TIMES;

	a->not_before = more ? d->tx.cmd->at + (DAY_MS << a->looks) : 0;
}

int action_to(struct desk *d, const struct action *before, struct action *after,
	      int32_t state, const char *why, struct err *err)
{
	int32_t from = before ? before->state : 0;

	if (!action_may(from, state))
		return err_set(
			err, ERR_BUG, "an action cannot go from %s to %s",
			action_state_name(from), action_state_name(state));
	after->state = state;
	after->postponed = 0;
	after->why = why;
	if (action_at_rest(state))
		after->settled = d->tx.cmd->at;
	if (state == ACTION_SETTLED) {
		after->looks = 0;
		action_again(d, after);
	}
	if (change(d, &action_kind, before, after, err) ||
	    (before && promise_holds(from) && !promise_holds(state) &&
	     promise_go_on(d, before, err)) ||
	    set_limit(d, before, after, err) ||
	    came_to_rest(d, before ? before : &(struct action){ 0 }, after,
			 err))
		return -1;
	return before && after->ticket ? ticket_settle(d, after->ticket, err)
				       : 0;
}

/* What may have been done is not undone by a cancelled row: it is not sent
 * again, and its intent stays taken until somebody has looked. */
int action_cancel(struct desk *d, int64_t id, const char *why, struct err *err)
{
	struct action before, after;

	if (action_load(d, id, &before, err))
		return -1;
	after = before;
	if (before.doubt && before.state != ACTION_PARKED)
		return action_to(d, &before, &after, ACTION_PARKED,
				 arena_printf(&d->arena,
					      "%s, but it may have been done: "
					      "look on the platform",
					      why),
				 err);
	return action_to(d, &before, &after, ACTION_CANCELLED, why, err);
}
