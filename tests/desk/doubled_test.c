/* doubled_test.c - of two replies that the policy proposed to one message the
 * second does not leave unseen. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

static void words(const struct brain *b, const struct matter *m,
		  struct arena *arena, struct advice *out)
{
	fake_automatic(b, m, arena, out);
	out->wanted[0].automatic = false;
}

/* Words of money that was approved (1) wait, since the buyer is to hear of it,
 * and so do those to what the buyer wrote then (3). */
static struct desk *desk_with_two_replies(void)
{
	struct desk *d = open_desk();

	fake_undo = HOUR_MS;
	test_brain.advise = fake_words_and_money;
	complaint(d, (struct complaint){ .n = 1001, .total = "99.00" });
	act(d, "approve", 2);
	test_brain.advise = words;
	writes(d, "and it is late as well");
	is_in(d, 1, ACTION_WAITING);
	is_in(d, 3, ACTION_WAITING);
	return d;
}

static void the_second_names_the_first(void **state)
{
	struct desk *d = desk_with_two_replies();

	(void)state;
	act(d, "approve", 1);
	must_refuse(d, "approve", "{\"action\":3}",
		    "action 1 (held) answers the same message of the buyer; "
		    "if both are meant, add --after 1");
	must_refuse(d, "overrule", "{\"action\":3,\"reason\":\"so\"}",
		    "--after 1");
	is_in(d, 3, ACTION_WAITING);
	must_refuse(d, "approve", "{\"action\":3,\"after\":2}", "--after 1");
	must_do(d, "approve", "mia", "{\"action\":3,\"after\":1}");
	is_in(d, 1, ACTION_HELD);
	is_in(d, 3, ACTION_HELD);
	desk_close(d); /* its rules changed on the way */
}

static void whichever_is_approved_first(void **state)
{
	struct desk *d = desk_with_two_replies();

	(void)state;
	act(d, "approve", 3);
	must_refuse(d, "approve", "{\"action\":1}", "--after 3");
	act(d, "undo", 3);
	act(d, "approve", 1);
	desk_close(d);
}

static void one_that_left_counts_as_well(void **state)
{
	struct desk *d = desk_with_two_replies();

	(void)state;
	act(d, "approve", 3);
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, 3), 0);
	must_refuse(d, "approve", "{\"action\":1}", "action 3 (sending)");
	assert_int_equal(send_result(d, 3, "settled"), 0);
	must_refuse(d, "approve", "{\"action\":1}", "action 3 (settled)");
	desk_close(d);
}

static void other_words_for_the_second_are_the_second(void **state)
{
	struct desk *d = desk_with_two_replies();

	(void)state;
	act(d, "approve", 1);
	must_refuse(d, "reply", "{\"ticket\":1,\"text\":\"So\",\"instead\":3}",
		    "--after 1");
	must_do(d, "reply", "mia",
		"{\"ticket\":1,\"text\":\"So\",\"instead\":3,\"after\":1}");
	desk_close(d);
}

static void what_a_person_writes_is_meant(void **state)
{
	struct desk *d = desk_with_two_replies();

	(void)state;
	act(d, "approve", 3);
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, 3), 0);
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"And so\"}");
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"And more\"}");
	desk_close(d);
}

/* Held for what the buyer wrote first, they wait again beside what is proposed
 * to what they wrote then. */
static void but_not_beside_another_once_it_waits_again(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_undo = HOUR_MS;
	test_brain.advise = words;
	complaint(d, (struct complaint){ .n = 1001, .total = "99.00" });
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We look.\"}");
	is_in(d, 2, ACTION_HELD);
	writes(d, "and it is late as well");
	is_in(d, 2, ACTION_WAITING);
	is_in(d, 3, ACTION_WAITING);
	act(d, "approve", 3);
	must_refuse(d, "approve", "{\"action\":2}", "--after 3");
	must_do(d, "approve", "mia", "{\"action\":2,\"after\":3}");
	is_in(d, 3, ACTION_HELD);
	is_in(d, 2, ACTION_HELD);
	desk_close(d);
}

static void a_newer_message_is_answered(void **state)
{
	struct desk *d = desk_with_two_replies();

	(void)state;
	act(d, "approve", 3);
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, 3), 0);
	writes(d, "hello?");
	act(d, "approve", 1);
	desk_close(d);
}

/* -- by themselves -- */

/* One that leaves by itself is held (1). */
static struct desk *automatic_desk(void)
{
	struct desk *d = open_desk();

	fake_undo = HOUR_MS;
	fake_effects = "auto";
	test_brain.advise = fake_automatic;
	complaint(d, (struct complaint){ .n = 1001, .total = "99.00" });
	is_in(d, 1, ACTION_HELD);
	return d;
}

/* The rules are asked once more, and propose once more. */
static void reviews(struct desk *d)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	CLEANUP(str_release) struct str at = STR_INIT;

	now_ms += MINUTE_MS;
	instant_put(&at, now_ms);
	str_printf(&line,
		   "{\"kind\":\"review\",\"ref\":\"r1\",\"order_ref\":"
		   "\"O1001\",\"stars\":1,\"text\":\"poor\",\"at\":\"%s\"}\n",
		   str_c(&at));
	deliver_line(d, "shop", &line);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
}

static void the_second_does_not_leave_by_itself(void **state)
{
	struct desk *d = automatic_desk();

	(void)state;
	reviews(d);
	is_in(d, 2, ACTION_WAITING);
	assert_string_equal(
		one_text(d, "SELECT why FROM actions WHERE id = 2"),
		"waits for approval: action 1 (held) answers the same message "
		"of the buyer");
	is_in(d, 1, ACTION_HELD);
	ends_the_same(d);
}

static void a_further_word_leaves_by_itself(void **state)
{
	struct desk *d = automatic_desk();

	(void)state;
	pass(d, HOUR_MS);
	settles(d, 1);
	reviews(d);
	is_in(d, 2, ACTION_HELD);
	ends_the_same(d);
}

/* What somebody approved after they were written is meant, too. */
static void a_yes_to_older_words_leaves_what_was_approved_since(void **state)
{
	struct desk *d = desk_with_lost_order();
	struct delivery out;

	(void)state;
	fake_undo = HOUR_MS;
	must_do(d, "reply", "bob", "{\"ticket\":1,\"text\":\"We look.\"}");
	deliver(d, "mail", MAIL("m2", "it was not received still"), &out);
	act(d, "approve", 3);
	must_do(d, "approve", "mia", "{\"action\":2,\"after\":3}");
	is_in(d, 2, ACTION_HELD);
	is_in(d, 3, ACTION_HELD);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_second_names_the_first),
		cmocka_unit_test(whichever_is_approved_first),
		cmocka_unit_test(one_that_left_counts_as_well),
		cmocka_unit_test(other_words_for_the_second_are_the_second),
		cmocka_unit_test(what_a_person_writes_is_meant),
		cmocka_unit_test(but_not_beside_another_once_it_waits_again),
		cmocka_unit_test(a_newer_message_is_answered),
		cmocka_unit_test(the_second_does_not_leave_by_itself),
		cmocka_unit_test(a_further_word_leaves_by_itself),
		cmocka_unit_test(
			a_yes_to_older_words_leaves_what_was_approved_since),
	};

	return cmocka_run_group_tests_name("doubled", tests, NULL, NULL);
}
