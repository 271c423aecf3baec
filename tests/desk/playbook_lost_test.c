/* playbook_lost_test.c - a lost parcel: how much money is left to give, and
 * what ends the wait for it. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/lost_help.h"

static int64_t proposed_cents(struct desk *d)
{
	return one(d, "SELECT amount FROM actions WHERE verb = 'refund' AND "
		      "state = 2");
}

static void the_follow_up_never_overtakes_what_it_follows(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	pass(d, 48 * HOUR_MS);
	pass(d, 24 * HOUR_MS);
	lost_at(d, "wait for the choice");
	assert_int_equal(lost_proposed(d, "not_received.offer"), 1);
	assert_int_equal(one(d, OPEN_PLAYBOOK), 1);
	send_reply(d);
	pass(d, 24 * HOUR_MS);
	assert_int_equal(lost_proposed(d, "not_received.follow_up"), 1);
	lost_at(d, "wait once more");
	ends_the_same(d);
}

static void one_that_moves_again_is_told_to_the_buyer(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	now_ms += 30 * HOUR_MS;
	must_hear(d, "shop", SCAN("in_transit", "2026-09-22T18:00:00Z"));
	pass(d, 18 * HOUR_MS);
	assert_int_equal(lost_proposed(d, "not_received.moved"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund'"),
			 0);
	lost_at(d, "wait for the parcel");
	ends_the_same(d);
}

static void a_delivery_ends_it_and_takes_the_refund_back(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[refund_request] the refund please");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund' AND state = 2"),
			 1);
	must_hear(d, "shop", SCAN("delivered", "2026-09-23T16:00:00Z"));
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state = 2"),
			 0);
	assert_int_equal(one(d,
			     "SELECT count(*) FROM actions WHERE verb = "
			     "'refund' AND state = 11 AND why LIKE "
			     "'playbook not_received has ended: delivered%'"),
			 1);
	ends_the_same(d);
}

static void a_refund_ends_it(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	must_hear(d, "shop", GAVE("P2", "refund", "49.00"));
	lost_at(d, "stopped");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	ends_the_same(d);
}

/* Two dollars of 49 are an apology and not the parcel. */
static void a_part_given_back_does_not_end_it_and_the_rest_is_offered(void **s)
{
	struct desk *d = lost_started();

	(void)s;
	must_hear(d, "shop", GAVE("P2", "refund", "2.00"));
	lost_at(d, "wait for carrier");
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[refund_request] the refund please");
	assert_int_equal(proposed_cents(d), 4700);
	must_hear(d, "shop", GAVE("P3", "refund", "47.00"));
	assert_int_equal(proposed_cents(d), -1);
	ends_the_same(d);
}

/* What was paid counts where the shop tells it, not the order's total. */
static void it_ends_when_all_that_was_paid_went_back(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	must_hear(d, "shop", GAVE("P1", "sale", "40.00"));
	must_hear(d, "shop", GAVE("P2", "refund", "39.99"));
	lost_at(d, "wait for carrier");
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[refund_request] the refund please");
	assert_int_equal(proposed_cents(d), 1);
	must_hear(d, "shop", GAVE("P3", "refund", "0.01"));
	assert_int_equal(proposed_cents(d), -1);
	ends_the_same(d);
}

static void what_is_on_its_way_back_already_is_not_offered_again(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":\"O1\","
		  "\"type\":\"refund\",\"status\":\"pending\",\"amount\":{"
		  "\"amount\":\"49.00\",\"currency\":\"USD\"}}\n");
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[refund_request] the refund please");
	assert_int_equal(proposed_cents(d), -1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%nothing of the order is left to refund'"),
			 1);
	assert_int_equal(lost_proposed(d, "chosen.refund"), 0);
	ends_the_same(d);
}

/* Nobody can say whether that was all of it: no money moves by a guess. */
static void a_refund_in_another_currency_leaves_it_unknown(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":\"O1\","
		  "\"type\":\"refund\",\"status\":\"success\",\"amount\":{"
		  "\"amount\":\"50.00\",\"currency\":\"EUR\"}}\n");
	lost_at(d, "wait for carrier");
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[refund_request] the refund please");
	assert_int_equal(proposed_cents(d), -1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_follow_up_never_overtakes_what_it_follows),
		cmocka_unit_test(one_that_moves_again_is_told_to_the_buyer),
		cmocka_unit_test(a_delivery_ends_it_and_takes_the_refund_back),
		cmocka_unit_test(a_refund_ends_it),
		cmocka_unit_test(
			a_part_given_back_does_not_end_it_and_the_rest_is_offered),
		cmocka_unit_test(it_ends_when_all_that_was_paid_went_back),
		cmocka_unit_test(
			what_is_on_its_way_back_already_is_not_offered_again),
		cmocka_unit_test(
			a_refund_in_another_currency_leaves_it_unknown),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
