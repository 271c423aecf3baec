/* merge_missed.c - a response that nobody met, and a merge (merge.h).
 *
 * It is told once: the alert goes along with the matter and comes back with it,
 * and what was late already when it was set on the other ticket is no second
 * miss. Had somebody seen the alert, they know.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/remind.h"
#include "desk/reply/heard.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge_own.h"

#define MISSED_OF(id)                                          \
	"purpose = 'first_response' AND state = 3 AND ticket " \
	"IN " MERGE_FAMILY(id)

/* -- its alert -- */

static int alert_goes(struct desk *d, const struct deadline *one, int64_t from,
		      int64_t to, struct err *err)
{
	struct alert before = { 0 }, after;
	int found =
		record_find(d->db, &alert_kind, &before, &d->arena, NULL, err,
			    "WHERE cause = ?1 AND ticket = ?2 AND "
			    "acknowledged IS NULL",
			    "si", deadline_breach(d, one->id), from);

	if (found <= 0)
		return found;
	after = before;
	after.ticket = to;
	after.text = deadline_missed(d, one, to);
	return change(d, &alert_kind, &before, &after, err);
}

/* Of the ticket and what went into it. */
static int alerts_go(struct desk *d, int64_t of, int64_t from, int64_t to,
		     struct err *err)
{
	size_t n;
	struct deadline *list = record_all(
		record_query(d->db, &deadline_kind,
			     "WHERE " MISSED_OF("?1") " ORDER BY id", "i", of),
		&deadline_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (alert_goes(d, &list[i], from, to, err))
			return -1;
	return list ? 0 : -1;
}

int merge_missed_back(struct desk *d, int64_t ticket, int64_t from,
		      struct err *err)
{
	return alerts_go(d, ticket, from, ticket, err);
}

/* -- the response -- */

int merge_missed_goes(struct desk *d, const struct ticket *from, int64_t into,
		      struct err *err)
{
	int64_t waited_for, message, came;

	if (db_ask(d->db, &waited_for, 0, err,
		   "SELECT 1 FROM deadlines WHERE ticket IN (?1, ?2) AND "
		   "purpose = 'first_response' AND (state = 1 OR (state = 5 "
		   "AND ticket = ?1)) LIMIT 1",
		   "ii", from->id, into) ||
	    ending_waits(d, from->id, &message, err))
		return -1;
	if (waited_for || !message)
		return 0;
	return heard_came(d, message, &came, err) ||
			       response_since(d, from, came, err) ||
			       alerts_go(d, from->id, from->id, into, err)
		       ? -1
		       : 0;
}

bool merge_missed_told(struct desk *d, const struct deadline *one)
{
	return text_eq(one->purpose, "first_response") && one->came_from &&
	       db_i64(d->db, 0,
		      "SELECT 1 FROM deadlines WHERE " MISSED_OF(
			      "?1") " AND "
				    "due >= ?2 LIMIT 1",
		      "ii", one->came_from, one->due) != 0;
}
