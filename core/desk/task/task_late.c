/* task_late.c - a task that is not done in time is told again and again.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/alert/alert.h"
#include "desk/task/task_own.h"
#include "desk/ticket/deadline.h"

/* Of the deadline itself, or, when it is told again, of the task's number. */
static int task_of(struct desk *d, const struct deadline *one, struct task *t,
		   struct err *err)
{
	if (text_eq(one->purpose, TASK_LATE))
		return record_find(d->db, &task_kind, t, &d->arena, NULL, err,
				   "WHERE id = CAST(?1 AS INTEGER) AND "
				   "state = 1",
				   "s", one->source);
	return record_find(d->db, &task_kind, t, &d->arena, NULL, err,
			   "WHERE deadline = ?1 AND state = 1", "i", one->id);
}

int task_tell_again(struct desk *d, const struct task *t, struct err *err)
{
	int64_t again = d->brain && d->brain->after.task_again
				? d->brain->after.task_again(d->brain)
				: 0;

	if (again <= 0)
		return 0;
	return deadline_set(d, 0, 0, TASK_LATE,
			    arena_printf(&d->arena, "%lld", (long long)t->id),
			    d->tx.cmd->at + again, err);
}

/* What is to be done about it: nobody may do what waits for a yes. */
static const char *what_now(struct desk *d, const struct task *t)
{
	if (!t->waits)
		return "see that it is done: `helloword task list`";
	return arena_printf(&d->arena,
			    "it waits for the yes of somebody who may give so "
			    "much away: `helloword task approve %lld`, or "
			    "`helloword task failed %lld`",
			    (long long)t->id, (long long)t->id);
}

int task_late(struct desk *d, const struct deadline *one, struct err *err)
{
	CLEANUP(str_release) struct str due = STR_INIT;
	struct task t = { 0 }, after;
	int found = task_of(d, one, &t, err);

	if (found < 0)
		return -1;
	if (!found)
		return 1;
	after = t;
	after.late++;
	instant_put(&due, t.due);
	if (change(d, &task_kind, &t, &after, err) ||
	    task_tell_again(d, &t, err))
		return -1;
	return alert_raise(
		d, "error",
		arena_printf(&d->arena, "task-late:%lld", (long long)t.id),
		t.ticket,
		arena_printf(&d->arena, "%s is late, it was due at %s; %s",
			     task_spoken(d, &t), str_c(&due), what_now(d, &t)),
		err);
}
