/* bare.c - see bare.h.
 * SPDX-License-Identifier: MIT */
#include "bench/bare.h"

#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

#include "base/str.h"
#include "base/vec.h"
#include "bench/report.h"

/* One write: its statement's text (one per table and changed columns) and its
 * values in order. */
struct op {
	const char *sql;
	sqlite3_value **values;
	int count;
};
VEC(op_list, struct op);

struct batch {
	struct op_list ops;
};
VEC(batch_list, struct batch);
VEC(sql_list, char *);

struct bare {
	sqlite3_session *session;
	struct db *from;
	struct batch_list batches;
	struct sql_list texts;
};

struct bare *bare_new(void)
{
	return xcalloc(1, sizeof(struct bare));
}

void bare_free(struct bare *b)
{
	for (size_t i = 0; i < b->batches.len; i++) {
		struct op_list *ops = &b->batches.at[i].ops;

		for (size_t n = 0; n < ops->len; n++) {
			for (int v = 0; v < ops->at[n].count; v++)
				sqlite3_value_free(ops->at[n].values[v]);
			free(ops->at[n].values);
		}
		op_list_release(ops);
	}
	batch_list_release(&b->batches);
	for (size_t i = 0; i < b->texts.len; i++)
		free(b->texts.at[i]);
	sql_list_release(&b->texts);
	free(b);
}

/* -- recording -- */

/* Kept by the schema's own triggers, in the bare database as in the desk's. */
static int wanted(void *arg, const char *table)
{
	(void)arg;
	return strncmp(table, "messages_text", 13) != 0 &&
	       strcmp(table, "queue_counts") != 0;
}

void bare_record(struct bare *b, struct db *db)
{
	b->from = db;
	must(sqlite3session_create(db_raw(db), "main", &b->session) ==
			     SQLITE_OK &&
		     sqlite3session_attach(b->session, NULL) == SQLITE_OK,
	     "SQLite has no session extension");
	sqlite3session_table_filter(b->session, wanted, NULL);
}

static const char *keep(struct bare *b, const struct str *sql)
{
	for (size_t i = 0; i < b->texts.len; i++)
		if (strcmp(b->texts.at[i], str_c(sql)) == 0)
			return b->texts.at[i];
	sql_list_push(&b->texts, xstrdup(str_c(sql)));
	return b->texts.at[b->texts.len - 1];
}

static const char *column(struct bare *b, const char *table, int i)
{
	static char name[64];
	CLEANUP(rows_release)
	struct rows r = rows_query(
		b->from,
		"SELECT name FROM pragma_table_info(?1) WHERE cid = ?2", "si",
		table, (int64_t)i);

	must(rows_next(&r), "a column without a name");
	snprintf(name, sizeof name, "\"%s\"", rows_text(&r, 0));
	return name;
}

static void take(struct op *op, sqlite3_value *v)
{
	op->values = xrealloc(op->values,
			      (size_t)(op->count + 1) * sizeof *op->values);
	op->values[op->count++] = sqlite3_value_dup(v);
}

static void put_insert(struct str *sql, sqlite3_changeset_iter *it,
		       const char *table, int columns, struct op *op)
{
	str_printf(sql, "INSERT INTO %s VALUES(", table);
	for (int i = 0; i < columns; i++) {
		sqlite3_value *v = NULL;

		sqlite3changeset_new(it, i, &v);
		str_printf(sql, "%s?%d", i ? "," : "", i + 1);
		take(op, v);
	}
	str_putc(sql, ')');
}

static void put_where(struct bare *b, struct str *sql,
		      sqlite3_changeset_iter *it, const char *table,
		      struct op *op)
{
	unsigned char *key;
	int columns, keys = 0;

	sqlite3changeset_pk(it, &key, &columns);
	for (int i = 0; i < columns; i++) {
		sqlite3_value *v = NULL;

		if (!key[i])
			continue;
		sqlite3changeset_old(it, i, &v);
		take(op, v);
		str_printf(sql, "%s%s = ?%d", keys++ ? " AND " : " WHERE ",
			   column(b, table, i), op->count);
	}
}

static void put_update(struct bare *b, struct str *sql,
		       sqlite3_changeset_iter *it, const char *table,
		       int columns, struct op *op)
{
	str_printf(sql, "UPDATE %s SET ", table);
	for (int i = 0; i < columns; i++) {
		sqlite3_value *v = NULL;

		sqlite3changeset_new(it, i, &v);
		if (!v)
			continue;
		take(op, v);
		str_printf(sql, "%s%s = ?%d", op->count > 1 ? ", " : "",
			   column(b, table, i), op->count);
	}
	put_where(b, sql, it, table, op);
}

void bare_recorded(struct bare *b)
{
	struct batch batch = { { 0 } };
	sqlite3_changeset_iter *it;
	void *bytes = NULL;
	int len = 0;

	must(sqlite3session_changeset(b->session, &len, &bytes) == SQLITE_OK &&
		     sqlite3changeset_start(&it, len, bytes) == SQLITE_OK,
	     "no changes were recorded");
	sqlite3session_delete(b->session);
	while (sqlite3changeset_next(it) == SQLITE_ROW) {
		CLEANUP(str_release) struct str sql = STR_INIT;
		struct op op = { 0 };
		const char *table;
		int columns, kind, indirect;

		sqlite3changeset_op(it, &table, &columns, &kind, &indirect);
		if (kind == SQLITE_INSERT) {
			put_insert(&sql, it, table, columns, &op);
		} else if (kind == SQLITE_UPDATE) {
			put_update(b, &sql, it, table, columns, &op);
		} else {
			str_printf(&sql, "DELETE FROM %s", table);
			put_where(b, &sql, it, table, &op);
		}
		op.sql = keep(b, &sql);
		op_list_push(&batch.ops, op);
	}
	sqlite3changeset_finalize(it);
	sqlite3_free(bytes);
	batch_list_push(&b->batches, batch);
}

/* -- writing -- */

static void run(struct db *db, const struct op *op)
{
	CLEANUP(rows_release) struct rows r = rows_query(db, op->sql, "");
	struct err err = { 0 };

	for (int i = 0; i < op->count && r.rc == SQLITE_OK; i++)
		r.rc = sqlite3_bind_value(r.st, i + 1, op->values[i]);
	rows_next(&r);
	must(rows_end(&r, &err) == 0, err.text);
}

void bare_write(struct bare *b, struct db *db, size_t i)
{
	const struct op_list *ops = &b->batches.at[i].ops;
	struct err err = { 0 };

	must(db_begin(db, &err) == 0, err.text);
	for (size_t n = 0; n < ops->len; n++)
		run(db, &ops->at[n]);
	must(db_commit(db, &err) == 0, err.text);
	db_checkpoint(db, INT64_C(16) << 20);
}
