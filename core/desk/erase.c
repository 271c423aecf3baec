/* erase.c - see erase.h.
 * SPDX-License-Identifier: MIT */
#include "desk/erase.h"

#include "base/log.h"
#include "base/vec.h"
#include "desk/config.h"
#include "desk/evidence.h"
#include "desk/intake.h"
#include "desk/ticket.h"

/* What is to be forgotten: an order of a shop, or a ticket without one. */
struct target {
	int64_t shop, ticket;
	const char *order_ref; /* "" for a ticket */
	const char *subject;
};

static int find_target(struct desk *d, struct target *t, struct err *err)
{
	struct ticket one;

	*t = (struct target){ .order_ref = arg_text(d, "order"),
			      .ticket = arg_i64(d, "ticket") };
	if (*t->order_ref) {
		t->shop = shop_of(d->db, arg_text(d, "shop"));
		t->subject = subject_of_order(&d->arena, t->shop, t->order_ref);
		return 0;
	}
	if (ticket_load(d, t->ticket, &one, err))
		return -1;
	if (*one.order_ref)
		return err_set(err, ERR_DATA,
			       "T-%lld is about order %s; erase that",
			       (long long)t->ticket, one.order_ref);
	t->shop = one.shop;
	t->subject = ticket_subject(d, &one);
	return 0;
}

/* -- may it be forgotten? -- */

static int still_needed(struct desk *d, const struct target *t, struct err *err)
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
			   t->order_ref, t->ticket))
			return -1;
		if (id)
			return err_set(err, ERR_DATA, "%s %lld is %s",
				       needs[i].what, (long long)id,
				       needs[i].why);
	}
	return 0;
}

static int is_owner(struct desk *d, struct err *err)
{
	struct limits limits;
	const char *role = "";

	if (d->brain &&
	    d->brain->agent(d->brain, d->tx.cmd->by, &role, &limits) &&
	    text_eq(role, "owner"))
		return 0;
	return err_set(err, ERR_DENIED,
		       "only an owner erases: it cannot be taken back");
}

int erase_check(struct desk *d, struct err *err)
{
	struct target t;
	int64_t known;

	if (is_owner(d, err) || find_target(d, &t, err))
		return -1;
	if (db_ask(d->db, &known, 0, err,
		   "SELECT 1 FROM orders WHERE shop = ?1 AND ref = ?2", "is",
		   t.shop, t.order_ref))
		return -1;
	if (*t.order_ref && !known)
		return err_set(err, ERR_DATA, "there is no order \"%.60s\"",
			       t.order_ref);
	return still_needed(d, &t, err);
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

/* -- what must follow the commit -- */

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

/* What intake could not read is nobody's yet: it is looked through for the
 * order and the buyer's address. There is little of it. */
static int forget_unread(struct desk *d, const struct target *t,
			 struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db, "SELECT id FROM quarantine WHERE state = 'open'", "");
	CLEANUP(free_ptr) char *named = xasprintf("\"%s\"", t->order_ref);
	const char *email =
		db_text(d->db, &d->arena,
			"SELECT email FROM orders WHERE shop = ?1 AND ref = ?2",
			"is", t->shop, t->order_ref);

	while (rows_next(&r)) {
		CLEANUP(str_release) struct str text = STR_INIT;
		struct err unread = { 0 };

		if (quarantine_read(d, rows_i64(&r, 0), &text, &unread) ||
		    (!strstr(str_c(&text), named) &&
		     !(*email && strstr(str_c(&text), email))))
			continue;
		if (db_run(d->db, err,
			   "UPDATE quarantine SET state = 'erased', "
			   "sealed = x'' WHERE id = ?1",
			   "i", rows_i64(&r, 0)))
			return -1;
	}
	return rows_end(&r, err);
}

static int forget_order(struct desk *d, const struct target *t, struct err *err)
{
	CLEANUP(rows_release)
	struct rows tickets = rows_query(
		d->db,
		"SELECT id FROM tickets WHERE shop = ?1 AND order_ref = ?2 "
		"ORDER BY id",
		"is", t->shop, t->order_ref);
	CLEANUP(id_list_release) struct id_list ids = { 0 };

	while (rows_next(&tickets))
		id_list_push(&ids, rows_i64(&tickets, 0));
	if (rows_end(&tickets, err))
		return -1;
	for (size_t i = 0; i < ids.len; i++)
		if (forget_ticket(d, ids.at[i], err))
			return -1;
	/* Backwards: the order's own row goes last, others are found by it. */
	for (size_t i = COUNT_OF(of_order); i-- > 0;) {
		CLEANUP(rows_release)
		struct rows r =
			record_query(d->db, of_order[i].kind, of_order[i].tail,
				     "is", t->shop, t->order_ref);

		if (blank_rows(d, of_order[i].kind, &r, err))
			return -1;
	}
	return 0;
}

