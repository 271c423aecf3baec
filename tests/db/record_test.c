/* record_test.c - what a change writes, and where ids come from.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "db/record.h"
#include "help/must.h"
#include "model/effects.h"
#include "model/kinds.h"
#include "model/records.h"

static struct db *open_db(void)
{
	struct err err = { 0 };
	struct db *db;

	if (db_open(&db, NULL, DB_MEMORY, &err))
		fail_msg("%s", err.text);
	return db;
}

static void run(struct db *db, const char *sql)
{
	struct err err = { 0 };

	must(db_run(db, &err, sql, ""), &err);
}

static struct message text_of_seven(void)
{
	return (struct message){ .id = 7,
				 .ticket = 1,
				 .subject = "Hello",
				 .text = "Where is it?",
				 .at = 5 };
}

/* Its text is in the search index, its sender in one for the ticket's parties:
 * a message that joins a ticket must leave both alone. */
static void a_change_writes_the_fields_that_differ(void **state)
{
	struct message before = text_of_seven(), after = before;
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	must(record_save(db, &message_kind, 7, 0, &before, &err), &err);
	run(db, "CREATE TEMP TABLE touched (what TEXT)");
	run(db, "CREATE TEMP TRIGGER a AFTER UPDATE OF text ON main.messages "
		"BEGIN INSERT INTO touched VALUES('text'); END");
	run(db, "CREATE TEMP TRIGGER b AFTER UPDATE OF ticket ON main.messages "
		"BEGIN INSERT INTO touched VALUES('ticket'); END");
	after.ticket = 2;
	must(record_update(db, &message_kind, 7, &before, &after, &err), &err);
	assert_int_equal(db_i64(db, 0, "SELECT ticket FROM messages", ""), 2);
	assert_int_equal(db_i64(db, 0,
				"SELECT count(*) FROM touched WHERE "
				"what = 'ticket'",
				""),
			 1);
	assert_int_equal(
		db_i64(db, 0,
		       "SELECT count(*) FROM touched WHERE what = 'text'", ""),
		0);
	must(record_update(db, &message_kind, 7, &after, &after, &err), &err);
	assert_int_equal(db_i64(db, 0, "SELECT count(*) FROM touched", ""), 1);
	db_close(db);
}

static void what_is_no_longer_known_becomes_null(void **state)
{
	struct message before = text_of_seven(), after = before;
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	must(record_save(db, &message_kind, 7, 0, &before, &err), &err);
	after.subject = "";
	after.at = 0;
	must(record_update(db, &message_kind, 7, &before, &after, &err), &err);
	assert_int_equal(db_i64(db, 0,
				"SELECT count(*) FROM messages WHERE "
				"subject IS NULL AND at IS NULL AND ticket = 1",
				""),
			 1);
	db_close(db);
}

/* A currency and a zone have a column of their own. */
static void both_columns_of_an_amount_are_written(void **state)
{
	struct action before = { .id = 3, .amount = { 500, "EUR" } };
	struct action after = before;
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	must(record_save(db, &action_kind, 3, 0, &before, &err), &err);
	after.amount = (struct money){ 500, "USD" };
	must(record_update(db, &action_kind, 3, &before, &after, &err), &err);
	assert_int_equal(db_i64(db, 0,
				"SELECT amount FROM actions WHERE "
				"amount_currency = 'USD'",
				""),
			 500);
	db_close(db);
}

static void a_row_that_is_not_there_is_a_mistake_of_ours(void **state)
{
	struct message before = text_of_seven(), after = before;
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	after.ticket = 2;
	assert_int_equal(
		record_update(db, &message_kind, 7, &before, &after, &err), -1);
	assert_int_equal(err.code, ERR_BUG);
	db_close(db);
}

