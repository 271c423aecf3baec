/* owed_test.c - what was told and not given is owed a word: which words, and
 * which gifts, are none. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/when.h"
#include "desk/action_help.h"
#include "desk/failed_help.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

/* -- words -- */

static void (*before)(const struct brain *b, const struct matter *m,
		      struct arena *arena, struct advice *out);

/* Of the matter that the tests begin with it says what it did. */
static void holds_out(const struct brain *b, const struct matter *m,
		      struct arena *arena, struct advice *out)
{
	bool other = !text_eq(m->issue, "not_received");

	(other ? fake_nothing : before)(b, m, arena, out);
	if (other)
		out->wanted[out->count++] =
			(struct wanted){ .rule = "other.holding",
					 .policy = "fake1",
					 .verb = "reply",
					 .template_id = "t.holding" };
}

/* The buyer writes of something else, and what the policy says is approved. */
static void is_put_off(struct desk *d)
{
	before = test_brain.advise;
	test_brain.advise = holds_out;
	must_hear(d, "mail", MAIL("m9", "and my invoice"));
	act(d, "approve", newest(d, "reply"));
	is_in(d, newest(d, "reply"), ACTION_DUE);
}

static void what_the_policy_says_of_something_else_is_no_word(void **state)
{
	struct desk *d = desk_where_a_person_told();

	(void)state;
	task_fails(d, 1);
	pass(d, SECOND_MS);
	is_put_off(d);
	reply_leaves(d);
	is_owed(d);
	must_do(d, "reply", "mia", SORRY("1"));
	reply_leaves(d);
	is_owed_no_more(d);
	ends_the_same(d);
}

/* Nor does it hide that they are owed one, while it waits. */
static void what_says_something_else_hides_no_failed_task(void **state)
{
	struct desk *d = desk_where_a_person_told();

	(void)state;
	must_do(d, "reply", "mia", REPLY("We look at it"));
	pass(d, SECOND_MS);
	task_fails(d, 1);
	stuck_as(d, "failed", 1);
	pass(d, SECOND_MS);
	reply_leaves(d);
	is_put_off(d);
	stuck_as(d, "failed", 1);
	reply_leaves(d);
	must_do(d, "reply", "mia", SORRY("1"));
	stuck_as(d, NULL, 0);
	ends_the_same(d);
}

static void nor_is_what_was_approved_before_it_failed(void **state)
{
	struct desk *d = desk_where_a_person_told();

	(void)state;
	must_do(d, "reply", "mia", REPLY("We look at it"));
	pass(d, SECOND_MS);
	task_fails(d, 1);
	pass(d, SECOND_MS);
	reply_leaves(d);
	is_owed(d);
	ends_the_same(d);
}

static void an_answer_outside_the_desk_is_a_word(void **state)
{
	struct desk *d = desk_where_a_person_told();

	(void)state;
	task_fails(d, 1);
	replied_outside(d, "Sorry, none is left");
	is_owed_no_more(d);
	ends_the_same(d);
}

/* The step told of 5.00, and the shop refuses it. */
static struct desk *desk_whose_money_was_refused(const char *reply)
{
	static const struct step_given money = { "", "", "t.coming", true };
	struct desk *d = desk_with_a_turn(&money, 1);
	int64_t refund = newest(d, "refund");

	act(d, "approve", refund);
	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	if (reply)
		must_do(d, "reply", "mia", reply);
	pass(d, SECOND_MS);
	assert_int_equal(send_now(d, refund), 0);
	assert_int_equal(send_result(d, refund, "refused"), 0);
	pass(d, SECOND_MS);
	return d;
}

static void nor_is_either_of_money_that_was_refused(void **state)
{
	struct desk *d = desk_whose_money_was_refused(NULL);

	(void)state;
	is_put_off(d);
	reply_leaves(d);
	stuck_as(d, "unpaid", newest(d, "refund"));
	ends_the_same(d);
	d = desk_whose_money_was_refused(REPLY("We look at it"));
	reply_leaves(d);
	stuck_as(d, "unpaid", newest(d, "refund"));
	must_do(d, "reply", "mia", REPLY("Thank you for the photo"));
	reply_leaves(d);
	stuck_as(d, "unpaid", newest(d, "refund"));
	tells_of_newest(d, 1, "refund");
	must_do(d, "close", "tom", "{" CLOSE "}");
	ends_the_same(d);
}

static void nor_does_it_hide_money_that_was_refused(void **state)
{
	struct desk *d = desk_whose_money_was_refused(NULL);
	CLEANUP(free_ptr)
	char *sorry = xasprintf("{\"ticket\":1,\"text\":\"Sorry, it was "
				"refused\",\"tells\":[%lld]}",
				(long long)newest(d, "refund"));

	(void)state;
	is_put_off(d);
	stuck_as(d, "unpaid", newest(d, "refund"));
	reply_leaves(d);
	must_do(d, "reply", "mia", sorry);
	stuck_as(d, NULL, 0);
	ends_the_same(d);
}

/* -- gifts -- */

