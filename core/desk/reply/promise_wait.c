/* promise_wait.c - what a reply waits for before it leaves: see promise.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/reply/code.h"
#include "desk/reply/promise.h"

/* Nobody has said yes to it, or it must be looked at first. */
#define HOLDS "+m.state IN (1, 2, 10)"
#define AWAITED(holds)                                           \
	"SELECT m.id FROM actions a, actions m WHERE a.id = ?1 " \
	"AND m.id > ?2 AND " holds " AND " PROMISES " ORDER BY m.id LIMIT 1"

static int awaited(struct desk *d, const char *sql, const struct action *reply,
		   struct action *m, bool *found, struct err *err)
{
	int64_t id = 0;

	*found = false;
	if (!text_eq(reply->verb, "reply"))
		return 0;
	if (db_ask(d->db, &id, 0, err, sql, "ii", reply->id, (int64_t)0))
		return -1;
	*found = id != 0;
	return id ? action_load(d, id, m, err) : 0;
}

#define LEAVES_AFTER AWAITED("(" HOLDS " OR " CODE_TO_COME ")")

int promise_awaited(struct db *db, int64_t reply, int64_t after, int64_t *id,
		    struct err *err)
{
	return db_ask(db, id, 0, err, LEAVES_AFTER, "ii", reply, after);
}

int promise_early(struct desk *d, const struct action *reply, struct err *err)
{
	struct action m;
	bool found;

	if (awaited(d, AWAITED(HOLDS), reply, &m, &found, err))
		return -1;
	if (!found)
		return 0;
	if (m.state == ACTION_PARKED)
		return err_set(err, ERR_DATA,
			       "action %lld tells the buyer of action %lld "
			       "(%s), which is parked: `action show %lld` says "
			       "what to look at first",
			       (long long)reply->id, (long long)m.id, m.verb,
			       (long long)m.id);
	return err_set(err, ERR_DATA,
		       "action %lld tells the buyer of action %lld (%s), which "
		       "waits for approval: `action approve %lld` first, or "
		       "cancel it, and the reply goes with it",
		       (long long)reply->id, (long long)m.id, m.verb,
		       (long long)m.id);
}

int promise_leaves(struct desk *d, const struct action *reply, struct err *err)
{
	struct action m;
	bool found;

	/* What left then left. */
	if (d->tx.taking != LIVE)
		return 0;
	if (awaited(d, LEAVES_AFTER, reply, &m, &found, err))
		return -1;
	return found ? err_set(err, ERR_RETRY,
			       "it tells the buyer of action %lld (%s), which "
			       "is %s%s",
			       (long long)m.id, m.verb,
			       action_state_name(m.state),
			       promise_holds(m.state)
				       ? ""
				       : " and has made no code yet")
		     : 0;
}

bool promise_holds(int32_t state)
{
	return state == ACTION_PLANNED || state == ACTION_WAITING ||
	       state == ACTION_PARKED;
}

/* Put off while it waited; none other waits so long. */
int promise_no_longer(struct desk *d, const struct action *list, size_t n,
		      struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct action after = list[i];

		if (after.state != ACTION_DUE || !after.postponed)
			continue;
		after.postponed = after.not_before = 0;
		if (change(d, &action_kind, &list[i], &after, err))
			return -1;
	}
	return 0;
}

int promise_go_on(struct desk *d, const struct action *a, struct err *err)
{
	struct action *list;
	size_t n;

	if (text_eq(a->verb, "reply"))
		return 0;
	list = promise_replies(d, a, &n, err);
	return list ? promise_no_longer(d, list, n, err) : -1;
}
