/* reopen.c - a ticket that was closed is open again (ending.h): by a person, by
 * a buyer who writes, or because closing it was a mistake.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/alert.h"
#include "desk/alert/danger.h"
#include "desk/alert/remind.h"
#include "desk/intake/message.h"
#include "desk/money/goodwill.h"
#include "desk/people/assign.h"
#include "desk/playbook/playbook.h"
#include "desk/task/task.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"

/* -- what runs again -- */

/* The platform has heard meanwhile. */
static bool is_settled(struct desk *d, int64_t shop, const struct deadline *one)
{
	if (!text_eq(one->purpose, "platform") &&
	    !text_eq(one->purpose, "dispute"))
		return false;
	return db_i64(d->db, 0,
		      "SELECT 1 FROM disputes WHERE shop = ?1 AND ref = ?2 AND "
		      "status <> ?3",
		      "isi", shop, one->source, (int64_t)HW_NEEDS_RESPONSE);
}

#define DROPPED_BY_IT                                               \
	"WHERE ticket = ?1 AND state = 4 AND done = ?2 AND action " \
	"IS NULL AND purpose "
/* What was cancelled is not proposed again. */
#define ALL_OF_THEM DROPPED_BY_IT "<> 'snooze'"
#define LIMITS DROPPED_BY_IT "IN ('platform', 'dispute')"

/* Whose deadlines come back, and under which ticket. */
struct coming_back {
	const struct ticket *closed; /* whose closing dropped them */
	const int64_t *brought_by;   /* merged tickets; NULL: all come */
	size_t count;
	int64_t to;
};

static bool comes_back(const struct coming_back *c, const struct deadline *one)
{
	for (size_t i = 0; c->brought_by && i < c->count; i++)
		if (c->brought_by[i] == one->came_from)
			return true;
	return !c->brought_by;
}

/* What the closing dropped. What stood still then still does, and goes on by
 * pause.h. */
static int deadlines_back(struct desk *d, const struct coming_back *c,
			  const char *which, struct err *err)
{
	size_t n;
	struct deadline *list =
		record_all(record_query(d->db, &deadline_kind, which, "ii",
					c->closed->id, c->closed->closed),
			   &deadline_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++) {
		struct deadline after = list[i];

		after.state = after.paused ? DEADLINE_PAUSED : DEADLINE_OPEN;
		after.done = 0;
		after.ticket = c->to;
		if (after.came_from == c->to)
			after.came_from = 0;
		if (comes_back(c, &list[i]) &&
		    !is_settled(d, c->closed->shop, &list[i]) &&
		    change(d, &deadline_kind, &list[i], &after, err))
			return -1;
	}
	return list ? 0 : -1;
}

int ending_limits_back(struct desk *d, const struct ticket *closed,
		       const int64_t *brought_by, size_t count, int64_t to,
		       struct err *err)
{
	const struct coming_back c = { closed, brought_by, count, to };

	return deadlines_back(d, &c, LIMITS, err);
}

/* -- beginning again -- */

static int begin_anew(struct desk *d, const struct ticket *before,
		      const struct ticket *after, enum reopening why,
		      struct err *err)
{
	return goodwill_over(d, before->id, err) ||
			       ending_limits_back(d, before, NULL, 0,
						  before->id, err) ||
			       playbook_reopened(d, after->id,
						 why == REOPEN_HEARD, err) ||
			       response_by_tier(d, after, err)
		       ? -1
		       : 0;
}

int ticket_reopen(struct desk *d, const struct ticket *before,
		  struct ticket *after, enum reopening why, struct err *err)
{
	after->closed = after->merged = 0;
	after->outcome = after->root_cause = "";
	after->reopened += why != REOPEN_MISTAKE;
	if (why != REOPEN_MISTAKE)
		after->kept_for = "";
	if (*before->owner && agent_load(d, before->owner, 1, err))
		return -1;
	return ticket_change(d, before, after, err) ||
			       assign_look(d, before->id, err) ||
			       (why != REOPEN_MISTAKE &&
				begin_anew(d, before, after, why, err))
		       ? -1
		       : 0;
}

static int open_again(struct desk *d, int64_t id, enum reopening why,
		      struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, id, &before, err))
		return -1;
	after = before;
	after.state = TICKET_OPEN;
	return ticket_reopen(d, &before, &after, why, err);
}

