/* code_test.c - what a person promises of a coupon is what it gives, and they
 * write its code. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/code_help.h"

static void a_coupon_of_ten_percent_is_not_promised_as_fifty(void **state)
{
	struct desk *d = desk_with_a_coupon();

	(void)state;
	refuses_tom(d, "reply", REPLY("A code of 50 %"), "the coupon is 10 %");
	must_do(d, "plan", "mia", COUPON("50", ",\"after\":2"));
	/* Of two either may be meant. */
	must_do(d, "reply", "tom", REPLY("A code of 50 %"));
	ends_the_same(d);
}

static void a_code_that_was_made_stands_in_words_that_promise_it(void **state)
{
	struct desk *d = desk_with_a_coupon();

	(void)state;
	must_do(d, "approve", "tom", THE_COUPON);
	assert_int_equal(send_now(d, 2), 0);
	code_is_made(d);
	refuses_tom(d, "reply", REPLY("A code for you"),
		    "write \"TY-1\" into it");
	must_do(d, "reply", "tom", REPLY("The code is ty-1"));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	assert_int_equal(send_result(d, the_reply(d), "settled"), 0);
	/* Said once is said. */
	must_do(d, "reply", "tom", REPLY("Did the code work"));
	ends_the_same(d);
}

static void a_manager_lets_words_leave_without_the_code(void **state)
{
	struct desk *d = desk_with_a_coupon();

	(void)state;
	must_do(d, "approve", "tom", THE_COUPON);
	assert_int_equal(send_now(d, 2), 0);
	code_is_made(d);
	must_do(d, "reply", "tom",
		"{\"ticket\":1,\"text\":\"Your code is on a card\",\"force\":"
		"\"by post\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE reason "
				"LIKE 'by post (overruled: %TY-1%'"),
			 1);
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

/* What was said of the code then was said. */
static void a_second_word_of_the_shop_leaves_them_approved(void **state)
{
	struct desk *d = desk_with_a_coupon();

	(void)state;
	must_do(d, "approve", "tom", THE_COUPON);
	assert_int_equal(send_now(d, 2), 0);
	must_do(d, "result", "desk",
		"{\"action\":2,\"outcome\":\"accepted\",\"result\":\"TY-1\"}");
	must_do(d, "reply", "tom",
		"{\"ticket\":1,\"text\":\"Your code is on a card\",\"force\":"
		"\"by post\"}");
	code_is_made(d);
	assert_int_equal(action_state(d, 2), ACTION_SETTLED);
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

/* Nobody knew the code when they were written. */
static void words_of_a_code_wait_until_they_have_it(void **state)
{
	struct desk *d = desk_with_a_coupon();
	CLEANUP(free_ptr) char *yes = NULL;

	(void)state;
	must_do(d, "reply", "tom", REPLY("A code for you"));
	yes = xasprintf("{\"action\":%lld}", (long long)the_reply(d));
	must_do(d, "approve", "tom", THE_COUPON);
	assert_int_equal(send_now(d, the_reply(d)), -1);
	assert_int_equal(send_now(d, 2), 0);
	assert_int_equal(send_now(d, the_reply(d)), -1);
	code_is_made(d);
	assert_int_equal(action_state(d, the_reply(d)), ACTION_WAITING);
	refuses_tom(d, "approve", yes, "write \"TY-1\" into it");
	must_do(d, "reply", "tom", REPLY("Your code is TY-1"));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

static void a_coupon_that_makes_no_code_holds_no_words(void **state)
{
	struct desk *d = desk_with_a_coupon();

	(void)state;
	must_do(d, "reply", "tom", REPLY("A code for you"));
	must_do(d, "approve", "tom", THE_COUPON);
	assert_int_equal(send_now(d, 2), 0);
	assert_int_equal(send_result(d, 2, "settled"), 0);
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_coupon_of_ten_percent_is_not_promised_as_fifty),
		cmocka_unit_test(
			a_code_that_was_made_stands_in_words_that_promise_it),
		cmocka_unit_test(a_manager_lets_words_leave_without_the_code),
		cmocka_unit_test(
			a_second_word_of_the_shop_leaves_them_approved),
		cmocka_unit_test(words_of_a_code_wait_until_they_have_it),
		cmocka_unit_test(a_coupon_that_makes_no_code_holds_no_words),
	};

	return cmocka_run_group_tests_name("code", tests, NULL, NULL);
}
