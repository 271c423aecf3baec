/* erase_blank.c - rows without what was personal in them, and the keys and
 * files of a subject.
 * SPDX-License-Identifier: MIT */
#include "desk/erase/erase_blank.h"

/* -- rows -- */

struct found {
	int64_t id, shop;
	void *rec;
};
VEC(found_list, struct found);

/* Read whole before one is written: a query must not meet its own changes. */
int blank_rows(struct desk *d, const struct kind *kind, struct rows r,
	       struct err *err)
{
	CLEANUP(found_list_release) struct found_list list = { 0 };
	int rc;

	while (rows_next(&r)) {
		struct found one = {
			.id = rows_i64(&r, 0),
			.shop = kind->rec ? rows_i64(&r, 1) : 0,
			.rec = arena_alloc(&d->arena, kind->size),
		};

		record_read(&r, kind, one.rec, &d->arena);
		found_list_push(&list, one);
	}
	rc = rows_end(&r, err);
	rows_release(&r);
	for (size_t i = 0; rc == 0 && i < list.len; i++) {
		record_blank(kind, list.at[i].rec);
		rc = record_save(d->db, kind, list.at[i].id, list.at[i].shop,
				 list.at[i].rec, err);
	}
	return rc;
}

/* What hangs on an order: ?1 the shop, ?2 the order. */
static const struct {
	const struct kind *kind;
	const char *tail;
} of_order[] = {
	{ &order_kind, "WHERE shop = ?1 AND ref = ?2" },
	{ &shipment_kind, "WHERE shop = ?1 AND order_ref = ?2" },
	{ &review_kind, "WHERE shop = ?1 AND order_ref = ?2" },
	{ &return_kind, "WHERE shop = ?1 AND order_ref = ?2" },
	{ &evidence_kind, "WHERE shop = ?1 AND order_ref = ?2" },
	{ &evidence_kind, "WHERE tracking IN (SELECT tracking FROM shipments "
			  "WHERE shop = ?1 AND order_ref = ?2)" },
	{ &action_kind, "WHERE shop = ?1 AND order_ref = ?2" },
	{ &task_kind, "WHERE shop = ?1 AND order_ref = ?2" },
	{ &tag_kind, "WHERE shop = ?1 AND order_ref = ?2" },
	{ &risk_kind, "WHERE shop = ?1 AND order_ref = ?2" },
	/* of before the go-live line: no ticket, but the buyer's */
	{ &message_kind,
	  "WHERE ticket IS NULL AND lower(from_addr) = (SELECT lower(email) "
	  "FROM orders WHERE shop = ?1 AND ref = ?2)" },
	/* a buyer is remembered while another order of theirs is */
	{ &buyer_kind,
	  "WHERE shop = ?1 AND ref = (SELECT buyer_ref FROM orders WHERE "
	  "shop = ?1 AND ref = ?2) AND NOT EXISTS (SELECT 1 FROM orders o "
	  "WHERE o.shop = ?1 AND o.buyer_ref = buyers.ref AND o.ref <> ?2 AND "
	  "o.email IS NOT NULL)" },
};

int blank_of_order(struct desk *d, const struct erase_item *t, struct err *err)
{
	/* Backwards: the order's own row goes last, others are found by it. */
	for (size_t i = COUNT_OF(of_order); i-- > 0;)
		if (blank_rows(d, of_order[i].kind,
			       record_query(d->db, of_order[i].kind,
					    of_order[i].tail, "is", t->shop,
					    t->ref),
			       err))
			return -1;
	return 0;
}

/* -- keys and files -- */

static int later(struct desk *d, const char *what, const char *name,
		 struct err *err)
{
	return db_run(d->db, err,
		      "INSERT OR IGNORE INTO erasing VALUES(?1, ?2)", "ss",
		      what, name);
}

/* The subject's key and files; and that it was erased, for what a poll brings
 * afterwards. */
