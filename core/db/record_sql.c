/* record_sql.c - see record_sql.h.
 * SPDX-License-Identifier: MIT */
#include "db/record_sql.h"

#include "base/mem.h"

/* -- texts, by what they are for -- */

enum use { USE_SAVE, USE_UPDATE, USE_SELECT };

struct text_for {
	const struct kind *kind;
	enum use use;
	uint64_t what; /* fields of an update, address of a tail */
	char *sql;
};

/* An open hash, doubled when it is half full. */
static struct {
	struct text_for *at;
	size_t len, cap;
} texts;

static size_t place(const struct text_for *t)
{
	uint64_t h = (uint64_t)(uintptr_t)t->kind * 31 + t->use;

	h = (h ^ t->what) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(h >> 32) & (texts.cap - 1);
}

/* Where it stands, or would. */
static struct text_for *find(const struct text_for *t)
{
	size_t i = place(t);

	for (;; i = (i + 1) & (texts.cap - 1)) {
		struct text_for *at = &texts.at[i];

		if (!at->sql || (at->kind == t->kind && at->use == t->use &&
				 at->what == t->what))
			return at;
	}
}

static void grow(void)
{
	struct text_for *old = texts.at;
	size_t cap = texts.cap;

	texts.cap = cap ? cap * 2 : 256;
	texts.at = xcalloc(texts.cap, sizeof *texts.at);
	for (size_t i = 0; i < cap; i++)
		if (old[i].sql)
			*find(&old[i]) = old[i];
	free(old);
}

static void put_sql(struct str *s, const struct text_for *t);

static const char *text_for(const struct kind *kind, enum use use,
			    uint64_t what)
{
	struct text_for t = { .kind = kind, .use = use, .what = what };
	CLEANUP(str_release) struct str s = STR_INIT;
	struct text_for *at;

	if (texts.len * 2 >= texts.cap)
		grow();
	at = find(&t);
	if (!at->sql) {
		put_sql(&s, &t);
		t.sql = str_take(&s);
		*at = t;
		texts.len++;
	}
	return at->sql;
}

/* -- what they say -- */

bool sql_is_id(const struct field *f)
{
	return strcmp(f->name, "id") == 0;
}

int sql_columns(const struct field *f)
{
	if (f->type == FIELD_BYTES || f->type == FIELD_LIST || sql_is_id(f))
		return 0;
	return f->type == FIELD_MONEY || f->type == FIELD_WHEN ? 2 : 1;
}

static const char *second(const struct field *f)
{
	return f->type == FIELD_MONEY ? "currency" : "zone";
}

/* Each after a comma, with `before` in front of its name. */
static void put_columns(struct str *s, const struct kind *kind,
			const char *before)
{
	str_printf(s, "%sid", before);
	if (kind->rec)
		str_printf(s, ", %sshop", before);
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if (!sql_columns(f))
			continue;
		str_printf(s, ", %s\"%s\"", before, f->name);
		if (sql_columns(f) == 2)
			str_printf(s, ", %s\"%s_%s\"", before, f->name,
				   second(f));
	}
}

static int column_count(const struct kind *kind)
{
	int n = kind->rec ? 2 : 1;

	for (uint32_t i = 0; i < kind->count; i++)
		n += sql_columns(&kind->fields[i]);
	return n;
}

/* An upsert, not a replace: replacing would bypass the triggers that maintain
 * counts and the search index. */
static void put_save(struct str *s, const struct kind *kind)
{
	str_printf(s, "INSERT INTO %s(", kind->table);
	put_columns(s, kind, "");
	str_puts(s, ") VALUES(?1");
	for (int i = 2; i <= column_count(kind); i++)
		str_printf(s, ", ?%d", i);
	str_puts(s, ") ON CONFLICT(id) DO UPDATE SET (");
	put_columns(s, kind, "");
	str_puts(s, ") = (");
	put_columns(s, kind, "excluded.");
	str_putc(s, ')');
}

static void put_update(struct str *s, const struct kind *kind, uint64_t mask)
{
	int column = 2;

	str_printf(s, "UPDATE %s SET ", kind->table);
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if (!(mask >> i & 1))
			continue;
		str_printf(s, "%s\"%s\" = ?%d", column > 2 ? ", " : "", f->name,
			   column);
		if (sql_columns(f) == 2)
			str_printf(s, ", \"%s_%s\" = ?%d", f->name, second(f),
				   column + 1);
		column += sql_columns(f);
	}
	str_puts(s, " WHERE id = ?1");
}

static void put_select(struct str *s, const struct kind *kind, const char *tail)
{
	str_puts(s, "SELECT ");
	put_columns(s, kind, "");
	str_printf(s, " FROM %s %s", kind->table, tail);
}

static void put_sql(struct str *s, const struct text_for *t)
{
	if (t->use == USE_SAVE)
		put_save(s, t->kind);
	else if (t->use == USE_UPDATE)
		put_update(s, t->kind, t->what);
	else
		put_select(s, t->kind, (const char *)(uintptr_t)t->what);
}

const char *sql_of_save(const struct kind *kind)
{
	return text_for(kind, USE_SAVE, 0);
}

const char *sql_of_update(const struct kind *kind, uint64_t mask)
{
	return text_for(kind, USE_UPDATE, mask);
}

const char *sql_of_select(const struct kind *kind, const char *tail)
{
	return text_for(kind, USE_SELECT, (uintptr_t)tail);
}
