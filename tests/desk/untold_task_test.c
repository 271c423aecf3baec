/* untold_task_test.c - which words tell the buyer of what a task gave them, and
 * which task. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/failed_help.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

#define THE_TASK "{\"task\":1}"
#define UNTOLD_BY "(reship), and no reply tells of it"

static const struct step_given holding = { "", "", "t.holding", false };

/* Task 1 was done, and what the policy proposed before has left since. */
static struct desk *done_and_put_off(void)
{
	struct desk *d = desk_with_a_turn(&holding, 1);

	gives(d, "warehouse", "reship");
	must_do(d, "task_done", "mia", THE_TASK);
	pass(d, SECOND_MS);
	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	return d;
}

static void that_a_colleague_will_answer_tells_of_no_goods(void **state)
{
	struct desk *d = done_and_put_off();

	(void)state;
	must_refuse(d, "close", "{" CLOSE "}", UNTOLD_BY);
	ends_the_same(d);
}

static void what_closing_refuses_is_on_the_list(void **state)
{
	struct desk *d = done_and_put_off();

	(void)state;
	stuck_as(d, "untold_task", 1);
	tells_of(d, 1, "It is with the carrier.", "task:1");
	stuck_as(d, NULL, 0);
	must_do(d, "close", "mia", "{" CLOSE "}");
	ends_the_same(d);
}

static void what_a_turn_says_of_its_task_tells_of_it(void **state)
{
	struct desk *d = desk_with_a_turn(&reship_step, 1);

	(void)state;
	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	must_do(d, "task_done", "mia", THE_TASK);
	stuck_as(d, NULL, 0);
	ends_the_same(d);
}

/* -- of two sums the one that is named -- */

static const char *of_money(const struct brain *b, const struct outgoing *o,
			    struct arena *arena)
{
	CLEANUP(str_release) struct str sum = STR_INIT;

	(void)b, (void)arena;
	if (strstr(o->text, "refund") && o->may_promise &&
	    !strstr(o->may_promise, "refund"))
		return "the guard stops the refund";
	money_put(&sum, o->amount);
	return strstr(o->text, ".00") && money_given(o->amount) &&
			       !strstr(o->text, str_c(&sum))
		       ? "the amount is another"
		       : NULL;
}

static void who_names_a_sum_tells_of_no_task_of_another(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	test_brain.guard = of_money;
	gives(d, "finance", "refund");
	must_do(d, "task_done", "mia", THE_TASK);
	must_do(d, "plan", "tom",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"2.00\","
		"\"currency\":\"USD\",\"reason\":\"so\",\"beside_task\":1}");
	act(d, "approve", newest(d, "refund"));
	settles(d, newest(d, "refund"));
	pass(d, SECOND_MS);
	must_do(d, "reply", "mia", REPLY("We made a refund of 2.00 USD"));
	assert_string_equal(tasks_told(d), "");
	must_do(d, "reply", "mia", REPLY("We made a refund of 5.00 USD"));
	assert_string_equal(tasks_told(d), "[1]");
	ends_the_same(d);
}

static void who_names_the_sum_of_a_failed_task_tells_of_it(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	test_brain.guard = of_money;
	gives(d, "finance", "refund");
	must_do(d, "reply", "mia", REPLY("We refund 5.00 USD"));
	reply_leaves(d);
	task_fails(d, 1);
	pass(d, SECOND_MS);
	must_do(d, "reply", "mia", REPLY("The bank sent us back the 5.00 USD"));
	assert_string_equal(tasks_told(d), "[1]");
	ends_the_same(d);
}

/* -- proposed again -- */

static void what_had_failed_before_the_words_is_proposed_again(void **state)
{
	struct desk *d = desk_with_a_turn(&holding, 1);
	CLEANUP(free_ptr) char *edit = NULL;

	(void)state;
	gives(d, "warehouse", "reship");
	task_fails(d, 1);
	pass(d, SECOND_MS);
	edit = xasprintf("{\"ticket\":1,\"text\":\"None is left.\","
			 "\"instead\":%lld,\"tells_tasks\":[1]}",
			 (long long)newest(d, "reply"));
	must_do(d, "reply", "bob", edit);
	pass(d, SECOND_MS);
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"so\"}");
	must_do(d, "ticket_undo", "tom", "{\"ticket\":1}");
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	assert_string_equal(tasks_told(d), "[1]");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			that_a_colleague_will_answer_tells_of_no_goods),
		cmocka_unit_test(what_closing_refuses_is_on_the_list),
		cmocka_unit_test(what_a_turn_says_of_its_task_tells_of_it),
		cmocka_unit_test(who_names_a_sum_tells_of_no_task_of_another),
		cmocka_unit_test(
			who_names_the_sum_of_a_failed_task_tells_of_it),
		cmocka_unit_test(
			what_had_failed_before_the_words_is_proposed_again),
	};

	return cmocka_run_group_tests_name("untold task", tests, NULL, NULL);
}
