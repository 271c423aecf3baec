/* record.c - records bound to statements and read from rows.
 * SPDX-License-Identifier: MIT */
#include "db/record.h"

#include <sqlite3.h>
#include <stdarg.h>

#include "base/money.h"
#include "base/when.h"
#include "db/record_sql.h"
#include "hw_plugin.h"

/* A zone column: NULL is UTC, this is "nobody told", else seconds east. */
#define ZONE_UNKNOWN INT64_C(1000000)

/* -- out -- */

static void bind_money(sqlite3_stmt *st, int *i, const struct money *m)
{
	if (!money_given(*m)) {
		*i += 2;
		return;
	}
	sqlite3_bind_int64(st, (*i)++, m->minor);
	sqlite3_bind_text(st, (*i)++, m->currency, -1, SQLITE_STATIC);
}

static void bind_when(sqlite3_stmt *st, int *i, const struct when *w)
{
	if (w->basis == WHEN_NONE) {
		*i += 2;
		return;
	}
	sqlite3_bind_int64(st, (*i)++, w->ms);
	if (w->basis == WHEN_OFFSET)
		sqlite3_bind_int64(st, *i, w->offset_s);
	else if (w->basis == WHEN_ZONE_UNKNOWN)
		sqlite3_bind_int64(st, *i, ZONE_UNKNOWN);
	++*i;
}

/* Unknown values stay NULL: the statement's bindings were cleared. Texts are
 * borrowed: record_save steps and clears before it returns. */
static void bind_field(sqlite3_stmt *st, int *i, const struct field *f,
		       const void *rec)
{
	const void *at = (const char *)rec + f->at;

	switch (f->type) {
	case FIELD_TEXT:
		if (field_known(f, rec))
			sqlite3_bind_text(st, *i, field_text(f, rec), -1,
					  SQLITE_STATIC);
		++*i;
		break;
	case FIELD_INT:
	case FIELD_FLAG:
	case FIELD_CHOICE:
	case FIELD_INSTANT:
		if (field_known(f, rec))
			sqlite3_bind_int64(st, *i, field_int(f, rec));
		++*i;
		break;
	case FIELD_MONEY:
		bind_money(st, i, at);
		break;
	case FIELD_WHEN:
		bind_when(st, i, at);
		break;
	case FIELD_BYTES:
	case FIELD_LIST:
		break;
	}
}

int record_save(struct db *db, const struct kind *kind, int64_t id,
		int64_t shop, const void *rec, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db, sql_of_save(kind), "i", id);
	int i = 2;

	if (r.rc == SQLITE_OK) {
		if (kind->rec)
			sqlite3_bind_int64(r.st, i++, shop);
		for (uint32_t n = 0; n < kind->count; n++)
			if (!sql_is_id(&kind->fields[n]))
				bind_field(r.st, &i, &kind->fields[n], rec);
	}
	rows_next(&r);
	return rows_end(&r, err);
}

/* Which fields differ, one bit each. */
static uint64_t differences(const struct kind *kind, const void *before,
			    const void *after)
{
	uint64_t mask = 0;

	for (uint32_t n = 0; n < kind->count; n++)
		if (sql_columns(&kind->fields[n]) &&
		    !field_same(&kind->fields[n], before, after))
			mask |= UINT64_C(1) << n;
	return mask;
}

/* Only what changed: a column that is set anew costs its indexes and triggers,
 * whether it is another value or not. */
int record_update(struct db *db, const struct kind *kind, int64_t id,
		  const void *before, const void *after, struct err *err)
{
	uint64_t mask = differences(kind, before, after);
	CLEANUP(rows_release) struct rows r = { 0 };
	int i = 2;

	if (!mask)
		return 0;
	r = rows_query(db, sql_of_update(kind, mask), "i", id);
	for (uint32_t n = 0; r.rc == SQLITE_OK && n < kind->count; n++)
		if (mask >> n & 1)
			bind_field(r.st, &i, &kind->fields[n], after);
	rows_next(&r);
	if (rows_end(&r, err))
		return -1;
	return db_changes(db) == 1
		       ? 0
		       : err_set(err, ERR_BUG, "%s %lld: is not there",
				 kind->name, (long long)id);
}

/* -- in -- */

