/* erase.c - see erase.h.
 * SPDX-License-Identifier: MIT */
#include "desk/erase.h"

#include "desk/erase_find.h"

/* -- may it be forgotten? -- */

static int still_needed(struct desk *d, const struct erase_item *t,
			struct err *err)
{
	static const struct {
		const char *sql, *what, *why;
	} needs[] = {
		{ "SELECT id FROM tickets WHERE state <> 3 AND ((shop = ?1 AND "
		  "order_ref = ?2) OR id = ?3) LIMIT 1",
		  "ticket", "open: close it first" },
		{ "SELECT id FROM actions WHERE state NOT IN (7, 8, 11, 12) "
		  "AND ((shop = ?1 AND order_ref = ?2) OR ticket = ?3) LIMIT 1",
		  "action", "not at rest yet" },
		{ "SELECT id FROM disputes WHERE shop = ?1 AND order_ref = ?2 "
		  "AND status IN (1, 2) AND ?3 = ?3 LIMIT 1",
		  "dispute", "open: its evidence must be kept" },
	};

	for (size_t i = 0; i < COUNT_OF(needs); i++) {
		int64_t id;

		if (db_ask(d->db, &id, 0, err, needs[i].sql, "iti", t->shop,
			   t->ref ? t->ref : "", t->id))
			return -1;
		if (id)
			return err_set(err, ERR_DATA, "%s %lld is %s",
				       needs[i].what, (long long)id,
				       needs[i].why);
	}
	return 0;
}

static int any_needed(struct desk *d, const struct erase_items *list,
		      struct err *err)
{
	for (size_t i = 0; i < list->len; i++)
		if (still_needed(d, &list->at[i], err))
			return -1;
	return 0;
}

/* What a copy brought back the desk erases by itself: an owner has said it. */
static int may_erase(struct desk *d, struct err *err)
{
	bool again = *arg_text(d, "returned");
	struct limits limits;
	const char *role = "";

	if (again && text_eq(d->tx.cmd->by, "desk") &&
	    text_eq(d->tx.cmd->via, "host"))
		return 0;
	if (!again && d->brain &&
	    d->brain->agent(d->brain, d->tx.cmd->by, &role, &limits) &&
	    text_eq(role, "owner"))
		return 0;
	return err_set(err, ERR_DENIED,
		       "only an owner erases: it cannot be taken back");
}

/* Taken as what was found: an address must not stand in the journal. */
static int find(struct desk *d, struct erasure *e, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	if (erasure_find(d, e, err))
		return -1;
	erasure_put(e, &json);
	if (json.bad)
		return err_set(err, ERR_DATA,
			       "too many messages to be erased at once");
	d->tx.cmd->json = arena_strdup(&d->arena, str_c(&json));
	d->tx.cmd->json_len = json.len;
	return 0;
}

int erase_check(struct desk *d, struct err *err)
{
	CLEANUP(erasure_release) struct erasure e = { 0 };

	if (d->tx.taking != LIVE)
		return 0;
	if (may_erase(d, err) || find(d, &e, err) ||
	    any_needed(d, &e.orders, err) || any_needed(d, &e.tickets, err))
		return -1;
	return 0;
}

/* -- rows -- */

struct found {
	int64_t id, shop;
	void *rec;
};
VEC(found_list, struct found);
VEC(id_list, int64_t);

/* Read whole before one is written: a query must not meet its own changes. */
static int blank_rows(struct desk *d, const struct kind *kind, struct rows *r,
		      struct err *err)
{
	CLEANUP(found_list_release) struct found_list list = { 0 };

