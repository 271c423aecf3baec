/* plan_test.c - no statement of a busy desk walks through a table that grows.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/when.h"
#include "desk/action/action.h"
#include "desk/alarm_help.h"
#include "desk/config.h"
#include "desk/day.h"
#include "desk/erase/erase.h"
#include "desk/intake/intake.h"
#include "desk/ledger/restored.h"
#include "desk/ticket/find.h"
#include "desk/ticket/queue.h"
#include "help/fake_brain.h"
#include "help/must.h"
#include "help/place.h"
#include "help/steps.h"
#include "model/kinds.h"

#define COMMANDS 3000

static struct brain brain;
static struct day day;

static int64_t day_now(void *arg)
{
	return ((struct day *)arg)->now;
}

/* Webhooks: kept, read, and one that nobody can read. */
static void hooks(struct desk *d)
{
	struct inbox_item item;
	struct arena arena = { 0 };
	struct err err = { 0 };

	for (int i = 0; i < 6; i++) {
		char event[16];

		snprintf(event, sizeof event, "e%d", i);
		assert_true(inbox_store(d, "shop", event, "orders/paid", "{}",
					2, &err) >= 0);
	}
	assert_int_equal(inbox_next(d, "shop", &arena, &item, &err), 1);
	str_release(&item.body);
	for (int i = 0; i < 5; i++)
		must(inbox_failed(d, item.id, "nobody knows it", &err), &err);
	arena_release(&arena);
}

static int count_of(struct rows rows)
{
	CLEANUP(rows_release) struct rows r = rows;
	struct err err = { 0 };
	int n = 0;

	while (rows_next(&r))
		n++;
	must(rows_end(&r, &err), &err);
	return n;
}

static int busy_day(void **state)
{
	struct desk_options options = { .state = scratch_dir(),
					.brain = &brain,
					.now = day_now,
					.now_arg = &day,
					.path = ":memory:" };
	struct err err = { 0 };

	(void)state;
	brain = fake_brain();
	brain.alarms = fake_alarms();
	fake_effects = "auto";
	fake_undo = 5 * MINUTE_MS;
	day_begin(&day, 11, &options);
	hooks(day.desk);
	must(desk_start(day.desk, &err), &err);
	for (int i = 0; i < COMMANDS; i++)
		day_step(&day);
	must(restored_settle(day.desk, &err), &err);
	/* What a person looks for, at the same database. */
	assert_true(count_of(find_tickets(desk_db(day.desk), "quality")) > 0);
	assert_true(count_of(find_orders(desk_db(day.desk), "ann")) > 0);
	return 0;
}

static int night(void **state)
{
	(void)state;
	desk_close(day.desk);
	str_release(&day.lines);
	return 0;
}

/* What stays small, by the names that statements give it. `who`: instances;
 * `family`: a ticket and what went into it; `erased` is walked at a start only.
 */
static bool is_small(const char *what)
{
	static const char *const names[] = { "shops",  "s",        "agents",
					     "holds",  "counters", "erasing",
					     "unread", "who",      "CONSTANT",
					     "erased", "modes",    "recipients",
					     "family" };
	size_t len = strcspn(what, " ");

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strlen(names[i]) == len && !strncmp(names[i], what, len))
			return true;
	return *what == '(' || strstr(what, "VIRTUAL TABLE");
}

/* What is open, of which each may have to move when a clock is set back. */
static bool is_open_alone(const char *detail)
{
	return text_ends(detail, "USING INDEX deadlines_due") ||
	       text_ends(detail, "USING INDEX inbox_waiting");
}

/* A walk: a scan, or a search that names no more than the shop, whose rows are
 * most of the table. The last entry of the journal is a scan of one row. */
static bool walks(const char *sql, const char *detail)
{
	if (text_ends(detail, " (shop=?)"))
		return true;
	return text_starts(detail, "SCAN ") && !is_small(detail + 5) &&
	       !is_open_alone(detail) &&
	       !(text_eq(detail, "SCAN journal") &&
		 text_ends(sql, "ORDER BY seq DESC LIMIT 1"));
}

static void look_at(sqlite3 *raw, const char *sql, struct str *bad)
{
	CLEANUP(free_ptr) char *ask = xasprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(raw, ask, -1, &st, NULL))
		fail_msg("%s: %s", sql, sqlite3_errmsg(raw));
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(st, 3);

		if (walks(sql, detail))
			str_printf(bad, "\n%s\n    in: %s", detail, sql);
	}
	sqlite3_finalize(st);
}

