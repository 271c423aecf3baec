/* breaker_test.c - what really leaves a shop is counted, whoever said yes.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "help/fake_brain.h"
#include "help/full.h"

/* Order n of one buyer, paid with 12.00, and an approved refund of 5.00. */
static int64_t refund_of(struct desk *d, int n)
{
	CLEANUP(str_release) struct str lines = STR_INIT;
	char json[200], order[16], name[16], buyer[16], paid[16];
	int64_t id;

	snprintf(order, sizeof order, "Q%d", n);
	snprintf(name, sizeof name, "#Q%d", n);
	snprintf(buyer, sizeof buyer, "B%d", n);
	snprintf(paid, sizeof paid, "QP%d", n);
	put_order_line(&lines, (struct order_line){ .ref = order,
						    .name = name,
						    .buyer_ref = buyer,
						    .total = "12.00" });
	put_payment_line(&lines, (struct payment_line){ .ref = paid,
							.order_ref = order,
							.amount = "12.00" });
	deliver_line(d, "shop", &lines);
	snprintf(json, sizeof json,
		 "{\"verb\":\"refund\",\"order\":\"Q%d\",\"amount\":\"5.00\","
		 "\"currency\":\"USD\"}",
		 n);
	must_do(d, "plan", "mia", json);
	id = one(d, "SELECT max(id) FROM actions");
	snprintf(json, sizeof json, "{\"action\":%lld}", (long long)id);
	must_do(d, "approve", "eva", json);
	return id;
}

static void sent(struct desk *d, int n)
{
	int64_t id = refund_of(d, n);

	settles(d, id);
}

static int64_t held(struct desk *d, int n)
{
	int64_t id = refund_of(d, n);

	assert_int_equal(send_now(d, id), -1);
	assert_int_equal(send_result(d, id, "postpone"), 0);
	assert_int_equal(action_state(d, id), ACTION_DUE);
	return id;
}

static int64_t told(struct desk *d)
{
	return one(d, "SELECT count(*) FROM alerts WHERE cause LIKE "
		      "'breaker:%' AND acknowledged IS NULL");
}

static void the_money_of_an_hour_stops_until_somebody_looked(void **state)
{
	struct desk *d = open_desk();
	struct err err;
	int64_t id;

	(void)state;
	fake_shop_limits.per_hour = (struct money){ 1000, "USD" };
	sent(d, 1);
	sent(d, 2);
	id = held(d, 3);
	held(d, 4);
	assert_int_equal(told(d), 1);
	/* Whoever may not give that much away may not let it go on either. */
	assert_int_equal(do_cmd(d, "acknowledge", "mia", "{\"alert\":1}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(do_cmd(d, "acknowledge", "tom", "{\"alert\":1}", &err),
			 0);
	assert_int_equal(send_now(d, id), 0);
	replays_the_same(d);
	desk_close(d);
}

static void the_money_of_an_hour_goes_on_after_it(void **state)
{
	struct desk *d = open_desk();
	int64_t id;

	(void)state;
	fake_shop_limits.per_hour = (struct money){ 500, "USD" };
	sent(d, 1);
	id = held(d, 2);
	now_ms += HOUR_MS + 1;
	assert_int_equal(send_now(d, id), 0);
	desk_close(d);
}

static void the_money_of_a_day_stops_a_runaway(void **state)
{
	struct desk *d = open_desk();
	int64_t paid = 0, id;

	(void)state;
	fake_shop_limits.per_day = (struct money){ 10000, "USD" };
	for (int n = 1; n <= full_or_quick(10000, 200); n++) {
		now_ms += SECOND_MS;
		id = refund_of(d, n);
		if (send_now(d, id) == 0 && send_result(d, id, "settled") == 0)
			paid += 500;
		else
			assert_int_equal(send_result(d, id, "postpone"), 0);
	}
	assert_int_equal(paid, 10000);
	assert_int_equal(told(d), 1);
	desk_close(d);
}

static void a_number_an_hour_is_a_limit_too(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_shop_limits.count_per_hour = 2;
	sent(d, 1);
	sent(d, 2);
	held(d, 3);
	assert_int_equal(told(d), 1);
	desk_close(d);
}

static void money_without_a_rate_is_covered_by_no_breaker(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_shop_limits.per_hour = (struct money){ 100000, "EUR" };
	held(d, 1);
	assert_int_equal(told(d), 1);
	desk_close(d);
}

static void a_second_attempt_is_never_held(void **state)
{
	struct desk *d = open_desk();
	int64_t id;

	(void)state;
	fake_shop_limits.count_per_hour = 1;
	id = refund_of(d, 1);
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(send_now(d, id), 0);
	desk_close(d);
}

static void
a_look_by_a_clock_that_was_ahead_lifts_nothing_for_ever(void **state)
{
	struct desk *d = open_desk();
	struct err err;

	(void)state;
	fake_shop_limits.count_per_hour = 1;
	sent(d, 1);
	held(d, 2);
	now_ms += 365 * DAY_MS;
	assert_int_equal(do_cmd(d, "acknowledge", "tom", "{\"alert\":1}", &err),
			 0);
	now_ms -= 365 * DAY_MS;
	held(d, 3);
	desk_close(d);
}

/* Two a day for ten days, then thirty in one. */
static void far_more_than_usual_stops_without_any_limit(void **state)
{
	struct desk *d = open_desk();
	int n = 0, let = 0;

	(void)state;
	for (int day = 0; day < 10; day++) {
		sent(d, ++n);
		sent(d, ++n);
		now_ms += DAY_MS;
	}
	for (int i = 0; i < 30; i++) {
		int64_t id = refund_of(d, ++n);

		now_ms += MINUTE_MS;
		let += send_now(d, id) == 0 &&
		       send_result(d, id, "settled") == 0;
	}
	assert_int_equal(let, 19);
	desk_close(d);
}

static void many_are_usual_where_they_always_were(void **state)
{
	struct desk *d = open_desk();
	int n = 0;

	(void)state;
	for (int day = 0; day < 9; day++) {
		for (int i = 0; i < 22 + day % 3; i++)
			sent(d, ++n);
		now_ms += DAY_MS;
	}
	desk_close(d);
}

/* -- rules -- */

static bool guests; /* without an account at the shop */

/* "small" refunds orders below 20.00 whose buyer writes of quality. */
static void complains(struct desk *d, int n, const char *buyer)
{
	complaint(d, (struct complaint){ .n = n,
					 .total = "8.00",
					 .buyer = buyer,
					 .account = !guests });
}

static int64_t gone(struct desk *d)
{
	return one(d, "SELECT count(*) FROM actions WHERE verb = 'refund' AND "
		      "state = 4");
}

static void one_rule_has_a_day_of_its_own(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_effects = "auto";
	fake_rule_limits = (struct limits){ .per_action = { 1000, "USD" },
					    .per_day = { 1600, "USD" } };
	complains(d, 1, "ann");
	complains(d, 2, "bob");
	complains(d, 3, "cid");
	assert_int_equal(gone(d), 2);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE why = "
				"'the rule \"small\" has reached the limit of "
				"this day'"),
			 1);
	replays_the_same(d);
	desk_close(d);
}

