/* playbook_choice_test.c - a lost parcel: what is offered is given when the
 * buyer chose it, and told; nobody guesses what they did not say.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/lost_help.h"

#define GIVEN "SELECT count(*) FROM actions WHERE verb <> 'reply'"

static void a40_one_that_does_not_move_is_replaced_or_refunded(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	send_reply(d);
	pass(d, 48 * HOUR_MS);
	assert_int_equal(lost_proposed(d, "not_received.offer"), 1);
	assert_int_equal(one(d, GIVEN), 0);
	lost_at(d, "wait for the choice");
	assert_int_equal(one(d, "SELECT state FROM deadlines WHERE purpose = "
				"'promise'"),
			 DEADLINE_MET);
	send_reply(d);
	lost_answers(d, "[refund_request] then the refund please");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"verb = 'refund' AND state = 2 AND "
				"amount = 4900 AND coalesce(automatic, 0) = 0 "
				"AND rule = 'playbook not_received: refund'"),
			 1);
	assert_int_equal(lost_proposed(d, "chosen.refund"), 1);
	lost_at(d, "done");
	ends_the_same(d);
}

static void the_goods_are_sent_once_more_and_asked_after(void **state)
{
	struct desk *d;

	(void)state;
	shop_reships = true;
	d = lost_started();
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[invoice>reship] please send it again");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reship' AND state = 2 AND rule = 'playbook "
				"not_received: reship'"),
			 1);
	assert_int_equal(lost_proposed(d, "chosen.reship"), 1);
	lost_at(d, "wait for it to arrive");
	/* While nobody said yes, nobody asks whether it came. */
	pass(d, 8 * DAY_MS);
	lost_at(d, "wait for it to arrive");
	act(d, "cancel", newest(d, "reship"));
	lost_at(d, "stopped");
	assert_int_equal(lost_proposed(d, "chosen.reship"), 0);
	ends_the_same(d);
	shop_reships = false;
}

/* The shop cannot send it, and nobody asks a warehouse unseen. */
static void goods_that_the_shop_cannot_send_are_for_a_person(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[exchange_request] a new one");
	assert_int_equal(one(d, GIVEN), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM tasks"), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%answered the offer: read it%'"),
			 1);
	lost_at(d, "done");
	ends_the_same(d);
}

static void who_would_rather_wait_is_for_a_person(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[other>wait] I'll wait a little longer");
	assert_int_equal(one(d, GIVEN), 0);
	lost_at(d, "done");
	ends_the_same(d);
}

/* Silence gives nothing: it is asked once more, and then people decide. */
static void who_does_not_answer_gets_nothing_unseen(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	send_reply(d);
	lost_offered(d);
	pass(d, 24 * HOUR_MS);
	assert_int_equal(lost_proposed(d, "not_received.follow_up"), 1);
	send_reply(d);
	pass(d, 3 * DAY_MS);
	lost_at(d, "done");
	assert_int_equal(one(d, GIVEN), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%the buyer does not answer the offer%'"),
			 1);
	ends_the_same(d);
}

static void what_came_broken_is_no_answer_to_the_offer(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[damaged] it came, and it is broken");
	assert_int_equal(one(d, GIVEN), 0);
	assert_int_equal(lost_proposed(d, "damaged.photo_request"), 1);
	ends_the_same(d);
}

/* It turned up: the money that nobody said yes to goes, and what somebody said
 * yes to waits for another one. */
static void what_turned_up_after_all_is_not_refunded(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[refund_request] the refund please");
	act(d, "approve", newest(d, "refund"));
	must_hear(d, "mail", MAIL("m9", "[thanks] it arrived after all!"));
	assert_int_equal(one(d, "SELECT state FROM actions WHERE verb = "
				"'refund'"),
			 ACTION_WAITING);
	ends_the_same(d);
}

static void a_delivery_ends_it_while_it_waits_for_the_choice(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	send_reply(d);
	lost_offered(d);
	must_hear(d, "shop", SCAN("delivered", "2026-09-23T15:00:00Z"));
	lost_at(d, "stopped");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	pass(d, 10 * DAY_MS);
	lost_at(d, "stopped");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a40_one_that_does_not_move_is_replaced_or_refunded),
		cmocka_unit_test(the_goods_are_sent_once_more_and_asked_after),
		cmocka_unit_test(
			goods_that_the_shop_cannot_send_are_for_a_person),
		cmocka_unit_test(who_would_rather_wait_is_for_a_person),
		cmocka_unit_test(who_does_not_answer_gets_nothing_unseen),
		cmocka_unit_test(what_came_broken_is_no_answer_to_the_offer),
		cmocka_unit_test(what_turned_up_after_all_is_not_refunded),
		cmocka_unit_test(
			a_delivery_ends_it_while_it_waits_for_the_choice),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
