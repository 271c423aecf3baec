/* deadline.c - see deadline.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/deadline.h"

#include "base/when.h"
#include "desk/action/action.h"
#include "desk/alert/ladder.h"
#include "desk/alert/remind.h"
#include "desk/alert/tell.h"
#include "desk/intake/handling.h"
#include "desk/money/goodwill.h"
#include "desk/money/reconcile.h"
#include "desk/people/assign.h"
#include "desk/playbook/follow.h"
#include "desk/playbook/playbook.h"
#include "desk/task/task.h"
#include "desk/ticket/fold.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/snooze.h"
#include "desk/ticket/ticket.h"

/* The open deadline of these four, or the one that stands still. Each way in
 * has its index. */
static int find_open(struct desk *d, int64_t ticket, int64_t action,
		     const char *purpose, const char *source,
		     struct deadline *out, struct err *err)
{
	const char *tail =
		ticket   ? "WHERE ticket = ?1 AND state IN (1, 5) AND "
			   "action IS nullif(?2, 0) AND purpose = ?3 AND "
			   "source IS nullif(?4, '')"
		: action ? "WHERE action = ?2 AND state = 1 AND "
			   "ticket IS nullif(?1, 0) AND purpose = ?3 AND "
			   "source IS nullif(?4, '')"
			 : "INDEXED BY deadlines_source WHERE state = 1 AND "
			   "source = ?4 AND purpose = ?3 AND ticket IS NULL "
			   "AND action IS NULL AND ?1 = ?2";

	return record_find(d->db, &deadline_kind, out, &d->arena, NULL, err,
			   tail, "iiss", ticket, action, purpose, source);
}

int deadline_put(struct desk *d, const struct deadline *as, struct err *err)
{
	struct deadline before = { 0 }, after;
	int found = find_open(d, as->ticket, as->action, as->purpose,
			      as->source, &before, err);

	if (found < 0)
		return -1;
	after = before;
	if (found && before.due == as->due && before.state == DEADLINE_OPEN)
		return 0;
	after.ticket = as->ticket;
	after.action = as->action;
	after.purpose = as->purpose;
	after.source = as->source;
	after.due = as->due;
	after.state = DEADLINE_OPEN;
	after.period = as->period ? as->period : "";
	after.paused = 0;
	after.set = as->set ? as->set : d->tx.cmd->at;
	return change(d, &deadline_kind, found ? &before : NULL, &after, err);
}

int deadline_set(struct desk *d, int64_t ticket, int64_t action,
		 const char *purpose, const char *source, int64_t due,
		 struct err *err)
{
	const struct deadline as = { .ticket = ticket,
				     .action = action,
				     .purpose = purpose,
				     .source = source,
				     .due = due };

	return deadline_put(d, &as, err);
}

int deadline_set_of(struct desk *d, int64_t ticket, const char *purpose,
		    const char *source, const char *period, int64_t due,
		    struct err *err)
{
	const struct deadline as = { .ticket = ticket,
				     .purpose = purpose,
				     .source = source,
				     .period = period,
				     .due = due };

	return deadline_put(d, &as, err);
}

/* The open ones of a ticket, or of an action. */
static struct deadline *open_of(struct desk *d, int64_t ticket, int64_t action,
				size_t *count, struct err *err)
{
	return record_all(ticket ? record_query(d->db, &deadline_kind,
						"WHERE ticket = ?1 AND "
						"state IN (1, 5)",
						"i", ticket)
				 : record_query(d->db, &deadline_kind,
						"WHERE action = ?1 AND "
						"state = 1",
						"i", action),
			  &deadline_kind, &d->arena, count, err);
}

/* The reminders of a response go with it. */
static bool of_purpose(const struct deadline *one, const char *purpose)
{
	return !purpose || text_eq(one->purpose, purpose) ||
	       (text_eq(purpose, "first_response") &&
		text_eq(one->purpose, "remind"));
}

int deadline_end(struct desk *d, int64_t ticket, int64_t action,
		 const char *purpose, const char *source, int32_t state,
		 struct err *err)
{
	size_t n;
	struct deadline *list = open_of(d, ticket, action, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		struct deadline after = list[i];

		if ((ticket && after.action) || !of_purpose(&after, purpose) ||
		    (source && !text_eq(after.source, source)))
			continue;
		after.state = state;
		after.done = d->tx.cmd->at;
		if (change(d, &deadline_kind, &list[i], &after, err))
			return -1;
	}
	if (list && ticket && purpose && text_eq(purpose, "first_response"))
		return ladder_answered(d, ticket, err);
	return list ? 0 : -1;
}

int deadline_over(struct desk *d, const char *purpose, const char *source,
		  int32_t state, struct err *err)
{
	struct deadline before = { 0 }, after;
	int found = find_open(d, 0, 0, purpose, source, &before, err);

	if (found <= 0)
		return found;
	after = before;
	after.state = state;
	after.done = d->tx.cmd->at;
	return change(d, &deadline_kind, &before, &after, err);
}

/* -- a moment has come -- */

