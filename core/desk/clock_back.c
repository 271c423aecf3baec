/* clock_back.c - see clock_back.h.
 * SPDX-License-Identifier: MIT */
#include "desk/clock_back.h"

#include "desk/action.h"

struct span {
	int64_t from, to;
};

static int64_t moved(int64_t at, const struct span *s)
{
	return at > s->to ? at - (s->from - s->to) : at;
}

/* -- deadlines: those that we counted from a moment still to come -- */

#define COUNTED_BY_US                                                    \
	"INDEXED BY deadlines_due WHERE state = 1 AND \"set\" > ?1 AND " \
	"purpose NOT IN ('platform', 'parcel', 'clock') ORDER BY id"

static int move_deadline(struct desk *d, const struct deadline *one,
			 const struct span *s, struct err *err)
{
	struct deadline after = *one;

	after.due = one->due - (s->from - s->to);
	after.set = moved(one->set, s);
	return change(d, &deadline_kind, one, &after, err);
}

static int move_deadlines(struct desk *d, const struct span *s, struct err *err)
{
	size_t n;
	struct deadline *list = record_all(
		record_query(d->db, &deadline_kind, COUNTED_BY_US, "i", s->to),
		&deadline_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (move_deadline(d, &list[i], s, err))
			return -1;
	return list ? 0 : -1;
}

/* -- actions -- */

#define UNDER_WAY                                                         \
	"WHERE state IN (2, 3, 4, 5, 6, 9) AND (sent > ?1 OR hold_until " \
	"> ?1 OR not_before > ?1) ORDER BY id"
#define SETTLED_AHEAD                                               \
	"WHERE verb = 'refund' AND state = 7 AND settled > ?1 AND " \
	"not_before IS NOT NULL ORDER BY id"

/* What is under way may be tried, or asked about, at once; what settled keeps
 * its distance. A key is as old as it is. */
static int move_action(struct desk *d, const struct action *one,
		       const struct span *s, struct err *err)
{
	struct action after = *one;
	int64_t ends;

	/* As its deadline says now. */
	if (one->state == ACTION_HELD &&
	    db_ask(d->db, &ends, one->hold_until, err,
		   "SELECT due FROM deadlines WHERE action = ?1 AND state = 1 "
		   "AND purpose = 'undo'",
		   "i", one->id))
		return -1;
	if (one->state == ACTION_HELD)
		after.hold_until = ends;
	after.sent = moved(one->sent, s);
	if (one->not_before > s->to)
		after.not_before = one->state == ACTION_SETTLED
					   ? moved(one->not_before, s)
					   : s->to;
	return change(d, &action_kind, one, &after, err);
}

static int move_actions(struct desk *d, const char *which, const struct span *s,
			struct err *err)
{
	size_t n;
	struct action *list =
		record_all(record_query(d->db, &action_kind, which, "i", s->to),
			   &action_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (move_action(d, &list[i], s, err))
			return -1;
	return list ? 0 : -1;
}

/* -- webhooks that were put off: they are asked for anew, and put off again if
 * the platform still says so -- */

static int move_hooks(struct desk *d, const struct span *s, struct err *err)
{
	return db_run(d->db, err,
		      "UPDATE inbox SET not_before = NULL WHERE state = "
		      "'waiting' AND not_before > ?1",
		      "i", s->to);
}

int clock_went_back(struct desk *d, int64_t from, int64_t to, struct err *err)
{
	struct span s = { .from = from, .to = to };

	return move_deadlines(d, &s, err) || move_hooks(d, &s, err) ||
			       move_actions(d, UNDER_WAY, &s, err) ||
			       move_actions(d, SETTLED_AHEAD, &s, err)
		       ? -1
		       : 0;
}
