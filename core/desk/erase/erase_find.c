/* erase_find.c - see erase_find.h.
 * SPDX-License-Identifier: MIT */
#include "desk/config.h"
#include "desk/erase/erase_lists.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

/* -- orders, tickets, addresses -- */

static int add_address(struct desk *d, struct erasure *e, const char *address,
		       struct err *err)
{
	erasure_add_subject(e, subject_of_value(d, "address", address));
	return erase_add_mails_of(d, e, address, err) ||
			       erase_add_unread_of_address(d, e, address, err)
		       ? -1
		       : 0;
}

static void add_plain(struct desk *d, struct erasure *e, const struct ticket *t)
{
	struct erase_item one = { .id = t->id };

	if (erasure_add(d, e, IN_TICKETS, one))
		erasure_add_subject(e, ticket_subject(d, t));
}

/* What went into a ticket is the same buyer's; one of another order is
 * forgotten with that order. */
static int add_merged(struct desk *d, struct erasure *e, int64_t ticket,
		      struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);
	struct ticket t;

	for (size_t i = 1; i < n; i++) {
		if (ticket_load(d, ids[i], &t, err))
			return -1;
		if (!*t.order_ref)
			add_plain(d, e, &t);
	}
	return 0;
}

/* Of each row's (id). */
static int add_merged_of(struct desk *d, struct erasure *e, struct rows r,
			 struct err *err)
{
	int rc = 0;

	while (rc == 0 && rows_next(&r))
		rc = add_merged(d, e, rows_i64(&r, 0), err);
	rc = rc || rows_end(&r, err) ? -1 : 0;
	rows_release(&r);
	return rc;
}

static int add_order(struct desk *d, struct erasure *e, int64_t shop,
		     const char *ref, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db,
			   "SELECT coalesce(email, '') FROM orders WHERE "
			   "shop = ?1 AND ref = ?2",
			   "is", shop, ref);
	const char *email;

	if (!rows_next(&r))
		return rows_end(&r, err)
			       ? -1
			       : err_set(err, ERR_DATA,
					 "there is no order \"%.60s\"", ref);
	email = arena_strdup(&d->arena, rows_text(&r, 0));
	erasure_add_order(d, e, shop, ref);
	erasure_add_subject(e, subject_of_order(&d->arena, shop, ref));
	if (add_merged_of(d, e,
			  rows_query(d->db,
				     "SELECT id FROM tickets WHERE shop = ?1 "
				     "AND order_ref = ?2",
				     "is", shop, ref),
			  err) ||
	    erase_add_mails_of_shop(d, e,
				    ERASE_MAILS "shop = ?1 AND order_ref = ?2",
				    shop, ref, err) ||
	    erase_add_unread_of_order(d, e, shop, ref, err))
		return -1;
	return *email ? add_address(d, e, email, err) : 0;
}

static int about_order(const struct ticket *t, struct err *err)
{
	return err_set(err, ERR_DATA, "T-%lld is about order %s; erase that",
		       (long long)t->id, t->order_ref);
}

/* One that was split off it stands in the same thread, under the same key. */
static int add_thread_tickets(struct desk *d, struct erasure *e,
			      const struct ticket *t, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT id FROM tickets WHERE shop = ?1 AND "
				   "thread = ?2 AND thread IS NOT NULL AND "
				   "order_ref IS NULL",
				   "is", t->shop, t->thread);
	struct ticket other;

	while (rows_next(&r)) {
		if (ticket_load(d, rows_i64(&r, 0), &other, err))
			return -1;
		add_plain(d, e, &other);
		if (add_merged(d, e, other.id, err))
			return -1;
	}
	return rows_end(&r, err);
}

/* What it went into has its words, too, since then. */
static int add_ticket(struct desk *d, struct erasure *e, int64_t id,
		      struct err *err)
{
	struct ticket t, into;

	if (ticket_load(d, id, &t, err) ||
	    ticket_load(d, merge_target(d, id), &into, err))
		return -1;
	if (*t.order_ref)
		return about_order(&t, err);
	if (*into.order_ref &&
	    !erasure_has_order(d, e, into.shop, into.order_ref))
		return about_order(&into, err);
	add_plain(d, e, &t);
	if (!*into.order_ref)
		add_plain(d, e, &into);
	return add_merged(d, e, into.id, err) ||
			       add_thread_tickets(d, e, &t, err)
		       ? -1
		       : 0;
}

static int add_orders_of(struct desk *d, struct erasure *e, const char *address,
			 struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT shop, ref FROM orders WHERE "
				   "lower(email) IS NOT NULL AND lower(email) "
				   "= lower(?1) ORDER BY id",
				   "s", address);

	while (rows_next(&r))
		if (add_order(d, e, rows_i64(&r, 0),
			      arena_strdup(&d->arena, rows_text(&r, 1)), err))
			return -1;
	return rows_end(&r, err);
}

/* Matters that somebody of this address is a party of. One of an order whose
 * buyer has another address is not taken silently: what it says of this one is
 * sealed with the order. */
