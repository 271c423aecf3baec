/* gap_test.c - the first sync, the go-live line, and what comes too late.
 *
 * HW_SYNC sets how many orders the first sync brings (5000).
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "intake/page.h"

/* -- the first sync -- */

static int sync_orders(void)
{
	const char *text = getenv("HW_SYNC");

	return text && *text ? (int)strtol(text, NULL, 10) : 5000;
}

/* Pages of 250 as a marketplace gives them; every 33rd parcel is stale, and
 * five disputes of long ago still wait for an answer. */
static int64_t sync_all(int orders, int64_t base)
{
	int64_t taken = 0;

	for (int n = 0; n < orders; n++) {
		put_order(n, 1, "5.00", base - 60 * DAY_MS + n * SECOND_MS);
		str_printf(&lines,
			   "{\"kind\":\"payment\",\"ref\":\"P%d\","
			   "\"order_ref\":\"O%d\",\"type\":\"sale\",\"status\":"
			   "\"success\",\"amount\":{\"amount\":\"5.00\","
			   "\"currency\":\"USD\"}",
			   n, n);
		put_when("at", base - 60 * DAY_MS);
		str_puts(&lines, "}\n");
		if (n % 33 == 0)
			put_shipment(n, base - 50 * DAY_MS);
		if (n % (orders / 5) == 0) {
			str_printf(&lines,
				   "{\"kind\":\"dispute\",\"ref\":\"D%d\","
				   "\"order_ref\":\"O%d\",\"status\":"
				   "\"needs_response\"",
				   n, n);
			put_when("opened", base - 40 * DAY_MS);
			put_when("respond_by", base + 5 * DAY_MS);
			str_puts(&lines, "}\n");
		}
		if (n % 250 == 249 || n == orders - 1)
			taken += deliver("new").taken;
	}
	return taken;
}

static void a_first_sync_makes_five_tickets_and_one_alert(void **state)
{
	int64_t began = clock_mono(), base = wall, took, was;
	int orders = sync_orders();

	(void)state;
	add_shop("new", wall);
	assert_true(sync_all(orders, base) > 2 * orders);
	took = clock_mono() - began;
	print_message("# %d orders in %lld ms: %lld orders a second\n", orders,
		      (long long)took, (long long)orders * 1000 / (took + 1));
	tick();
	pass_time(HOUR_MS);
	tick();
	assert_int_equal(one("SELECT count(*) FROM orders"), orders);
	assert_int_equal(one("SELECT count(*) FROM tickets"), 5);
	assert_int_equal(one("SELECT count(*) FROM alerts"), 1);
	assert_int_equal(one("SELECT count(*) FROM deadlines WHERE "
			     "purpose = 'parcel'"),
			 0);
	was = entries();
	assert_int_equal(sync_all(orders, base), 0);
	assert_int_equal(entries(), was);
}

/* -- the go-live line and gaps -- */

static void put_matters(int from, int to, int64_t at)
{
	for (int n = from; n < to; n++) {
		put_order(n, 1, "5.00", at - DAY_MS);
		str_printf(&lines,
			   "{\"kind\":\"review\",\"ref\":\"V%d\",\"order_ref\":"
			   "\"O%d\",\"stars\":1",
			   n, n);
		put_when("at", at);
		str_printf(&lines,
			   "}\n{\"kind\":\"payment\",\"ref\":\"P%d\","
			   "\"order_ref\":\"O%d\",\"type\":\"sale\",\"status\":"
			   "\"failed\",\"amount\":{\"amount\":\"5.00\","
			   "\"currency\":\"USD\"}",
			   n, n);
		put_when("at", at);
		str_puts(&lines, "}\n");
		put_shipment(n, at - 10 * DAY_MS);
	}
}

static void facts_from_before_the_line_make_history_only(void **state)
{
	(void)state;
	put_matters(0, 40, wall - 45 * DAY_MS);
	str_puts(&lines, "{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":"
			 "\"T7\",\"code\":\"X\",\"status\":\"exception\"");
	put_when("occurred", wall - 44 * DAY_MS);
	str_puts(&lines, "}\n");
	str_puts(&lines, "{\"kind\":\"return\",\"ref\":\"R1\",\"order_ref\":"
			 "\"O1\",\"status\":\"requested\"");
	put_when("at", wall - 44 * DAY_MS);
	str_puts(&lines, "}\n");
	assert_int_equal(deliver("shop").quarantined, 0);
	tick();
	assert_int_equal(one("SELECT count(*) FROM tickets"), 0);
	assert_int_equal(one("SELECT count(*) FROM alerts"), 0);
	assert_int_equal(one("SELECT count(*) FROM deadlines"), 0);
	assert_int_equal(one("SELECT count(*) FROM actions"), 0);
	assert_int_equal(one("SELECT count(*) FROM orders"), 40);
}

