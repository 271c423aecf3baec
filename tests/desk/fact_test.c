/* fact_test.c - what reporters say is believed only as far as it can be true.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"

/* -- money -- */

#define PAYMENT(ref, type, amount)                                          \
	"{\"kind\":\"payment\",\"ref\":\"" ref "\",\"order_ref\":\"O1\","   \
	"\"type\":\"" type "\",\"status\":\"success\",\"amount\":"          \
	"{\"amount\":\"" amount "\",\"currency\":\"USD\"},\"at\":\"2026-09" \
	"-20T10:00:00Z\"}\n"

static void a_refund_below_zero_leaves_no_more_to_refund(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;
	struct err err;

	(void)state;
	deliver(d, "shop", ORDER PAYMENT("R1", "refund", "-12.00"), &out);
	assert_int_equal(out.quarantined, 1);
	assert_int_equal(one(d, "SELECT count(*) FROM quarantine WHERE reason "
				"LIKE 'payment.amount: a refund of -12.00 USD "
				"cannot be;%'"),
			 1);
	if (plan(d, "refund", "24.00", NULL, &err) == 0 &&
	    do_cmd(d, "approve", "mia", "{\"action\":1}", &err) == 0)
		assert_int_equal(send_now(d, 1), -1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 5"),
			 0);
	replays_the_same(d);
	desk_close(d);
}

static void an_order_for_nothing_is_paid_with_zero(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "shop",
		PAYMENT("P1", "sale", "0.00")
			PAYMENT("P2", "authorization", "0.00")
				PAYMENT("P3", "sale", "-0.01")
					PAYMENT("R1", "refund", "0.00"),
		&out);
	assert_int_equal(out.taken, 2);
	assert_int_equal(out.quarantined, 2);
	desk_close(d);
}

/* -- scans (the clock stands at 2026-09-21T13:33:20Z) -- */

#define SHIPMENT                                                          \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\","     \
	"\"carrier\":\"DHL\",\"tracking\":\"T1\",\"status\":\"shipped\"," \
	"\"shipped\":\"2026-09-21T08:00:00Z\"}\n"
#define SCAN(status, occurred)                                            \
	"{\"kind\":\"scan\",\"tracking\":\"T1\",\"code\":\"" status "\"," \
	"\"status\":\"" status "\",\"occurred\":\"" occurred "\"}\n"
#define WATCHED                                                        \
	"SELECT count(*) FROM parcels p JOIN deadlines d ON "          \
	"d.source = p.tracking WHERE p.state = 1 AND d.state = 1 AND " \
	"d.purpose = 'parcel'"

static void a_parcel_whose_scan_came_first_is_watched(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "shop", ORDER SCAN("in_transit", "2026-09-21T12:00:00Z"),
		&out);
	deliver(d, "shop", SHIPMENT, &out);
	assert_int_equal(one(d, WATCHED), 1);
	assert_int_equal(one(d, "SELECT since FROM parcels"),
			 INT64_C(1789992000000)); /* the scan */
	now_ms += 6 * DAY_MS;
	must_tick(d);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE "
				"issue = 'stalled' AND order_ref = 'O1'"),
			 1);
	/* What is known already is not told again. */
	deliver(d, "shop",
		"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":"
		"\"O1\",\"carrier\":\"DHL\",\"tracking\":\"T1\",\"status\":"
		"\"shipped\",\"url\":\"https://t.example/T1\"}\n",
		&out);
	must_tick(d);
	assert_int_equal(one(d, "SELECT count FROM alerts WHERE "
				"cause LIKE 'stalled:parcel:%'"),
			 1);
	replays_the_same(d);
	desk_close(d);
}

static void what_a_scan_said_before_its_shipment_is_heard(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "shop",
		ORDER SCAN("exception", "2026-09-21T12:00:00Z") SHIPMENT, &out);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE "
				"issue = 'not_received' AND order_ref = 'O1'"),
			 1);
	assert_int_equal(one(d, WATCHED), 1);
	replays_the_same(d);
	desk_close(d);
}

