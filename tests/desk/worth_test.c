/* worth_test.c - what every effect is worth: who may approve it, and what it
 * counts for the breaker.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/remedy_help.h"
#include "help/fake_brain.h"

/* Of nobody knows how much. */
#define NO_TOTAL                                                              \
	"{\"kind\":\"order\",\"ref\":\"O3\",\"name\":\"#1003\",\"version\":1" \
	",\"status\":\"open\",\"placed\":\"2026-09-20T10:00:00Z\","           \
	"\"email\":\"c@example.com\"}\n"

#define WORTH(id) "SELECT worth FROM actions WHERE id = " id

static void a_large_code_counts_for_the_breaker(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"coupon\",\"order\":\"O1\",\"args\":"
		"\"{\\\"percent\\\":90}\"}");
	assert_int_equal(one(d, WORTH("1")), 1080);
	assert_int_equal(asks(d, "approve", "tom", "{\"action\":1}"), -1);
	must_do(d, "approve", "eva", "{\"action\":1}");
	fake_shop_limits.per_hour = (struct money){ 1000, "USD" };
	assert_int_equal(send_now(d, 1), -1);
	fake_shop_limits.per_hour.minor = 1080;
	assert_int_equal(send_now(d, 1), 0);
	ends_the_same(d);
}

static void a_code_of_an_order_without_a_total_counts(void **state)
{
	struct desk *d = desk_with(NO_TOTAL);

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"coupon\",\"order\":\"O3\",\"args\":"
		"\"{\\\"percent\\\":10}\"}");
	assert_int_equal(one(d, WORTH("1")), 10000);
	assert_int_equal(asks(d, "approve", "tom", "{\"action\":1}"), -1);
	must_do(d, "approve", "eva", "{\"action\":1}");
	fake_shop_limits.per_day = (struct money){ 9999, "USD" };
	assert_int_equal(send_now(d, 1), -1);
	ends_the_same(d);
}

static void the_policy_says_what_counts_where_nobody_can_tell(void **state)
{
	struct desk *d = desk_with(NO_TOTAL);

	(void)state;
	test_brain.untold_worth = (struct money){ 700, "USD" };
	must_do(d, "plan", "mia", "{\"verb\":\"reship\",\"order\":\"O3\"}");
	assert_int_equal(one(d, WORTH("1")), 700);
	assert_int_equal(asks(d, "approve", "mia", "{\"action\":1}"), -1);
	desk_close(d);
}

static void a_reshipment_is_approved_within_limits(void **state)
{
	struct desk *d = desk_with(TWO_LINES);

	(void)state;
	must_do(d, "plan", "mia", "{\"verb\":\"reship\",\"order\":\"O2\"}");
	assert_int_equal(one(d, WORTH("1")), 6000);
	assert_int_equal(asks(d, "approve", "mia", "{\"action\":1}"), -1);
	must_do(d, "approve", "tom", "{\"action\":1}");
	fake_shop_limits.per_hour = (struct money){ 5999, "USD" };
	assert_int_equal(send_now(d, 1), -1);
	ends_the_same(d);
}

static void a_reshipment_of_lines_is_worth_those(void **state)
{
	struct desk *d = desk_with(TWO_LINES);

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"reship\",\"order\":\"O2\",\"items\":"
		"\"[{\\\"line_ref\\\":\\\"L1\\\",\\\"quantity\\\":2}]\"}");
	assert_int_equal(one(d, WORTH("1")), 4000);
	must_do(d, "approve", "mia", "{\"action\":1}");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_large_code_counts_for_the_breaker),
		cmocka_unit_test(a_code_of_an_order_without_a_total_counts),
		cmocka_unit_test(
			the_policy_says_what_counts_where_nobody_can_tell),
		cmocka_unit_test(a_reshipment_is_approved_within_limits),
		cmocka_unit_test(a_reshipment_of_lines_is_worth_those),
	};

	return cmocka_run_group_tests_name("worth", tests, NULL, NULL);
}