/* It is open again, since its buyer is to be told. */
static void what_the_order_gets_after_its_ticket_ended_is_given(void **state)
{
	struct desk *d = desk_that_told();

	(void)state;
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"by phone\"}");
	must_do(d, "plan", "tom", "{\"verb\":\"reship\",\"order\":\"O1\"}");
	assert_int_equal(one(d, "SELECT ticket FROM actions WHERE verb = "
				"'reship'"),
			 1);
	act(d, "approve", newest(d, "reship"));
	assert_int_equal(one(d, OPEN_ALARM), 1);
	settles(d, newest(d, "reship"));
	assert_int_equal(one(d, OPEN_ALARM), 0);
	stuck_as(d, "untold", newest(d, "reship"));
	ends_the_same(d);
}

static void a_label_after_the_end_opens_nothing_again(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"by phone\"}");
	must_do(d, "plan", "tom", "{\"verb\":\"return\",\"order\":\"O1\"}");
	assert_int_equal(one(d, "SELECT state FROM tickets WHERE id = 1"), 3);
	ends_the_same(d);
}

/* Two parcels were told of, and one comes. */
static void what_the_words_named_too_is_not_given_instead(void **state)
{
	static const struct step_given parcels[] = {
		{ "warehouse", "reship", "t.coming", false },
		{ "agent", "reship", "", false }
	};
	struct desk *d = desk_with_a_turn(parcels, 2);

	(void)state;
	assert_string_equal(tasks_told(d), "[1,2]");
	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	task_fails(d, 1);
	pass(d, SECOND_MS);
	must_do(d, "task_done", "mia", "{\"task\":2}");
	is_owed(d);
	ends_the_same(d);
}

static void nor_is_money_that_they_named_too(void **state)
{
	static const struct step_given twice = { "finance", "refund",
						 "t.refund", true };
	struct desk *d = desk_with_a_turn(&twice, 1);
	int64_t reply = newest(d, "reply");
	CLEANUP(free_ptr)
	char *both = xasprintf("{\"task\":1,\"beside\":%lld}",
			       (long long)newest(d, "refund"));

	(void)state;
	act(d, "approve", newest(d, "refund"));
	must_do(d, "task_approve", "eva", both);
	act(d, "approve", reply);
	reply_leaves(d);
	task_fails(d, 1);
	pass(d, SECOND_MS);
	settles(d, newest(d, "refund"));
	stuck_as(d, "failed", 1);
	assert_int_equal(one(d, OPEN_ALARM), 1);
	ends_the_same(d);
}

/* The step told of 5.00 and of 2.00, one is refused, and the other is paid. */
static void nor_is_one_of_two_sums_for_the_other(void **state)
{
	static const struct step_given money = { "", "", "t.coming", true };
	struct desk *d = desk_with_a_turn(&money, 1);
	int64_t first = newest(d, "refund"), reply = newest(d, "reply");

	(void)state;
	act(d, "approve", first);
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"2.00\","
		"\"currency\":\"USD\",\"after\":2}");
	act(d, "approve", newest(d, "refund"));
	run_sql(d, "UPDATE actions SET besides = json_array((SELECT max(id) "
		   "FROM actions WHERE verb = 'refund')) WHERE verb = 'reply'");
	act(d, "approve", reply);
	reply_leaves(d);
	settles(d, newest(d, "refund"));
	assert_int_equal(send_now(d, first), 0);
	assert_int_equal(send_result(d, first, "refused"), 0);
	pass(d, SECOND_MS);
	stuck_as(d, "unpaid", first);
	desk_close(d); /* what the words tell of was changed by hand */
}

/* Who closed it said why it is not needed. */
static void a_task_that_went_with_its_ticket_is_not_owed(void **state)
{
	struct desk *d = desk_where_a_person_told();

	(void)state;
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"sent it\"}");
	assert_int_equal(one(d, "SELECT state FROM tasks"), 4);
	must_do(d, "reopen", "mia", "{\"ticket\":1}");
	stuck_as(d, NULL, 0);
	must_do(d, "close", "tom", "{" CLOSE "}");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_the_policy_says_of_something_else_is_no_word),
		cmocka_unit_test(what_says_something_else_hides_no_failed_task),
		cmocka_unit_test(nor_does_it_hide_money_that_was_refused),
		cmocka_unit_test(nor_is_what_was_approved_before_it_failed),
		cmocka_unit_test(an_answer_outside_the_desk_is_a_word),
		cmocka_unit_test(nor_is_either_of_money_that_was_refused),
		cmocka_unit_test(
			what_the_order_gets_after_its_ticket_ended_is_given),
		cmocka_unit_test(a_label_after_the_end_opens_nothing_again),
		cmocka_unit_test(what_the_words_named_too_is_not_given_instead),
		cmocka_unit_test(nor_is_money_that_they_named_too),
		cmocka_unit_test(nor_is_one_of_two_sums_for_the_other),
		cmocka_unit_test(a_task_that_went_with_its_ticket_is_not_owed),
	};

	return cmocka_run_group_tests_name("owed", tests, NULL, NULL);
}
