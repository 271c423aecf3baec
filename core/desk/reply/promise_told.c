/* promise_told.c - at the end of a ticket: was the buyer told of what they
 * got, and did they get what they were told of (promise.h)?
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/reply/promise.h"
#include "desk/ticket/ending.h"

static int named(struct desk *d, struct named *out, const char *sql,
		 int64_t ticket, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, sql, "i", ticket);

	return ending_named(d, out, "action", &r, err);
}

int promise_told_ends(struct desk *d, int64_t ticket, struct err *err)
{
	struct named got;

	/* What left then left. */
	if (d->tx.taking != LIVE)
		return 0;
	if (named(d, &got,
		  "SELECT m.id, m.verb FROM tickets t, actions m WHERE t.id = "
		  "?1 AND " UNTOLD " ORDER BY m.id",
		  ticket, err))
		return -1;
	return got.count ? err_set(err, ERR_DATA,
				   "the buyer of T-%lld got %s, and no reply "
				   "tells of %s: `ticket reply T-%lld TEXT "
				   "--tells %lld%s`, or give --force REASON",
				   (long long)ticket, got.all,
				   got.count > 1 ? "them" : "it",
				   (long long)ticket, (long long)got.first,
				   got.count > 1 ? ",..." : "")
			 : 0;
}

int promise_unpaid(struct desk *d, int64_t ticket, struct err *err)
{
	struct named told;
	struct action m = { 0 };

	if (d->tx.taking != LIVE)
		return 0;
	if (named(d, &told,
		  "SELECT DISTINCT m.id, m.verb FROM tickets t, actions a, "
		  "actions m WHERE t.id = ?1 AND " TOLD_NOT_PAID
		  " ORDER BY m.id",
		  ticket, err) ||
	    (told.count && action_load(d, told.first, &m, err)))
		return -1;
	return told.count ? err_set(err, ERR_DATA,
				    "the buyer of T-%lld was told of %s, which "
				    "%s: `ticket reply T-%lld TEXT --tells "
				    "%lld%s`, or give --force REASON",
				    (long long)ticket, told.all,
				    told.count > 1
					    ? "came to nothing"
					    : arena_printf(&d->arena, "is %s",
							   action_state_name(
								   m.state)),
				    (long long)ticket, (long long)told.first,
				    told.count > 1 ? ",..." : "")
			  : 0;
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
