/* telling_test.c - which words tell the buyer of what they got: those of a
 * person, and the policy's where they promise it; not whatever left since.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "desk/ticket/queue.h"
#include "help/fake_brain.h"

#define CLOSE "{\"ticket\":1,\"outcome\":\"refunded\",\"cause\":\"delay\"}"
#define UNTOLD_BY "(refund), and no reply tells of it"

/* 5.00 of O1, with a yes. */
static struct desk *approved(void)
{
	struct desk *d = loop_desk();
	CLEANUP(free_ptr) char *approve = NULL;

	loop_mail(d, ANN, "h", "[invoice] too dear");
	replies(d, 1, "We look at it.");
	pass(d, MINUTE_MS);
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"ticket\":1,"
		"\"amount\":\"5.00\",\"currency\":\"USD\"}");
	approve =
		xasprintf("{\"action\":%lld}", (long long)newest(d, "refund"));
	must_do(d, "approve", "eva", approve);
	pass(d, HOUR_MS);
	return d;
}

/* The buyer writes that, and the policy proposes to answer so. */
static void is_answered(struct desk *d, const char *text, const char *template)
{
	loop_mail(d, ANN, "h", text);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	assert_string_equal(one_text(d, "SELECT template_id FROM actions WHERE "
					"verb = 'reply' AND state = 2"),
			    template);
}

static struct desk *paid_and_put_off(void)
{
	struct desk *d = approved();

	settles(d, newest(d, "refund"));
	is_answered(d, "[damaged] the lamp is broken, too", "other.holding");
	return d;
}

static void leaves(struct desk *d)
{
	pass(d, HOUR_MS);
	settles(d, newest(d, "reply"));
}

/* mia lets it leave with these words. */
static void worded(struct desk *d, const char *text)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_i64(&w, "ticket", 1);
	jw_kv_i64(&w, "instead", newest(d, "reply"));
	jw_kv_text(&w, "text", text);
	jw_end(&w);
	must_do(d, "reply", "mia", str_c(&json));
	leaves(d);
}

static void is_untold(struct desk *d)
{
	CLEANUP(rows_release) struct rows r = queue_stuck(desk_db(d));

	must_refuse(d, "close", CLOSE, UNTOLD_BY);
	assert_true(rows_next(&r));
	assert_string_equal(rows_text(&r, 1), "untold");
}

static void that_a_colleague_will_answer_tells_of_no_money(void **state)
{
	struct desk *d = paid_and_put_off();

	(void)state;
	act(d, "approve", newest(d, "reply"));
	leaves(d);
	is_untold(d);
	ends_the_same(d);
}

static void nor_does_it_under_a_persons_name(void **state)
{
	struct desk *d = paid_and_put_off();
	CLEANUP(free_ptr)
	char *text = xstrdup(one_text(d, "SELECT text FROM actions WHERE verb "
					 "= 'reply' AND state = 2"));

	(void)state;
	worded(d, text);
	is_untold(d);
	ends_the_same(d);
}

/* Stops money with nothing behind it, and another sum than that of the order's
 * refund. */
static const char *of_money(const struct brain *b, const struct outgoing *o,
			    struct arena *arena)
{
	CLEANUP(str_release) struct str sum = STR_INIT;

	(void)b, (void)arena;
	if (strstr(o->text, "money back") && o->may_promise &&
	    !strstr(o->may_promise, "refund"))
		return "money with nothing behind it";
	money_put(&sum, o->amount);
	return strstr(o->text, ".00") && !strstr(o->text, str_c(&sum))
		       ? "another sum"
		       : NULL;
}

