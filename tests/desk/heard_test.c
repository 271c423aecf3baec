/* heard_test.c - a reply answers what its buyer had written when somebody said
 * yes to it, and nothing that came later.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

#define RESPONSE "FROM deadlines WHERE state = 1 AND purpose = 'first_response'"
#define CLOSE "{\"ticket\":1,\"outcome\":\"solved\",\"cause\":\"delay\"}"

/* The reply to a complaint waits; one that is approved is held for a minute. */
static struct desk *desk_with_a_reply(void)
{
	struct desk *d = open_desk();

	fake_undo = MINUTE_MS;
	complaint(d, (struct complaint){ .n = 1001, .total = "99.00" });
	return d;
}

static void by_tier(const struct brain *b, const struct matter *m, int tier,
		    struct triaged *out)
{
	(void)b, (void)m;
	*out = (struct triaged){ .tier = tier,
				 .rule = "tier",
				 .respond_ms = tier == TIER_YELLOW
						       ? 12 * HOUR_MS
						       : DAY_MS };
}

/* A person's reply to a complaint for which the rules propose nothing; held. */
static struct desk *desk_with_words_of_mia(void)
{
	struct desk *d = open_desk();

	fake_undo = MINUTE_MS;
	test_brain.advise = fake_nothing;
	test_brain.retier = by_tier;
	complaint(d, (struct complaint){ .n = 1001, .total = "99.00" });
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We look.\"}");
	is_in(d, 1, ACTION_HELD);
	return d;
}

static void waits_again(struct desk *d)
{
	is_in(d, 1, ACTION_WAITING);
	assert_string_equal(one_text(d, "SELECT why FROM actions"),
			    "the buyer wrote since; read it before you "
			    "approve");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"approved_by IS NULL AND approved IS NULL AND "
				"hold_until IS NULL AND heard IS NULL"),
			 1);
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets"),
			    "approval");
}

static void words_that_are_held_wait_again_when_the_buyer_writes(void **state)
{
	struct desk *d = desk_with_words_of_mia();
	CLEANUP(free_ptr)
	char *key = xstrdup(one_text(d, "SELECT key FROM actions"));

	(void)state;
	assert_int_equal(one(d, "SELECT heard FROM actions"),
			 one(d, "SELECT max(id) FROM messages"));
	writes(d, "It is solved otherwise, do not send anything");
	waits_again(d);
	pass(d, HOUR_MS);
	waits_again(d);
	assert_string_equal(one_text(d, "SELECT key FROM actions"), key);
	assert_int_equal(one(d, "SELECT count(*) " RESPONSE), 1);
	must_refuse(d, "close", CLOSE, "has no answer to what they wrote last");
	act(d, "approve", 1);
	pass(d, HOUR_MS);
	settles(d, 1);
	assert_int_equal(one(d, "SELECT count(*) " RESPONSE), 0);
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void a_message_that_the_ticket_does_not_have_is_none(void **state)
{
	struct desk *d = desk_with_words_of_mia();

	(void)state;
	complaint(d, (struct complaint){ .n = 1002, .total = "99.00" });
	must_refuse(d, "reply",
		    "{\"ticket\":1,\"text\":\"And so\",\"heard\":9999}",
		    "message 9999 is none of T-1; `ticket show T-1` has their "
		    "numbers");
	must_refuse(d, "reply",
		    "{\"ticket\":1,\"text\":\"And so\",\"heard\":2}",
		    "message 2 is none of T-1");
	act(d, "undo", 1);
	must_refuse(d, "approve", "{\"action\":1,\"heard\":9999}",
		    "message 9999 is none of T-1");
	must_do(d, "approve", "mia", "{\"action\":1,\"heard\":1}");
	ends_the_same(d);
}

static void words_that_are_due_wait_again_too(void **state)
{
	struct desk *d = desk_with_words_of_mia();

	(void)state;
	pass(d, HOUR_MS);
	is_in(d, 1, ACTION_DUE);
	writes(d, "And one more thing");
	waits_again(d);
	assert_int_equal(send_now(d, 1), -1);
	ends_the_same(d);
}

/* Approved both, and the money has gone on. */
static void words_about_money_wait_again_and_are_not_lost(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	test_brain.advise = fake_words_and_money;
	complaint(d, (struct complaint){ .n = 1001, .total = "99.00" });
	act(d, "approve", 2);
	act(d, "approve", 1);
	is_in(d, 1, ACTION_DUE);
	writes(d, "poor quality, as I said");
	is_in(d, 1, ACTION_WAITING);
	is_in(d, 2, ACTION_DUE);
	ends_the_same(d);
}

/* What left with the first yes is met, and no more. */
static void what_is_on_its_way_answers_what_it_heard(void **state)
{
	struct desk *d = desk_with_words_of_mia();
	int64_t wrote;

	(void)state;
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, 1), 0);
	writes(d, "not received is the other one");
	wrote = now_ms;
	is_in(d, 1, ACTION_SENDING);
	pass(d, HOUR_MS);
	assert_int_equal(send_result(d, 1, "settled"), 0);
	assert_int_equal(one(d, "SELECT count(*) " RESPONSE), 1);
	assert_int_equal(one(d, "SELECT due " RESPONSE), wrote + 12 * HOUR_MS);
	assert_int_equal(one(d, "SELECT state FROM tickets"), TICKET_OPEN);
	must_refuse(d, "close", CLOSE, "has no answer to what they wrote last");
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"That, too.\"}");
	pass(d, HOUR_MS);
	settles(d, 2);
	assert_int_equal(one(d, "SELECT count(*) " RESPONSE), 0);
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets"),
			    "buyer");
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void thanks_meanwhile_wait_for_no_answer(void **state)
{
	struct desk *d = desk_with_words_of_mia();

	(void)state;
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, 1), 0);
	writes(d, "thanks");
	assert_int_equal(send_result(d, 1, "settled"), 0);
	assert_int_equal(one(d, "SELECT count(*) " RESPONSE), 0);
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void what_was_not_done_waits_again(void **state)
{
	struct desk *d = desk_with_words_of_mia();

	(void)state;
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, 1), 0);
	writes(d, "And one more thing");
	is_in(d, 1, ACTION_SENDING);
	assert_int_equal(send_result(d, 1, "not_done"), 0);
	waits_again(d);
	ends_the_same(d);
}