int forget_subject(struct desk *d, const char *subject, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db, "SELECT name FROM files WHERE subject = ?1",
			   "s", subject);

	while (rows_next(&r))
		if (later(d, "file", rows_text(&r, 0), err))
			return -1;
	if (rows_end(&r, err) ||
	    db_run(d->db, err, "DELETE FROM files WHERE subject = ?1", "s",
		   subject) ||
	    db_run(d->db, err, "INSERT OR REPLACE INTO erased VALUES(?1, ?2)",
		   "si", subject, d->tx.cmd->at))
		return -1;
	return later(d, "key", subject, err);
}

int forget_record(struct desk *d, int64_t id, const char *state,
		  struct err *err)
{
	return db_run(d->db, err,
		      "UPDATE inbox SET state = ?2, sealed = x'' WHERE "
		      "state = 'unread' AND id IN (SELECT ref FROM quarantine "
		      "WHERE id = ?1 AND kind = 'hook' AND state = 'open')",
		      "is", id, state) ||
			       db_run(d->db, err,
				      "UPDATE quarantine SET state = ?2, "
				      "sealed = x'' WHERE id = ?1 AND "
				      "state = 'open'",
				      "is", id, state)
		       ? -1
		       : 0;
}

/* -- conversations -- */

/* What hangs on one of its tickets: ?1 the ticket. */
static const struct {
	const struct kind *kind;
	const char *tail;
} of_ticket[] = {
	{ &file_in_kind,
	  "WHERE message IN (SELECT id FROM messages WHERE ticket = ?1)" },
	{ &message_kind, "WHERE ticket = ?1" },
	{ &note_kind, "WHERE ticket = ?1" },
	{ &action_kind, "WHERE ticket = ?1" },
	{ &task_kind, "WHERE ticket = ?1" },
	{ &risk_kind, "WHERE ticket = ?1" },
	{ &ticket_kind, "WHERE id = ?1" },
};

/* Mails that came before their order was known are sealed under their thread;
 * it goes when all of it belongs to the ticket. */
static int forget_threads(struct desk *d, int64_t ticket, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT DISTINCT shop, thread FROM messages m WHERE "
		"ticket = ?1 AND thread IS NOT NULL AND NOT EXISTS (SELECT 1 "
		"FROM messages o WHERE o.shop = m.shop AND o.thread = m.thread "
		"AND o.ticket IS NOT ?1)",
		"i", ticket);

	while (rows_next(&r))
		if (forget_subject(d,
				   subject_of_thread(&d->arena, rows_i64(&r, 0),
						     rows_text(&r, 1)),
				   err))
			return -1;
	return rows_end(&r, err);
}

int forget_ticket(struct desk *d, int64_t ticket, struct err *err)
{
	if (forget_threads(d, ticket, err))
		return -1;
	for (size_t i = 0; i < COUNT_OF(of_ticket); i++)
		if (blank_rows(d, of_ticket[i].kind,
			       record_query(d->db, of_ticket[i].kind,
					    of_ticket[i].tail, "i", ticket),
			       err))
			return -1;
	return 0;
}

/* One of no ticket, with its raw bytes. Its key is among the subjects. */
int forget_message(struct desk *d, const struct erase_item *m, struct err *err)
{
	static const char which[] = "WHERE shop = ?1 AND channel = ?2 AND "
				    "ref = ?3";
	struct rows r = rows_query(
		d->db,
		"SELECT f.name, f.evidence FROM messages m JOIN files f ON "
		"f.evidence = m.evidence WHERE m.shop = ?1 AND m.channel = ?2 "
		"AND m.ref = ?3",
		"iss", m->shop, m->channel, m->ref);
	int rc = 0;

	while (rc == 0 && rows_next(&r))
		rc = later(d, "file", rows_text(&r, 0), err) ||
		     db_run(d->db, err, "DELETE FROM files WHERE evidence = ?1",
			    "i", rows_i64(&r, 1));
	rc = rc || rows_end(&r, err);
	rows_release(&r);
	if (rc)
		return -1;
	return blank_rows(d, &message_kind,
			  record_query(d->db, &message_kind, which, "iss",
				       m->shop, m->channel, m->ref),
			  err);
}
