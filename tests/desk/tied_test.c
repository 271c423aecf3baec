/* tied_test.c - a task that gives something stands behind what the policy
 * writes as an action does: when it fails, what tells of it does not leave.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/backing_help.h"
#include "help/fake_brain.h"

#define WHY "SELECT why FROM actions WHERE verb = 'reply' ORDER BY id DESC"
#define COULD_NOT \
	"it tells of task 1 (warehouse, reship), which could not be done"

static const struct step_given reship = { "warehouse", "reship", "t.coming",
					  false };

/* -- what the policy writes -- */

static void words_of_a_playbook_that_wait_go_with_their_task(void **state)
{
	struct desk *d = desk_with_a_turn(&reship, 1);

	(void)state;
	assert_string_equal(tasks_told(d), "[1]");
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	assert_string_equal(one_text(d, WHY), COULD_NOT);
	ends_the_same(d);
}

static void words_of_a_playbook_that_are_held_go_with_their_task(void **state)
{
	struct desk *d = desk_with_a_turn(&reship, 1);

	(void)state;
	fake_undo = HOUR_MS;
	act(d, "approve", newest(d, "reply"));
	is_in(d, newest(d, "reply"), ACTION_HELD);
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	ends_the_same(d);
}

static void words_of_a_playbook_that_are_due_go_with_their_task(void **state)
{
	struct desk *d = desk_with_a_turn(&reship, 1);

	(void)state;
	act(d, "approve", newest(d, "reply"));
	is_in(d, newest(d, "reply"), ACTION_DUE);
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	ends_the_same(d);
}

static void words_stand_before_or_behind_the_task_of_their_turn(void **state)
{
	static const struct step_given turns[][2] = {
		{ { "", "", "t.coming", false },
		  { "warehouse", "return", "", false } },
		{ { "warehouse", "return", "", false },
		  { "", "", "t.coming", false } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(turns); i++) {
		struct desk *d = desk_with_a_turn(turns[i], 2);

		task_fails(d, 1);
		is_in(d, newest(d, "reply"), ACTION_CANCELLED);
		ends_the_same(d);
	}
}

static void a_task_that_gives_nothing_takes_no_words_along(void **state)
{
	static const struct step_given nothing = { "warehouse", "nothing",
						   "t.coming", false };
	struct desk *d = desk_with_a_turn(&nothing, 1);

	(void)state;
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	ends_the_same(d);
}

/* What only the role tells is what the guard needs for the words, or nothing:
 * the first tells of the goods, the second of no more than a look. */
static void where_a_step_does_not_say_the_guard_tells(void **state)
{
	static const struct step_given sends = { "warehouse", "", "t.reship",
						 false };
	static const struct step_given looks = { "warehouse", "", "t.looking",
						 false };
	struct desk *d = desk_with_a_turn(&sends, 1);

	(void)state;
	assert_string_equal(tasks_told(d), "[1]");
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	ends_the_same(d);
	d = desk_with_a_turn(&looks, 1);
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	ends_the_same(d);
}

static void words_go_with_a_task_also_when_their_money_is_paid(void **state)
{
	static const struct step_given both = { "warehouse", "reship",
						"t.refund and reship", true };
	struct desk *d = desk_with_a_turn(&both, 1);

	(void)state;
	act(d, "approve", newest(d, "refund"));
	settles(d, newest(d, "refund"));
	act(d, "approve", newest(d, "reply"));
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	ends_the_same(d);
}

static void words_that_were_changed_go_with_the_same_task(void **state)
{
	struct desk *d = desk_with_a_turn(&reship, 1);
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":1,\"text\":\"a reship\","
			       "\"instead\":%lld}",
			       (long long)newest(d, "reply"));

	(void)state;
	must_do(d, "reply", "mia", json);
	assert_string_equal(tasks_told(d), "[1]");
	is_in(d, newest(d, "reply"), ACTION_DUE);
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	ends_the_same(d);
}

/* -- on their way -- */

/* It is on its way, and then its task fails. */
static struct desk *desk_with_words_on_their_way(void)
{
	struct desk *d = desk_with_a_turn(&reship, 1);

