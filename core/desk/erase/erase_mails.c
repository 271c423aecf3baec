/* erase_mails.c - the messages of no ticket that an erasure takes, and the
 * threads.
 * SPDX-License-Identifier: MIT */
#include "desk/erase/erase_lists.h"
#include "desk/intake/mention.h"

/* -- messages of no ticket -- */

/* Of the columns of ERASE_MAILS. */
static void add_mail(struct desk *d, struct erasure *e, struct rows *r)
{
	struct erase_item m = {
		.id = rows_i64(r, 0),
		.shop = rows_i64(r, 1),
		.channel = arena_strdup(&d->arena, rows_text(r, 2)),
		.ref = arena_strdup(&d->arena, rows_text(r, 3)),
		.thread = arena_strdup(&d->arena, rows_text(r, 4)),
	};

	if (erasure_add(d, e, IN_MESSAGES, m))
		erasure_add_subject(e,
				    subject_of_mail(&d->arena, m.shop, m.ref));
}

static int add_mails(struct desk *d, struct erasure *e, struct rows r,
		     struct err *err)
{
	int rc;

	while (rows_next(&r))
		add_mail(d, e, &r);
	rc = rows_end(&r, err);
	rows_release(&r);
	return rc;
}

int erase_add_mails_of_shop(struct desk *d, struct erasure *e, const char *sql,
			    int64_t shop, const char *text, struct err *err)
{
	return add_mails(d, e, rows_query(d->db, sql, "is", shop, text), err);
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
		       "SELECT id, shop, channel, ref, thread, subject, text "
		       "FROM messages WHERE ticket IS NULL AND id IN (SELECT "
		       "rowid FROM messages_text WHERE messages_text MATCH ?1)",
		       "s", str_c(&phrase));
	while (rows_next(&r))
		if (mentions_address(rows_text(&r, 5), address) ||
		    mentions_address(rows_text(&r, 6), address))
			add_mail(d, e, &r);
	rc = rows_end(&r, err);
	rows_release(&r);
	return rc;
}

int erase_add_mails_of(struct desk *d, struct erasure *e, const char *address,
		       struct err *err)
{
	static const char *const by[] = {
		ERASE_MAILS
		"from_addr IS NOT NULL AND lower(from_addr) = lower(?1)",
		ERASE_MAILS
		"to_addr IS NOT NULL AND lower(to_addr) = lower(?1)",
	};

	for (size_t i = 0; i < COUNT_OF(by); i++)
		if (add_mails(d, e, rows_query(d->db, by[i], "s", address),
			      err))
			return -1;
	return add_mentions(d, e, address, err);
}

/* -- threads -- */

/* Does all that is personal in a thread go with this erasure? Nobody's words
 * are lost with its key then. Those of whom no address is known go with it. */
static int thread_goes(struct desk *d, struct erasure *e, int64_t shop,
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
			*goes &= erasure_has(e, IN_TICKETS, rows_i64(&r, 1)) ||
				 erasure_has_order(d, e, rows_i64(&r, 2),
						   rows_text(&r, 3));
		else
			*goes &= erasure_has(e, IN_MESSAGES, rows_i64(&r, 0)) ||
				 rows_null(&r, 4);
	}
	return rows_end(&r, err);
}

int erase_add_thread(struct desk *d, struct erasure *e, int64_t shop,
		     const char *thread, struct err *err)
{
	bool goes = false;

	if (!*thread || thread_goes(d, e, shop, thread, &goes, err))
		return *thread ? -1 : 0;
	if (!goes)
		return 0;
	erasure_add_subject(e, subject_of_thread(&d->arena, shop, thread));
	return erase_add_mails_of_shop(d, e,
				       ERASE_MAILS "shop = ?1 AND thread = ?2",
				       shop, thread, err);
}

/* Once each: a thread of many messages is looked at as often else. What is
 * added while threads are closed changes no other thread. */
static int close_thread(struct desk *d, struct erasure *e, int64_t shop,
			const char *thread, struct err *err)
{
	const char *name = arena_printf(&d->arena, "closed %lld:%s",
					(long long)shop, thread);

	return text_set_add(&e->known, name)
		       ? erase_add_thread(d, e, shop, thread, err)
		       : 0;
}

static int close_threads_of(struct desk *d, struct erasure *e, const char *sql,
			    const struct erase_item *of, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, sql, "isi", of->shop,
				   of->ref ? of->ref : "", of->id);

	while (rows_next(&r))
		if (close_thread(d, e, rows_i64(&r, 0),
				 arena_strdup(&d->arena, rows_text(&r, 1)),
				 err))
			return -1;
	return rows_end(&r, err);
}

int erase_close_threads(struct desk *d, struct erasure *e, struct err *err)
{
	for (size_t i = 0; i < e->messages.len; i++)
		if (close_thread(d, e, e->messages.at[i].shop,
				 e->messages.at[i].thread, err))
			return -1;
	for (size_t i = 0; i < e->tickets.len; i++)
		if (close_threads_of(
			    d, e,
			    "SELECT DISTINCT shop, thread FROM messages "
			    "WHERE ticket = ?3 AND ?1 = ?1 AND ?2 = ?2",
			    &e->tickets.at[i], err))
			return -1;
	for (size_t i = 0; i < e->orders.len; i++)
		if (close_threads_of(
			    d, e,
			    "SELECT DISTINCT m.shop, m.thread FROM tickets "
			    "t JOIN messages m ON m.ticket = t.id WHERE "
			    "t.shop = ?1 AND t.order_ref = ?2 AND ?3 = ?3",
			    &e->orders.at[i], err))
			return -1;
	return 0;
}
