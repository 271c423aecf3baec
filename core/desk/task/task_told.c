/* task_told.c - see task_told.h.
 * SPDX-License-Identifier: MIT */
#include "desk/task/task_told.h"

#include "base/vec.h"
#include "desk/action/action.h"
#include "desk/alert/alert.h"
#include "desk/reply/backing.h"
#include "desk/reply/screen.h"
#include "desk/task/task_wait.h"
#include "desk/ticket/ending.h"

VEC(task_ids, int64_t);

static int load(struct desk *d, int64_t id, struct task *t, struct err *err)
{
	*t = (struct task){ 0 };
	return record_load(d->db, &task_kind, id, t, &d->arena, err) < 0 ? -1
									 : 0;
}

/* "warehouse, reship" */
static const char *what(struct desk *d, const struct task *t)
{
	return arena_printf(&d->arena, "%s%s%s", t->role, *t->gives ? ", " : "",
			    t->gives);
}

/* -- before it leaves -- */

static const char *why_not(struct desk *d, const struct task *t)
{
	return arena_printf(
		&d->arena,
		"it tells of task %lld (%s), which could not be done",
		(long long)t->id, what(d, t));
}

int task_told_failed(struct desk *d, const struct task *t, struct err *err)
{
	size_t n;
	struct action *list = task_replies(d, t->id, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (promise_stop(d, &list[i], why_not(d, t), err))
			return -1;
	return list ? 0 : -1;
}

int task_told_again(struct desk *d, const struct action *reply, struct err *err)
{
	struct action now;
	struct task t;
	int64_t id;

	if (task_told_gone(d, reply, &id, err))
		return -1;
	if (!id)
		return 0;
	/* The buyer may have written meanwhile: it waits already; or an action
	 * that it tells of has stopped it. */
	if (load(d, id, &t, err) || action_load(d, reply->id, &now, err))
		return -1;
	return now.state <= ACTION_DUE
		       ? promise_stop(d, &now, why_not(d, &t), err)
		       : 0;
}

int task_told_gone(struct desk *d, const struct action *reply, int64_t *id,
		   struct err *err)
{
	*id = 0;
	if (text_blank(reply->tasks))
		return 0;
	return db_ask(d->db, id, 0, err,
		      "SELECT min(id) FROM tasks WHERE state IN (3, 4) AND id "
		      "IN (SELECT value FROM json_each(?1)) AND done >= ?2",
		      "si", reply->tasks, reply->planned);
}

/* A person's words may be backed by something else by now. */
static int still_backed(struct desk *d, const struct action *reply, bool *is,
			struct err *err)
{
	const char *words;

	*is = false;
	if (!reply_by_hand(reply))
		return 0;
	if (backing_of(d, reply, &words, err))
		return -1;
	*is = screen_lets(d, reply, words);
	return 0;
}

/* What the policy wrote, or a person in its place, keeps what it tells of. */
static int say_early(struct desk *d, const struct action *reply,
		     const struct task *t, struct err *err)
{
	const char *tells = arena_printf(
		&d->arena,
		"action %lld tells the buyer of task %lld (%s), which could "
		"not be done",
		(long long)reply->id, (long long)t->id, what(d, t));

	return reply_by_hand(reply)
		       ? err_set(err, ERR_DATA,
				 "%s: give it otherwise first, or write other "
				 "words with `ticket reply T-%lld --edit`",
				 tells, (long long)reply->ticket)
		       : err_set(err, ERR_DATA,
				 "%s: cancel it, and write what is so with "
				 "`ticket reply T-%lld TEXT`",
				 tells, (long long)reply->ticket);
}

int task_told_early(struct desk *d, const struct action *reply, struct err *err)
{
	struct task t;
	int64_t id;
	bool backed;

	if (task_told_gone(d, reply, &id, err))
		return -1;
	if (!id)
		return 0;
	if (still_backed(d, reply, &backed, err) || load(d, id, &t, err))
		return -1;
	return backed ? 0 : say_early(d, reply, &t, err);
}

/* -- after it left -- */

static int owed_named(struct desk *d, int64_t ticket, struct named *out,
		      struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT DISTINCT k.id, k.role || coalesce(', ' || k.gives, "
		"'') FROM tickets t, tasks_in_vain k WHERE t.id = ?1 "
		"AND " TASK_TOLD " AND " TASK_STILL_OWED " ORDER BY 1",
		"i", ticket);

	return ending_named(d, out, "task", &r, err);
}

int task_told_ends(struct desk *d, int64_t ticket, struct err *err)
{
	struct named owed;

	/* What was closed then was closed. */
	if (d->tx.taking != LIVE)
		return 0;
	if (owed_named(d, ticket, &owed, err))
		return -1;
	return owed.count
		       ? err_set(err, ERR_DATA,
				 "the buyer of T-%lld was told of %s, of "
				 "which nothing came: `ticket reply T-%lld "
				 "TEXT --tells task:%lld%s`, or give --force "
				 "REASON",
				 (long long)ticket, owed.all, (long long)ticket,
				 (long long)owed.first,
				 owed.count > 1 ? ",..." : "")
		       : 0;
}

/* The tickets whose buyers were told of task ?1, that failed: by replies of
 * ticket ?2, of its own (?3), of what went into either, or of its order. Each
 * by its index: replies that told of some task are many. */
#define IN_MATTER(ticket) \
	"SELECT id FROM actions WHERE ticket IN " MERGE_FAMILY(ticket)
#define TOLD_TICKETS                                                           \
	"SELECT DISTINCT a.ticket FROM tasks k, actions a WHERE k.id = ?1 "    \
	"AND k.state = 3 AND a.id IN (" IN_MATTER(                             \
		"?2") " AND state IN (6, "                                     \
		      "7) UNION " IN_MATTER(                                   \
			      "?3") " AND state IN (6, 7) UNION SELECT id "    \
				    "FROM actions WHERE shop = ?4 AND verb = " \
				    "'reply' AND order_ref = "                 \
				    "nullif(?5, '')) AND +a.state IN (6, 7) "  \
				    "AND a.sent <= k.done AND "                \
				    "k.id IN (SELECT value FROM "              \
				    "json_each(a.tasks))"

/* Was anybody told of it, and is a word owed to none of these any more? */
static int is_settled(struct desk *d, const struct task *t, int64_t ticket,
		      bool *settled, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, TOLD_TICKETS, "iiiis", t->id, ticket,
				   t->ticket ? merge_target(d, t->ticket) : 0,
				   t->shop, t->order_ref);
	int64_t owed = 0;
	int rc = 0;

	*settled = false;
	while (!owed && rc == 0 && rows_next(&r)) {
		rc = db_ask(d->db, &owed, 0, err,
			    "SELECT k.id FROM tickets t, tasks_in_vain k WHERE "
			    "t.id = ?1 AND k.id = ?2 AND " TASK_TOLD
			    " AND " TASK_STILL_OWED " LIMIT 1",
			    "ii", merge_target(d, rows_i64(&r, 0)), t->id);
		*settled = !owed;
	}
	return rc || rows_end(&r, err) ? -1 : 0;
}