	act(d, "approve", newest(d, "reply"));
	assert_int_equal(send_now(d, newest(d, "reply")), 0);
	task_fails(d, 1);
	return d;
}

static void words_that_did_not_leave_are_not_sent_again(void **state)
{
	struct desk *d = desk_with_words_on_their_way();

	(void)state;
	is_in(d, newest(d, "reply"), ACTION_SENDING);
	assert_int_equal(send_result(d, newest(d, "reply"), "not_done"), 0);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	assert_string_equal(one_text(d, WHY), COULD_NOT);
	ends_the_same(d);
}

/* Two looks are as good as the lag that is declared. */
static void words_that_nobody_found_are_not_sent_again(void **state)
{
	struct desk *d = desk_with_words_on_their_way();

	(void)state;
	assert_int_equal(send_result(d, newest(d, "reply"), "unknown"), 0);
	is_not_found(d, newest(d, "reply"));
	is_in(d, newest(d, "reply"), ACTION_PARKED);
	assert_string_equal(one_text(d, WHY),
			    COULD_NOT ", but it may have been done: look on "
				      "the platform");
	retry_is_refused(d, "done: cancel it, and write what is so with "
			    "`ticket reply T-1 TEXT`");
	ends_the_same(d);
}

/* They are on their way, and tell of money that the shop then refuses. */
static void money_is_refused_behind_words(struct desk *d)
{
	int64_t refund = newest(d, "refund");

	act(d, "approve", refund);
	if (action_state(d, newest(d, "reply")) == ACTION_WAITING)
		act(d, "approve", newest(d, "reply"));
	assert_int_equal(send_now(d, newest(d, "reply")), 0);
	pass(d, SECOND_MS);
	assert_int_equal(send_now(d, refund), 0);
	assert_int_equal(send_result(d, refund, "refused"), 0);
	is_in(d, newest(d, "reply"), ACTION_SENDING);
}

#define NOTHING_OF_IT "what it promises was not done"

static void nor_are_words_of_money_that_was_refused(void **state)
{
	static const struct step_given money = { "", "", "t.coming", true };
	struct desk *d = desk_with_a_turn(&money, 1);

	(void)state;
	money_is_refused_behind_words(d);
	assert_int_equal(send_result(d, newest(d, "reply"), "not_done"), 0);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	assert_string_equal(one_text(d, WHY), NOTHING_OF_IT);
	ends_the_same(d);
}

static void a_persons_words_of_it_wait_again(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	(void)planned_refund(d);
	must_do(d, "reply", "tom", REPLY("Your refund comes"));
	money_is_refused_behind_words(d);
	assert_int_equal(send_result(d, newest(d, "reply"), "not_done"), 0);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	assert_string_equal(one_text(d, WHY), NOTHING_OF_IT);
	ends_the_same(d);
}

static void words_that_nobody_found_do_not_tell_of_it_again(void **state)
{
	static const struct step_given both = { "warehouse", "reship",
						"t.coming", true };
	struct desk *d = desk_with_a_turn(&both, 1);

	(void)state;
	money_is_refused_behind_words(d);
	task_fails(d, 1);
	assert_int_equal(send_result(d, newest(d, "reply"), "unknown"), 0);
	is_not_found(d, newest(d, "reply"));
	is_in(d, newest(d, "reply"), ACTION_PARKED);
	ends_the_same(d);
}

/* -- what a rule fired because of -- */

static void tells_of_a_refund(const struct brain *b, const struct matter *m,
			      struct arena *arena, struct advice *out)
{
	fake_nothing(b, m, arena, out);
	out->wanted[out->count++] = (struct wanted){ .rule = "there",
						     .policy = "fake1",
						     .verb = "reply",
						     .template_id = "t.there",
						     .tells_of = "refund" };
}

static void words_of_what_is_there_go_with_the_task_that_gives_it(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	gives(d, "finance", "refund");
	gives(d, "warehouse", "return");
	test_brain.advise = tells_of_a_refund;
	must_hear(d, "mail", MAIL("m2", "where is my money"));
	assert_string_equal(tasks_told(d), "[1]");
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	desk_close(d); /* the policy has changed in between */
}