static void a_scan_from_another_year_silences_no_parcel(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "shop",
		ORDER SHIPMENT SCAN("in_transit", "2062-09-21T12:00:00Z"),
		&out);
	assert_int_equal(out.quarantined, 1);
	assert_int_equal(one(d, "SELECT count(*) FROM quarantine WHERE reason "
				"LIKE 'scan.occurred: 2062-09-21T12:00:00Z has "
				"not come yet;%'"),
			 1);
	deliver(d, "shop", SCAN("exception", "2026-09-21T13:00:00Z"), &out);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	deliver(d, "shop", SCAN("delivered", "2026-09-21T13:30:00Z"), &out);
	assert_int_equal(one(d, WATCHED), 0);
	desk_close(d);
}

static void a_clock_hours_ahead_silences_no_parcel(void **state)
{
	static const char *const ahead[] = {
		SCAN("in_transit", "2026-09-21T23:00:00"), /* in Tokyo */
		SCAN("in_transit", "2026-09-21T23:00:00Z"),
	};
	struct desk *d;
	struct delivery out;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ahead); i++) {
		d = open_desk();
		deliver(d, "shop", ORDER SHIPMENT, &out);
		deliver(d, "shop", ahead[i], &out);
		assert_int_equal(out.taken, 1);
		now_ms += 2 * HOUR_MS;
		deliver(d, "shop", SCAN("exception", "2026-09-21T15:00:00Z"),
			&out);
		assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
		deliver(d, "shop", SCAN("delivered", "2026-09-21T15:30:00Z"),
			&out);
		assert_int_equal(one(d, WATCHED), 0);
		replays_the_same(d);
		desk_close(d);
	}
}

/* Carriers list the newest first. */
static void an_old_scan_does_not_send_a_delivered_parcel_on(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "shop",
		ORDER SHIPMENT SCAN("delivered", "2026-09-21T13:00:00")
			SCAN("out_for_delivery", "2026-09-21T09:00:00")
				SCAN("in_transit", "2026-09-21T08:00:00Z"),
		&out);
	assert_int_equal(out.taken, 6);
	assert_int_equal(one(d, "SELECT count(*) FROM parcels WHERE state = 2"),
			 1);
	assert_int_equal(one(d, WATCHED), 0);
	desk_close(d);
}

static void what_is_over_within_one_look_raises_nothing(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "shop",
		ORDER SHIPMENT SCAN("in_transit", "2026-09-21T13:00:00")
			SCAN("exception", "2026-09-21T12:00:00Z"),
		&out);
	assert_int_equal(out.taken, 5);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 0);
	desk_close(d);
}

/* -- disputes -- */

#define DISPUTE(status)                                             \
	"{\"kind\":\"dispute\",\"ref\":\"D1\",\"status\":\"" status \
	"\",\"respond_by\":\"2026-09-24T00:00:00Z\"}\n"

static void a_dispute_that_is_over_is_no_missed_deadline(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "shop", DISPUTE("needs_response"), &out);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE "
				"purpose = 'platform' AND state = 1"),
			 1);
	deliver(d, "shop", DISPUTE("won"), &out);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE "
				"purpose = 'platform' AND state = 2"),
			 1);
	now_ms += 10 * DAY_MS;
	must_tick(d);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE "
				"purpose = 'platform' AND state = 3"),
			 0);
	replays_the_same(d);
	desk_close(d);
}

static void a_limit_of_the_platform_keeps_its_ticket_open(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	deliver(d, "shop", DISPUTE("needs_response"), &out);
	assert_int_equal(do_cmd(d, "close", "mia",
				"{\"ticket\":1,\"outcome\":\"settled\"}", &err),
			 -1);
	assert_non_null(strstr(err.text, "the platform still waits"));
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"settled\",\"force\":\"they "
		"agreed by phone\"}");
	replays_the_same(d);
	desk_close(d);
}

/* -- the end of time -- */

static void a_parcel_shipped_at_the_end_of_time_replays(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "shop",
		ORDER "{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":"
		      "\"O1\",\"tracking\":\"T1\",\"status\":\"shipped\","
		      "\"shipped\":\"9999-12-31T23:00:00Z\"}\n"
		      "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":"
		      "\"O1\",\"status\":\"needs_response\",\"respond_by\":"
		      "\"9999-12-31T23:59:59Z\"}\n",
		&out);
	assert_int_equal(out.taken, 4);
	deliver(d, "shop", SCAN("in_transit", "9999-12-31T12:00:00Z"), &out);
	assert_int_equal(out.quarantined, 1);
	replays_the_same(d);
	desk_close(d);
}

