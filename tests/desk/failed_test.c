/* failed_test.c - the buyer was told of what a task gives, and it failed: that
 * is not over before somebody wrote to them, or gave it otherwise.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/failed_help.h"
#include "desk/loop_help.h"

static void a_ticket_whose_buyer_was_told_of_a_failed_task_is_held(void **state)
{
	struct desk *d = desk_that_told();

	(void)state;
	is_owed(d);
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"by phone\"}");
	assert_int_equal(one(d, "SELECT state = 3 FROM tickets WHERE id = 1"),
			 1);
	ends_the_same(d);
}

static void so_is_one_whose_buyer_a_person_told_of_it(void **state)
{
	struct desk *d = desk_where_a_person_told();

	(void)state;
	task_fails(d, 1);
	is_owed(d);
	ends_the_same(d);
}

/* They were on their way when it failed. */
static void so_is_one_whose_words_were_just_leaving(void **state)
{
	struct desk *d = desk_with_a_turn(&reship_step, 1);
	int64_t reply = newest(d, "reply");

	(void)state;
	act(d, "approve", reply);
	assert_int_equal(send_now(d, reply), 0);
	pass(d, SECOND_MS);
	task_fails(d, 1);
	assert_int_equal(send_result(d, reply, "settled"), 0);
	is_owed(d);
	ends_the_same(d);
}

static void nobody_who_was_told_nothing_is_owed_a_word(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	gives(d, "warehouse", "reship");
	must_do(d, "reply", "tom", REPLY("We look at it"));
	reply_leaves(d);
	task_fails(d, 1);
	stuck_as(d, NULL, 0);
	must_do(d, "close", "tom", "{" CLOSE "}");
	assert_int_equal(one(d, OPEN_ALARM), 0);
	ends_the_same(d);
}

/* -- until when -- */

static void it_is_owed_until_somebody_wrote_since(void **state)
{
	struct desk *d = desk_that_told();

	(void)state;
	must_do(d, "reply", "mia", SORRY("1"));
	is_in(d, newest(d, "reply"), ACTION_DUE);
	assert_int_equal(one(d, OPEN_ALARM), 1);
	reply_leaves(d);
	is_owed_no_more(d);
	ends_the_same(d);
}

/* It says nothing of it. */
static void any_other_words_leave_it_owed(void **state)
{
	struct desk *d = desk_that_told();

	(void)state;
	must_do(d, "reply", "mia", REPLY("Thank you for the photo"));
	reply_leaves(d);
	is_owed(d);
	ends_the_same(d);
}

static void or_another_task_gave_the_same(void **state)
{
	struct desk *d = desk_that_told();

	(void)state;
	gives(d, "agent", "coupon");
	must_do(d, "task_done", "mia", "{\"task\":2,\"code\":\"TEN\"}");
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"x\"}");
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	stuck_as(d, "failed", 1);
	gives(d, "agent", "reship");
	stuck_as(d, "failed", 1);
	must_do(d, "task_done", "mia", "{\"task\":3}");
	assert_int_equal(one(d, OPEN_ALARM), 0);
	stuck_as(d, "untold_task", 2); /* and of these nobody told them */
	tells_of(d, 1, "Code TEN, and the parcel.", "task:2");
	tells_of(d, 1, "The parcel is with the carrier.", "task:3");
	stuck_as(d, NULL, 0);
	ends_the_same(d);
}

static void or_the_shop_gave_it(void **state)
{
	struct desk *d = desk_that_told();

	(void)state;
	must_do(d, "plan", "tom", "{\"verb\":\"reship\",\"order\":\"O1\"}");
	act(d, "approve", newest(d, "reship"));
	assert_int_equal(one(d, OPEN_ALARM), 1);
	settles(d, newest(d, "reship"));
	assert_int_equal(one(d, OPEN_ALARM), 0);
	ends_the_same(d);
}

/* What was given before is another matter. */
static void what_was_done_before_is_no_comfort(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	gives(d, "agent", "return");
	must_do(d, "task_done", "mia", "{\"task\":1}");
	pass(d, SECOND_MS);
	gives(d, "agent", "return");
	must_do(d, "reply", "tom", REPLY("Here is a label"));
	assert_string_equal(tasks_told(d), "[2]");
	reply_leaves(d);
	task_fails(d, 2);
	stuck_as(d, "failed", 2);
	ends_the_same(d);
}

static void its_alert_outlives_an_ending_by_force(void **state)
{
	struct desk *d = desk_that_told();

	(void)state;
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"by phone\"}");
	assert_int_equal(one(d, OPEN_ALARM), 1);
	must_do(d, "reopen", "mia", "{\"ticket\":1}");
	must_do(d, "reply", "mia", SORRY("1"));
	reply_leaves(d);
	is_owed_no_more(d);
	ends_the_same(d);
}

