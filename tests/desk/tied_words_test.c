/* tied_words_test.c - what a person writes of what a task gives waits for a yes
 * again when that fails.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/action_help.h"
#include "desk/backing_help.h"
#include "desk/loop_help.h"

/* A task is given, and words of it are approved. */
static struct desk *desk_with_words(const char *verb, const char *reply)
{
	struct desk *d = desk_where_words_need_backing();

	gives(d, "agent", verb);
	must_do(d, "reply", "tom", reply);
	is_in(d, newest(d, "reply"), ACTION_DUE);
	return d;
}

static void a_persons_words_wait_again_though_goods_are_planned(void **state)
{
	struct desk *d = desk_with_words("reship", REPLY("We reship it"));

	(void)state;
	/* Of another matter, and it would do for the words. */
	must_do(d, "plan", "tom",
		"{\"verb\":\"reship\",\"order\":\"O1\",\"beside_task\":1}");
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	ends_the_same(d);
}

static void a_persons_words_of_two_things_wait_without_the_task(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	approved_refund(d, "mia");
	gives(d, "warehouse", "return");
	must_do(d, "reply", "tom", REPLY("A refund, and a label"));
	assert_string_equal(tasks_told(d), "[1]");
	assert_int_equal(one(d, "SELECT max(beside) FROM actions"),
			 newest(d, "refund"));
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	ends_the_same(d);
}

static void an_action_goes_before_a_task_that_gives_the_same(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	gives(d, "finance", "refund");
	gives(d, "warehouse", "return");
	must_do(d, "plan", "tom",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"5.00\","
		"\"currency\":\"USD\",\"beside_task\":1}");
	must_do(d, "reply", "tom", REPLY("A refund, and a label"));
	assert_string_equal(tasks_told(d), "[2]");
	assert_int_equal(one(d, "SELECT beside FROM actions WHERE verb = "
				"'reply' ORDER BY id DESC"),
			 newest(d, "refund"));
	ends_the_same(d);
}

static void words_that_need_no_task_do_not_wait_for_one(void **state)
{
	struct desk *d = desk_with_words("reship", REPLY("We look at it"));

	(void)state;
	assert_string_equal(tasks_told(d), "");
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_DUE);
	ends_the_same(d);
}

static void words_whose_task_failed_are_not_approved(void **state)
{
	struct desk *d = desk_with_words("reship", REPLY("We reship it"));

	(void)state;
	task_fails(d, 1);
	refuses(d, "approve", newest(d, "reply"),
		"tells the buyer of task 1 (agent, reship), which could not be "
		"done: give it otherwise first, or write other words with "
		"`ticket reply T-1 --edit`");
	gives(d, "agent", "reship");
	act(d, "approve", newest(d, "reply"));
	assert_string_equal(tasks_told(d), "[2]");
	ends_the_same(d);
}

static void a_manager_lets_words_leave_without_their_task(void **state)
{
	struct desk *d = desk_with_words("reship", REPLY("We reship it"));
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld,\"reason\":\"from another "
			       "shop\"}",
			       (long long)newest(d, "reply"));

	(void)state;
	task_fails(d, 1);
	must_do(d, "overrule", "tom", json);
	is_in(d, newest(d, "reply"), ACTION_DUE);
	assert_string_equal(tasks_told(d), "");
	ends_the_same(d);
}

/* They are on their way, and then the task fails. */
static struct desk *desk_with_words_on_their_way(void)
{
	struct desk *d = desk_with_words("reship", REPLY("We reship it"));

	assert_int_equal(send_now(d, newest(d, "reply")), 0);
	task_fails(d, 1);
	return d;
}

static void words_that_did_not_leave_wait_again(void **state)
{
	struct desk *d = desk_with_words_on_their_way();

	(void)state;
	assert_int_equal(send_result(d, newest(d, "reply"), "not_done"), 0);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	ends_the_same(d);
}

static void words_that_nobody_found_are_looked_at(void **state)
{
	struct desk *d = desk_with_words_on_their_way();

	(void)state;
	assert_int_equal(send_result(d, newest(d, "reply"), "unknown"), 0);
	is_not_found(d, newest(d, "reply"));
	is_in(d, newest(d, "reply"), ACTION_PARKED);
	ends_the_same(d);
}

/* It had been on its way, and nobody knew what became of it. */
static void what_was_looked_at_does_not_leave_without_its_task(void **state)
{
	struct desk *d = desk_with_words("reship", REPLY("We reship it"));
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld,\"seen\":\"not-done\"}",
			       (long long)newest(d, "reply"));

	(void)state;
	assert_int_equal(send_now(d, newest(d, "reply")), 0);
	assert_int_equal(send_result(d, newest(d, "reply"), "unknown"), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(send_result(d, newest(d, "reply"), "died"), 0);
	is_in(d, newest(d, "reply"), ACTION_PARKED);
	task_fails(d, 1);
	retry_is_refused(d, "which could not be done");
	/* It tells of what stands behind it now. */
	gives(d, "agent", "reship");
	must_do(d, "retry", "mia", json);
	is_in(d, newest(d, "reply"), ACTION_DUE);
	assert_string_equal(tasks_told(d), "[2]");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_persons_words_wait_again_though_goods_are_planned),
		cmocka_unit_test(
			a_persons_words_of_two_things_wait_without_the_task),
		cmocka_unit_test(
			an_action_goes_before_a_task_that_gives_the_same),
		cmocka_unit_test(words_that_need_no_task_do_not_wait_for_one),
		cmocka_unit_test(words_whose_task_failed_are_not_approved),
		cmocka_unit_test(a_manager_lets_words_leave_without_their_task),
		cmocka_unit_test(words_that_did_not_leave_wait_again),
		cmocka_unit_test(words_that_nobody_found_are_looked_at),
		cmocka_unit_test(
			what_was_looked_at_does_not_leave_without_its_task),
	};

	return cmocka_run_group_tests_name("tied words", tests, NULL, NULL);
}