int deadline_named(struct desk *d, struct deadline *one, struct err *err)
{
	return record_load(d->db, &deadline_kind, arg_i64(d, "deadline"), one,
			   &d->arena, err);
}

int due_check(struct desk *d, struct err *err)
{
	struct deadline one = { 0 };
	int found = deadline_named(d, &one, err);

	if (found < 0)
		return -1;
	if (!found || one.state != DEADLINE_OPEN || one.due > d->tx.cmd->at)
		d->tx.cmd->verdict = UNCHANGED;
	return 0;
}

const char *deadline_breach(struct desk *d, int64_t id)
{
	return arena_printf(&d->arena, "breach:%lld", (long long)id);
}

const char *deadline_missed(struct desk *d, const struct deadline *one,
			    int64_t has)
{
	const char *went =
		has == one->ticket
			? ""
			: arena_printf(&d->arena, ", which went into T-%lld,",
				       (long long)has);

	return arena_printf(&d->arena, "T-%lld%s missed its deadline: %s (%s)",
			    (long long)one->ticket, went, one->purpose,
			    one->source);
}

/* Nobody met it: say so once, loudly. Many noticed after a gap are one alert,
 * counted: their tickets stand in the queue as what they are. */
static int breach(struct desk *d, const struct deadline *one, struct err *err)
{
	if (fold_late(d, one->due))
		return alert_raise(
			d, "error",
			arena_printf(&d->arena, "breach-before:%s",
				     one->purpose),
			one->ticket,
			arena_printf(&d->arena,
				     "deadlines were missed while nobody "
				     "looked: %s",
				     one->purpose),
			err);
	return alert_raise(d, "error", deadline_breach(d, one->id), one->ticket,
			   deadline_missed(d, one, one->ticket), err);
}

static int undo_over(struct desk *d, int64_t id, struct err *err)
{
	struct action a, after;

	if (action_load(d, id, &a, err))
		return -1;
	after = a;
	return a.state == ACTION_HELD ? action_to(d, &a, &after, ACTION_DUE,
						  "undo window is over", err)
				      : 0;
}

static int wake(struct desk *d, const struct deadline *one, struct err *err)
{
	if (text_eq(one->purpose, "undo"))
		return undo_over(d, one->action, err);
	if (text_eq(one->purpose, "parcel"))
		return parcel_stalled(d, one->source, err);
	if (text_eq(one->purpose, "playbook"))
		return playbook_wake(d, one, err);
	if (text_eq(one->purpose, "remind"))
		return remind_wake(d, one, err);
	if (text_eq(one->purpose, "alert"))
		return ladder_wake(d, one, err);
	if (text_eq(one->purpose, "tell"))
		return tell_wake(d, one, err);
	if (text_eq(one->purpose, "clock"))
		return 0; /* it agreed long enough */
	if (text_eq(one->purpose, "settle"))
		return action_not_settled(d, one->action, err);
	if (text_eq(one->purpose, "reconcile"))
		return reconcile_night(d, err);
	if (text_eq(one->purpose, SHIFT))
		return assign_wake(d, one, err);
	if (text_eq(one->purpose, "escalate"))
		return task_late(d, one, err) < 0 ? -1 : 0;
	if (text_eq(one->purpose, "snooze"))
		return snooze_over(d, one->ticket, err);
	if (text_eq(one->purpose, "follow_up"))
		return follow_up_due(d, one, err);
	if (text_eq(one->purpose, "handling"))
		return handling_late(d, one, err);
	if (text_eq(one->purpose, "invite"))
		return goodwill_invite(d, one, err);
	if (text_eq(one->purpose, "task")) {
		int rc = task_late(d, one, err);

		return rc > 0 ? breach(d, one, err) : rc;
	}
	return breach(d, one, err);
}

/* A timer is met by coming due; a promise is breached by it. */
static bool is_timer(const struct deadline *one)
{
	static const char *const timers[] = {
		"undo",      "parcel",   "settle", "remind", "clock",
		"reconcile", "playbook", "snooze", "invite", "follow_up",
		"escalate",  "alert",    "tell",   SHIFT
	};

	for (size_t i = 0; i < COUNT_OF(timers); i++)
		if (text_eq(one->purpose, timers[i]))
			return true;
	return false;
}

/* What nobody need meet any more is no miss, nor is what was told as one. */
static bool is_idle(struct desk *d, const struct deadline *one)
{
	return text_eq(one->purpose, "handling") ? handling_idle(d, one)
						 : merge_missed_told(d, one);
}

int due_decide(struct desk *d, struct err *err)
{
	struct deadline one, after;

	if (deadline_named(d, &one, err) < 0)
		return -1;
	after = one;
	after.state = is_timer(&one)     ? DEADLINE_MET
		      : is_idle(d, &one) ? DEADLINE_DROPPED
					 : DEADLINE_BREACHED;
	after.done = d->tx.cmd->at;
	if (change(d, &deadline_kind, &one, &after, err) ||
	    (after.state != DEADLINE_DROPPED && wake(d, &one, err)))
		return -1;
	return one.ticket ? ticket_settle(d, one.ticket, err) : 0;
}
