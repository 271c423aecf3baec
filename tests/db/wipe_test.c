/* wipe_test.c - what SQLite leaves of moved cells in the unused parts of pages
 * is overwritten, and nothing that is used.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/file.h"
#include "db/db.h"

#define ROWS 3000
#define STEP 7 /* pages */

static char *path;
static struct db *db;

static void run(const char *sql)
{
	if (sqlite3_exec(db_raw(db), sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db_raw(db)));
}

static int open_it(void **state)
{
	const char *scratch = getenv("HW_SCRATCH");
	struct err err = { 0 };

	(void)state;
	path = xasprintf("%s/wipe-%d.db", scratch ? scratch : "/tmp",
			 (int)getpid());
	if (db_open(&db, path, DB_WRITE, &err))
		fail_msg("%s", err.text);
	return 0;
}

static int close_it(void **state)
{
	(void)state;
	db_close(db);
	remove(path);
	free(path);
	return 0;
}

static int left_over(void)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT((size_t)1 << 28);
	struct err err = { 0 };
	int n = 0;

	if (file_read(&bytes, path, (size_t)1 << 28, &err))
		fail_msg("%s", err.text);
	for (const char *at = bytes.at, *end = bytes.at + bytes.len;
	     (at = memmem(at, (size_t)(end - at), "canary", 6)); at++)
		n++;
	return n;
}

/* In no order, so that pages are divided; then every text is taken away. */
static void fill_and_blank(void)
{
	run("CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT); "
	    "CREATE INDEX t_x ON t(x)");
	run("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i < 2999) INSERT INTO t SELECT (i * 1009) % 3000, "
	    "printf('%05d', (i * 7) % 3000) || substr(replace(hex(zeroblob(60)"
	    "), '00', 'canary'), 1, 20 + i % 300) FROM n");
	run("UPDATE t SET x = NULL WHERE id % 2");
	run("UPDATE t SET x = printf('%05d', id) WHERE id % 2 = 0");
	db_checkpoint(db, 0);
}

static void what_moved_cells_left_is_overwritten(void **state)
{
	struct err err = { 0 };
	int64_t page = 1, pages;
	bool wrote = false;
	int steps = 0;

	(void)state;
	fill_and_blank();
	pages = db_i64(db, 0, "SELECT page_count FROM pragma_page_count", "");
	print_message("# %d left over in %lld pages\n", left_over(),
		      (long long)pages);
	assert_true(left_over() > 0);
	for (; page; steps++)
		if (db_wipe(db, &page, STEP, &wrote, &err) <= 0)
			fail_msg("%s", err.text);
	assert_int_equal(steps, (pages + STEP - 1) / STEP);
	assert_true(wrote);
	assert_int_equal(left_over(), 0);
	/* A second time there is nothing left to write. */
	wrote = false;
	for (page = 1; page;)
		assert_int_equal(db_wipe(db, &page, STEP, &wrote, &err), 1);
	assert_false(wrote);
	if (db_integrity(db, &err))
		fail_msg("%s", err.text);
	assert_int_equal(db_i64(db, 0,
				"SELECT count(*) FROM t WHERE x = "
				"printf('%05d', id)",
				""),
			 ROWS / 2);
	/* Nor does a page that was in the cache bring it back. */
	run("UPDATE t SET x = 'new' WHERE id % 3 = 0");
	db_checkpoint(db, 0);
	assert_int_equal(left_over(), 0);
}

/* The log holds whole pages, and cannot be emptied while somebody reads it. */
static void a_reader_with_an_old_view_puts_it_off(void **state)
{
	struct err err = { 0 };
	sqlite3 *reader = NULL;
	bool wrote = false;
	int64_t page = 1;

	(void)state;
	fill_and_blank();
	assert_int_equal(sqlite3_open(path, &reader), SQLITE_OK);
	assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM t",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	run("UPDATE t SET x = 'new' WHERE id = 1");
	assert_int_equal(db_wipe(db, &page, 1000000, &wrote, &err), 0);
	assert_int_equal(page, 1);
	sqlite3_close(reader);
	assert_int_equal(db_wipe(db, &page, 1000000, &wrote, &err), 1);
	assert_int_equal(page, 0);
	assert_int_equal(left_over(), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_it, close_it)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_moved_cells_left_is_overwritten),
		TEST(a_reader_with_an_old_view_puts_it_off),
	};

	return cmocka_run_group_tests_name("wipe", tests, NULL, NULL);
}