	while (rows_next(r)) {
		struct found one = {
			.id = rows_i64(r, 0),
			.shop = kind->rec ? rows_i64(r, 1) : 0,
			.rec = arena_alloc(&d->arena, kind->size),
		};

		record_read(r, kind, one.rec, &d->arena);
		found_list_push(&list, one);
	}
	if (rows_end(r, err))
		return -1;
	for (size_t i = 0; i < list.len; i++) {
		record_blank(kind, list.at[i].rec);
		if (record_save(d->db, kind, list.at[i].id, list.at[i].shop,
				list.at[i].rec, err))
			return -1;
	}
	return 0;
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

/* What hangs on one of its tickets: ?1 the ticket. */
static const struct {
	const struct kind *kind;
	const char *tail;
} of_ticket[] = {
	{ &message_kind, "WHERE ticket = ?1" },
	{ &note_kind, "WHERE ticket = ?1" },
	{ &action_kind, "WHERE ticket = ?1" },
	{ &ticket_kind, "WHERE id = ?1" },
};

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
static int forget_subject(struct desk *d, const char *subject, struct err *err)
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

static int forget_ticket(struct desk *d, int64_t ticket, struct err *err)
{
	if (forget_threads(d, ticket, err))
		return -1;
	for (size_t i = 0; i < COUNT_OF(of_ticket); i++) {
		CLEANUP(rows_release)
		struct rows r = record_query(d->db, of_ticket[i].kind,
					     of_ticket[i].tail, "i", ticket);

		if (blank_rows(d, of_ticket[i].kind, &r, err))
			return -1;
	}
	return 0;
}

/* -- parcels -- */

/* A tracking number leads to a name and a town on its carrier's pages. What
 * happened to the parcel stays, without it; that it was erased is remembered by
 * its HMAC, so that a carrier's word does not bring it back. */
static int forget_parcel(struct desk *d, const char *tracking, struct err *err)
{
	static const char *const steps[] = {
		"UPDATE facts SET ref = 'erased:' || id WHERE kind = 'scan' "
		"AND shop IN (SELECT shop FROM scans WHERE tracking = ?1) AND "
		"ref >= ?1 || '|' AND ref < ?1 || '}'",
		"UPDATE parcels SET tracking = NULL, state = 2 WHERE "
		"tracking = ?1",
		"UPDATE evidence SET tracking = NULL WHERE tracking = ?1",
		"UPDATE deadlines SET source = NULL, state = CASE state WHEN 1 "
		"THEN 4 ELSE state END WHERE purpose = 'parcel' AND "
		"source = ?1",
		"UPDATE alerts SET text = replace(text, ?1, '...'), cause = "
		"replace(cause, ?1, 'erased-' || id) WHERE instr(text, ?1) OR "
		"instr(cause, ?1)",
		"UPDATE scans SET tracking = NULL WHERE tracking = ?1",
	};
	static const struct kind *const kinds[] = { &scan_kind,
						    &evidence_kind };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < COUNT_OF(kinds); i++) {
		CLEANUP(rows_release)
		struct rows r = record_query(
			d->db, kinds[i], "WHERE tracking = ?1", "s", tracking);

		rc = blank_rows(d, kinds[i], &r, err);
	}
	for (size_t i = 0; rc == 0 && i < COUNT_OF(steps); i++)
		rc = db_run(d->db, err, steps[i], "s", tracking);
	return rc ? -1
		  : forget_subject(d, subject_of_value(d, "parcel", tracking),
				   err);
}

/* Not one that another order has a part in. */
static int forget_parcels(struct desk *d, const struct erase_item *t,
			  struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT DISTINCT tracking FROM shipments s WHERE shop = ?1 AND "
		"order_ref = ?2 AND tracking IS NOT NULL AND NOT EXISTS ("
		"SELECT 1 FROM shipments o WHERE o.tracking = s.tracking AND "
		"(o.shop <> ?1 OR o.order_ref <> ?2))",
		"is", t->shop, t->ref);

	while (rows_next(&r))
		if (forget_parcel(d, arena_strdup(&d->arena, rows_text(&r, 0)),
				  err))
			return -1;
	if (rows_end(&r, err))
		return -1;
	return db_run(d->db, err,
		      "UPDATE tickets SET tracking = NULL, cause = CASE WHEN "
		      "tracking IS NULL THEN cause ELSE replace(cause, "
		      "tracking, 'erased-' || id) END WHERE shop = ?1 AND "
		      "order_ref = ?2",
		      "is", t->shop, t->ref);
}

