/* task_left_test.c - what is left of an order counts what people pay by hand.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/backing_help.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

#define BY_BANK(sum)                                                         \
	"{\"ticket\":1,\"role\":\"finance\",\"text\":\"pay it\",\"within\":" \
	"\"24h\",\"gives\":\"refund\",\"amount\":\"" sum                     \
	"\",\"currency\":\"USD\"}"
#define BESIDE(sum)                                               \
	"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"" sum \
	"\",\"currency\":\"USD\",\"beside_task\":1}"
#define ALL_OF_IT                                                     \
	"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"12.00\"," \
	"\"currency\":\"USD\"}"
#define THE_TASK "{\"task\":1}"

/* Of 12.00. */
static struct desk *desk_with_eight_by_bank(void)
{
	struct desk *d = desk_with_lost_order();

	must_do(d, "task", "tom", BY_BANK("8.00"));
	return d;
}

static void refused(struct desk *d, const char *sum, const char *words)
{
	assert_int_equal(must_refuse_by(d, "plan", "tom", sum, words),
			 ERR_DATA);
}

static void what_is_paid_by_hand_is_not_left(void **state)
{
	struct desk *d = desk_with_eight_by_bank();

	(void)state;
	refused(d, BESIDE("5.00"),
		"has 4.00 USD left to refund, less than that; 8.00 USD of it "
		"stand in task 1 (open)");
	must_do(d, "plan", "tom", BESIDE("4.00"));
	ends_the_same(d);
}

static void nor_when_it_is_done_and_nothing_shows_it(void **state)
{
	struct desk *d = desk_with_eight_by_bank();

	(void)state;
	must_do(d, "task_done", "tom", THE_TASK);
	pass(d, 9 * DAY_MS);
	refused(d, BESIDE("5.00"), "8.00 USD of it stand in task 1 (done)");
	ends_the_same(d);
}

static void what_the_shop_shows_of_it_counts_once(void **state)
{
	struct desk *d = desk_with_eight_by_bank();
	CLEANUP(str_release) struct str line = STR_INIT;

	(void)state;
	must_do(d, "task_done", "tom", THE_TASK);
	str_puts(&line, "{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":"
			"\"O1\",\"type\":\"refund\",\"status\":\"success\","
			"\"amount\":{\"amount\":\"8.00\",\"currency\":"
			"\"USD\"},\"at\":\"");
	instant_put(&line, now_ms);
	str_puts(&line, "\"}\n");
	must_hear(d, "shop", str_c(&line));
	refused(d, BESIDE("5.00"), "has 4.00 USD left to refund, less than");
	must_do(d, "plan", "tom", BESIDE("4.00"));
	ends_the_same(d);
}

static void what_came_to_nothing_is_left_again(void **state)
{
	struct desk *d = desk_with_eight_by_bank();

	(void)state;
	task_fails(d, 1);
	must_do(d, "plan", "tom", ALL_OF_IT);
	ends_the_same(d);
}

static void one_that_waits_does_not_stand_against_itself(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "operator", BY_BANK("12.00"));
	must_do(d, "task_approve", "mia", THE_TASK);
	ends_the_same(d);
}

static void what_was_planned_before_does_not_leave_beside_it(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "operator", BY_BANK("8.00"));
	must_do(d, "plan", "tom",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"4.00\","
		"\"currency\":\"USD\"}");
	act(d, "approve", newest(d, "refund"));
	run_sql(d, "UPDATE tasks SET waits = 0, amount = 900");
	assert_int_equal(send_now(d, newest(d, "refund")), -1);
	desk_close(d); /* the task was changed by hand */
}

/* -- a yes that nobody said -- */

static void who_is_late_for_want_of_a_yes_is_told_so(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "operator", BY_BANK("8.00"));
	pass(d, 25 * HOUR_MS);
	assert_non_null(strstr(one_text(d, "SELECT text FROM alerts WHERE "
					   "cause = 'task-late:1'"),
			       "`helloword task approve 1`"));
	ends_the_same(d);
}

static void what_has_ended_waits_for_nobody(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "operator", BY_BANK("8.00"));
	task_fails(d, 1);
	assert_int_equal(one(d, "SELECT coalesce(waits, 0) FROM tasks"), 0);
	ends_the_same(d);
}

static void but_what_comes_back_does(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "operator", BY_BANK("8.00"));
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"x\",\"force\":\"so\"}");
	must_do(d, "ticket_undo", "tom", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT state = 1 AND waits FROM tasks"), 1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_paid_by_hand_is_not_left),
		cmocka_unit_test(nor_when_it_is_done_and_nothing_shows_it),
		cmocka_unit_test(what_the_shop_shows_of_it_counts_once),
		cmocka_unit_test(what_came_to_nothing_is_left_again),
		cmocka_unit_test(one_that_waits_does_not_stand_against_itself),
		cmocka_unit_test(
			what_was_planned_before_does_not_leave_beside_it),
		cmocka_unit_test(who_is_late_for_want_of_a_yes_is_told_so),
		cmocka_unit_test(what_has_ended_waits_for_nobody),
		cmocka_unit_test(but_what_comes_back_does),
	};

	return cmocka_run_group_tests_name("task left", tests, NULL, NULL);
}
