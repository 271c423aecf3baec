/* clock_test.c - a wall clock that jumps a day, and what waits then.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/when.h"
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/intake/intake.h"
#include "help/fake_brain.h"
#include "help/place.h"
#include "intake/page.h"

/* -- a clock that jumps -- */

/* Action 2, of O1. */
static void approve_a_refund(void)
{
	struct err err = { 0 };

	must(act("plan", "mia",
		 "{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"5.00\","
		 "\"currency\":\"USD\"}",
		 &err),
	     &err);
	must(act("approve", "mia", "{\"action\":2}", &err), &err);
}

static void refund_is_due(void)
{
	put_order(1, 1, "5.00", wall);
	str_puts(&lines, "{\"kind\":\"payment\",\"ref\":\"P1\",\"order_ref\":"
			 "\"O1\",\"type\":\"sale\",\"status\":\"success\","
			 "\"amount\":{\"amount\":\"5.00\",\"currency\":"
			 "\"USD\"}}\n");
	deliver("shop");
	put_mail(1, wall);
	deliver("mail");
	approve_a_refund();
}

static int jobs(void)
{
	struct action_job list[8];

	return action_jobs(desk_db(d), wall, list, 8);
}

static int send_refund(struct err *err)
{
	return act("sending", "desk", "{\"action\":2,\"request_hash\":\"a\"}",
		   err);
}

static void a_clock_a_day_ahead_holds_money_and_skipped_deadlines(void **state)
{
	struct err err;

	(void)state;
	refund_is_due();
	assert_int_equal(jobs(), 1);
	wall += DAY_MS; /* the ticket's 12 hours are in the skipped span */
	assert_int_equal(send_refund(&err), -1);
	assert_int_equal(err.code, ERR_RETRY);
	tick();
	assert_int_equal(one("SELECT count(*) FROM journal WHERE "
			     "kind = 'clock_jumped'"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE "
			     "cause = 'clock-jumped'"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM deadlines WHERE state = 3"),
			 0);
	assert_int_equal(jobs(), 0);
	assert_int_equal(send_refund(&err), -1);
	assert_int_equal(desk_next_due(d), wall + 5 * MINUTE_MS);
	pass_time(4 * MINUTE_MS);
	tick();
	assert_int_equal(jobs(), 0);
	pass_time(2 * MINUTE_MS);
	tick();
	assert_int_equal(jobs(), 1);
	must(send_refund(&err), &err);
	assert_int_equal(one("SELECT count(*) FROM deadlines WHERE state = 3"),
			 1);
	replays();
}

static void a_clock_a_day_back_holds_money_and_breaks_nothing(void **state)
{
	struct err err;

	(void)state;
	refund_is_due();
	wall -= DAY_MS;
	tick();
	assert_int_equal(one("SELECT count(*) FROM journal WHERE "
			     "kind = 'clock_jumped'"),
			 1);
	assert_int_equal(jobs(), 0);
	assert_int_equal(send_refund(&err), -1);
	wall += DAY_MS; /* set right: five minutes count from now */
	tick();
	assert_int_equal(one("SELECT count FROM alerts WHERE "
			     "cause = 'clock-jumped'"),
			 2);
	pass_time(6 * MINUTE_MS);
	tick();
	assert_int_equal(jobs(), 1);
	must(send_refund(&err), &err);
	replays();
}

/* As after a day of the sandbox, whose even clock is its wall clock: the one
 * would be taken for the other, and an uptime be told as a date. */
static void an_even_clock_of_another_desk_says_nothing(void **state)
{
	(void)state;
	desk_close(d);
	free(state_dir);
	state_dir = xasprintf("%s/paced-%d", scratch_dir(), (int)getpid());
	mono = wall;
	page_open(state_dir);
	add_shop("shop", wall - 30 * DAY_MS);
	add_shop("mail", wall - 30 * DAY_MS);
	refund_is_due();
	desk_close(d);
	mono = 9 * HOUR_MS;
	page_open(state_dir);
	tick();
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE "
			     "cause = 'clock-jumped'"),
			 0);
	/* A wall clock that went back is still seen. */
	wall -= DAY_MS;
	tick();
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE "
			     "cause = 'clock-jumped'"),
			 1);
	replays();
}