/* It is never taken for what nobody has begun to send. */
static void what_may_have_left_is_left_alone(void **state)
{
	struct desk *d = desk_with_words_of_mia();

	(void)state;
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, 1), 0);
	assert_int_equal(send_result(d, 1, "unknown"), 0);
	writes(d, "And one more thing");
	is_in(d, 1, ACTION_UNKNOWN);
	assert_int_equal(send_result(d, 1, "settled"), 0);
	assert_int_equal(one(d, "SELECT count(*) " RESPONSE), 1);
	ends_the_same(d);
}

/* We wrote first. */
static void who_had_not_written_is_heard_as_well(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_undo = MINUTE_MS;
	test_brain.advise = fake_nothing;
	deliver(d, "shop", ORDER, &(struct delivery){ 0 });
	loop_review(d, "r1", 1, "broken");
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"What is it?\"}");
	assert_int_equal(one(d, "SELECT heard FROM actions"), -1);
	deliver(d, "shop", MAIL("m1", "It fell"), &(struct delivery){ 0 });
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	waits_again(d);
	act(d, "approve", 1);
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, 1), 0);
	ends_the_same(d);
}

/* A proposal that mia approved is one again: what the rules propose to the
 * newer message takes its place. */
static void what_the_rules_propose_anew_takes_its_place(void **state)
{
	struct desk *d = desk_with_a_reply();

	(void)state;
	act(d, "approve", 1);
	is_in(d, 1, ACTION_HELD);
	writes(d, "not received");
	is_in(d, 1, ACTION_CANCELLED);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), 2);
	ends_the_same(d);
}

static void what_leaves_by_itself_waits_again_too(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_undo = MINUTE_MS;
	fake_effects = "auto";
	test_brain.advise = fake_automatic;
	complaint(d, (struct complaint){ .n = 1001, .total = "99.00" });
	is_in(d, 1, ACTION_HELD);
	test_brain.advise = fake_nothing;
	writes(d, "And one more thing");
	waits_again(d);
	desk_close(d); /* its rules changed on the way */
}

static void machines_are_not_the_buyer(void **state)
{
	struct desk *d = desk_with_words_of_mia();
	CLEANUP(str_release) struct str line = STR_INIT;

	(void)state;
	put_mail_line(&line, (struct mail_line){ .ref = "away",
						 .from = "b1001@example.com",
						 .subject = "#1001",
						 .text = "I am on holiday",
						 .origin = "auto_reply" });
	deliver_line(d, "shop", &line);
	is_in(d, 1, ACTION_HELD);
	ends_the_same(d);
}

