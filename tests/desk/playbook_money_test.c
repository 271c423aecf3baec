/* playbook_money_test.c - money that a rule or a person proposes beside a
 * playbook: limits, the sum that a reply names, and a chargeback.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/lost_help.h"

/* The fake pack says how many values a text may use. */
static int64_t values_of_reply(struct desk *d)
{
	return one(d, "SELECT CAST(substr(text, instr(text, 'with ') + 5, 2) "
		      "AS INTEGER) FROM actions WHERE state = 2 AND verb = "
		      "'reply' ORDER BY id "
		      "DESC LIMIT 1");
}

#define LAMP                                                                \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\",\"status\":" \
	"\"open\",\"placed\":\"2026-09-10T10:00:00Z\",\"email\":"           \
	"\"ann@example.com\",\"total\":{\"amount\":\"12.50\",\"currency\":" \
	"\"USD\"}}\n"

#define CHARGEBACK                                                             \
	"{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\",\"type\":"  \
	"\"chargeback\",\"status\":\"needs_response\",\"amount\":{\"amount\":" \
	"\"49.00\",\"currency\":\"USD\"}}\n"

/* Limits in another currency go by the rates, or do not cover it. */
static void a_limit_in_another_currency_goes_by_the_rates(void **state)
{
	struct desk *d = lost_started();
	struct err err;

	(void)state;
	rates_of(now_ms - 50 * DAY_MS);
	must_do(d, "plan", "eva",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"44.00\","
		"\"currency\":\"EUR\",\"reason\":\"as agreed\"}");
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":2}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_non_null(strstr(err.text, "older than 40 days"));
	rates_of(now_ms);
	/* 44 EUR are 45.71 USD, of the 50 that mia may approve. */
	must_do(d, "approve", "mia", "{\"action\":2}");
	must_do(d, "plan", "eva",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"49.00\","
		"\"currency\":\"EUR\",\"after\":2,\"reason\":\"as "
		"agreed\"}");
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":3}", &err),
			 -1);
	assert_non_null(strstr(err.text, "up to 50.00 USD"));
	desk_close(d);
}

static void a_reply_knows_the_sum_of_its_own_rules_refund(void **state)
{
	struct desk *d = lost_begun(":memory:");
	int64_t with;

	(void)state;
	must_hear(d, "shop", LAMP);
	must_hear(d, "mail", MAIL("m1", "It is of poor quality"));
	assert_int_equal(lost_proposed(d, "quality.refund_small"), 1);
	assert_int_equal(one(d, "SELECT amount FROM actions WHERE verb = "
				"'refund'"),
			 1250);
	with = values_of_reply(d);
	/* Beside a refund of another sum it names none. */
	must_do(d, "cancel", "mia", "{\"action\":2}");
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"5.00\","
		"\"currency\":\"USD\"}");
	must_hear(d, "mail", MAIL("m2", "It is of poor quality"));
	assert_int_equal(lost_proposed(d, "quality.refund_small"), 1);
	assert_int_equal(values_of_reply(d), with - 1);
	ends_the_same(d);
}

static void a_chargeback_takes_back_what_was_proposed_before_it(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	assert_int_equal(lost_proposed(d, "not_received.investigate"), 1);
	must_hear(d, "shop", CHARGEBACK);
	assert_int_equal(lost_proposed(d, "not_received.investigate"), 0);
	assert_int_equal(lost_proposed(d, "dispute.seen"), 1);
	assert_string_equal(one_text(d, "SELECT why FROM actions WHERE id = 1"),
			    "playbook not_received ends: delivered or refunded "
			    "or cancelled or disputed");
	assert_int_equal(lost_promises(d), 0);
	lost_at(d, "wait for the outcome");
	ends_the_same(d);
}

static void a_chargeback_leaves_alone_what_somebody_approved(void **state)
{
	struct desk *d;

	(void)state;
	d = lost_started();
	must_do(d, "approve", "mia", "{\"action\":1}");
	must_hear(d, "shop", CHARGEBACK);
	assert_int_equal(action_state(d, 1), ACTION_DUE);
	assert_int_equal(lost_proposed(d, "complaint.personal"), 0);
	lost_at(d, "wait for the outcome");
	ends_the_same(d);
}

static void money_of_a_rule_does_not_wait_beside_a_chargeback(void **state)
{
	struct desk *d = lost_begun(":memory:");

	(void)state;
	must_hear(d, "shop", LAMP);
	must_hear(d, "mail", MAIL("m1", "It is of poor quality"));
	must_hear(d, "shop", CHARGEBACK);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2 "
				"AND verb = 'refund'"),
			 0);
	assert_int_equal(lost_proposed(d, "dispute.seen"), 1);
	assert_int_equal(lost_proposed(d, "quality.refund_small"), 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_limit_in_another_currency_goes_by_the_rates),
		cmocka_unit_test(a_reply_knows_the_sum_of_its_own_rules_refund),
		cmocka_unit_test(
			a_chargeback_takes_back_what_was_proposed_before_it),
		cmocka_unit_test(
			a_chargeback_leaves_alone_what_somebody_approved),
		cmocka_unit_test(
			money_of_a_rule_does_not_wait_beside_a_chargeback),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