static void read_money(struct rows *r, int *i, struct money *m)
{
	const char *currency = rows_text(r, *i + 1);

	m->minor = rows_i64(r, *i);
	snprintf(m->currency, sizeof m->currency, "%s", currency);
	*i += 2;
}

static void read_when(struct rows *r, int *i, struct when *w)
{
	int64_t zone = rows_i64(r, *i + 1);

	*w = (struct when){ 0 };
	if (!rows_null(r, *i)) {
		w->ms = rows_i64(r, *i);
		w->basis = rows_null(r, *i + 1)   ? WHEN_UTC
			   : zone == ZONE_UNKNOWN ? WHEN_ZONE_UNKNOWN
						  : WHEN_OFFSET;
		if (w->basis == WHEN_OFFSET)
			w->offset_s = (int32_t)zone;
	}
	*i += 2;
}

static void read_field(struct rows *r, int *i, const struct field *f, void *rec,
		       struct arena *arena)
{
	void *at = (char *)rec + f->at;

	switch (f->type) {
	case FIELD_TEXT:
		*(const char **)at = arena_strdup(arena, rows_text(r, (*i)++));
		break;
	case FIELD_INT:
	case FIELD_INSTANT:
		*(int64_t *)at = rows_i64(r, (*i)++);
		break;
	case FIELD_FLAG:
	case FIELD_CHOICE:
		*(int32_t *)at = (int32_t)rows_i64(r, (*i)++);
		break;
	case FIELD_MONEY:
		read_money(r, i, at);
		break;
	case FIELD_WHEN:
		read_when(r, i, at);
		break;
	case FIELD_BYTES:
	case FIELD_LIST:
		break;
	}
}

void record_read(struct rows *r, const struct kind *kind, void *rec,
		 struct arena *arena)
{
	int i = kind->rec ? 2 : 1;

	memset(rec, 0, kind->size);
	for (uint32_t n = 0; n < kind->count; n++) {
		const struct field *f = &kind->fields[n];

		if (sql_is_id(f))
			*(int64_t *)(void *)((char *)rec + f->at) =
				rows_i64(r, 0);
		else
			read_field(r, &i, f, rec, arena);
	}
}

/* Binds by letters as rows_query does; the variadic pair exists because C has
 * no other way to hand arguments on. */
struct rows record_query(struct db *db, const struct kind *kind,
			 const char *tail, const char *args, ...)
{
	struct rows r;
	va_list ap;

	va_start(ap, args);
	r = rows_query_v(db, sql_of_select(kind, tail), args, &ap);
	va_end(ap);
	return r;
}

static int read_first(struct rows *r, const struct kind *kind, void *rec,
		      struct arena *arena, int64_t *id, struct err *err)
{
	if (!rows_next(r))
		return rows_end(r, err);
	record_read(r, kind, rec, arena);
	if (id)
		*id = rows_i64(r, 0);
	return 1;
}

int record_find(struct db *db, const struct kind *kind, void *rec,
		struct arena *arena, int64_t *id, struct err *err,
		const char *tail, const char *args, ...)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	va_list ap;

	va_start(ap, args);
	r = rows_borrow_v(db, sql_of_select(kind, tail), args, &ap);
	va_end(ap);
	return read_first(&r, kind, rec, arena, id, err);
}

void *record_all(struct rows rows, const struct kind *kind, struct arena *arena,
		 size_t *count, struct err *err)
{
	CLEANUP(rows_release) struct rows r = rows;
	CLEANUP(free_ptr) char *list = NULL;
	size_t len = 0, room = 0;
	void *out;

	*count = 0;
	while (rows_next(&r)) {
		if (len == room) {
			room = room ? 2 * room : 8;
			list = xrealloc(list, room * kind->size);
		}
		record_read(&r, kind, list + len++ * kind->size, arena);
	}
	if (rows_end(&r, err))
		return NULL;
	out = arena_alloc(arena, len * kind->size + 1);
	if (len)
		memcpy(out, list, len * kind->size);
	*count = len;
	return out;
}

int record_load(struct db *db, const struct kind *kind, int64_t id, void *rec,
		struct arena *arena, struct err *err)
{
	return record_find(db, kind, rec, arena, NULL, err, "WHERE id = ?1",
			   "i", id);
}
