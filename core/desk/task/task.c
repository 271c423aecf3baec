/* task.c - see task.h.
 * SPDX-License-Identifier: MIT */
#include "desk/task/task.h"

#include "base/vec.h"
#include "base/when.h"
#include "desk/alert/alert.h"
#include "desk/money/goodwill.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/code.h"
#include "desk/reply/code_by_hand.h"
#include "desk/task/task_money.h"
#include "desk/task/task_own.h"
#include "desk/task/task_told.h"
#include "desk/task/task_wait.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

/* -- giving -- */

static const char *waits_for_yes(struct desk *d, const struct task *t)
{
	return arena_printf(&d->arena,
			    "T-%lld: a task of the %s (%s) waits for a yes; "
			    "`helloword task list` says which",
			    (long long)t->ticket, t->role, t->gives);
}

static int tell_of(struct desk *d, struct task *t, const char *cause,
		   const char *told, struct err *err)
{
	if (alert_raise(d, "warning", cause, t->ticket, told, err))
		return -1;
	t->alert = db_i64(d->db, 0,
			  "SELECT id FROM alerts WHERE cause = ?1 AND "
			  "acknowledged IS NULL",
			  "s", cause);
	return 0;
}

/* The source tells two of one ticket apart. */
int task_give(struct desk *d, struct task *t, const char *cause,
	      const char *told, struct err *err)
{
	const char *source =
		*t->step ? t->step : arena_printf(&d->arena, "%s", cause);

	t->set = d->tx.cmd->at;
	t->state = TASK_OPEN;
	if (task_weigh(d, t, err) ||
	    deadline_set(d, t->ticket, 0, "task", source, t->due, err))
		return -1;
	t->deadline = db_i64(d->db, 0,
			     "SELECT id FROM deadlines WHERE state = 1 AND "
			     "source = ?2 AND purpose = 'task' AND ticket IS "
			     "nullif(?1, 0)",
			     "is", t->ticket, source);
	if (tell_of(d, t, cause, t->waits ? waits_for_yes(d, t) : told, err))
		return -1;
	return change(d, &task_kind, NULL, t, err);
}

/* What its alert says now is another thing, so it is another one. */
int task_begins(struct desk *d, const struct task *before, struct task *after,
		struct err *err)
{
	const char *cause = db_text(d->db, &d->arena,
				    "SELECT cause FROM alerts WHERE id = ?1",
				    "i", before->alert);

	if (alert_end(d, before->alert, err) ||
	    tell_of(d, after, cause,
		    arena_printf(&d->arena,
				 "T-%lld: %s has a task; `helloword task "
				 "list` says which",
				 (long long)merge_target(d, after->ticket),
				 after->role),
		    err))
		return -1;
	return change(d, &task_kind, before, after, err) ||
			       task_go_on(d, after->id, err)
		       ? -1
		       : 0;
}

const char *task_spoken(struct desk *d, const struct task *t)
{
	int64_t ticket = t->ticket ? merge_target(d, t->ticket) : 0;

	return arena_printf(
		&d->arena, "%stask %lld of the %s",
		ticket ? arena_printf(&d->arena, "T-%lld: ", (long long)ticket)
		       : "",
		(long long)t->id, t->role);
}

/* -- ending -- */

static int end_deadline(struct desk *d, int64_t id, int32_t state,
			struct err *err)
{
	struct deadline before = { 0 }, after;
	int found =
		record_load(d->db, &deadline_kind, id, &before, &d->arena, err);

	if (found <= 0 || before.state != DEADLINE_OPEN)
		return found < 0 ? -1 : 0;
	after = before;
	after.state = state;
	after.done = d->tx.cmd->at;
	return change(d, &deadline_kind, &before, &after, err);
}

/* Nobody need be told again that it is late. */
static int end_late(struct desk *d, int64_t id, struct err *err)
{
	return deadline_over(d, TASK_LATE,
			     arena_printf(&d->arena, "%lld", (long long)id),
			     DEADLINE_DROPPED, err) ||
			       alert_over(d,
					  arena_printf(&d->arena,
						       "task-late:%lld",
						       (long long)id),
					  err)
		       ? -1
		       : 0;
}

