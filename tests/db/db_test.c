/* db_test.c - transactions and values of the one door to the database.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "db/db.h"
#include "help/fail_reads.h"

static struct db *open_db(void)
{
	struct err err = { 0 };
	struct db *db;

	if (db_open(&db, NULL, DB_MEMORY, &err))
		fail_msg("%s", err.text);
	return db;
}

static int64_t holds(struct db *db)
{
	return db_i64(db, -1, "SELECT count(*) FROM holds", "");
}

static int add_hold(struct db *db)
{
	struct err err = { 0 };

	return db_run(db, &err, "INSERT INTO holds VALUES('x', 1)", "");
}

static void a_question_that_fails_is_no_answer(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };
	int64_t n = 0;

	(void)state;
	assert_int_equal(db_ask(db, &n, 7, &err, "SELECT since FROM holds", ""),
			 0);
	assert_int_equal(n, 7);
	fail_reads(db, "FROM holds");
	assert_int_equal(db_ask(db, &n, 7, &err, "SELECT since FROM holds", ""),
			 -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_non_null(strstr(err.text, "SELECT since FROM holds"));
	db_close(db);
}

static void what_was_decided_on_a_failed_read_does_not_commit(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(db_begin(db, &err), 0);
	fail_reads(db, "FROM counters");
	assert_int_equal(db_i64(db, 0, "SELECT value FROM counters", ""), 0);
	fail_reads(db, NULL);
	assert_int_equal(add_hold(db), 0);
	assert_int_equal(db_commit(db, &err), -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_non_null(strstr(err.text, "SELECT value FROM counters"));
	assert_int_equal(holds(db), 0);
	/* The next transaction starts clean. */
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(add_hold(db), 0);
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(holds(db), 1);
	db_close(db);
}

static void a_constraint_is_for_whoever_wrote(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(add_hold(db), 0);
	assert_int_equal(add_hold(db), -1);
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(holds(db), 1);
	db_close(db);
}

static void
a_read_that_failed_before_a_transaction_does_not_end_it(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	fail_reads(db, "FROM holds");
	assert_int_equal(holds(db), -1);
	fail_reads(db, NULL);
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_that_fails_is_no_answer),
		cmocka_unit_test(
			what_was_decided_on_a_failed_read_does_not_commit),
		cmocka_unit_test(a_constraint_is_for_whoever_wrote),
		cmocka_unit_test(
			a_read_that_failed_before_a_transaction_does_not_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
