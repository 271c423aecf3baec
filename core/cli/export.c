/* export.c - facts and rows as lines of JSON.
 * SPDX-License-Identifier: MIT */
#include "cli/export.h"
#include "cli/verbs.h"
#include "hw_plugin.h"

static int put_lines(struct db *db, const struct field *list, struct arena *a,
		     void *rec, int64_t id, struct err *err)
{
	struct hw_table *lines = (void *)((char *)rec + list->at);
	CLEANUP(rows_release)
	struct rows r = record_query(
		db, list->item,
		"WHERE (shop, order_ref) = (SELECT shop, ref FROM orders "
		"WHERE id = ?1) ORDER BY id",
		"i", id);
	char *at = NULL;
	uint32_t n = 0;

	while (rows_next(&r)) {
		char *grown =
			arena_alloc(a, (size_t)(n + 1) * list->item->size);

		if (n)
			memcpy(grown, at, (size_t)n * list->item->size);
		at = grown;
		record_read(&r, list->item, at + (size_t)n * list->item->size,
			    a);
		n++;
	}
	*lines = (struct hw_table){ at, n, list->item->size };
	return rows_end(&r, err);
}

static bool is_exported(const struct kind *k)
{
	return k == &text_in_kind || (k->table && k != &line_kind);
}

static int no_kind(const char *given, struct err *err)
{
	const char *names[64] = { NULL }, *near;
	size_t n = 0;

	for (const struct kind *const *k = all_kinds; *k; k++)
		if (is_exported(*k) && n < COUNT_OF(names) - 1)
			names[n++] = (*k)->name;
	near = text_nearest(given, names);
	return err_set(err, ERR_USAGE,
		       "there is no kind \"%.40s\" to export%s%s%s; "
		       "`helloword schema` lists kinds",
		       given, near ? "; did you mean \"" : "", near ? near : "",
		       near ? "\"?" : "");
}

/* -- whose -- */

/* 0 with the shop of --shop, or 0 for all. */
static int chosen(struct cli *c, struct db *db, const struct kind *kind,
		  int64_t *shop, struct err *err)
{
	const char *label = cli_option(c, "shop");

	*shop = 0;
	if (!label)
		return 0;
	if (!kind->rec && !kind_field(kind, "shop"))
		return err_set(err, ERR_USAGE,
			       "a row of %s is no shop's; leave --shop out",
			       kind->name);
	if (db_ask(db, shop, 0, err, "SELECT id FROM shops WHERE label = ?1",
		   "s", label))
		return -1;
	return *shop ? 0
		     : err_set(err, ERR_DATA,
			       "there is no shop \"%.60s\"; `helloword export "
			       "shop` lists them",
			       label);
}

void export_fact(struct str *out, struct db *db, const struct kind *kind,
		 const void *rec, int64_t shop)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str line = STR_INIT;
	size_t head = strlen("{\"kind\":\"\"") + strlen(kind->name);
	const char *label = db_text(
		db, &arena, "SELECT label FROM shops WHERE id = ?1", "i", shop);

	record_put_json(&line, kind, rec);
	str_add(out, str_c(&line), head);
	str_puts(out, ",\"shop\":");
	json_quote(out, label, strlen(label));
	str_add(out, str_c(&line) + head, line.len - head);
}

/* -- rows -- */

void export_line(struct cli *c)
{
	str_putc(&c->out, '\n');
	fwrite(c->out.at, 1, c->out.len, stdout);
	str_clear(&c->out);
}

static int put_row(struct cli *c, struct db *db, const struct kind *kind,
		   void *rec, struct rows *r, struct err *err)
{
	const struct field *lines = kind_field(kind, "lines");
	struct arena arena = ARENA_INIT;
	int rc = 0;

	record_read(r, kind, rec, &arena);
	if (lines)
		rc = put_lines(db, lines, &arena, rec, rows_i64(r, 0), err);
	if (rc == 0 && kind == &file_in_kind)
		rc = export_file(c, db, rec, rows_i64(r, 1), err);
	else if (rc == 0 && kind->rec)
		export_fact(&c->out, db, kind, rec, rows_i64(r, 1));
	else if (rc == 0)
		record_put_json(&c->out, kind, rec);
	if (rc == 0 && kind != &file_in_kind)
		export_line(c);
	if (rc) /* half a row looks like a whole one */
		str_clear(&c->out);
	arena_release(&arena);
	return rc;
}

static int put_rows(struct cli *c, struct db *db, const struct kind *kind,
		    struct err *err)
{
	CLEANUP(free_ptr) void *rec = xcalloc(1, kind->size);
	CLEANUP(rows_release) struct rows r = { 0 };
	int64_t shop;

	if (chosen(c, db, kind, &shop, err))
		return -1;
	if (kind == &text_in_kind)
		return export_texts(c, db, shop, err);
	r = shop ? record_query(db, kind, "WHERE shop = ?1 ORDER BY id", "i",
				shop)
		 : record_query(db, kind, "ORDER BY id", "");
	while (rows_next(&r))
		if (put_row(c, db, kind, rec, &r, err))
			return -1;
	return rows_end(&r, err);
}

int verb_export(struct cli *c, struct err *err)
{
	const struct kind *kind = kind_by_name(cli_word(c, 0));
	struct db *db;
	int rc;

	if (!kind || !is_exported(kind))
		return no_kind(cli_word(c, 0), err);
	if (cli_db(c, &db, err))
		return -1;
	cli_stay(c); /* a file is a question each */
	rc = put_rows(c, db, kind, err);
	cli_end(c);
	db_close(db);
	return rc;
}