static void other_words_in_its_place_do(void **state)
{
	struct desk *d = paid_and_put_off();

	(void)state;
	test_brain.guard = of_money;
	worded(d, "You have your money back, and we look at the lamp.");
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void the_sum_alone_does(void **state)
{
	struct desk *d = paid_and_put_off();

	(void)state;
	test_brain.guard = of_money;
	worded(d, "5.00 are on your card, and we look at the lamp.");
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void words_that_name_no_sum_and_no_money_do_not(void **state)
{
	struct desk *d = paid_and_put_off();

	(void)state;
	test_brain.guard = of_money;
	worded(d, "We look at the lamp.");
	is_untold(d);
	ends_the_same(d);
}

/* Where no guard reads them. */
static void a_persons_words_are_taken_as_they_come(void **state)
{
	struct desk *d = paid_and_put_off();

	(void)state;
	test_brain.guard = NULL;
	worded(d, "It is all as it should be.");
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void the_policys_own_are_not_even_then(void **state)
{
	struct desk *d = paid_and_put_off();
	CLEANUP(free_ptr)
	char *text = xstrdup(one_text(d, "SELECT text FROM actions WHERE verb "
					 "= 'reply' AND state = 2"));

	(void)state;
	test_brain.guard = NULL;
	worded(d, text);
	is_untold(d);
	ends_the_same(d);
}

static void what_is_named_is_of_the_matter_and_at_rest(void **state)
{
	struct desk *d = approved();

	(void)state;
	must_refuse(d, "reply",
		    "{\"ticket\":1,\"text\":\"Well\",\"tells\":[99]}",
		    "--tells: action 99 is none of T-1 or its order");
	must_refuse(d, "reply",
		    "{\"ticket\":1,\"text\":\"Well\",\"tells_tasks\":[7]}",
		    "--tells: task 7 is none of T-1");
	must_refuse(d, "reply",
		    "{\"ticket\":1,\"text\":\"Well\",\"tells\":[3]}",
		    "--tells: action 3 is neither done nor given up yet");
	ends_the_same(d);
}

/* It keeps what somebody named until who approves it has said yes. */
static void what_was_named_stays_named(void **state)
{
	struct desk *d = approved();

	(void)state;
	settles(d, newest(d, "refund"));
	fake_undo = HOUR_MS;
	must_do(d, "reply", "mia",
		"{\"ticket\":1,\"text\":\"Well.\",\"tells\":[3]}");
	act(d, "undo", newest(d, "reply"));
	act(d, "approve", newest(d, "reply"));
	leaves(d);
	must_do(d, "close", "mia", CLOSE);
	desk_close(d); /* there was no window to undo before */
}

/* Held, and taken back: it waits for a yes. */
static int64_t named_and_waits(struct desk *d)
{
	fake_undo = HOUR_MS;
	must_do(d, "reply", "mia",
		"{\"ticket\":1,\"text\":\"Well.\",\"tells\":[3]}");
	act(d, "undo", newest(d, "reply"));
	return newest(d, "reply");
}

static void what_settles_before_the_yes_stays_named(void **state)
{
	struct desk *d = approved();
	int64_t reply;

	(void)state;
	assert_int_equal(send_now(d, 3), 0);
	assert_int_equal(send_result(d, 3, "accepted"), 0);
	pass(d, SECOND_MS);
	reply = named_and_waits(d);
	pass(d, SECOND_MS);
	assert_int_equal(send_result(d, 3, "settled"), 0);
	act(d, "approve", reply);
	leaves(d);
	must_do(d, "close", "mia", CLOSE);
	desk_close(d); /* there was no window to undo before */
}

static void other_words_for_ones_own_keep_what_was_named(void **state)
{
	struct desk *d = approved();

	(void)state;
	settles(d, 3);
	pass(d, SECOND_MS);
	(void)named_and_waits(d);
	worded(d, "Well, well.");
	must_do(d, "close", "mia", CLOSE);
	desk_close(d); /* there was no window to undo before */
}

/* But not what the first had told of by themselves. */
static void other_words_for_ones_own_tell_what_they_say(void **state)
{
	struct desk *d = approved();

	(void)state;
	test_brain.guard = of_money;
	settles(d, 3);
	pass(d, SECOND_MS);
	fake_undo = HOUR_MS;
	must_do(d, "reply", "mia",
		"{\"ticket\":1,\"text\":\"You have your money back.\"}");
	act(d, "undo", newest(d, "reply"));
	worded(d, "We look at the lamp.");
	is_untold(d);
	desk_close(d); /* there was no window to undo before */
}

static void what_the_policy_says_of_that_money_does(void **state)
{
	struct desk *d = approved();

	(void)state;
	is_answered(d, "[refund_status] where is it", "refund.on_its_way");
	act(d, "approve", newest(d, "reply"));
	leaves(d);
	settles(d, newest(d, "refund"));
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			that_a_colleague_will_answer_tells_of_no_money),
		cmocka_unit_test(nor_does_it_under_a_persons_name),
		cmocka_unit_test(other_words_in_its_place_do),
		cmocka_unit_test(the_sum_alone_does),
		cmocka_unit_test(words_that_name_no_sum_and_no_money_do_not),
		cmocka_unit_test(a_persons_words_are_taken_as_they_come),
		cmocka_unit_test(the_policys_own_are_not_even_then),
		cmocka_unit_test(what_is_named_is_of_the_matter_and_at_rest),
		cmocka_unit_test(what_was_named_stays_named),
		cmocka_unit_test(what_settles_before_the_yes_stays_named),
		cmocka_unit_test(other_words_for_ones_own_keep_what_was_named),
		cmocka_unit_test(other_words_for_ones_own_tell_what_they_say),
		cmocka_unit_test(what_the_policy_says_of_that_money_does),
	};

	return cmocka_run_group_tests_name("telling", tests, shipped_load,
					   shipped_unload);
}
