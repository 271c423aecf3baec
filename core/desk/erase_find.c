/* erase_find.c - see erase_find.h.
 * SPDX-License-Identifier: MIT */
#include "desk/erase_find.h"

#include "desk/config.h"
#include "desk/intake.h"
#include "desk/ticket.h"

/* -- once each -- */

static bool has_id(const struct erase_items *list, int64_t id)
{
	for (size_t i = 0; i < list->len; i++)
		if (list->at[i].id == id)
			return true;
	return false;
}

static bool has_order(const struct erasure *e, int64_t shop, const char *ref)
{
	for (size_t i = 0; i < e->orders.len; i++)
		if (e->orders.at[i].shop == shop &&
		    text_eq(e->orders.at[i].ref, ref))
			return true;
	return false;
}

static void add_subject(struct erasure *e, const char *subject)
{
	for (size_t i = 0; i < e->subjects.len; i++)
		if (text_eq(e->subjects.at[i], subject))
			return;
	erase_texts_push(&e->subjects, subject);
}

/* -- messages of no ticket -- */

#define MESSAGES "SELECT id, shop, channel, ref, thread FROM messages "
#define NO_TICKET "WHERE ticket IS NULL AND "

static int add_messages(struct desk *d, struct erasure *e, struct rows *r,
			struct err *err)
{
	while (rows_next(r)) {
		struct erase_item m = {
			.id = rows_i64(r, 0),
			.shop = rows_i64(r, 1),
			.channel = arena_strdup(&d->arena, rows_text(r, 2)),
			.ref = arena_strdup(&d->arena, rows_text(r, 3)),
			.thread = arena_strdup(&d->arena, rows_text(r, 4)),
		};

		if (has_id(&e->messages, m.id))
			continue;
		erase_items_push(&e->messages, m);
		add_subject(e, subject_of_mail(&d->arena, m.shop, m.ref));
	}
	return rows_end(r, err);
}

/* As one phrase of the search index: a bounce, or a mail that somebody else
 * wrote about the buyer. */
static int add_mentions(struct desk *d, struct erasure *e, const char *address,
			struct err *err)
{
	CLEANUP(str_release) struct str phrase = STR_INIT;
	struct rows r;
	int rc;

	str_putc(&phrase, '"');
	for (const char *at = address; *at; at++)
		if (*at != '"')
			str_putc(&phrase, *at);
	str_putc(&phrase, '"');
	r = rows_query(d->db,
		       MESSAGES NO_TICKET
		       "id IN (SELECT rowid FROM messages_text WHERE "
		       "messages_text MATCH ?1) AND instr(lower(coalesce("
		       "subject, '') || ' ' || coalesce(text, '')), "
		       "lower(?2)) > 0",
		       "ss", str_c(&phrase), address);
	rc = add_messages(d, e, &r, err);
	rows_release(&r);
	return rc;
}

static int add_mails_of(struct desk *d, struct erasure *e, const char *address,
			struct err *err)
{
	static const char *const by[] = {
		MESSAGES NO_TICKET
		"from_addr IS NOT NULL AND lower(from_addr) = lower(?1)",
		MESSAGES NO_TICKET
		"to_addr IS NOT NULL AND lower(to_addr) = lower(?1)",
	};

	for (size_t i = 0; i < COUNT_OF(by); i++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(d->db, by[i], "s", address);

		if (add_messages(d, e, &r, err))
			return -1;
	}
	add_subject(e, subject_of_value(d, "address", address));
	return add_mentions(d, e, address, err);
}

/* -- threads -- */

/* Does all that is personal in a thread go with this erasure? Nobody's words
 * are lost with its key then. Those of whom no address is known go with it. */
static int thread_goes(struct desk *d, const struct erasure *e, int64_t shop,
		       const char *thread, bool *goes, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT m.id, m.ticket, t.shop, t.order_ref, coalesce("
		"m.from_addr, m.to_addr) FROM messages m LEFT JOIN tickets t "
		"ON "
		"t.id = m.ticket WHERE m.shop = ?1 AND m.thread = ?2",
		"is", shop, thread);

	*goes = true;
	while (rows_next(&r)) {
		if (rows_i64(&r, 1))
			*goes &=
				has_id(&e->tickets, rows_i64(&r, 1)) ||
				has_order(e, rows_i64(&r, 2), rows_text(&r, 3));
		else
			*goes &= has_id(&e->messages, rows_i64(&r, 0)) ||
				 rows_null(&r, 4);
	}
	return rows_end(&r, err);
}