static void a_person_may_say_that_the_clock_is_right(void **state)
{
	struct err err;
	char json[64];

	(void)state;
	refund_is_due();
	wall += DAY_MS;
	tick();
	snprintf(json, sizeof json, "{\"alert\":%lld}",
		 (long long)one("SELECT id FROM alerts WHERE "
				"cause = 'clock-jumped'"));
	must(act("acknowledge", "mia", json, &err), &err);
	assert_int_equal(jobs(), 1);
	must(send_refund(&err), &err);
	replays();
}

static void a_delivery_tells_of_the_jump_too(void **state)
{
	(void)state;
	put_order(1, 1, "5.00", wall);
	deliver("shop");
	wall += DAY_MS;
	put_order(2, 1, "5.00", wall);
	deliver("shop");
	assert_int_equal(one("SELECT count(*) FROM journal WHERE "
			     "kind = 'clock_jumped'"),
			 1);
}

/* Whatever is taken first after it: the word that the refund must wait would
 * else be the entry that the clocks are compared with. */
static void a_word_about_an_action_hides_no_jump(void **state)
{
	struct err err;

	(void)state;
	refund_is_due();
	wall += DAY_MS;
	assert_int_equal(send_refund(&err), -1);
	must(act("result", "desk", "{\"action\":2,\"outcome\":\"postpone\"}",
		 &err),
	     &err);
	tick();
	assert_int_equal(one("SELECT count(*) FROM journal WHERE "
			     "kind = 'clock_jumped'"),
			 1);
	pass_time(2 * MINUTE_MS);
	tick();
	assert_int_equal(jobs(), 0);
	assert_int_equal(send_refund(&err), -1);
	replays();
}

/* What was asked for a moment ago may land until its lag is over, whatever the
 * clock says: a look before that finds nothing, and would have it sent again.
 */
static void a_jump_brings_no_look_forward(void **state)
{
	struct err err;

	(void)state;
	fake_refund_class = 'B';
	fake_lag = 20 * MINUTE_MS;
	refund_is_due();
	must(send_refund(&err), &err);
	must(act("result", "desk", "{\"action\":2,\"outcome\":\"unknown\"}",
		 &err),
	     &err);
	wall += 6 * HOUR_MS;
	must(act("result", "desk", "{\"action\":2,\"outcome\":\"absent\"}",
		 &err),
	     &err);
	tick();
	pass_time(19 * MINUTE_MS);
	tick();
	assert_int_equal(jobs(), 0);
	assert_int_equal(
		one("SELECT coalesce(looks, 0) FROM actions WHERE id = 2"), 0);
	pass_time(MINUTE_MS);
	assert_int_equal(jobs(), 1);
	replays();
	fake_refund_class = 'A';
	fake_lag = 30 * SECOND_MS;
}

/* The clock ran a day ahead when the refund was sent, and its key is kept for
 * thirty days: set right, the key must not seem to live a day longer. */
static void a_clock_set_back_makes_no_key_younger(void **state)
{
	struct err err;
	int64_t sent;

	(void)state;
	refund_is_due();
	sent = wall;
	wall += DAY_MS;
	tick();
	pass_time(6 * MINUTE_MS);
	tick();
	must(send_refund(&err), &err);
	must(act("result", "desk", "{\"action\":2,\"outcome\":\"unknown\"}",
		 &err),
	     &err);
	wall -= DAY_MS;
	tick();
	assert_int_equal(one("SELECT sent FROM actions WHERE id = 2"),
			 sent + 6 * MINUTE_MS);
	replays();
}