int ending_gives_on(struct desk *d, int64_t shop, const char *order_ref,
		    int64_t *id, struct err *err)
{
	struct ticket t;
	int64_t last = 0;

	*id = 0;
	if (db_ask(d->db, &last, 0, err,
		   "SELECT id FROM tickets WHERE shop = ?1 AND order_ref = "
		   "nullif(?2, '') AND state = 3 ORDER BY closed DESC, id DESC "
		   "LIMIT 1",
		   "is", shop, order_ref))
		return -1;
	if (!last)
		return 0;
	/* One that was merged went on in the other, which may be of no order.
	 */
	last = merge_target(d, last);
	if (ticket_load(d, last, &t, err))
		return -1;
	if (ticket_has_successor(d, &t))
		return 0;
	*id = last;
	return open_again(d, last, REOPEN_OPEN, err);
}

int reopen_check(struct desk *d, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	if (t.merged)
		return err_set(err, ERR_DATA,
			       "T-%lld went into T-%lld: `ticket unmerge`",
			       (long long)t.id, (long long)t.merged);
	if (t.state != TICKET_CLOSED)
		return err_set(err, ERR_DATA, "T-%lld is not closed",
			       (long long)t.id);
	return ticket_cause_free(d, &t, err);
}

int reopen_decide(struct desk *d, struct err *err)
{
	int64_t id = arg_i64(d, "ticket");

	return open_again(d, id, REOPEN_OPEN, err) || ticket_settle(d, id, err)
		       ? -1
		       : 0;
}

/* The last one of the order, or of the thread, that ended so lately. */
static int64_t lately(struct desk *d, const struct report *r)
{
	int64_t within = d->brain && d->brain->after.reopen_within
				 ? d->brain->after.reopen_within(d->brain)
				 : 0;
	int64_t since = d->tx.cmd->at - within;

	if (within <= 0 || !r->message)
		return 0;
	if (r->order_ref && *r->order_ref)
		return db_i64(d->db, 0,
			      "SELECT id FROM tickets WHERE shop = ?1 AND "
			      "order_ref = ?2 AND state = 3 AND closed >= ?3 "
			      "AND merged IS NULL ORDER BY closed DESC, id "
			      "DESC LIMIT 1",
			      "isi", r->shop, r->order_ref, since);
	if (!r->thread || !*r->thread)
		return 0;
	return db_i64(d->db, 0,
		      "SELECT id FROM tickets WHERE shop = ?1 AND thread = ?2 "
		      "AND state = 3 AND closed >= ?3 AND merged IS NULL "
		      "ORDER BY closed DESC, id DESC LIMIT 1",
		      "isi", r->shop, r->thread, since);
}

/* It stays closed; that it was kind is kept. */
static int take_thanks(struct desk *d, int64_t id, const struct report *r,
		       struct err *err)
{
	struct ticket before, after;

	if (message_link(d, r->message, id, err) ||
	    ticket_load(d, id, &before, err))
		return -1;
	after = before;
	after.messages++;
	if (!words_have(before.also, "thanks"))
		after.also = arena_printf(&d->arena, "%s%sthanks", before.also,
					  *before.also ? " " : "");
	return ticket_change(d, &before, &after, err) ||
			       goodwill_look(d, id, err)
		       ? -1
		       : 0;
}

int ending_heard(struct desk *d, struct report *report, int64_t *id, bool *over,
		 struct err *err)
{
	int64_t last = lately(d, report);
	struct ticket t;

	if (!last)
		return 0;
	if (ticket_load(d, last, &t, err))
		return -1;
	*id = last;
	if (text_eq(report->what.issue, "thanks") &&
	    !danger_told(&report->what)) {
		if (take_thanks(d, last, report, err))
			return -1;
		*over = true;
		return 0;
	}
	if (ticket_has_successor(d, &t)) {
		*id = 0;
		return 0;
	}
	return open_again(d, last, REOPEN_HEARD, err);
}

/* -- closed by mistake -- */

int close_undo_check(struct desk *d, const struct operation *op,
		     struct err *err)
{
	struct ticket t;

	if (ticket_load(d, op->ticket, &t, err))
		return -1;
	if (t.state != TICKET_CLOSED)
		return err_set(err, ERR_DATA, "T-%lld is open again already",
			       (long long)t.id);
	return ticket_cause_free(d, &t, err);
}

int close_undo(struct desk *d, const struct operation *op, struct err *err)
{
	struct ticket t;
	const struct coming_back all = { .closed = &t, .to = op->ticket };

	return ticket_load(d, op->ticket, &t, err) ||
			       goodwill_over(d, t.id, err) ||
			       open_again(d, t.id, REOPEN_MISTAKE, err) ||
			       deadlines_back(d, &all, ALL_OF_THEM, err) ||
			       playbook_asks_again(d, t.id, err) ||
			       task_back(d, t.id, t.closed, err) ||
			       alert_ticket_back(d, t.id, t.closed, err) ||
			       ending_replies_back(d, &t, err)
		       ? -1
		       : 0;
}
