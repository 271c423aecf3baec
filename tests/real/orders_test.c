/* orders_test.c - 15,492 real orders through `helloword import` and back.
 *
 * Reads shared data beside the repository (or $HW_SHARED), licensed for
 * measuring only, and skips without it. Nothing of it is kept.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/journal.h"
#include "hw_plugin.h"
#include "model/codec.h"
#include "real/program.h"

static sqlite3 *raw; /* the CSV files as tables */
static int64_t orders, payments, shipments, reviews, buyers;

static void run(sqlite3 *db, const char *sql)
{
	char *text = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &text))
		fail_msg("%s: %s", sql, text);
}

static int64_t ask(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;
	int64_t value = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL))
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	if (sqlite3_step(st) == SQLITE_ROW)
		value = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return value;
}

/* -- the files ----------------------------------------------------------------
 */

static void unpack(const char *name, struct str *out)
{
	CLEANUP(free_ptr) char *path = path_join(scratch, name);
	CLEANUP(free_ptr)
	char *command =
		xasprintf("gzip -dc '%s/%s.gz' > '%s'", shared, name, path);
	struct rusage used;
	struct err err = { 0 };

	assert_int_equal(shell(command, &used), 0);
	must(file_read(out, path, (size_t)64 << 20, &err), &err);
}

static void make_table(const char *table, const struct csv_fields *names)
{
	CLEANUP(str_release) struct str sql = STR_INIT;

	str_printf(&sql, "CREATE TABLE %s(", table);
	for (size_t i = 0; i < names->len; i++)
		str_printf(&sql, "%s\"%s\" TEXT", i ? ", " : "", names->at[i]);
	str_puts(&sql, ")");
	run(raw, str_c(&sql));
}

static void load(const char *name, const char *table)
{
	CLEANUP(str_release) struct str text = STR_LIMIT((size_t)64 << 20);
	CLEANUP(str_release) struct str sql = STR_INIT;
	struct err err = { 0 };
	sqlite3_stmt *st;
	struct csv csv;
	int rc;

	unpack(name, &text);
	if (text_ends(name, ".tsv"))
		for (size_t i = 0; i < text.len; i++)
			text.at[i] =
				(char)(text.at[i] == '\t' ? ',' : text.at[i]);
	csv_open(&csv, str_c(&text), text.len);
	assert_int_equal(csv_next(&csv, &err), 1);
	make_table(table, &csv.fields);
	str_printf(&sql, "INSERT INTO %s VALUES(?1", table);
	for (size_t i = 1; i < csv.fields.len; i++)
		str_printf(&sql, ", ?%zu", i + 1);
	str_puts(&sql, ")");
	sqlite3_prepare_v2(raw, str_c(&sql), -1, &st, NULL);
	while ((rc = csv_next(&csv, &err)) > 0) {
		for (size_t i = 0; i < csv.fields.len; i++)
			sqlite3_bind_text(st, (int)i + 1, csv.fields.at[i], -1,
					  SQLITE_TRANSIENT);
		assert_int_equal(sqlite3_step(st), SQLITE_DONE);
		sqlite3_reset(st);
	}
	must(rc, &err);
	sqlite3_finalize(st);
	csv_close(&csv);
}

/* -- as facts
 * ------------------------------------------------------------------- */

struct making {
	sqlite3_stmt *st, *lines;
	struct arena arena;
	FILE *out;
};

static const char *text(struct making *m, int col)
{
	const unsigned char *t = sqlite3_column_text(m->st, col);

	return t && *t ? arena_strdup(&m->arena, (const char *)t) : NULL;
}

static struct hw_when moment(struct making *m, int col)
{
	const char *t = text(m, col);
	struct hw_when out = { 0 };
	struct err err = { 0 };
	struct when w;

	int month, day, year, hour, minute;

