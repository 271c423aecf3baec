/* clock_back.c - see clock_back.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/clock_back.h"

#include "base/when.h"
#include "desk/action/action.h"
#include "desk/people/assign.h"
#include "desk/ticket/ticket.h"
#include "model/loop.h"

struct span {
	int64_t from, to;
};

static int64_t moved(int64_t at, const struct span *s)
{
	return at > s->to ? at - (s->from - s->to) : at;
}

/* -- rows that say when their deadline is -- */

static int move_alert(struct desk *d, const struct deadline *one,
		      struct err *err)
{
	struct alert before = { 0 }, after;
	int found = record_load(d->db, &alert_kind, one->alert, &before,
				&d->arena, err);

	after = before;
	after.next = one->due;
	return found <= 0 ? found
			  : change(d, &alert_kind, &before, &after, err);
}

static int move_recipient(struct desk *d, const struct deadline *one,
			  struct err *err)
{
	struct recipient before = { 0 }, after;
	int found = record_load(d->db, &recipient_kind, one->recipient, &before,
				&d->arena, err);

	after = before;
	after.next = one->due;
	return found <= 0 ? found
			  : change(d, &recipient_kind, &before, &after, err);
}

static int move_snoozed(struct desk *d, const struct deadline *one,
			struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, one->ticket, &before, err))
		return -1;
	after = before;
	after.snoozed = one->due;
	return before.snoozed ? ticket_change(d, &before, &after, err) : 0;
}

static int move_task(struct desk *d, const struct deadline *one,
		     const struct span *s, struct err *err)
{
	struct task before = { 0 }, after;
	int found =
		record_find(d->db, &task_kind, &before, &d->arena, NULL, err,
			    "WHERE deadline = ?1 AND state = 1", "i", one->id);

	after = before;
	after.due = one->due;
	after.set = moved(before.set, s);
	return found <= 0 ? found : change(d, &task_kind, &before, &after, err);
}

static int move_row_of(struct desk *d, const struct deadline *one,
		       const struct span *s, struct err *err)
{
	if (one->alert)
		return move_alert(d, one, err);
	if (one->recipient)
		return move_recipient(d, one, err);
	if (text_eq(one->purpose, "snooze"))
		return move_snoozed(d, one, err);
	return text_eq(one->purpose, "task") ? move_task(d, one, s, err) : 0;
}

/* -- deadlines: those that we counted from a moment still to come, and those
 * that stand still since then -- */

#define COUNTED_BY_US                                                    \
	"INDEXED BY deadlines_due WHERE state = 1 AND \"set\" > ?1 AND " \
	"purpose NOT IN ('platform', 'parcel', 'clock') ORDER BY id"
#define STANDING_STILL                                                 \
	"INDEXED BY deadlines_paused WHERE state = 5 AND paused > ?1 " \
	"ORDER BY id"

static int move_deadline(struct desk *d, const struct deadline *one,
			 const struct span *s, struct err *err)
{
	struct deadline after = *one;

	if (one->set > s->to)
		after.due = one->due - (s->from - s->to);
	after.set = moved(one->set, s);
	after.paused = moved(one->paused, s);
	return change(d, &deadline_kind, one, &after, err) ||
			       move_row_of(d, &after, s, err)
		       ? -1
		       : 0;
}

static int move_deadlines(struct desk *d, const char *which,
			  const struct span *s, struct err *err)
{
	size_t n;
	struct deadline *list = record_all(
		record_query(d->db, &deadline_kind, which, "i", s->to),
		&deadline_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (move_deadline(d, &list[i], s, err))
			return -1;
	/* The queue stands by the nearest of them. */
	for (size_t i = 0; list && i < n; i++)
		if (list[i].ticket && ticket_settle(d, list[i].ticket, err))
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

/* -- people: when they were told, how long they are away, until when they said
 * that nobody works -- */

#define DAY_AT_MOST (25 * HOUR_MS)

static int move_told(struct desk *d, const struct span *s, struct err *err)
{
	size_t n;
	struct recipient *list = record_all(
		record_query(d->db, &recipient_kind, "ORDER BY id", ""),
		&recipient_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		struct recipient after = list[i];

		after.last = moved(list[i].last, s);
		if (list[i].day_ends > s->to + DAY_AT_MOST)
			after.day_ends = moved(list[i].day_ends, s);
		if (change(d, &recipient_kind, &list[i], &after, err))
			return -1;
	}
	return list ? 0 : -1;
}

static int move_absences(struct desk *d, const struct span *s, struct err *err)
{
	size_t n;
	struct agent *list =
		record_all(record_query(d->db, &agent_kind,
					"WHERE counted > ?1 ORDER BY "
					"id",
					"i", s->to),
			   &agent_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		struct agent after = list[i];

		after.absent_until = list[i].absent_until - (s->from - s->to);
		after.counted = moved(list[i].counted, s);
		if (change(d, &agent_kind, &list[i], &after, err))
			return -1;
	}
	return list ? 0 : -1;
}

static int move_modes(struct desk *d, const struct span *s, struct err *err)
{
	size_t n;
	struct mode *list =
		record_all(record_query(d->db, &mode_kind, "ORDER BY id", ""),
			   &mode_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		struct mode after = list[i];

		if (list[i].counted > s->to)
			after.until = list[i].until - (s->from - s->to);
		after.counted = moved(list[i].counted, s);
		after.since = moved(list[i].since, s);
		if (change(d, &mode_kind, &list[i], &after, err))
			return -1;
	}
	return list ? 0 : -1;
}

static int move_people(struct desk *d, const struct span *s, struct err *err)
{
	return move_told(d, s, err) || move_absences(d, s, err) ||
			       move_modes(d, s, err)
		       ? -1
		       : 0;
}

int clock_went_back(struct desk *d, int64_t from, int64_t to, struct err *err)
{
	struct span s = { .from = from, .to = to };

	/* Who is there now, and when that changes, is asked anew. */
	return move_people(d, &s, err) ||
			       move_deadlines(d, COUNTED_BY_US, &s, err) ||
			       move_deadlines(d, STANDING_STILL, &s, err) ||
			       move_hooks(d, &s, err) ||
			       move_actions(d, UNDER_WAY, &s, err) ||
			       move_actions(d, SETTLED_AHEAD, &s, err) ||
			       assign_round(d, err)
		       ? -1
		       : 0;
}