static void no_statement_of_a_busy_desk_walks_through_history(void **state)
{
	CLEANUP(str_release) struct str bad = STR_INIT;
	sqlite3 *raw = db_raw(desk_db(day.desk));
	sqlite3_stmt *st = NULL;
	char *list[1000];
	int n = 0;

	(void)state;
	while ((st = sqlite3_next_stmt(raw, st)) && n < 1000)
		list[n++] = xstrdup(sqlite3_sql(st));
	for (int i = 0; i < n; i++) {
		look_at(raw, list[i], &bad);
		free(list[i]);
	}
	print_message("# %d statements\n", n);
	assert_true(n > 100);
	if (bad.len)
		fail_msg("%s", str_c(&bad));
}

/* For the view of an order, and for forgetting it. */
static void every_fact_of_an_order_is_found_by_its_order(void **state)
{
	CLEANUP(str_release) struct str bad = STR_INIT;
	sqlite3 *raw = db_raw(desk_db(day.desk));
	int tables = 0;

	(void)state;
	for (const struct kind *const *k = all_kinds; *k; k++) {
		CLEANUP(free_ptr) char *sql = NULL;

		if (!(*k)->rec || !(*k)->table || !kind_field(*k, "order_ref"))
			continue;
		sql = xasprintf("SELECT id FROM %s WHERE shop = ?1 AND "
				"order_ref = ?2",
				(*k)->table);
		look_at(raw, sql, &bad);
		tables++;
	}
	assert_true(tables > 4);
	if (bad.len)
		fail_msg("%s", str_c(&bad));
}

/* Its own order is the index's: the first page costs the same however long the
 * queue is. What is sorted would be read to its end first. */
static void the_queue_is_read_in_its_order_and_not_sorted(void **state)
{
	struct db *db = desk_db(day.desk);
	static const char *const owners[] = { NULL, "mia" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(owners); i++) {
		CLEANUP(str_release) struct str bad = STR_INIT;
		CLEANUP(rows_release)
		struct rows r = queue_tier(db, 0, TIER_RED, owners[i]);
		CLEANUP(free_ptr)
		char *ask = xasprintf("EXPLAIN QUERY PLAN %s", r.sql);
		CLEANUP(rows_release)
		struct rows plan = rows_query(db, ask, "");

		look_at(db_raw(db), r.sql, &bad);
		while (rows_next(&plan))
			if (strstr(rows_text(&plan, 3), "TEMP B-TREE"))
				str_printf(&bad, "\n%s\n    in: %s",
					   rows_text(&plan, 3), r.sql);
		if (bad.len)
			fail_msg("%s", str_c(&bad));
	}
}

/* Asked at every start and reload. */
static void the_last_configuration_is_found_however_long_ago(void **state)
{
	struct db *db = desk_db(day.desk);
	int64_t before;

	(void)state;
	day_submit(&day, "config", "desk", "{\"fingerprint\":\"f1\"}");
	assert_false(config_is(db, "f0"));
	steps_start(db);
	assert_true(config_is(db, "f1"));
	before = steps_end(db);
	for (int i = 0; i < 500; i++)
		day_submit(&day, "alert", "desk",
			   "{\"cause\":\"x\",\"text\":\"f2\"}");
	steps_start(db);
	assert_true(config_is(db, "f1"));
	assert_int_equal(steps_end(db), before);
}

static void a_ticket_of_nobody_erased_costs_no_walk_of_the_journal(void **state)
{
	struct arena arena = ARENA_INIT;
	struct ticket t = { .shop = day.shop, .order_ref = "O1", .thread = "" };
	const char *by;

	(void)state;
	steps_start(desk_db(day.desk));
	assert_int_equal(erased_of_ticket(desk_db(day.desk), &t, &arena, &by),
			 0);
	assert_true(steps_end(desk_db(day.desk)) < 20);
	assert_string_equal(by, "");
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			no_statement_of_a_busy_desk_walks_through_history),
		cmocka_unit_test(every_fact_of_an_order_is_found_by_its_order),
		cmocka_unit_test(the_queue_is_read_in_its_order_and_not_sorted),
		cmocka_unit_test(
			the_last_configuration_is_found_however_long_ago),
		cmocka_unit_test(
			a_ticket_of_nobody_erased_costs_no_walk_of_the_journal),
	};

	return cmocka_run_group_tests(tests, busy_day, night);
}