	if (!t)
		return out;
	/* Some reviews were saved by a spreadsheet: 9/13/2017 0:00. */
	if (sscanf(t, "%d/%d/%d %d:%d", &month, &day, &year, &hour, &minute) ==
	    5)
		t = arena_printf(&m->arena, "%04d-%02d-%02d %02d:%02d", year,
				 month, day, hour, minute);
	must(when_parse(&w, t, &err), &err);
	memcpy(&out, &w, sizeof out);
	return out;
}

static struct hw_money money(const char *amount)
{
	struct hw_money out = { 0 };
	struct err err = { 0 };
	struct money m;

	must(money_parse(&m, amount, "BRL", &err), &err);
	memcpy(&out, &m, sizeof out);
	return out;
}

static void put(struct making *m, const struct kind *kind, const void *rec)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	record_put_json(&s, kind, rec);
	str_putc(&s, '\n');
	fwrite(s.at, 1, s.len, m->out);
	arena_clear(&m->arena);
}

static struct hw_table order_lines(struct making *m, const char *order)
{
	struct hw_line *lines = arena_alloc(&m->arena, 64 * sizeof *lines);
	sqlite3_stmt *was = m->st;
	uint32_t n = 0;

	sqlite3_bind_text(m->lines, 1, order, -1, SQLITE_TRANSIENT);
	m->st = m->lines;
	while (n < 64 && sqlite3_step(m->st) == SQLITE_ROW) {
		lines[n].ref = text(m, 0);
		lines[n].sku = text(m, 1);
		lines[n].price = money(text(m, 2));
		lines[n++].quantity = 1;
	}
	sqlite3_reset(m->lines);
	m->st = was;
	return (struct hw_table){ lines, n, sizeof *lines };
}

static void put_order(struct making *m)
{
	const char *status = text(m, 5);
	struct hw_order o = {
		.ref = text(m, 0),
		.placed = moment(m, 1),
		.deliver_by = moment(m, 2),
		.buyer_ref = text(m, 3),
		.postcode = text(m, 4),
		.city = text(m, 6),
		.country = "BR",
		.lang = "pt",
		.status = text_eq(status, "canceled")    ? 2
			  : text_eq(status, "delivered") ? 3
							 : 1,
	};

	if (text(m, 7))
		o.total = money(text(m, 7));
	o.lines = order_lines(m, o.ref);
	put(m, &order_kind, &o);
}

static void put_payment(struct making *m)
{
	struct hw_payment p = { .ref = text(m, 0),
				.order_ref = text(m, 1),
				.gateway = text(m, 2),
				.kind = HW_SALE,
				.status = HW_PAY_SUCCESS,
				.amount = money(text(m, 3)),
				.at = moment(m, 4) };

	put(m, &payment_kind, &p);
}

static void put_shipment(struct making *m)
{
	struct hw_shipment s = { .ref = text(m, 0),
				 .order_ref = text(m, 0),
				 .tracking = text(m, 1),
				 .shipped = moment(m, 2),
				 .delivered = moment(m, 3),
				 .estimated = moment(m, 4) };

	s.status = s.delivered.basis ? HW_SHIP_DELIVERED : HW_SHIP_SHIPPED;
	put(m, &shipment_kind, &s);
}

static void put_review(struct making *m)
{
	struct hw_review r = { .ref = text(m, 0),
			       .order_ref = text(m, 1),
			       .stars = sqlite3_column_int(m->st, 2),
			       .title = text(m, 3),
			       .text = text(m, 4),
			       .lang = "pt",
			       .at = moment(m, 5) };

	put(m, &review_kind, &r);
}

static int64_t convert(const char *name, const char *sql,
		       void (*each)(struct making *))
{
	CLEANUP(free_ptr) char *path = path_join(scratch, name);
	struct making m = { .out = fopen(path, "we") };
	int64_t n = 0;

	assert_non_null(m.out);
	sqlite3_prepare_v2(raw,
			   "SELECT order_item_id, product_id, price FROM items "
			   "WHERE order_id = ?1 ORDER BY order_item_id + 0",
			   -1, &m.lines, NULL);
	if (sqlite3_prepare_v2(raw, sql, -1, &m.st, NULL))
		fail_msg("%s", sqlite3_errmsg(raw));
	for (; sqlite3_step(m.st) == SQLITE_ROW; n++)
		each(&m);
	sqlite3_finalize(m.st);
	sqlite3_finalize(m.lines);
	arena_release(&m.arena);
	assert_int_equal(fclose(m.out), 0);
	return n;
}