#define OURS MERGE_FAMILY("?1")

/* What failed, and may be settled by that: given or told in one of the family,
 * or of its order. Asked one by one, each by its index: this is asked whenever
 * something was given or written, and replies that left are many. */
static int of_matter(struct desk *d, int64_t ticket, int64_t shop,
		     const char *order_ref, struct task_ids *ids,
		     struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT id FROM tasks WHERE state = 3 AND ticket IN " OURS
		" UNION SELECT id FROM tasks WHERE state = 3 AND shop = ?2 AND "
		"order_ref = nullif(?3, '') UNION SELECT id FROM tasks_in_vain "
		"WHERE told IN " OURS " ORDER BY 1",
		"iis", ticket, shop, order_ref);

	while (rows_next(&r))
		task_ids_push(ids, rows_i64(&r, 0));
	return rows_end(&r, err);
}

static int end_alert(struct desk *d, int64_t id, int64_t ticket,
		     struct err *err)
{
	const char *cause = arena_printf(&d->arena, TASK_FAILED_ALERT "%lld",
					 (long long)id);
	bool settled = false;
	struct task t;
	int64_t open;

	if (db_ask(d->db, &open, 0, err,
		   "SELECT id FROM alerts WHERE cause = ?1 AND acknowledged IS "
		   "NULL",
		   "s", cause) ||
	    (open && (load(d, id, &t, err) ||
		      is_settled(d, &t, ticket, &settled, err))))
		return -1;
	return settled ? alert_over(d, cause, err) : 0;
}

int task_told_since(struct desk *d, int64_t ticket, int64_t shop,
		    const char *order_ref, struct err *err)
{
	CLEANUP(task_ids_release) struct task_ids ids = { 0 };
	int64_t target = ticket ? merge_target(d, ticket) : 0;

	if (of_matter(d, target, shop, order_ref, &ids, err))
		return -1;
	for (size_t i = 0; i < ids.len; i++)
		if (end_alert(d, ids.at[i], target, err))
			return -1;
	return 0;
}
