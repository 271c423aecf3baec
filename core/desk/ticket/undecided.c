/* undecided.c - see undecided.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/undecided.h"

#include "base/vec.h"
#include "desk/alert/remind.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"

VEC(id_list, int64_t);

/* Parked since it was closed: whoever closed it over parked money knew. */
static int has_parked(struct desk *d, int64_t closed, int64_t since, bool *has,
		      struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, closed, &n);

	*has = false;
	for (size_t i = 0; i < n && !*has; i++) {
		int64_t one;

		if (db_ask(d->db, &one, 0, err,
			   "SELECT 1 FROM actions WHERE ticket = ?1 AND state "
			   "= 10 AND settled >= ?2 LIMIT 1",
			   "ii", ids[i], since))
			return -1;
		*has = one != 0;
	}
	return 0;
}

/* Adds the closed ones of the order of a ticket that have parked money. on:
 * only when that money waits on this one: of two that are open, it waits on
 * one. 0: of all. */
static int look(struct desk *d, int64_t ticket, int64_t on, struct id_list *out,
		struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT c.id, c.shop, c.order_ref, c.closed "
				   "FROM tickets t JOIN tickets c ON c.shop = "
				   "t.shop AND c.order_ref = t.order_ref AND "
				   "c.state = 3 WHERE t.id = ?1 AND c.merged "
				   "IS NULL ORDER BY c.id",
				   "i", ticket);

	while (rows_next(&r)) {
		int64_t id = rows_i64(&r, 0);
		bool has;

		if (on &&
		    ticket_find(d, rows_i64(&r, 1), rows_text(&r, 2), "") != on)
			continue;
		if (has_parked(d, id, rows_i64(&r, 3), &has, err))
			return -1;
		if (has)
			id_list_push(out, id);
	}
	return rows_end(&r, err);
}

static int look_by_family(struct desk *d, int64_t ticket, int64_t on,
			  struct id_list *out, struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);

	for (size_t i = 0; i < n; i++)
		if (look(d, ids[i], on, out, err))
			return -1;
	return 0;
}

int undecided_beside(struct desk *d, int64_t ticket, int64_t *found,
		     struct err *err)
{
	CLEANUP(id_list_release) struct id_list list = { 0 };

	if (look_by_family(d, ticket, ticket, &list, err))
		return -1;
	*found = list.len ? list.at[0] : 0;
	return 0;
}

int undecided_left(struct desk *d, int64_t ticket, struct err *err)
{
	CLEANUP(id_list_release) struct id_list list = { 0 };

	if (look_by_family(d, ticket, 0, &list, err))
		return -1;
	for (size_t i = 0; i < list.len; i++)
		if (list.at[i] != ticket && ticket_settle(d, list.at[i], err))
			return -1;
	return 0;
}

/* The open ticket on which it is seen: its own, what that went into, or of a
 * closed one the one that follows it; 0 when there is none. */
static int64_t seen_on(struct desk *d, const struct ticket *t)
{
	int64_t id = 0;

	if (t->state != TICKET_CLOSED)
		return t->id;
	if (*t->cause)
		id = ticket_of_cause(d, t->shop, t->cause);
	return id || !*t->order_ref ? id
				    : ticket_find(d, t->shop, t->order_ref, "");
}

/* The buyer believes that it comes: somebody writes to them in time. */
static int answer_due(struct desk *d, int64_t id, struct err *err)
{
	struct ticket t;
	int64_t open = 0;

	if (ticket_load(d, id, &t, err) ||
	    db_ask(d->db, &open, 0, err,
		   "SELECT 1 FROM deadlines WHERE ticket = ?1 AND state = 1 "
		   "AND purpose = 'first_response'",
		   "i", id))
		return -1;
	return open                                                        ? 0
	       : response_by_tier(d, &t, err) || ticket_settle(d, id, err) ? -1
									   : 0;
}

int undecided_undone(struct desk *d, int64_t ticket, struct err *err)
{
	struct ticket before, after;
	int64_t open;

	if (ticket_load(d, merge_target(d, ticket), &before, err))
		return -1;
	open = seen_on(d, &before);
	if (open)
		return answer_due(d, open, err);
	after = before;
	after.state = TICKET_OPEN;
	return ticket_reopen(d, &before, &after, REOPEN_OPEN, err);
}