static void load_all(void)
{
	sqlite3_open(":memory:", &raw);
	run(raw, "BEGIN");
	load("orders.csv", "orders");
	load("order_items.csv", "items");
	load("order_payments.csv", "payments");
	load("order_reviews.csv", "reviews");
	load("customers.csv", "customers");
	load("order_risk_train.tsv", "risk");
	run(raw, "COMMIT; CREATE INDEX i1 ON items(order_id);"
		 "CREATE INDEX i2 ON payments(order_id);"
		 "CREATE INDEX i3 ON customers(customer_id);"
		 "CREATE INDEX i4 ON orders(order_id);");
	buyers = ask(raw, "SELECT count(DISTINCT customer_unique_id) FROM "
			  "orders JOIN customers USING (customer_id)");
}

static int convert_all(void **state)
{
	(void)state;
	load_all();
	orders = convert(
		"order.ndjson",
		"SELECT order_id, order_purchase_timestamp, "
		"order_estimated_delivery_date, customer_unique_id, "
		"customer_zip_code_prefix, order_status, customer_city, "
		"(SELECT printf('%d.%02d', c / 100, c % 100) FROM (SELECT "
		"CAST(round(sum(payment_value) * 100) AS INT) c FROM payments "
		"p "
		"WHERE p.order_id = o.order_id)) FROM orders o JOIN customers "
		"USING (customer_id) ORDER BY o.rowid",
		put_order);
	payments = convert(
		"payment.ndjson",
		"SELECT order_id || '-' || payment_sequential, order_id, "
		"payment_type, payment_value, coalesce(nullif("
		"order_approved_at, ''), order_purchase_timestamp) FROM "
		"payments JOIN orders USING (order_id) ORDER BY payments.rowid",
		put_payment);
	shipments = convert(
		"shipment.ndjson",
		"SELECT order_id, upper(order_id), "
		"order_delivered_carrier_date, order_delivered_customer_date, "
		"order_estimated_delivery_date FROM orders WHERE "
		"order_delivered_carrier_date || order_delivered_customer_date "
		"<> '' ORDER BY rowid",
		put_shipment);
	reviews = convert(
		"review.ndjson",
		"SELECT review_id || ':' || order_id, order_id, review_score, "
		"review_comment_title, review_comment_message, "
		"review_creation_date FROM reviews ORDER BY rowid",
		put_review);
	print_message("# %lld orders, %lld payments, %lld shipments, %lld "
		      "reviews, %lld buyers\n",
		      (long long)orders, (long long)payments,
		      (long long)shipments, (long long)reviews,
		      (long long)buyers);
	return 0;
}

/* -- the program
 * ------------------------------------------------------------------ */

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

static void import(const char *desk)
{
	CLEANUP(free_ptr)
	char *all = xasprintf("cat '%s'/order.ndjson '%s'/payment.ndjson "
			      "'%s'/shipment.ndjson '%s'/review.ndjson > "
			      "'%s'/all.ndjson",
			      scratch, scratch, scratch, scratch, scratch);
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

/* -- what must hold
 * ------------------------------------------------------------------ */

static void every_order_is_taken_with_all_that_hangs_on_it(void **state)
{
	sqlite3 *db;

	(void)state;
	make_desk("late", 0); /* live from now on: all of it is history */
	import("late");
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
	import("late");
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
		CLEANUP(free_ptr)
		char *same = xasprintf("cmp '%s/%s.ndjson' '%s/out'", scratch,
				       kinds[i], scratch);

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
	import("early");
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