/* -- merged -- */

static void it_is_owed_by_what_the_ticket_went_into(void **state)
{
	struct desk *d = desk_that_told();

	(void)state;
	goes_into_another(d);
	assert_int_equal(one(d, OPEN_ALARM), 1);
	stuck_as(d, "failed", 1);
	must_do(d, "reply", "mia", SORRY_2);
	must_refuse(d, "close", "{" CLOSE_2 "}", "under way");
	reply_leaves(d);
	stuck_as(d, NULL, 0);
	assert_int_equal(one(d, OPEN_ALARM), 0);
	must_do(d, "close", "tom", "{" CLOSE_2 "}");
	ends_the_same(d);
}

/* They had heard it from there. */
static void nor_is_it_where_that_had_said_so_before(void **state)
{
	struct desk *d = desk_that_told();

	(void)state;
	writes_from_work(d);
	replied_outside_last(d, "Sorry, none is left");
	is_owed(d);
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same\"}");
	stuck_as(d, NULL, 0);
	assert_int_equal(one(d, OPEN_ALARM), 0);
	ends_the_same(d);
}

static void all_that_failed_are_named(void **state)
{
	static const struct step_given parcels[] = {
		{ "warehouse", "reship", "t.coming", false },
		{ "agent", "return", "", false }
	};
	struct desk *d = desk_with_a_turn(parcels, 2);

	(void)state;
	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	task_fails(d, 1);
	task_fails(d, 2);
	must_refuse(d, "close", "{" CLOSE "}",
		    "the buyer of T-1 was told of tasks 1 (warehouse, reship) "
		    "and 2 (agent, return), of which nothing came");
	ends_the_same(d);
}

static void a_task_of_what_was_merged_takes_words_along(void **state)
{
	struct desk *d = desk_where_words_need_backing();

	(void)state;
	gives(d, "warehouse", "reship");
	goes_into_another(d);
	must_do(d, "reply", "tom", REPLY_2("We reship it"));
	assert_string_equal(tasks_told(d), "[1]");
	task_fails(d, 1);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	ends_the_same(d);
}

static void what_was_told_before_a_merge_was_told(void **state)
{
	struct desk *d = desk_with_a_turn(&reship_step, 1);

	(void)state;
	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	goes_into_another(d);
	task_fails(d, 1);
	stuck_as(d, "failed", 1);
	must_do(d, "unmerge", "mia", "{\"ticket\":1}");
	is_owed(d);
	ends_the_same(d);
}

/* Refused by the shop, of which the buyer had heard. */
static void so_is_an_action_that_was_given_up(void **state)
{
	static const struct step_given money = { "", "", "t.coming", true };
	struct desk *d = desk_with_a_turn(&money, 1);
	int64_t refund = newest(d, "refund");

	(void)state;
	act(d, "approve", refund);
	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	assert_int_equal(send_now(d, refund), 0);
	assert_int_equal(send_result(d, refund, "refused"), 0);
	pass(d, SECOND_MS);
	goes_into_another(d);
	stuck_as(d, "unpaid", refund);
	must_refuse(d, "close", "{" CLOSE_2 "}",
		    "the buyer of T-2 was told of action 2 (refund), which is "
		    "refused");
	must_do(d, "reply", "mia", REPLY_2("We look into it"));
	reply_leaves(d);
	stuck_as(d, "unpaid", refund);
	tells_of_newest(d, 2, "refund");
	stuck_as(d, NULL, 0);
	must_do(d, "close", "tom", "{" CLOSE_2 "}");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_ticket_whose_buyer_was_told_of_a_failed_task_is_held),
		cmocka_unit_test(so_is_one_whose_buyer_a_person_told_of_it),
		cmocka_unit_test(so_is_one_whose_words_were_just_leaving),
		cmocka_unit_test(nobody_who_was_told_nothing_is_owed_a_word),
		cmocka_unit_test(it_is_owed_until_somebody_wrote_since),
		cmocka_unit_test(any_other_words_leave_it_owed),
		cmocka_unit_test(or_another_task_gave_the_same),
		cmocka_unit_test(or_the_shop_gave_it),
		cmocka_unit_test(what_was_done_before_is_no_comfort),
		cmocka_unit_test(its_alert_outlives_an_ending_by_force),
		cmocka_unit_test(it_is_owed_by_what_the_ticket_went_into),
		cmocka_unit_test(nor_is_it_where_that_had_said_so_before),
		cmocka_unit_test(all_that_failed_are_named),
		cmocka_unit_test(a_task_of_what_was_merged_takes_words_along),
		cmocka_unit_test(what_was_told_before_a_merge_was_told),
		cmocka_unit_test(so_is_an_action_that_was_given_up),
	};

	return cmocka_run_group_tests_name("failed", tests, NULL, NULL);
}
