/* schema_test.c - the tables that are made and the records that are described
 * are the same.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/str.h"
#include "db/db.h"
#include "model/codec.h"
#include "model/kinds.h"

/* "name TYPE key, ..." of a table, in order; "" when there is none. */
static void put_table(struct str *s, sqlite3 *raw, const char *table)
{
	sqlite3_stmt *st;

	assert_int_equal(
		sqlite3_prepare_v2(raw,
				   "SELECT name, type, pk FROM "
				   "pragma_table_info(?1) ORDER BY cid",
				   -1, &st, NULL),
		SQLITE_OK);
	sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
	while (sqlite3_step(st) == SQLITE_ROW)
		str_printf(s, "%s %s%s,\n", sqlite3_column_text(st, 0),
			   sqlite3_column_text(st, 1),
			   sqlite3_column_int(st, 2) ? " key" : "");
	sqlite3_finalize(st);
}

static void every_described_kind_has_exactly_its_columns(void **state)
{
	struct err err = { 0 };
	struct db *made;
	sqlite3 *described;
	int tables = 0;

	(void)state;
	if (db_open(&made, NULL, DB_MEMORY, &err))
		fail_msg("%s", err.text);
	assert_int_equal(sqlite3_open(":memory:", &described), SQLITE_OK);
	for (const struct kind *const *k = all_kinds; *k; k++) {
		CLEANUP(str_release) struct str sql = STR_INIT;
		CLEANUP(str_release) struct str has = STR_INIT;
		CLEANUP(str_release) struct str wants = STR_INIT;

		if (!(*k)->table)
			continue;
		schema_put_sql(&sql, *k);
		if (sqlite3_exec(described, str_c(&sql), NULL, NULL, NULL))
			fail_msg("%s: %s", str_c(&sql),
				 sqlite3_errmsg(described));
		put_table(&wants, described, (*k)->table);
		put_table(&has, db_raw(made), (*k)->table);
		if (!text_eq(str_c(&has), str_c(&wants)))
			fail_msg("%s has\n%sand should have\n%s", (*k)->table,
				 str_c(&has), str_c(&wants));
		tables++;
	}
	assert_true(tables > 15);
	sqlite3_close(described);
	db_close(made);
}

/* A text where a number belongs would be kept as it is, and compare wrong. */
static void every_table_refuses_values_of_another_type(void **state)
{
	struct err err = { 0 };
	struct db *db;

	(void)state;
	if (db_open(&db, NULL, DB_MEMORY, &err))
		fail_msg("%s", err.text);
	assert_int_equal(
		db_i64(db, -1,
		       "SELECT count(*) FROM pragma_table_list WHERE "
		       "schema = 'main' AND type = 'table' AND NOT strict AND "
		       "name NOT LIKE 'sqlite_%' AND "
		       "name NOT LIKE 'messages_text%'",
		       ""),
		0);
	db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_described_kind_has_exactly_its_columns),
		cmocka_unit_test(every_table_refuses_values_of_another_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
