/* promise_told.c - at the end of a ticket: was the buyer told of what they
 * got, and did they get what they were told of (promise.h)?
 * SPDX-License-Identifier: MIT */
#include "desk/action.h"
#include "desk/promise.h"

/* The buyer was told of it, and gets nothing. */
static int unpaid(struct desk *d, int64_t ticket, struct err *err)
{
	struct action m;
	int64_t id;

	if (db_ask(d->db, &id, 0, err,
		   "SELECT min(m.id) FROM tickets t, actions a, actions m "
		   "WHERE t.id = ?1 AND " TOLD_NOT_PAID,
		   "i", ticket))
		return -1;
	if (!id)
		return 0;
	if (action_load(d, id, &m, err))
		return -1;
	return err_set(err, ERR_DATA,
		       "the buyer of T-%lld was told of action %lld (%s), "
		       "which is %s: `ticket reply T-%lld TEXT`, or give "
		       "--force REASON",
		       (long long)ticket, (long long)id, m.verb,
		       action_state_name(m.state), (long long)ticket);
}

int promise_ends(struct desk *d, int64_t ticket, struct err *err)
{
	struct action m;
	int64_t id;

	/* What left then left. */
	if (d->tx.taking != LIVE)
		return 0;
	if (db_ask(d->db, &id, 0, err,
		   "SELECT min(m.id) FROM tickets t, actions m WHERE t.id = ?1 "
		   "AND " UNTOLD,
		   "i", ticket))
		return -1;
	if (!id)
		return unpaid(d, ticket, err);
	if (action_load(d, id, &m, err))
		return -1;
	return err_set(err, ERR_DATA,
		       "the buyer of T-%lld got action %lld (%s), and no reply "
		       "tells of it: `ticket reply T-%lld TEXT`, or give "
		       "--force REASON",
		       (long long)ticket, (long long)id, m.verb,
		       (long long)ticket);
}

int promise_untold(struct desk *d, int64_t ticket, bool *untold,
		   struct err *err)
{
	int64_t found = 0;
	int rc = db_ask(
		d->db, &found, 0, err,
		"SELECT m.id FROM tickets t, actions m WHERE t.id = ?1 AND NOT "
		"EXISTS (SELECT 1 FROM actions WHERE ticket = t.id AND verb = "
		"'reply' AND state IN (1, 2, 3, 4, 5, 9)) AND " UNTOLD
		" LIMIT 1",
		"i", ticket);

	*untold = found != 0;
	return rc;
}