int erase_apply(struct desk *d, struct err *err)
{
	struct target t;

	if (find_target(d, &t, err) || forget_unread(d, &t, err) ||
	    forget_subject(d, t.subject, err))
		return -1;
	return *t.order_ref ? forget_order(d, &t, err)
			    : forget_ticket(d, t.ticket, err);
}

int64_t erased_at(struct desk *d, const char *subject)
{
	return db_i64(d->db, 0, "SELECT at FROM erased WHERE subject = ?1", "s",
		      subject);
}

/* -- what a copy brought back -- */

#define NAMED 20 /* the others are told by their number */

struct returned {
	struct desk *d;
	struct str names;
	int n;
};

static int add_returned(void *arg, const char *subject, struct err *err)
{
	struct returned *r = arg;

	(void)err;
	if (erased_at(r->d, subject))
		return 0;
	if (r->n++ < NAMED)
		str_printf(&r->names, "%s%s", r->n > 1 ? ", " : "", subject);
	return 0;
}

static int tell_returned(struct returned *r, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT, text = STR_INIT;
	struct command cmd = { .kind = "alert", .by = "desk", .via = "host" };
	struct jw w = JW_INIT(&json);

	str_printf(
		&text,
		"%d were erased after this copy was made and are in it again "
		"(%s%s); erase them anew",
		r->n, str_c(&r->names), r->n > NAMED ? ", ..." : "");
	jw_object(&w);
	jw_kv_text(&w, "level", "error");
	jw_kv_text(&w, "cause", "erased-returned");
	jw_kv_text(&w, "text", str_c(&text));
	jw_end(&w);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	return desk_do(r->d, &cmd, err);
}

int erase_tell_returned(struct desk *d, struct err *err)
{
	struct returned r = { .d = d, .names = STR_INIT };
	int rc = keys_destroyed(d->keys, add_returned, &r, err);

	if (rc == 0 && r.n)
		rc = tell_returned(&r, err);
	str_release(&r.names);
	return rc;
}

/* -- after the commit -- */

static int finish_one(struct desk *d, const char *what, const char *name,
		      struct err *err)
{
	if (text_eq(what, "key"))
		return keys_destroy(d->keys, name, err) < 0 ? -1 : 0;
	return evidence_remove(d, name, err);
}

/* Deleted words stay readable in old segments of the index until they are
 * merged away: FTS5 of SQLite 3.40 overwrites nothing in place. */
static int merge_index(struct desk *d, struct err *err)
{
	return db_run(d->db, err,
		      "INSERT INTO messages_text(messages_text) "
		      "VALUES('optimize')",
		      "");
}

/* Half a second, about. */
#define COMPACT_MAX (INT64_C(64) << 20)

/* What the pages still hold that no row does. The erasure is done without it,
 * so it fails nothing. */
static void wipe_pages(struct desk *d)
{
	struct err err = { 0 };
	int rc = db_compact(d->db, COMPACT_MAX, &err);

	if (rc < 0)
		log_warning("erase: %s", err.text);
	else if (rc == 0)
		log_warning("erase: the database is too large to be written "
			    "anew now; what was erased can stand in unused "
			    "parts of its pages until it is (VACUUM)");
	db_checkpoint(d->db, 0);
}

int erase_finish(struct desk *d, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, "SELECT what, name FROM erasing", "");
	int done = 0;

	for (; rows_next(&r); done++)
		if (finish_one(d, rows_text(&r, 0), rows_text(&r, 1), err))
			return -1;
	if (rows_end(&r, err))
		return -1;
	rows_release(&r);
	if (!done)
		return 0;
	if (db_begin(d->db, err))
		return -1;
	if (merge_index(d, err) ||
	    db_run(d->db, err, "DELETE FROM erasing", "")) {
		desk_undo(d);
		return -1;
	}
	if (desk_commit(d, err))
		return -1;
	wipe_pages(d);
	return 0;
}