/* 40 orders, each with a bad review, a failed payment and a parcel that stands
 * still, reported eight days late. */
static void late_facts_fold_into_one_ticket_and_one_alert_a_cause(void **state)
{
	(void)state;
	put_matters(0, 40, wall - 8 * DAY_MS);
	deliver("shop");
	tick();
	assert_int_equal(one("SELECT count(*) FROM tickets"), 3);
	assert_int_equal(one("SELECT count(*) FROM alerts"), 3);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE count = 40"),
			 3);
	assert_int_equal(one("SELECT count(*) FROM notes"), 120);
	assert_int_equal(one("SELECT count(*) FROM actions"), 0);
	replays();
}

static void facts_in_time_have_a_ticket_each(void **state)
{
	(void)state;
	put_matters(0, 4, wall - HOUR_MS);
	deliver("shop");
	assert_int_equal(one("SELECT count(*) FROM tickets"), 4);
}

static void breaches_noticed_after_a_gap_are_one_alert(void **state)
{
	(void)state;
	for (int n = 0; n < 20; n++)
		put_order(n, 1, "5.00", wall - DAY_MS);
	deliver("shop");
	for (int n = 0; n < 20; n++)
		put_mail(n, wall);
	deliver("mail");
	assert_int_equal(one("SELECT count(*) FROM tickets"), 20);
	pass_time(6 * DAY_MS);
	tick();
	assert_int_equal(one("SELECT count(*) FROM alerts"), 1);
	assert_int_equal(one("SELECT count FROM alerts"), 20);
	replays();
}

/* A buyer waits for an answer, however late the mail came in. */
static void messages_never_fold(void **state)
{
	(void)state;
	for (int n = 0; n < 10; n++)
		put_order(n, 1, "5.00", wall - 10 * DAY_MS);
	deliver("shop");
	for (int n = 0; n < 10; n++)
		put_mail(n, wall - 5 * DAY_MS);
	deliver("mail");
	assert_int_equal(one("SELECT count(*) FROM tickets"), 10);
	replays();
}

static void a_second_ticket_of_an_order_gets_a_reply_too(void **state)
{
	struct err err;

	(void)state;
	put_order(1, 1, "5.00", wall);
	deliver("shop");
	put_mail(1, wall);
	deliver("mail");
	must(act("approve", "mia", "{\"action\":1}", &err), &err);
	must(act("sending", "desk", "{\"action\":1,\"request_hash\":\"a\"}",
		 &err),
	     &err);
	must(act("result", "desk",
		 "{\"action\":1,\"outcome\":\"settled\",\"why\":\"\"}", &err),
	     &err);
	must(act("close", "mia", "{\"ticket\":1,\"outcome\":\"solved\"}", &err),
	     &err);
	put_mail(2, wall);
	str_clear(&lines);
	str_puts(&lines, "{\"kind\":\"text_in\",\"ref\":\"M7\",\"channel\":"
			 "\"email\",\"from_addr\":\"b0@buyer.example\","
			 "\"subject\":\"Order #1\",\"text\":\"not received\","
			 "\"origin\":\"human\"}\n");
	assert_int_equal(deliver("mail").quarantined, 0);
	assert_int_equal(one("SELECT count(*) FROM tickets"), 2);
	assert_int_equal(one("SELECT count(DISTINCT intent) FROM actions"), 2);
	replays();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, page_begin, page_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_first_sync_makes_five_tickets_and_one_alert),
		TEST(facts_from_before_the_line_make_history_only),
		TEST(late_facts_fold_into_one_ticket_and_one_alert_a_cause),
		TEST(facts_in_time_have_a_ticket_each),
		TEST(breaches_noticed_after_a_gap_are_one_alert),
		TEST(messages_never_fold),
		TEST(a_second_ticket_of_an_order_gets_a_reply_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
