/* record.c - SQL made from field tables, once per kind and use.
 * SPDX-License-Identifier: MIT */
#include "db/record.h"

#include <sqlite3.h>
#include <stdarg.h>

#include "base/money.h"
#include "base/vec.h"
#include "base/when.h"
#include "hw_plugin.h"

/* A zone column: NULL is UTC, this is "nobody told", else seconds east. */
#define ZONE_UNKNOWN INT64_C(1000000)

struct text_for {
	const void *a;
	const void *b;
	char *sql;
};
VEC(text_cache, struct text_for);

/* SQL texts must outlive their statements, so they live as long as the
 * program; there is one per kind and one per (kind, tail literal). */
static struct text_cache texts;

static const char *cached(const void *a, const void *b)
{
	for (size_t i = 0; i < texts.len; i++)
		if (texts.at[i].a == a && texts.at[i].b == b)
			return texts.at[i].sql;
	return NULL;
}

static const char *keep(const void *a, const void *b, struct str *sql)
{
	text_cache_push(&texts, (struct text_for){ a, b, str_take(sql) });
	return texts.at[texts.len - 1].sql;
}

static int columns_of(const struct field *f)
{
	if (f->type == FIELD_BYTES || f->type == FIELD_LIST)
		return 0;
	return f->type == FIELD_MONEY || f->type == FIELD_WHEN ? 2 : 1;
}

static bool is_id(const struct field *f)
{
	return strcmp(f->name, "id") == 0;
}

static void put_columns(struct str *s, const struct kind *kind)
{
	str_puts(s, "id");
	if (kind->rec)
		str_puts(s, ", shop");
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if (is_id(f) || !columns_of(f))
			continue;
		str_printf(s, ", \"%s\"", f->name);
		if (columns_of(f) == 2)
			str_printf(s, ", \"%s_%s\"", f->name,
				   f->type == FIELD_MONEY ? "currency"
							  : "zone");
	}
}

static int column_count(const struct kind *kind)
{
	int n = kind->rec ? 2 : 1;

	for (uint32_t i = 0; i < kind->count; i++)
		if (!is_id(&kind->fields[i]))
			n += columns_of(&kind->fields[i]);
	return n;
}

/* An upsert, not a replace: replacing would bypass the triggers that maintain
 * counts and the search index. */
static const char *save_sql(const struct kind *kind)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(str_release) struct str columns = STR_INIT;
	const char *have = cached(kind, NULL);

	if (have)
		return have;
	put_columns(&columns, kind);
	str_printf(&s, "INSERT INTO %s(%s) VALUES(?1", kind->table,
		   str_c(&columns));
	for (int i = 2; i <= column_count(kind); i++)
		str_printf(&s, ", ?%d", i);
	str_printf(&s, ") ON CONFLICT(id) DO UPDATE SET (%s) = (",
		   str_c(&columns));
	str_puts(&s, "excluded.");
	for (const char *at = str_c(&columns); *at; at++) {
		str_putc(&s, *at);
		if (*at == ' ')
			str_puts(&s, "excluded.");
	}
	str_puts(&s, ")");
	return keep(kind, NULL, &s);
}

static const char *select_sql(const struct kind *kind, const char *tail)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const char *have = cached(kind, tail);

	if (have)
		return have;
	str_puts(&s, "SELECT ");
	put_columns(&s, kind);
	str_printf(&s, " FROM %s %s", kind->table, tail);
	return keep(kind, tail, &s);
}

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
	struct rows r = rows_query(db, save_sql(kind), "i", id);
	int i = 2;

	if (r.rc == SQLITE_OK) {
		if (kind->rec)
			sqlite3_bind_int64(r.st, i++, shop);
		for (uint32_t n = 0; n < kind->count; n++)
			if (!is_id(&kind->fields[n]))
				bind_field(r.st, &i, &kind->fields[n], rec);
	}
	rows_next(&r);
	return rows_end(&r, err);
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

		if (is_id(f))
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
	r = rows_query_v(db, select_sql(kind, tail), args, &ap);
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
	r = rows_query_v(db, select_sql(kind, tail), args, &ap);
	va_end(ap);
	return read_first(&r, kind, rec, arena, id, err);
}

int record_load(struct db *db, const struct kind *kind, int64_t id, void *rec,
		struct arena *arena, struct err *err)
{
	return record_find(db, kind, rec, arena, NULL, err, "WHERE id = ?1",
			   "i", id);
}