/* The deadlines and alerts go with it. */
int task_end(struct desk *d, const struct task *before, int32_t state,
	     const char *note, struct err *err)
{
	struct task after = *before;

	if (state == TASK_DONE && *code_said(d))
		after.code = code_said(d);
	after.state = state;
	if (state != TASK_DROPPED) /* that may come back, and waits again */
		after.waits = 0;
	after.done = d->tx.cmd->at;
	after.by = d->tx.cmd->by;
	after.note = note;
	if (change(d, &task_kind, before, &after, err) ||
	    end_deadline(d, before->deadline,
			 state == TASK_DONE ? DEADLINE_MET : DEADLINE_DROPPED,
			 err) ||
	    alert_end(d, before->alert, err) ||
	    (before->late && end_late(d, before->id, err)))
		return -1;
	if (state != TASK_DONE)
		return 0;
	return follow_up_of_task(d, before, err) ||
			       task_told_since(d, before->ticket, before->shop,
					       before->order_ref, err)
		       ? -1
		       : 0;
}

static int end_and_settle(struct desk *d, const struct task *t, int32_t state,
			  const char *note, struct err *err)
{
	if (task_end(d, t, state, note, err))
		return -1;
	/* Its deadline stands where its ticket went. */
	return t->ticket ? ticket_settle(d, merge_target(d, t->ticket), err)
			 : 0;
}

int task_acknowledged(struct desk *d, int64_t alert, struct err *err)
{
	struct task t = { 0 };
	int found = record_find(d->db, &task_kind, &t, &d->arena, NULL, err,
				"WHERE alert = ?1 AND state = 1", "i", alert);

	if (found <= 0)
		return found;
	return t.waits || text_eq(t.gives, "coupon")
		       ? 0
		       : end_and_settle(d, &t, TASK_DONE, "", err);
}

/* -- people -- */

int task_load(struct desk *d, struct task *t, struct err *err)
{
	int64_t id = arg_i64(d, "task");
	int found;

	*t = (struct task){ 0 };
	found = record_load(d->db, &task_kind, id, t, &d->arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no task %lld",
			       (long long)id);
	return found < 0 ? -1 : 0;
}

/* What is sealed of a task is sealed with its order, or its ticket. */
int task_subject(struct desk *d, const struct task *t, struct err *err)
{
	struct ticket of;

	if (*t->order_ref)
		d->tx.subject = arena_strdup(
			&d->arena,
			subject_of_order(&d->arena, t->shop, t->order_ref));
	else if (ticket_load(d, t->ticket, &of, err))
		return -1;
	else
		d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &of));
	return 0;
}

static int end_check(struct desk *d, struct err *err)
{
	struct task t = { 0 };

	if (task_load(d, &t, err) || task_subject(d, &t, err))
		return -1;
	return t.state == TASK_OPEN
		       ? 0
		       : err_set(err, ERR_DATA, "task %lld has ended already",
				 (long long)t.id);
}

int task_done_check(struct desk *d, struct err *err)
{
	struct task t;

	if (end_check(d, err) || task_load(d, &t, err))
		return -1;
	/* What was done then was done. */
	if (d->tx.taking != LIVE)
		return 0;
	return t.waits ? err_set(err, ERR_DATA,
				 "task %lld waits for a yes: `task approve "
				 "%lld` first",
				 (long long)t.id, (long long)t.id)
		       : code_by_hand_check(d, &t, err);
}

int task_done_decide(struct desk *d, struct err *err)
{
	struct task t;

	return task_load(d, &t, err) ||
			       end_and_settle(d, &t, TASK_DONE,
					      arg_text(d, "note"), err) ||
			       code_by_hand_made(d, &t, err)
		       ? -1
		       : 0;
}

int task_failed_check(struct desk *d, struct err *err)
{
	return text_blank(arg_text(d, "note"))
		       ? err_set(err, ERR_DATA,
				 "say why it could not be done: --note TEXT")
		       : end_check(d, err);
}

/* Whoever goes on must know: no playbook does. */
int task_failed_decide(struct desk *d, struct err *err)
{
	struct task t = { 0 };
	bool ended;

	if (task_load(d, &t, err) ||
	    end_and_settle(d, &t, TASK_FAILED, arg_text(d, "note"), err) ||
	    task_told_failed(d, &t, err) ||
	    playbook_task_failed(d, &t, &ended, err))
		return -1;
	return alert_raise(
		d, "error",
		arena_printf(&d->arena, TASK_FAILED_ALERT "%lld",
			     (long long)t.id),
		t.ticket,
		arena_printf(&d->arena,
			     "%s could not be done%s; `helloword task list "
			     "--all` says why; go on by hand",
			     task_spoken(d, &t),
			     ended ? ", and its playbook ends" : ""),
		err);
}
