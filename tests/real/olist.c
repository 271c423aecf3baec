/* olist.c - see olist.h.
 * SPDX-License-Identifier: MIT */
#include "real/olist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/money.h"
#include "base/when.h"
#include "hw_plugin.h"
#include "model/codec.h"
#include "real/program.h"

sqlite3 *raw;
int64_t orders, payments, shipments, reviews, buyers;

void run(sqlite3 *db, const char *sql)
{
	char *text = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &text))
		fail_msg("%s: %s", sql, text);
}

int64_t ask(sqlite3 *db, const char *sql)
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

/* -- the files -- */

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

/* -- as facts -- */

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

int convert_all(void **state)
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
