/* multiply.c - see multiply.h.
 * SPDX-License-Identifier: MIT */
#include "bench/multiply.h"

#include <sqlite3.h>

#include "base/file.h"
#include "base/vec.h"
#include "bench/report.h"
#include "bench/stock.h"
#include "desk/ledger/journal.h"

struct copying {
	struct db *db;
	int64_t copies, entries; /* entries: of the template, all kinds */
	struct hash head;
	int64_t seq;
};
VEC(word_list, char *);

static void run(struct db *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db_raw(db), sql, NULL, NULL, &why))
		fprintf(stderr, "%s\n", sql);
	must(why == NULL, why);
}

/* Columns that say who is who: each copy has its own. */
static bool is_name(const char *column)
{
	static const char *const names[] = {
		"ref",        "order_ref", "buyer_ref",  "parent_ref",
		"thread",     "tracking",  "email",      "from_addr",
		"to_addr",    "key",       "message_id", "in_reply_to",
		"references", "source",    "cause",      "intent",
		"remote_ref"
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (text_eq(names[i], column))
			return true;
	return false;
}

/* Which table's ids a column holds; NULL when none's. */
static const char *ids_of(const char *table, const char *column)
{
	static const char *const of[][2] = { { "ticket", "tickets" },
					     { "action", "actions" },
					     { "after", "actions" },
					     { "evidence", "evidence" } };

	if (text_eq(column, "id"))
		return text_eq(table, "facts") ? NULL : table;
	for (size_t i = 0; i < COUNT_OF(of); i++)
		if (text_eq(of[i][0], column))
			return of[i][1];
	return NULL;
}

/* As SQL, of column c in copy ?1. */
static void put_value(struct str *sql, const char *table, const char *c)
{
	const char *ids = ids_of(table, c);

	if (ids)
		str_printf(sql,
			   "iif(o.\"%s\" > 0, o.\"%s\" + ?1 * (SELECT "
			   "coalesce(max(id), 0) FROM old.%s), o.\"%s\")",
			   c, c, ids, c);
	else if (text_eq(table, "facts") && text_eq(c, "id"))
		str_puts(sql, "o.id + ?1 * (SELECT value FROM old.counters "
			      "WHERE name = CASE o.kind WHEN 'text_in' THEN "
			      "'messages' ELSE o.kind || 's' END)");
	else if (is_name(c))
		str_printf(sql,
			   "iif(o.\"%s\" <> '', printf('k%%04d.', ?1) || "
			   "o.\"%s\", o.\"%s\")",
			   c, c, c);
	else
		str_printf(sql, "o.\"%s\"", c);
}

static char *copy_sql(struct db *db, const char *table, const char *where)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db, "SELECT name FROM pragma_table_info(?1)",
				   "s", table);
	CLEANUP(str_release) struct str sql = STR_INIT;

	str_printf(&sql, "INSERT INTO main.%s SELECT ", table);
	for (int i = 0; rows_next(&r); i++) {
		str_puts(&sql, i ? ", " : "");
		put_value(&sql, table, rows_text(&r, 0));
	}
	str_printf(&sql, " FROM old.%s o %s ORDER BY 1", table, where);
	return str_take(&sql);
}

static const char *const copied[] = {
	"facts",   "orders",    "order_lines", "buyers", "shipments",
	"scans",   "parcels",   "messages",    "notes",  "tickets",
	"actions", "deadlines", "evidence",    "alerts",
};

static void copy_rows(struct copying *c)
{
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(copied); i++) {
		/* Read by every copy: lives as long as the connection. */
		char *sql = copy_sql(c->db, copied[i], "");

		for (int64_t k = 1; k <= c->copies; k++)
			must(db_run(c->db, &err, sql, "i", k) == 0, err.text);
	}
}

static void put_entry(struct copying *c, struct journal_entry *e)
{
	struct err err = { 0 };

	e->seq = ++c->seq;
	e->prev = c->head;
	c->head = e->hash = journal_hash(e);
	must(db_run(c->db, &err,
		    "INSERT INTO main.journal(seq, at, boot, mono, entropy, "
		    "actor, via, kind, subject, payload, decisions, sealed, "
		    "prev, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
		    "?10, ?11, ?12, ?13, ?14)",
		    "iisibsssttsbbb", e->seq, e->at, e->boot, e->mono,
		    e->entropy.at, sizeof e->entropy.at, e->actor, e->via,
		    e->kind, e->subject, e->payload, e->decisions, e->sealed,
		    e->sealed_len, e->prev.at, sizeof e->prev.at, e->hash.at,
		    sizeof e->hash.at) == 0,
	     err.text);
}

/* "order:1:REF" is another copy's "order:1:k0007.REF"; shops have one digit. */
#define SUBJECT                                                            \
	"substr(o.subject, 1, instr(o.subject, ':') + 2) || "              \
	"printf('k%04d.', ?1) || substr(o.subject, instr(o.subject, ':') " \
	"+ 3)"

static void copy_journal(struct copying *c, int64_t k)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		c->db,
		"SELECT seq, at, boot, mono, entropy, actor, via, "
		"kind, " SUBJECT ", payload, decisions, sealed, prev, hash "
		"FROM old.journal o WHERE kind = 'text_in' ORDER BY seq",
		"i", k);
	struct journal_entry e;
	struct err err = { 0 };

	while (journal_next(&r, &e))
		put_entry(c, &e);
	must(rows_end(&r, &err) == 0, err.text);
}

