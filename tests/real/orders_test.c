/* orders_test.c - 15,492 real orders through `helloword import` and back.
 *
 * Reads shared data beside the repository (or $HW_SHARED), licensed for
 * measuring only, and skips without it. Nothing of it is kept.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/ledger/journal.h"
#include "real/olist.h"
#include "real/program.h"

/* -- the program -- */

static void measured(const char *desk, const char *args)
{
	int64_t began = clock_mono();
	struct rusage used;

	assert_int_equal(helloword(desk, args, &used), 0);
	print_message("# %s: %lld ms, %ld MiB at most\n", args,
		      (long long)(clock_mono() - began), used.ru_maxrss / 1024);
}

static void make_desk(const char *name, int64_t live_since)
{
	CLEANUP(free_ptr) char *db = xasprintf("%s/%s/state", scratch, name);
	struct desk_options options = { .state = db };
	struct err err = { 0 };
	struct desk *d;
	int64_t id;

	make_manifest(name);
	must(desk_open(&d, &options, &err), &err);
	must(shop_ensure(d, "olist", "import", live_since, &id, &err), &err);
	desk_close(d);
}

/* Imports the files of these kinds, one after the other. */
static void import(const char *desk, const char *kinds)
{
	CLEANUP(free_ptr)
	char *all = xasprintf("cd '%s' && for k in %s; do cat $k.ndjson; done "
			      "> all.ndjson",
			      scratch, kinds);
	CLEANUP(free_ptr)
	char *args = xasprintf("import --shop olist '%s/all.ndjson'", scratch);
	struct rusage used;

	assert_int_equal(shell(all, &used), 0);
	measured(desk, args);
}

static sqlite3 *database(const char *desk)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("%s/%s/state/helloword.db", scratch, desk);
	sqlite3 *db;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL),
			 SQLITE_OK);
	return db;
}

/* -- what must hold -- */

static void every_order_is_taken_with_all_that_hangs_on_it(void **state)
{
	sqlite3 *db;

	(void)state;
	make_desk("late", 0); /* live from now on: all of it is history */
	import("late", "order payment shipment review");
	assert_int_equal(told("taken"),
			 orders + payments + shipments + reviews);
	assert_int_equal(told("refused"), 0);
	assert_int_equal(told("quarantined"), 0);
	db = database("late");
	assert_int_equal(ask(db, "SELECT count(*) FROM orders"), 15492);
	assert_int_equal(ask(db, "SELECT count(*) FROM payments"), payments);
	assert_int_equal(ask(db, "SELECT count(*) FROM shipments"), shipments);
	assert_int_equal(ask(db, "SELECT count(*) FROM reviews"), reviews);
	assert_int_equal(ask(db, "SELECT count(*) FROM buyers"), buyers);
	assert_int_equal(ask(db, "SELECT sum(orders) FROM buyers"), 15492);
	assert_int_equal(ask(db, "SELECT count(*) FROM order_lines"),
			 ask(raw, "SELECT count(*) FROM items"));
	sqlite3_close(db);
}

static void a_second_import_changes_nothing(void **state)
{
	sqlite3 *db = database("late");
	int64_t entries = ask(db, "SELECT count(*) FROM journal");

	(void)state;
	sqlite3_close(db);
	import("late", "order payment shipment review");
	assert_int_equal(told("taken"), 0);
	assert_int_equal(told("unchanged"),
			 orders + payments + shipments + reviews);
	db = database("late");
	assert_int_equal(ask(db, "SELECT count(*) FROM journal"), entries);
	sqlite3_close(db);
}

static void export_gives_back_every_byte(void **state)
{
	static const char *const kinds[] = { "order", "payment", "shipment",
					     "review" };
	struct rusage used;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		CLEANUP(free_ptr) char *args = xasprintf("export %s", kinds[i]);
		/* All but the shop that it names. */
		CLEANUP(free_ptr)
		char *same = xasprintf(
			"sed 's/^{\"kind\":\"%s\",\"shop\":\"[^\"]*\"/"
			"{\"kind\":\"%s\"/' '%s/out' | cmp '%s/%s.ndjson' -",
			kinds[i], kinds[i], scratch, scratch, kinds[i]);

		measured("late", args);
		assert_int_equal(shell(same, &used), 0);
	}
}