static void another_buyer_is_not_this_one(void **state)
{
	struct desk *d = desk_with_words_of_mia();

	(void)state;
	complaint(d, (struct complaint){ .n = 1002, .total = "99.00" });
	is_in(d, 1, ACTION_HELD);
	ends_the_same(d);
}

/* Who says what they have read answers nothing else. */
static void a_person_is_held_to_what_they_say_they_read(void **state)
{
	struct desk *d = desk_with_a_reply();
	int64_t read = one(d, "SELECT max(id) FROM messages");
	CLEANUP(free_ptr)
	char *reply = xasprintf("{\"ticket\":1,\"text\":\"So\",\"heard\":%lld}",
				(long long)read);
	CLEANUP(free_ptr) char *approve = NULL;
	CLEANUP(free_ptr) char *again = NULL;

	(void)state;
	writes(d, "And one more thing");
	approve = xasprintf("{\"action\":%lld,\"heard\":%lld}",
			    (long long)newest(d, "reply"), (long long)read);
	must_refuse(d, "reply", reply, "the buyer wrote since");
	must_refuse(d, "approve", approve, "the buyer wrote since");
	again = xasprintf("{\"action\":%lld,\"heard\":%lld}",
			  (long long)newest(d, "reply"),
			  (long long)one(d, "SELECT max(id) FROM messages"));
	must_do(d, "approve", "mia", again);
	ends_the_same(d);
}

/* A row of an older desk. */
static void what_was_approved_before_leaves_as_before(void **state)
{
	struct desk *d = desk_with_words_of_mia();

	(void)state;
	run_sql(d, "UPDATE actions SET heard = NULL");
	writes(d, "And one more thing");
	is_in(d, 1, ACTION_HELD);
	pass(d, HOUR_MS);
	settles(d, 1);
	assert_int_equal(one(d, "SELECT count(*) " RESPONSE), 0);
	must_do(d, "close", "mia", CLOSE);
	desk_close(d); /* a row that no command made */
}

/* Closed over a reply that is held, and the buyer is not content. */
static void under_a_closed_ticket_it_waits_where_somebody_looks(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	fake_undo = HOUR_MS;
	loop_mail(d, ANN, "h", "[invoice] send it");
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"Here it is\"}");
	loop_close(d, 1, "delay");
	loop_mail(d, ANN, "h", "[invoice] the other one, too");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE state <> "
				"3"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2 "
				"AND proposed_by = 'mia'"),
			 1);
	ends_the_same(d);
}

/* Its question has not left: the answer to it cannot have come. */
static void a_question_of_a_playbook_waits_again(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	fake_undo = HOUR_MS;
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	act(d, "approve", newest(d, "reply"));
	is_in(d, newest(d, "reply"), ACTION_HELD);
	loop_mail(d, ANN, "h", "[damaged] quite broken");
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for the photo");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			words_that_are_held_wait_again_when_the_buyer_writes),
		cmocka_unit_test(
			a_message_that_the_ticket_does_not_have_is_none),
		cmocka_unit_test(words_that_are_due_wait_again_too),
		cmocka_unit_test(words_about_money_wait_again_and_are_not_lost),
		cmocka_unit_test(what_is_on_its_way_answers_what_it_heard),
		cmocka_unit_test(thanks_meanwhile_wait_for_no_answer),
		cmocka_unit_test(what_was_not_done_waits_again),
		cmocka_unit_test(what_may_have_left_is_left_alone),
		cmocka_unit_test(who_had_not_written_is_heard_as_well),
		cmocka_unit_test(what_the_rules_propose_anew_takes_its_place),
		cmocka_unit_test(what_leaves_by_itself_waits_again_too),
		cmocka_unit_test(machines_are_not_the_buyer),
		cmocka_unit_test(another_buyer_is_not_this_one),
		cmocka_unit_test(a_person_is_held_to_what_they_say_they_read),
		cmocka_unit_test(what_was_approved_before_leaves_as_before),
		cmocka_unit_test(
			under_a_closed_ticket_it_waits_where_somebody_looks),
		cmocka_unit_test(a_question_of_a_playbook_waits_again),
	};

	return cmocka_run_group_tests_name("heard", tests, shipped_load,
					   shipped_unload);
}