/* One bit a field chooses the statement. */
/* Also of rows that would otherwise walk into what was changed meanwhile. */
static void all_records_of_a_query_are_read_before_one_is_used(void **state)
{
	struct message m = text_of_seven(), *list;
	struct db *db = open_db();
	struct err err = { 0 };
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	size_t n = 99;

	(void)state;
	list = record_all(record_query(db, &message_kind, "ORDER BY id", ""),
			  &message_kind, &arena, &n, &err);
	assert_non_null(list);
	assert_int_equal(n, 0);
	for (m.id = 1; m.id <= 20; m.id++)
		must(record_save(db, &message_kind, m.id, 0, &m, &err), &err);
	list = record_all(record_query(db, &message_kind,
				       "WHERE id > ?1 ORDER BY id", "i",
				       INT64_C(3)),
			  &message_kind, &arena, &n, &err);
	assert_int_equal(n, 17);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(list[i].id, 4 + (int64_t)i);
		assert_string_equal(list[i].text, "Where is it?");
	}
	list = record_all(record_query(db, &message_kind, "WHERE nonsense", ""),
			  &message_kind, &arena, &n, &err);
	assert_null(list);
	assert_int_not_equal(err.code, 0);
	db_close(db);
}

static void every_kind_has_few_enough_fields(void **state)
{
	(void)state;
	for (const struct kind *const *k = all_kinds; *k; k++)
		assert_true((*k)->count <= 64);
}

/* -- ids -- */

static int64_t stored(struct db *db)
{
	return db_i64(db, 0, "SELECT value FROM counters WHERE name = 'x'", "");
}

static void a_counter_is_written_when_its_transaction_commits(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(db_next_id(db, "x"), 1);
	assert_int_equal(stored(db), 1);
	must(db_begin(db, &err), &err);
	assert_int_equal(db_next_id(db, "x"), 2);
	assert_int_equal(db_next_id(db, "x"), 3);
	assert_int_equal(db_next_id(db, "y"), 1);
	must(db_commit(db, &err), &err);
	assert_int_equal(stored(db), 3);
	assert_int_equal(db_next_id(db, "x"), 4);
	db_close(db);
}

static void ids_of_what_was_undone_are_given_again(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	must(db_begin(db, &err), &err);
	assert_int_equal(db_next_id(db, "x"), 1);
	must(db_savepoint(db, &err), &err);
	assert_int_equal(db_next_id(db, "x"), 2);
	assert_int_equal(db_next_id(db, "y"), 1);
	must(db_savepoint_undo(db, &err), &err);
	must(db_savepoint_end(db, &err), &err);
	assert_int_equal(db_next_id(db, "x"), 2);
	must(db_savepoint(db, &err), &err);
	assert_int_equal(db_next_id(db, "x"), 3);
	must(db_savepoint_end(db, &err), &err);
	must(db_commit(db, &err), &err);
	assert_int_equal(stored(db), 3);
	must(db_begin(db, &err), &err);
	assert_int_equal(db_next_id(db, "x"), 4);
	db_rollback(db);
	assert_int_equal(stored(db), 3);
	assert_int_equal(db_next_id(db, "x"), 4);
	assert_int_equal(db_next_id(db, "y"), 1);
	db_close(db);
}

static void an_id_from_elsewhere_moves_the_counter(void **state)
{
	struct db *db = open_db();
	struct err err = { 0 };

	(void)state;
	must(db_begin(db, &err), &err);
	must(db_id_taken(db, "x", 9, &err), &err);
	must(db_id_taken(db, "x", 4, &err), &err);
	assert_int_equal(db_next_id(db, "x"), 10);
	must(db_commit(db, &err), &err);
	assert_int_equal(stored(db), 10);
	db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_writes_the_fields_that_differ),
		cmocka_unit_test(what_is_no_longer_known_becomes_null),
		cmocka_unit_test(both_columns_of_an_amount_are_written),
		cmocka_unit_test(a_row_that_is_not_there_is_a_mistake_of_ours),
		cmocka_unit_test(
			all_records_of_a_query_are_read_before_one_is_used),
		cmocka_unit_test(every_kind_has_few_enough_fields),
		cmocka_unit_test(
			a_counter_is_written_when_its_transaction_commits),
		cmocka_unit_test(ids_of_what_was_undone_are_given_again),
		cmocka_unit_test(an_id_from_elsewhere_moves_the_counter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
