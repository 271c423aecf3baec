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
	assert_int_equal(do_cmd(d, "plan", "mia",
				"{\"verb\":\"refund\",\"order\":\"O1\","
				"\"amount\":\"24.00\",\"currency\":\"USD\"}",
				&err),
			 0);
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":1}", &err),
			 0);
	assert_int_equal(send_now(d, 1), -1);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refund_below_zero_leaves_no_more_to_refund),
		cmocka_unit_test(an_order_for_nothing_is_paid_with_zero),
	};

	return cmocka_run_group_tests_name("fact", tests, NULL, NULL);
}