/* -- what was found -- */

static int forget_order(struct desk *d, const struct erase_item *t,
			struct err *err)
{
	CLEANUP(rows_release)
	struct rows tickets = rows_query(
		d->db,
		"SELECT id FROM tickets WHERE shop = ?1 AND order_ref = ?2 "
		"ORDER BY id",
		"is", t->shop, t->ref);
	CLEANUP(id_list_release) struct id_list ids = { 0 };

	while (rows_next(&tickets))
		id_list_push(&ids, rows_i64(&tickets, 0));
	if (rows_end(&tickets, err))
		return -1;
	for (size_t i = 0; i < ids.len; i++)
		if (forget_ticket(d, ids.at[i], err))
			return -1;
	if (forget_parcels(d, t, err))
		return -1;
	/* Backwards: the order's own row goes last, others are found by it. */
	for (size_t i = COUNT_OF(of_order); i-- > 0;) {
		CLEANUP(rows_release)
		struct rows r =
			record_query(d->db, of_order[i].kind, of_order[i].tail,
				     "is", t->shop, t->ref);

		if (blank_rows(d, of_order[i].kind, &r, err))
			return -1;
	}
	return 0;
}

/* One of no ticket, with its raw bytes. Its key is among the subjects. */
static int forget_message(struct desk *d, const struct erase_item *m,
			  struct err *err)
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
	r = record_query(d->db, &message_kind, which, "iss", m->shop,
			 m->channel, m->ref);
	rc = blank_rows(d, &message_kind, &r, err);
	rows_release(&r);
	return rc;
}

/* A webhook that nobody could read stands in the inbox, too. */
static int forget_unread(struct desk *d, int64_t id, struct err *err)
{
	return db_run(d->db, err,
		      "UPDATE inbox SET state = 'erased', sealed = x'' WHERE "
		      "state = 'unread' AND id IN (SELECT ref FROM quarantine "
		      "WHERE id = ?1 AND kind = 'hook' AND state = 'open')",
		      "i", id) ||
			       db_run(d->db, err,
				      "UPDATE quarantine SET state = 'erased', "
				      "sealed = x'' WHERE id = ?1 AND "
				      "state = 'open'",
				      "i", id)
		       ? -1
		       : 0;
}

static int forget(struct desk *d, const struct erasure *e, struct err *err)
{
	for (size_t i = 0; i < e->quarantine.len; i++)
		if (forget_unread(d, e->quarantine.at[i].id, err))
			return -1;
	for (size_t i = 0; i < e->messages.len; i++)
		if (forget_message(d, &e->messages.at[i], err))
			return -1;
	for (size_t i = 0; i < e->subjects.len; i++)
		if (forget_subject(d, e->subjects.at[i], err))
			return -1;
	for (size_t i = 0; i < e->orders.len; i++)
		if (forget_order(d, &e->orders.at[i], err))
			return -1;
	for (size_t i = 0; i < e->tickets.len; i++)
		if (forget_ticket(d, e->tickets.at[i].id, err))
			return -1;
	return 0;
}

int erase_apply(struct desk *d, struct err *err)
{
	CLEANUP(erasure_release) struct erasure e = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(d->tx.cmd->json, d->tx.cmd->json_len, err);

	return !json || erasure_read(d, json, &e, err) || forget(d, &e, err)
		       ? -1
		       : 0;
}

int64_t erased_at(struct desk *d, const char *subject)
{
	return db_i64(d->db, 0, "SELECT at FROM erased WHERE subject = ?1", "s",
		      subject);
}