static void a_clock_set_back_puts_nothing_off(void **state)
{
	(void)state;
	fake_undo = 10 * MINUTE_MS;
	put_order(1, 1, "5.00", wall);
	deliver("shop");
	wall += DAY_MS;
	tick();
	pass_time(6 * MINUTE_MS);
	tick();
	put_mail(1, wall);
	deliver("mail");
	approve_a_refund();
	wall -= DAY_MS;
	tick();
	assert_int_equal(one("SELECT hold_until FROM actions WHERE id = 2"),
			 wall + 10 * MINUTE_MS);
	assert_int_equal(one("SELECT due FROM deadlines WHERE purpose = 'undo' "
			     "AND state = 1"),
			 wall + 10 * MINUTE_MS);
	assert_int_equal(one("SELECT due FROM deadlines WHERE purpose = "
			     "'first_response' AND state = 1"),
			 wall + 12 * HOUR_MS);
	replays();
	fake_undo = 0;
}

/* Put off by a clock a month ahead. */
static void a_clock_set_back_asks_for_webhooks_anew(void **state)
{
	struct arena arena = ARENA_INIT;
	struct inbox_item hook;
	struct err err = { 0 };

	(void)state;
	wall += 30 * DAY_MS;
	tick();
	pass_time(6 * MINUTE_MS);
	must(inbox_store(d, "shop", "e1", "orders/updated", "{}", 2, &err) - 1,
	     &err);
	must(inbox_postpone(d, 1, 0, "later", &err), &err);
	assert_int_equal(inbox_next(d, "shop", &arena, &hook, &err), 0);
	wall -= 30 * DAY_MS;
	tick();
	assert_int_equal(inbox_next(d, "shop", &arena, &hook, &err), 1);
	str_release(&hook.body);
	arena_release(&arena);
}

static void
a_clock_that_stands_still_is_noticed_between_many_words(void **state)
{
	struct err err;

	(void)state;
	refund_is_due();
	for (int i = 0; i < 5; i++) {
		mono += 30 * SECOND_MS;
		must(act("alert", "desk",
			 "{\"level\":\"info\",\"cause\":\"c\",\"text\":\"t\"}",
			 &err),
		     &err);
	}
	assert_true(one("SELECT count(*) FROM journal WHERE kind = "
			"'clock_jumped'") >= 1);
	assert_int_equal(send_refund(&err), -1);
	replays();
}

static void a_minute_of_correction_is_no_jump(void **state)
{
	(void)state;
	put_order(1, 1, "5.00", wall);
	deliver("shop");
	pass_time(10 * DAY_MS);
	wall += 59 * SECOND_MS;
	tick();
	assert_int_equal(one("SELECT count(*) FROM journal WHERE "
			     "kind = 'clock_jumped'"),
			 0);
}

static void a_restart_finds_a_jump_that_happened_meanwhile(void **state)
{
	(void)state;
	put_order(1, 1, "5.00", wall);
	deliver("shop");
	desk_close(d);
	wall += DAY_MS;
	page_open(state_dir);
	tick();
	assert_int_equal(one("SELECT count(*) FROM journal WHERE "
			     "kind = 'clock_jumped'"),
			 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, page_begin, page_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_clock_a_day_ahead_holds_money_and_skipped_deadlines),
		TEST(a_clock_a_day_back_holds_money_and_breaks_nothing),
		TEST(an_even_clock_of_another_desk_says_nothing),
		TEST(a_person_may_say_that_the_clock_is_right),
		TEST(a_delivery_tells_of_the_jump_too),
		TEST(a_word_about_an_action_hides_no_jump),
		TEST(a_jump_brings_no_look_forward),
		TEST(a_clock_set_back_makes_no_key_younger),
		TEST(a_clock_set_back_puts_nothing_off),
		TEST(a_clock_set_back_asks_for_webhooks_anew),
		TEST(a_clock_that_stands_still_is_noticed_between_many_words),
		TEST(a_minute_of_correction_is_no_jump),
		TEST(a_restart_finds_a_jump_that_happened_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