/* An action of that kind is there: the words mean that. */
static void where_an_action_is_there_no_task_is_meant(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	gives(d, "finance", "refund");
	must_do(d, "plan", "tom",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"5.00\","
		"\"currency\":\"USD\",\"beside_task\":1}");
	test_brain.advise = tells_of_a_refund;
	must_hear(d, "mail", MAIL("m2", "where is my money"));
	assert_string_equal(tasks_told(d), "");
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	desk_close(d); /* the policy has changed in between */
}

/* As an action of it would be. */
static void a_task_of_another_ticket_of_the_order_is_there(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	gives(d, "finance", "refund");
	run_sql(d, "UPDATE tasks SET ticket = 7");
	test_brain.advise = tells_of_a_refund;
	must_hear(d, "mail", MAIL("m2", "where is my money"));
	assert_string_equal(tasks_told(d), "[1]");
	desk_close(d); /* the policy has changed in between */
}

/* Of what was there, and of what the same turn gives. */
static void a_step_tells_of_what_is_there_and_what_it_gives(void **state)
{
	static const struct step_given goods = { "warehouse", "return",
						 "t.coming", false };
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	gives(d, "finance", "refund");
	turn_begins(d, &goods, "refund");
	assert_string_equal(tasks_told(d), "[1,2]");
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	desk_close(d); /* the policy has changed in between */
}

/* -- taken back -- */

static void words_that_come_back_tell_of_their_task_again(void **state)
{
	struct desk *d = desk_with_a_turn(&reship, 1);

	(void)state;
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"x\",\"force\":\"x\"}");
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	assert_string_equal(tasks_told(d), "[1]");
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_CANCELLED);
	ends_the_same(d);
}

static void words_do_not_come_back_without_their_task(void **state)
{
	struct desk *d = desk_with_a_turn(&reship, 1);
	int64_t proposed = newest(d, "reply"), words;

	(void)state;
	fake_undo = HOUR_MS;
	must_do(d, "reply", "mia", REPLY("We look at it"));
	words = newest(d, "reply");
	is_in(d, proposed, ACTION_CANCELLED);
	task_fails(d, 1);
	act(d, "undo", words);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"), "later");
	assert_int_equal(newest(d, "reply"), words);
	assert_non_null(strstr(one_text(d, "SELECT text FROM alerts WHERE "
					   "cause = 'unanswered:1'"),
			       "what it told of could not be done"));
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			words_of_a_playbook_that_wait_go_with_their_task),
		cmocka_unit_test(
			words_of_a_playbook_that_are_held_go_with_their_task),
		cmocka_unit_test(
			words_of_a_playbook_that_are_due_go_with_their_task),
		cmocka_unit_test(
			words_stand_before_or_behind_the_task_of_their_turn),
		cmocka_unit_test(
			a_task_that_gives_nothing_takes_no_words_along),
		cmocka_unit_test(where_a_step_does_not_say_the_guard_tells),
		cmocka_unit_test(
			words_go_with_a_task_also_when_their_money_is_paid),
		cmocka_unit_test(words_that_were_changed_go_with_the_same_task),
		cmocka_unit_test(
			words_of_what_is_there_go_with_the_task_that_gives_it),
		cmocka_unit_test(words_that_did_not_leave_are_not_sent_again),
		cmocka_unit_test(words_that_nobody_found_are_not_sent_again),
		cmocka_unit_test(nor_are_words_of_money_that_was_refused),
		cmocka_unit_test(a_persons_words_of_it_wait_again),
		cmocka_unit_test(
			words_that_nobody_found_do_not_tell_of_it_again),
		cmocka_unit_test(where_an_action_is_there_no_task_is_meant),
		cmocka_unit_test(
			a_task_of_another_ticket_of_the_order_is_there),
		cmocka_unit_test(
			a_step_tells_of_what_is_there_and_what_it_gives),
		cmocka_unit_test(words_that_come_back_tell_of_their_task_again),
		cmocka_unit_test(words_do_not_come_back_without_their_task),
	};

	return cmocka_run_group_tests_name("tied", tests, NULL, NULL);
}
