/* task_wait.c - see task_wait.h.
 * SPDX-License-Identifier: MIT */
#include "desk/task/task_wait.h"

#include "desk/reply/promise.h"

#define AWAITED(holds)                                                     \
	"SELECT k.id FROM actions a, json_each(a.tasks) j, tasks k WHERE " \
	"a.id = ?1 AND a.verb = 'reply' AND k.id = j.value AND k.id > ?2 " \
	"AND k.state = 1 AND " holds " ORDER BY k.id LIMIT 1"
#define FOR_YES "k.waits = 1"
#define FOR_CODE "(a.rule IS NULL AND k.gives = 'coupon')"

static int first(struct desk *d, const char *sql, const struct action *reply,
		 struct task *t, bool *found, struct err *err)
{
	int64_t id = 0;

	*found = false;
	if (db_ask(d->db, &id, 0, err, sql, "ii", reply->id, (int64_t)0))
		return -1;
	*found = id != 0;
	*t = (struct task){ 0 };
	return id && record_load(d->db, &task_kind, id, t, &d->arena, err) < 0
		       ? -1
		       : 0;
}

int task_early(struct desk *d, const struct action *reply, struct err *err)
{
	struct task t;
	bool found;

	if (first(d, AWAITED(FOR_YES), reply, &t, &found, err))
		return -1;
	return found ? err_set(err, ERR_DATA,
			       "action %lld tells the buyer of task %lld (%s, "
			       "%s), which waits for a yes: `task approve "
			       "%lld` first, or `task failed %lld`",
			       (long long)reply->id, (long long)t.id, t.role,
			       t.gives, (long long)t.id, (long long)t.id)
		     : 0;
}

int task_leaves(struct desk *d, const struct action *reply, struct err *err)
{
	struct task t;
	bool found;

	/* What left then left. */
	if (d->tx.taking != LIVE)
		return 0;
	if (first(d, AWAITED("(" FOR_YES " OR " FOR_CODE ")"), reply, &t,
		  &found, err))
		return -1;
	return found ? err_set(err, ERR_RETRY,
			       "it tells the buyer of task %lld (%s, %s), "
			       "which %s",
			       (long long)t.id, t.role, t.gives,
			       t.waits ? "waits for a yes" : "has no code yet")
		     : 0;
}

int task_awaited(struct db *db, int64_t reply, int64_t after, int64_t *id,
		 struct err *err)
{
	return db_ask(db, id, 0, err, AWAITED("(" FOR_YES " OR " FOR_CODE ")"),
		      "ii", reply, after);
}

struct action *task_replies(struct desk *d, int64_t task, size_t *count,
			    struct err *err)
{
	return record_all(
		record_query(d->db, &action_kind,
			     "WHERE verb = 'reply' AND state IN (2, 3, 4) AND "
			     "tasks IS NOT NULL AND ?1 IN (SELECT value FROM "
			     "json_each(tasks)) ORDER BY id",
			     "i", task),
		&action_kind, &d->arena, count, err);
}

int task_go_on(struct desk *d, int64_t task, struct err *err)
{
	size_t n;
	struct action *list = task_replies(d, task, &n, err);

	return list ? promise_no_longer(d, list, n, err) : -1;
}