static int add_tickets_of(struct desk *d, struct erasure *e,
			  const char *address, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT id, shop, order_ref FROM tickets WHERE id IN ("
		"SELECT ticket FROM messages INDEXED BY messages_from WHERE "
		"ticket > 0 AND from_addr IS NOT NULL AND lower(from_addr) = "
		"lower(?1) UNION SELECT ticket FROM messages INDEXED BY "
		"messages_to WHERE ticket > 0 AND to_addr IS NOT NULL AND "
		"lower(to_addr) = lower(?1) UNION SELECT ticket FROM actions "
		"INDEXED BY actions_to WHERE ticket > 0 AND to_addr IS NOT "
		"NULL AND lower(to_addr) = lower(?1)) ORDER BY id",
		"s", address);

	while (rows_next(&r)) {
		if (erasure_has_order(d, e, rows_i64(&r, 1), rows_text(&r, 2)))
			continue;
		if (*rows_text(&r, 2))
			return err_set(err, ERR_DATA,
				       "this address wrote in T-%lld about "
				       "order %s, whose buyer has another one; "
				       "erase that order first",
				       (long long)rows_i64(&r, 0),
				       rows_text(&r, 2));
		if (add_ticket(d, e, rows_i64(&r, 0), err))
			return -1;
	}
	return rows_end(&r, err);
}

static int add_all_of(struct desk *d, struct erasure *e, const char *address,
		      struct err *err)
{
	if (!strchr(address, '@') || strpbrk(address, " \t\r\n"))
		return err_set(err, ERR_DATA, "that is no mail address");
	if (add_orders_of(d, e, address, err) ||
	    add_tickets_of(d, e, address, err) ||
	    add_address(d, e, address, err))
		return -1;
	if (e->orders.len || e->tickets.len || e->messages.len ||
	    e->quarantine.len)
		return 0;
	if (e->unread.len)
		return err_set(err, ERR_DATA,
			       "only record %lld of the quarantine may carry "
			       "this address, and it cannot be read",
			       (long long)e->unread.at[0].id);
	return err_set(err, ERR_DATA,
		       "nothing here carries this address; was it forgotten "
		       "already?");
}

/* -- what a copy brought back -- */

static int add_known_address(struct desk *d, struct erasure *e,
			     const char *subject, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT lower(from_addr) FROM messages WHERE ticket IS NULL "
		"AND from_addr IS NOT NULL UNION SELECT lower(to_addr) FROM "
		"messages WHERE ticket IS NULL AND to_addr IS NOT NULL",
		"");

	while (rows_next(&r)) {
		const char *address = arena_strdup(&d->arena, rows_text(&r, 0));

		if (text_eq(subject_of_value(d, "address", address), subject) &&
		    add_address(d, e, address, err))
			return -1;
	}
	return rows_end(&r, err);
}

static int add_thread_of(struct desk *d, struct erasure *e, int64_t shop,
			 const char *thread, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT id FROM tickets WHERE shop = ?1 AND "
				   "thread = ?2 AND order_ref IS NULL",
				   "is", shop, thread);

	while (rows_next(&r))
		if (add_ticket(d, e, rows_i64(&r, 0), err))
			return -1;
	return rows_end(&r, err) || erase_add_thread(d, e, shop, thread, err)
		       ? -1
		       : 0;
}

/* Of what the register of destroyed keys names; what the copy does not have is
 * remembered all the same. */
static int add_returned(struct desk *d, struct erasure *e, const char *subject,
			struct err *err)
{
	char *rest = strchr(subject, ':');
	int64_t shop = rest ? strtoll(rest + 1, &rest, 10) : 0;
	const char *ref = rest && *rest == ':' ? rest + 1 : "";

	erasure_add_subject(e, subject);
	if (text_starts(subject, "order:")) {
		struct err none = { 0 };

		if (add_order(d, e, shop, ref, &none) == 0)
			return 0;
		if (none.code != ERR_DATA)
			*err = none;
		return err->code ? -1 : 0;
	}
	if (text_starts(subject, "thread:"))
		return add_thread_of(d, e, shop, ref, err);
	if (text_starts(subject, "address:"))
		return add_known_address(d, e, subject, err);
	if (text_starts(subject, "quarantine:")) {
		struct erase_item one = { .id = shop }; /* its number */

		erasure_add(d, e, IN_QUARANTINE, one);
		return 0;
	}
	if (!text_starts(subject, "mail:"))
		return 0;
	return erase_add_mails_of_shop(
		d, e,
		ERASE_MAILS "shop = ?1 AND ref = ?2 AND order_ref IS NULL",
		shop, ref, err);
}

int erasure_find(struct desk *d, struct erasure *e, struct err *err)
{
	const char *address = arg_text(d, "address");
	const char *order = arg_text(d, "order");
	const char *subject = arg_text(d, "returned");
	int rc;

	if (*subject)
		rc = add_returned(d, e, subject, err);
	else if (*address)
		rc = add_all_of(d, e, address, err);
	else if (*order)
		rc = add_order(d, e, shop_of(d->db, arg_text(d, "shop")), order,
			       err);
	else
		rc = add_ticket(d, e, arg_i64(d, "ticket"), err);
	return rc || erase_close_threads(d, e, err) ? -1 : 0;
}