static void no_plugin_postpones_an_action_for_ever(void **state)
{
	static const char *const results[] = {
		"{\"action\":1,\"outcome\":\"postpone\",\"why\":\"busy\","
		"\"retry_at\":900000000000000}",
		"{\"action\":1,\"outcome\":\"not_done\",\"why\":\"busy\","
		"\"retry_at\":900000000000000}",
	};
	struct desk *d = desk_with_order();
	struct err err;

	(void)state;
	approved_refund(d, "mia");
	for (size_t i = 0; i < COUNT_OF(results); i++) {
		if (i)
			assert_int_equal(send_now(d, 1), 0);
		assert_int_equal(do_cmd(d, "result", "desk", results[i], &err),
				 0);
		assert_int_equal(one(d, "SELECT not_before FROM actions") -
					 now_ms,
				 7 * DAY_MS);
	}
	replays_the_same(d);
	desk_close(d);
}

static void a_moment_that_no_journal_can_hold_is_refused(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	approved_refund(d, "mia");
	now_ms = WHEN_LIMIT_MS;
	assert_int_equal(send_now(d, 1), -1);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_DUE);
	desk_close(d);
}

/* -- a delivery is one -- */

static struct err meddled;

static void meddle(void *arg)
{
	assert_int_equal(do_cmd(arg, "alert", "desk",
				"{\"level\":\"info\",\"cause\":\"c\","
				"\"text\":\"t\"}",
				&meddled),
			 -1);
}

/* Whoever is called meanwhile may not touch the desk; one that does gains
 * nothing, and the delivery loses nothing. */
static void no_command_comes_in_the_midst_of_a_delivery(void **state)
{
	CLEANUP(str_release) struct str lines = STR_INIT;
	struct desk *d = open_desk();
	struct delivery out = { .instance = "shop",
				.via = "sync",
				.shop = shop_of(desk_db(d), "shop"),
				.kv = "{\"cursor\":\"1\"}",
				.kv_len = 14,
				.meanwhile = meddle,
				.arg = d };
	struct err err = { 0 };

	(void)state;
	for (int n = 1; n <= 50; n++)
		str_printf(&lines,
			   "{\"kind\":\"order\",\"ref\":\"P%d\",\"placed\":"
			   "\"2026-09-20T10:00:00Z\"}\n",
			   n);
	out.records = str_c(&lines);
	out.records_len = lines.len;
	meddled = (struct err){ 0 };
	assert_int_equal(desk_deliver(d, &out, &err), 0);
	assert_int_equal(meddled.code, ERR_BUG);
	assert_int_equal(out.taken, 50);
	assert_int_equal(one(d, "SELECT count(*) FROM orders"), 50);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 0);
	replays_the_same(d);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_command_comes_in_the_midst_of_a_delivery),
		cmocka_unit_test(a_refund_below_zero_leaves_no_more_to_refund),
		cmocka_unit_test(an_order_for_nothing_is_paid_with_zero),
		cmocka_unit_test(a_parcel_whose_scan_came_first_is_watched),
		cmocka_unit_test(what_a_scan_said_before_its_shipment_is_heard),
		cmocka_unit_test(a_scan_from_another_year_silences_no_parcel),
		cmocka_unit_test(a_clock_hours_ahead_silences_no_parcel),
		cmocka_unit_test(
			an_old_scan_does_not_send_a_delivered_parcel_on),
		cmocka_unit_test(what_is_over_within_one_look_raises_nothing),
		cmocka_unit_test(a_dispute_that_is_over_is_no_missed_deadline),
		cmocka_unit_test(a_limit_of_the_platform_keeps_its_ticket_open),
		cmocka_unit_test(a_parcel_shipped_at_the_end_of_time_replays),
		cmocka_unit_test(no_plugin_postpones_an_action_for_ever),
		cmocka_unit_test(a_moment_that_no_journal_can_hold_is_refused),
	};

	return cmocka_run_group_tests_name("fact", tests, NULL, NULL);
}
