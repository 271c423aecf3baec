/* rows.c - statements: prepared once, bound, stepped; see db.h.
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>

#include "base/log.h"
#include "db/db_own.h"

static struct slot *slot_of(struct db *db, const char *sql)
{
	size_t i = ((uintptr_t)sql >> 3) * 2654435761u;

	for (size_t n = 0; n < STATEMENT_SLOTS; n++) {
		struct slot *s = &db->slots[(i + n) & (STATEMENT_SLOTS - 1)];

		if (!s->sql || s->sql == sql)
			return s;
	}
	return NULL;
}

static void prepare(struct rows *r)
{
	struct slot *s = slot_of(r->db, r->sql);

	if (s && s->st && !s->busy) {
		r->st = s->st;
		r->cached = s->busy = true;
		return;
	}
	r->rc = sqlite3_prepare_v3(r->db->raw, r->sql, -1,
				   SQLITE_PREPARE_PERSISTENT, &r->st, NULL);
	if (r->rc == SQLITE_OK && s && !s->sql) {
		*s = (struct slot){ .sql = r->sql, .st = r->st, .busy = true };
		r->cached = true;
	}
}

/* Copied, unless the caller's call ends with the statement's. */
static int bind_one(sqlite3_stmt *st, int i, char letter, va_list *ap,
		    sqlite3_destructor_type copy)
{
	const char *text;
	const void *blob;

	switch (letter) {
	case 's':
	case 't':
		text = va_arg(*ap, const char *);
		if (!text || (letter == 't' && !*text))
			return sqlite3_bind_null(st, i);
		return sqlite3_bind_text(st, i, text, -1, copy);
	case 'i':
		return sqlite3_bind_int64(st, i, va_arg(*ap, int64_t));
	case 'b':
		blob = va_arg(*ap, const void *);
		return sqlite3_bind_blob64(st, i, blob, va_arg(*ap, size_t),
					   copy);
	default:
		return SQLITE_MISUSE;
	}
}

static struct rows start(struct db *db, const char *sql, const char *args,
			 va_list *ap, sqlite3_destructor_type copy)
{
	struct rows r = { .db = db, .sql = sql };

	prepare(&r);
	for (int i = 1; r.rc == SQLITE_OK && *args; i++, args++)
		r.rc = bind_one(r.st, i, *args, ap, copy);
	return r;
}

struct rows rows_query_v(struct db *db, const char *sql, const char *args,
			 va_list *ap)
{
	return start(db, sql, args, ap, SQLITE_TRANSIENT);
}

struct rows rows_borrow_v(struct db *db, const char *sql, const char *args,
			  va_list *ap)
{
	return start(db, sql, args, ap, SQLITE_STATIC);
}

struct rows rows_query(struct db *db, const char *sql, const char *args, ...)
{
	struct rows r;
	va_list ap;

	va_start(ap, args);
	r = rows_query_v(db, sql, args, &ap);
	va_end(ap);
	return r;
}

bool rows_next(struct rows *r)
{
	if (r->rc == SQLITE_OK || r->rc == SQLITE_ROW)
		r->rc = sqlite3_step(r->st);
	return r->rc == SQLITE_ROW;
}

int rows_end(struct rows *r, struct err *err)
{
	if (r->rc == SQLITE_DONE || r->rc == SQLITE_ROW || r->rc == SQLITE_OK)
		return 0;
	return err_set(
		err,
		(r->rc & 0xff) == SQLITE_CONSTRAINT ? ERR_DATA : ERR_SYSTEM,
		"database: %s, in: %.120s", sqlite3_errmsg(r->db->raw), r->sql);
}

/* Not every reader asks rows_end, and db_i64 has a fallback: so what one of
 * them could not read must not become a decision that commits. A constraint is
 * no failure of the database; whoever wrote deals with it. */
static void doom(struct rows *r)
{
	struct err err = { 0 };

	if (rows_end(r, &err) && err.code != ERR_DATA && !r->db->failed.code &&
	    !sqlite3_get_autocommit(r->db->raw))
		r->db->failed = err;
}

void rows_release(struct rows *r)
{
	struct slot *s;

	if (!r->db)
		return;
	doom(r);
	if (!r->cached) {
		sqlite3_finalize(r->st);
	} else if ((s = slot_of(r->db, r->sql))) {
		sqlite3_reset(s->st);
		sqlite3_clear_bindings(s->st);
		s->busy = false;
	}
	*r = (struct rows){ 0 };
}

const char *rows_text(struct rows *r, int col)
{
	const unsigned char *text = sqlite3_column_text(r->st, col);

	return text ? (const char *)text : "";
}

int64_t rows_i64(struct rows *r, int col)
{
	return sqlite3_column_int64(r->st, col);
}

bool rows_null(struct rows *r, int col)
{
	return sqlite3_column_type(r->st, col) == SQLITE_NULL;
}

const void *rows_blob(struct rows *r, int col, size_t *len)
{
	const void *at = sqlite3_column_blob(r->st, col);

	*len = (size_t)sqlite3_column_bytes(r->st, col);
	return at;
}

int db_run(struct db *db, struct err *err, const char *sql, const char *args,
	   ...)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	va_list ap;

	va_start(ap, args);
	r = rows_borrow_v(db, sql, args, &ap);
	va_end(ap);
	while (rows_next(&r))
		;
	return rows_end(&r, err);
}

int64_t db_changes(struct db *db)
{
	return sqlite3_changes64(db->raw);
}

/* The first value of a query whose rows the caller releases. */
static int first_i64(struct rows *r, int64_t *out, int64_t fallback,
		     struct err *err)
{
	*out = rows_next(r) && !rows_null(r, 0) ? rows_i64(r, 0) : fallback;
	return rows_end(r, err);
}

int db_ask(struct db *db, int64_t *out, int64_t fallback, struct err *err,
	   const char *sql, const char *args, ...)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	va_list ap;

	va_start(ap, args);
	r = rows_borrow_v(db, sql, args, &ap);
	va_end(ap);
	return first_i64(&r, out, fallback, err);
}

int64_t db_i64(struct db *db, int64_t fallback, const char *sql,
	       const char *args, ...)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	struct err err = { 0 };
	int64_t value;
	va_list ap;

	va_start(ap, args);
	r = rows_borrow_v(db, sql, args, &ap);
	va_end(ap);
	if (first_i64(&r, &value, fallback, &err))
		log_error("%s", err.text);
	return value;
}

const char *db_text(struct db *db, struct arena *arena, const char *sql,
		    const char *args, ...)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	struct err err = { 0 };
	const char *text = "";
	va_list ap;

	va_start(ap, args);
	r = rows_borrow_v(db, sql, args, &ap);
	va_end(ap);
	if (rows_next(&r))
		text = arena_strdup(arena, rows_text(&r, 0));
	if (rows_end(&r, &err))
		log_error("%s", err.text);
	return text;
}