static void imports_of_old_orders_make_no_matter(void **state)
{
	sqlite3 *db = database("late");

	(void)state;
	assert_int_equal(ask(db, "SELECT count(*) FROM tickets"), 0);
	assert_int_equal(ask(db, "SELECT count(*) FROM alerts"), 0);
	assert_int_equal(ask(db, "SELECT count(*) FROM deadlines"), 0);
	sqlite3_close(db);
}

/* The table says 1 for late by days, 0 for in time, nothing for never. */
static void late_and_lost_orders_are_the_ones_that_the_table_names(void **state)
{
	CLEANUP(free_ptr)
	char *attach = xasprintf("ATTACH '%s/late/state/helloword.db' AS desk",
				 scratch);

	(void)state;
	run(raw, attach);
	run(raw, "CREATE TEMP TABLE found AS SELECT o.ref, CASE "
		 "WHEN s.delivered IS NULL THEN '' "
		 "WHEN s.delivered / 86400000 > o.deliver_by / 86400000 "
		 "THEN '1.0' ELSE '0.0' END AS late FROM desk.orders o LEFT "
		 "JOIN desk.shipments s ON s.shop = o.shop AND "
		 "s.order_ref = o.ref");
	print_message("# late %lld, never delivered %lld\n",
		      (long long)ask(raw, "SELECT count(*) FROM found WHERE "
					  "late = '1.0'"),
		      (long long)ask(raw, "SELECT count(*) FROM found WHERE "
					  "late = ''"));
	assert_int_equal(ask(raw, "SELECT count(*) FROM found JOIN risk ON "
				  "order_id = ref AND risk.late = found.late"),
			 15492);
	run(raw, "DETACH desk");
}

/* Live since before the first order, looked at eight years late: what stands
 * still is one ticket and one alert, bad reviews are another. */
static void with_the_line_before_them_they_fold_by_cause(void **state)
{
	struct desk_options options = { 0 };
	CLEANUP(free_ptr) char *path = path_join(scratch, "early/state");
	struct err err = { 0 };
	struct desk *d;
	int64_t n;
	int rc;

	(void)state;
	make_desk("early", INT64_C(1451606400000));
	import("early", "shipment review");
	options.state = path;
	must(desk_open(&d, &options, &err), &err);
	while ((rc = desk_tick(d, &err)) > 0)
		;
	must(rc, &err);
	assert_int_equal(
		db_i64(desk_db(d), 0, "SELECT count(*) FROM tickets", ""), 2);
	assert_int_equal(db_i64(desk_db(d), 0,
				"SELECT count FROM alerts WHERE "
				"cause LIKE 'before:%:stalled'",
				""),
			 ask(raw, "SELECT count(*) FROM orders WHERE "
				  "order_delivered_customer_date = '' AND "
				  "order_delivered_carrier_date <> ''"));
	assert_int_equal(db_i64(desk_db(d), 0,
				"SELECT count FROM alerts WHERE "
				"cause LIKE 'before:%:review_bad'",
				""),
			 ask(raw, "SELECT count(*) FROM reviews WHERE "
				  "review_score + 0 <= 2"));
	must(journal_verify(desk_db(d), &n, &err), &err);
	print_message("# %lld commands, 2 tickets, %lld alerts\n", (long long)n,
		      (long long)db_i64(desk_db(d), 0,
					"SELECT count(*) FROM alerts", ""));
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_order_is_taken_with_all_that_hangs_on_it),
		cmocka_unit_test(a_second_import_changes_nothing),
		cmocka_unit_test(export_gives_back_every_byte),
		cmocka_unit_test(imports_of_old_orders_make_no_matter),
		cmocka_unit_test(
			late_and_lost_orders_are_the_ones_that_the_table_names),
		cmocka_unit_test(with_the_line_before_them_they_fold_by_cause),
	};
	int rc;

	if (!program_begin("real orders", "data/orders"))
		return 0;
	rc = cmocka_run_group_tests(tests, convert_all, NULL);
	sqlite3_close(raw);
	program_end();
	return rc;
}
