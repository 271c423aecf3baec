/* sender_test.c - what the host makes of a sender that is gone.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "host/heard.h"

static void a_request_that_meets_no_sender_surely_was_not_sent(void **state)
{
	struct loop *loop = loop_new();
	struct err err = { 0 };
	struct sender *s = sender_new(loop, "/bin/false", "{}", &err);
	struct heard before = { 0 }, after = { 0 };

	(void)state;
	assert_non_null(s);
	sender_ask(s, "\"http\":{}", NULL, 0, hear, &before);
	assert_true(turn_until(loop, 5 * SECOND_MS, &before.done));
	assert_true(before.failed && before.sent);
	assert_int_equal(sender_pid(s), 0);
	sender_ask(s, "\"http\":{}", NULL, 0, hear, &after);
	assert_true(turn_until(loop, 5 * SECOND_MS, &after.done));
	assert_true(after.failed);
	assert_false(after.sent);
	assert_int_equal(before.answers, 1);
	assert_int_equal(after.answers, 1);
	sender_free(s);
	loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_request_that_meets_no_sender_surely_was_not_sent),
	};

	return cmocka_run_group_tests_name("sender", tests, NULL, NULL);
}
