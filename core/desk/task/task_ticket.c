/* task_ticket.c - the tasks of a ticket, and of all that went into it: their
 * deadlines are the other's, so they end and come back with it.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/promise.h"
#include "desk/task/task_own.h"
#include "desk/task/task_told.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"

static int named(struct desk *d, struct named *out, const char *sql,
		 int64_t ticket, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, sql, "i", ticket);

	return ending_named(d, out, "task", &r, err);
}

static int first_of(struct desk *d, const struct named *list, struct task *t,
		    struct err *err)
{
	*t = (struct task){ 0 };
	return record_load(d->db, &task_kind, list->first, t, &d->arena, err) <
			       0
		       ? -1
		       : 0;
}

int task_holds(struct desk *d, int64_t ticket, struct err *err)
{
	struct named open;
	struct task t;

	if (named(d, &open,
		  "SELECT id, role FROM tasks WHERE ticket IN " MERGE_FAMILY(
			  "?1") " AND state = 1 ORDER BY id",
		  ticket, err))
		return -1;
	if (open.count != 1)
		return open.count ? err_set(err, ERR_DATA,
					    "T-%lld has open %s: `task done "
					    "ID`, `task failed ID`, or give "
					    "--force REASON",
					    (long long)ticket, open.all)
				  : 0;
	if (first_of(d, &open, &t, err))
		return -1;
	return err_set(err, ERR_DATA,
		       "T-%lld has an open task of the %s: `task done %lld`, "
		       "`task failed %lld`, or give --force REASON",
		       (long long)ticket, t.role, (long long)t.id,
		       (long long)t.id);
}

#define GAVE                                                            \
	"SELECT k.id, k.gives FROM tickets t, tasks k WHERE t.id = ?1 " \
	"AND " TASK_UNTOLD " ORDER BY k.id"

int task_untold(struct desk *d, int64_t ticket, struct err *err)
{
	struct named gave;
	struct task t;

	/* What was closed then was closed. */
	if (d->tx.taking != LIVE)
		return 0;
	if (named(d, &gave, GAVE, ticket, err))
		return -1;
	if (gave.count != 1)
		return gave.count ? err_set(err, ERR_DATA,
					    "the buyer of T-%lld got what %s "
					    "give, and no reply tells of it: "
					    "`ticket reply T-%lld TEXT --tells "
					    "task:%lld,...`, or give --force "
					    "REASON",
					    (long long)ticket, gave.all,
					    (long long)ticket,
					    (long long)gave.first)
				  : 0;
	if (first_of(d, &gave, &t, err))
		return -1;
	return err_set(err, ERR_DATA,
		       "the buyer of T-%lld got what task %lld of the %s gives "
		       "(%s), and no reply tells of it: `ticket reply T-%lld "
		       "TEXT --tells task:%lld`, or give --force REASON",
		       (long long)ticket, (long long)t.id, t.role, t.gives,
		       (long long)ticket, (long long)t.id);
}

static int drop_of(struct desk *d, int64_t ticket, struct err *err)
{
	size_t n;
	struct task *list = record_all(
		record_query(d->db, &task_kind,
			     "WHERE ticket = ?1 AND state = 1 ORDER BY id", "i",
			     ticket),
		&task_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (task_end(d, &list[i], TASK_DROPPED, "", err))
			return -1;
	return list ? 0 : -1;
}

int task_drop_all(struct desk *d, int64_t ticket, struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);

	for (size_t i = 0; i < n; i++)
		if (drop_of(d, ids[i], err))
			return -1;
	return 0;
}

int task_over(struct desk *d, int64_t ticket, const char *playbook, bool done,
	      struct err *err)
{
	size_t n;
	struct task *list = record_all(
		record_query(d->db, &task_kind,
			     "WHERE ticket IN " MERGE_FAMILY(
				     "?1") " AND playbook = ?2 AND state = 1 "
					   "ORDER BY id",
			     "is", ticket, playbook),
		&task_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (task_end(d, &list[i], done ? TASK_DONE : TASK_DROPPED, "",
			     err))
			return -1;
	return list ? 0 : -1;
}

/* Their deadlines are open again already; what was late is told again. */
static int back_of(struct desk *d, int64_t ticket, int64_t closed,
		   struct err *err)
{
	size_t n;
	struct task *list = record_all(
		record_query(d->db, &task_kind,
			     "WHERE ticket = ?1 AND state = 4 AND done = ?2 "
			     "ORDER BY id",
			     "ii", ticket, closed),
		&task_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		struct task after = list[i];

		after.state = TASK_OPEN;
		after.done = 0;
		after.by = "";
		if (change(d, &task_kind, &list[i], &after, err) ||
		    (after.late && task_tell_again(d, &after, err)))
			return -1;
	}
	return list ? 0 : -1;
}

int task_back(struct desk *d, int64_t ticket, int64_t closed, struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);

	for (size_t i = 0; i < n; i++)
		if (back_of(d, ids[i], closed, err))
			return -1;
	return 0;
}
