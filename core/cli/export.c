/* export.c - facts and rows as lines of JSON.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "db/record.h"
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

static int no_kind(const char *given, struct err *err)
{
	const char *names[64] = { NULL }, *near;
	size_t n = 0;

	for (const struct kind *const *k = all_kinds; *k; k++)
		if ((*k)->table && *k != &line_kind && n < COUNT_OF(names) - 1)
			names[n++] = (*k)->name;
	near = text_nearest(given, names);
	return err_set(err, ERR_USAGE,
		       "there is no kind \"%.40s\" to export%s%s%s; "
		       "`helloword schema` lists kinds",
		       given, near ? "; did you mean \"" : "", near ? near : "",
		       near ? "\"?" : "");
}

int verb_export(struct cli *c, struct err *err)
{
	const struct kind *kind = kind_by_name(cli_word(c, 0));
	struct arena arena = ARENA_INIT;
	const struct field *lines;
	struct db *db;
	void *rec;
	int rc;

	if (!kind || !kind->table || kind == &line_kind)
		return no_kind(cli_word(c, 0), err);
	if (cli_db(c, &db, err))
		return -1;
	lines = kind_field(kind, "lines");
	rec = xcalloc(1, kind->size);
	{
		CLEANUP(rows_release)
		struct rows r = record_query(db, kind, "ORDER BY id", "");

		while (rows_next(&r)) {
			record_read(&r, kind, rec, &arena);
			if (lines && put_lines(db, lines, &arena, rec,
					       rows_i64(&r, 0), err))
				break;
			record_put_json(&c->out, kind, rec);
			str_putc(&c->out, '\n');
			fwrite(c->out.at, 1, c->out.len, stdout);
			str_clear(&c->out);
			arena_clear(&arena);
		}
		rc = rows_end(&r, err);
	}
	free(rec);
	arena_release(&arena);
	db_close(db);
	return rc;
}