static void one_buyer_is_given_something_so_many_times_a_month(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_effects = "auto";
	fake_rule_limits = (struct limits){ .per_action = { 1000, "USD" },
					    .per_day = { 100000, "USD" },
					    .per_buyer = 2 };
	complains(d, 1, "ann");
	complains(d, 2, "ann");
	complains(d, 3, "ann");
	complains(d, 4, "bob");
	assert_int_equal(gone(d), 3);
	now_ms += 31 * DAY_MS;
	complains(d, 5, "ann");
	assert_int_equal(gone(d), 4);
	desk_close(d);
}

static void a_guest_is_known_by_the_address(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	guests = true;
	fake_effects = "auto";
	fake_rule_limits = (struct limits){ .per_action = { 1000, "USD" },
					    .per_day = { 100000, "USD" },
					    .per_buyer = 1 };
	complains(d, 1, "ann");
	complains(d, 2, "ann");
	complains(d, 3, "bob");
	guests = false;
	assert_int_equal(gone(d), 2);
	assert_int_equal(one(d, "SELECT count(*) FROM orders WHERE buyer_ref "
				"IS NOT NULL"),
			 0);
	desk_close(d);
}

static void of_a_buyer_who_is_unknown_a_person_decides(void **state)
{
	struct desk *d = open_desk();
	CLEANUP(str_release) struct str lines = STR_INIT;

	(void)state;
	fake_effects = "auto";
	fake_rule_limits = (struct limits){ .per_action = { 1000, "USD" },
					    .per_day = { 100000, "USD" },
					    .per_buyer = 1 };
	put_order_line(&lines, (struct order_line){ .ref = "O1",
						    .name = "#1001",
						    .total = "8.00" });
	str_puts(&lines, "{\"kind\":\"text_in\",\"ref\":\"m1\",\"channel\":"
			 "\"email\",\"thread\":\"m1\",\"order_ref\":\"O1\","
			 "\"text\":\"poor quality\",\"origin\":\"human\","
			 "\"at\":\"2026-09-21T10:00:00Z\"}\n");
	deliver_line(d, "shop", &lines);
	assert_int_equal(gone(d), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund' AND state = 2 AND why LIKE "
				"'nobody knows whose order%'"),
			 1);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_money_of_an_hour_stops_until_somebody_looked),
		cmocka_unit_test(the_money_of_an_hour_goes_on_after_it),
		cmocka_unit_test(the_money_of_a_day_stops_a_runaway),
		cmocka_unit_test(a_number_an_hour_is_a_limit_too),
		cmocka_unit_test(money_without_a_rate_is_covered_by_no_breaker),
		cmocka_unit_test(a_second_attempt_is_never_held),
		cmocka_unit_test(
			a_look_by_a_clock_that_was_ahead_lifts_nothing_for_ever),
		cmocka_unit_test(far_more_than_usual_stops_without_any_limit),
		cmocka_unit_test(many_are_usual_where_they_always_were),
		cmocka_unit_test(one_rule_has_a_day_of_its_own),
		cmocka_unit_test(
			one_buyer_is_given_something_so_many_times_a_month),
		cmocka_unit_test(of_a_buyer_who_is_unknown_a_person_decides),
		cmocka_unit_test(a_guest_is_known_by_the_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