static int add_thread(struct desk *d, struct erasure *e, int64_t shop,
		      const char *thread, struct err *err)
{
	bool goes = false;
	struct rows r;
	int rc;

	if (!*thread || thread_goes(d, e, shop, thread, &goes, err))
		return *thread ? -1 : 0;
	if (!goes)
		return 0;
	add_subject(e, subject_of_thread(&d->arena, shop, thread));
	r = rows_query(d->db, MESSAGES NO_TICKET "shop = ?1 AND thread = ?2",
		       "is", shop, thread);
	rc = add_messages(d, e, &r, err);
	rows_release(&r);
	return rc;
}

static int add_threads(struct desk *d, struct erasure *e, const char *sql,
		       const struct erase_item *of, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, sql, "isi", of->shop,
				   of->ref ? of->ref : "", of->id);

	while (rows_next(&r))
		if (add_thread(d, e, rows_i64(&r, 0),
			       arena_strdup(&d->arena, rows_text(&r, 1)), err))
			return -1;
	return rows_end(&r, err);
}

static int close_threads(struct desk *d, struct erasure *e, struct err *err)
{
	for (size_t i = 0; i < e->messages.len; i++)
		if (add_thread(d, e, e->messages.at[i].shop,
			       e->messages.at[i].thread, err))
			return -1;
	for (size_t i = 0; i < e->tickets.len; i++)
		if (add_threads(d, e,
				"SELECT DISTINCT shop, thread FROM messages "
				"WHERE ticket = ?3 AND ?1 = ?1 AND ?2 = ?2",
				&e->tickets.at[i], err))
			return -1;
	for (size_t i = 0; i < e->orders.len; i++)
		if (add_threads(d, e,
				"SELECT DISTINCT m.shop, m.thread FROM tickets "
				"t JOIN messages m ON m.ticket = t.id WHERE "
				"t.shop = ?1 AND t.order_ref = ?2 AND ?3 = ?3",
				&e->orders.at[i], err))
			return -1;
	return 0;
}

/* -- what intake could not read -- */

/* There is little of it, and it is nobody's yet: it is looked through. */
static int add_unread(struct desk *d, struct erasure *e, const char *word,
		      struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db, "SELECT id FROM quarantine WHERE state = 'open'", "");

	while (*word && rows_next(&r)) {
		CLEANUP(str_release) struct str text = STR_INIT;
		struct erase_item one = { .id = rows_i64(&r, 0) };
		struct err unread = { 0 };

		if (has_id(&e->quarantine, one.id) ||
		    quarantine_read(d, one.id, &text, &unread) ||
		    !strcasestr(str_c(&text), word))
			continue;
		erase_items_push(&e->quarantine, one);
	}
	return rows_end(&r, err);
}

/* -- orders, tickets, addresses -- */

static int add_address(struct desk *d, struct erasure *e, const char *address,
		       struct err *err)
{
	return add_mails_of(d, e, address, err) ||
			       add_unread(d, e, address, err)
		       ? -1
		       : 0;
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
	CLEANUP(rows_release)
	struct rows told = rows_query(
		d->db, MESSAGES NO_TICKET "shop = ?1 AND order_ref = ?2", "is",
		shop, ref);
	struct erase_item order = { .shop = shop, .ref = ref };
	const char *email;

	if (!rows_next(&r))
		return rows_end(&r, err)
			       ? -1
			       : err_set(err, ERR_DATA,
					 "there is no order \"%.60s\"", ref);
	email = arena_strdup(&d->arena, rows_text(&r, 0));
	erase_items_push(&e->orders, order);
	add_subject(e, subject_of_order(&d->arena, shop, ref));
	if (add_messages(d, e, &told, err) ||
	    add_unread(d, e, arena_printf(&d->arena, "\"%s\"", ref), err))
		return -1;
	return *email ? add_address(d, e, email, err) : 0;
}

static int add_ticket(struct desk *d, struct erasure *e, int64_t id,
		      struct err *err)
{
	struct erase_item one = { .id = id };
	struct ticket t;

	if (ticket_load(d, id, &t, err))
		return -1;
	if (*t.order_ref)
		return err_set(err, ERR_DATA,
			       "T-%lld is about order %s; erase that",
			       (long long)id, t.order_ref);
	erase_items_push(&e->tickets, one);
	add_subject(e, ticket_subject(d, &t));
	return 0;
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
		if (has_order(e, rows_i64(&r, 1), rows_text(&r, 2)))
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
	return rows_end(&r, err) || add_thread(d, e, shop, thread, err) ? -1
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
	struct rows mail;
	int rc;

	add_subject(e, subject);
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
	if (!text_starts(subject, "mail:"))
		return 0;
	mail = rows_query(d->db,
			  MESSAGES NO_TICKET
			  "shop = ?1 AND ref = ?2 AND order_ref IS NULL",
			  "is", shop, ref);
	rc = add_messages(d, e, &mail, err);
	rows_release(&mail);
	return rc;
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
	return rc || close_threads(d, e, err) ? -1 : 0;
}