/* What is kept by the number of an entry, for the entries that were copied. */
static void copy_traces(struct copying *c)
{
	CLEANUP(str_release) struct str sql = STR_INIT;

	str_printf(
		&sql,
		"CREATE TEMP TABLE rank AS SELECT seq, row_number() OVER "
		"(ORDER BY seq) AS n FROM old.journal WHERE kind = 'text_in';"
		"CREATE TEMP TABLE k AS WITH RECURSIVE k(k) AS (SELECT 1 UNION "
		"ALL SELECT k + 1 FROM k WHERE k < %lld) SELECT k FROM k;"
		"INSERT INTO main.vectors SELECT %lld + (k - 1) * %d + n, "
		"o.trigger, o.facts, o.fired, o.considered, json_set(o.seen, "
		"'$.ticket', (o.seen ->> '$.ticket') + k * %d) FROM k, rank "
		"JOIN old.vectors o USING (seq) ORDER BY 1, 2;"
		"INSERT INTO main.traces SELECT o.ticket + k * %d, %lld + (k - "
		"1) * %d + n FROM k, rank JOIN old.traces o USING (seq) ORDER "
		"BY 1, 2;"
		"DROP TABLE rank; DROP TABLE k;",
		(long long)c->copies, (long long)c->entries, STOCK_TEMPLATE,
		STOCK_TEMPLATE, STOCK_TEMPLATE, (long long)c->entries,
		STOCK_TEMPLATE);
	run(c->db, str_c(&sql));
}

/* Indexes and triggers are made by their own statements when the rows stand. */
static void take_off(struct db *db, struct word_list *made)
{
	struct word_list names = { 0 };

	{
		CLEANUP(rows_release)
		struct rows r = rows_query(
			db,
			"SELECT sql, 'DROP ' || type || ' ' || name FROM "
			"main.sqlite_schema WHERE type IN ('index', 'trigger') "
			"AND sql IS NOT NULL ORDER BY type, name",
			"");

		while (rows_next(&r)) {
			word_list_push(made, xstrdup(rows_text(&r, 0)));
			word_list_push(&names, xstrdup(rows_text(&r, 1)));
		}
	}
	for (size_t i = 0; i < names.len; i++) {
		run(db, names.at[i]);
		free(names.at[i]);
	}
	word_list_release(&names);
}

static void put_on(struct db *db, struct word_list *made)
{
	run(db, "DELETE FROM main.queue_counts;"
		"INSERT INTO main.queue_counts SELECT coalesce(state, 0), "
		"coalesce(tier, 0), coalesce(owner, ''), count(*) FROM "
		"main.tickets GROUP BY 1, 2, 3;"
		"INSERT INTO messages_text(messages_text) VALUES('rebuild')");
	for (size_t i = 0; i < made->len; i++) {
		run(db, made->at[i]);
		free(made->at[i]);
	}
	word_list_release(made);
	for (size_t i = 0; i < COUNT_OF(copied); i++) {
		CLEANUP(free_ptr)
		char *sql = xasprintf("UPDATE counters SET value = (SELECT "
				      "max(id) FROM main.%s) WHERE name = '%s'",
				      copied[i], copied[i]);

		run(db, sql);
	}
}

static void copy_keys(const char *from, const char *to, int64_t copies)
{
	CLEANUP(free_ptr) char *path = path_join(to, "keys.db");
	CLEANUP(free_ptr)
	char *sql = xasprintf(
		"ATTACH '%s/keys.db' AS old; PRAGMA synchronous=OFF; BEGIN;"
		"WITH RECURSIVE k(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM "
		"k WHERE k < %lld) INSERT INTO main.keys SELECT "
		"substr(o.subject, 1, instr(o.subject, ':') + 2) || "
		"printf('k%%04d.', k) || substr(o.subject, instr(o.subject, "
		"':') + 3), key FROM k, old.keys o WHERE subject LIKE '%%:%%' "
		"ORDER BY 1; COMMIT; DETACH old",
		from, (long long)copies);
	char *why = NULL;
	sqlite3 *raw;

	must(sqlite3_open(path, &raw) == SQLITE_OK, path);
	sqlite3_exec(raw, sql, NULL, NULL, &why);
	must(why == NULL, why);
	sqlite3_close(raw);
}

/* Where the template's journal ends is where the copies' entries go on. */
static void read_head(struct copying *c)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(c->db,
				   "SELECT seq, hash FROM old.journal ORDER BY "
				   "seq DESC LIMIT 1",
				   "");
	size_t len;

	must(rows_next(&r), "the template has no journal");
	c->seq = c->entries = rows_i64(&r, 0);
	memcpy(c->head.at, rows_blob(&r, 1, &len), sizeof c->head.at);
}

static int64_t schema_size(struct db *db)
{
	return db_i64(db, 0, "SELECT count(*) FROM main.sqlite_schema", "");
}

static void copy_desk(struct copying *c)
{
	struct word_list made = { 0 };
	int64_t schema = schema_size(c->db);

	read_head(c);
	take_off(c->db, &made);
	copy_rows(c);
	for (int64_t k = 1; k <= c->copies; k++)
		copy_journal(c, k);
	copy_traces(c);
	put_on(c->db, &made);
	must(schema == schema_size(c->db), "the schema is not what it was");
}

void multiply(const char *from, const char *to, int64_t copies)
{
	CLEANUP(free_ptr) char *path = path_join(to, "helloword.db");
	CLEANUP(free_ptr)
	char *attach =
		xasprintf("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
			  "PRAGMA secure_delete=OFF; PRAGMA cache_size=-400000;"
			  "ATTACH '%s/helloword.db' AS old; BEGIN",
			  from);
	struct copying c = { .copies = copies };
	struct err err = { 0 };

	must(db_open(&c.db, path, DB_WRITE, &err) == 0, err.text);
	run(c.db, attach);
	copy_desk(&c);
	run(c.db, "COMMIT; DETACH old; PRAGMA journal_mode=WAL");
	db_close(c.db);
	copy_keys(from, to, copies);
}
