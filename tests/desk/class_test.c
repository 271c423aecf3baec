/* class_test.c - what may follow an unknown refund, by the class of its verb:
 * B knows our reference, C only amount and time, D neither.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "help/fake_brain.h"

static struct desk *desk_of_class(char effect_class)
{
	struct desk *d = desk_with_order();

	fake_refund_class = effect_class;
	return d;
}

static int64_t unknown_refund(struct desk *d)
{
	int64_t id = approved_refund(d, "mia");

	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	return id;
}

static int64_t not_before(struct desk *d)
{
	return one(d, "SELECT not_before FROM actions WHERE id = 1");
}

/* As soon as it may, and in vain. */
static void look_twice(struct desk *d, int64_t id)
{
	for (int i = 0; i < 2; i++) {
		now_ms = not_before(d);
		assert_int_equal(send_result(d, id, "absent"), 0);
	}
}

static void b_is_sent_again_only_after_two_looks_beyond_the_lag(void **state)
{
	struct desk *d = desk_of_class('B');
	int64_t id = unknown_refund(d);

	(void)state;
	assert_true(not_before(d) >= now_ms + fake_lag);
	now_ms = not_before(d);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(action_state(d, id), ACTION_UNKNOWN);
	assert_true(not_before(d) >= now_ms + MINUTE_MS);
	now_ms = not_before(d);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(action_state(d, id), ACTION_DUE);
	replays_the_same(d);
	desk_close(d);
}

static void b_settles_by_our_reference(void **state)
{
	struct desk *d = desk_of_class('B');
	int64_t id = unknown_refund(d);
	struct delivery out;

	(void)state;
	deliver(d, "shop", refund_fact(d, id), &out);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	desk_close(d);
}

static void a_second_doubt_of_b_is_for_a_person(void **state)
{
	struct desk *d = desk_of_class('B');
	int64_t id = unknown_refund(d);

	(void)state;
	look_twice(d, id);
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	look_twice(d, id);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	desk_close(d);
}

static void much_is_not_sent_again_before_a_person_looked(void **state)
{
	struct desk *d = desk_of_class('B');
	struct err err;
	int64_t id = 1;

	(void)state;
	deliver(d, "shop",
		"{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":\"O1\","
		"\"type\":\"sale\",\"status\":\"success\",\"amount\":"
		"{\"amount\":\"90.00\",\"currency\":\"USD\"}}\n",
		&(struct delivery){ 0 });
	assert_int_equal(plan(d, "refund", "20.01", NULL, &err), 0);
	assert_int_equal(do_cmd(d, "approve", "tom", "{\"action\":1}", &err),
			 0);
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	look_twice(d, id);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	desk_close(d);
}

static void c_settles_by_amount_and_time(void **state)
{
	struct desk *d = desk_of_class('C');
	int64_t id = unknown_refund(d);

	(void)state;
	refund_shown(d, "X1", "5.00", now_ms + SECOND_MS);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	assert_string_equal(one_text(d, "SELECT remote_ref FROM actions"),
			    "X1");
	replays_the_same(d);
	desk_close(d);
}

static void c_is_sent_again_when_nothing_changed(void **state)
{
	struct desk *d = desk_of_class('C');
	int64_t id = unknown_refund(d);

	(void)state;
	for (int i = 0; i < 2; i++) {
		now_ms = not_before(d);
		assert_int_equal(action_state(d, id), ACTION_UNKNOWN);
		assert_int_equal(send_result(d, id, "absent"), 0);
	}
	assert_int_equal(action_state(d, id), ACTION_DUE);
	assert_int_equal(send_now(d, id), 0);
	/* The first attempt lands after all: money is where it should be. */
	assert_int_equal(send_result(d, id, "unknown"), 0);
	refund_shown(d, "X1", "5.00", now_ms + SECOND_MS);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	replays_the_same(d);
	desk_close(d);
}

static void another_amount_seen_by_c_is_for_a_person(void **state)
{
	struct desk *d = desk_of_class('C');
	int64_t id = unknown_refund(d);

	(void)state;
	refund_shown(d, "X1", "3.00", now_ms + SECOND_MS);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	replays_the_same(d);
	desk_close(d);
}

static void two_of_one_amount_seen_by_c_are_for_a_person(void **state)
{
	struct desk *d = desk_of_class('C');
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	refund_shown(d, "X1", "5.00", now_ms + SECOND_MS);
	refund_shown(d, "X2", "5.00", now_ms + SECOND_MS);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	now_ms = not_before(d);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	desk_close(d);
}

static void c_takes_no_refund_from_before_for_its_own(void **state)
{
	struct desk *d = desk_of_class('C');
	int64_t id = unknown_refund(d);

	(void)state;
	refund_shown(d, "X0", "5.00", now_ms - HOUR_MS);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	desk_close(d);
}

/* Two refunds of 5.00, the second meant: each finds its own. */
static void c_tells_two_equal_refunds_of_one_order_apart(void **state)
{
	struct desk *d = desk_of_class('C');
	int64_t first = unknown_refund(d), second;
	struct err err;

	(void)state;
	refund_shown(d, "X1", "5.00", now_ms + SECOND_MS);
	assert_int_equal(action_state(d, first), ACTION_SETTLED);
	now_ms += MINUTE_MS;
	assert_int_equal(plan(d, "refund", "5.00", "\"after\":1", &err), 0);
	second = first + 1;
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":2}", &err),
			 0);
	assert_int_equal(send_now(d, second), 0);
	assert_int_equal(send_result(d, second, "unknown"), 0);
	assert_int_equal(send_result(d, second, "absent"), 0);
	assert_int_equal(action_state(d, second), ACTION_UNKNOWN);
	refund_shown(d, "X2", "5.00", now_ms + SECOND_MS);
	assert_int_equal(action_state(d, second), ACTION_SETTLED);
	assert_string_equal(
		one_text(d, "SELECT remote_ref FROM actions WHERE id = 2"),
		"X2");
	assert_int_equal(plan(d, "refund", "2.01", "\"after\":2", &err), -1);
	replays_the_same(d);
	desk_close(d);
}

static void c_that_was_accepted_without_a_name_settles_when_shown(void **state)
{
	struct desk *d = desk_of_class('C');
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "accepted"), 0);
	refund_shown(d, "X1", "5.00", now_ms + SECOND_MS);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	desk_close(d);
}

static void d_is_for_a_person_at_once(void **state)
{
	struct desk *d = desk_of_class('D');
	int64_t id = unknown_refund(d);

	(void)state;
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	assert_int_equal(
		one(d, "SELECT count(*) FROM alerts WHERE level = 'error'"), 1);
	desk_close(d);
}

/* -- after a doubt -- */

static void a_burnt_key_after_a_doubt_is_for_a_person(void **state)
{
	struct desk *d = desk_of_class('A');
	struct err err;
	int64_t id = unknown_refund(d);

	(void)state;
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(send_now(d, id), 0);
	if (do_cmd(d, "result", "desk",
		   "{\"action\":1,\"outcome\":\"not_done\","
		   "\"why\":\"burnt\",\"new_key\":1}",
		   &err))
		fail_msg("%s", err.text);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	assert_int_equal(one(d, "SELECT coalesce(generation, 0) FROM "
				"actions"),
			 0);
	desk_close(d);
}

static void a_look_before_another_attempt_may_find_the_first(void **state)
{
	struct desk *d = desk_of_class('B');
	int64_t id = unknown_refund(d);

	(void)state;
	look_twice(d, id);
	assert_int_equal(action_state(d, id), ACTION_DUE);
	assert_int_equal(send_result(d, id, "settled"), 0);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	desk_close(d);
}

static void
what_settled_by_the_reply_is_counted_before_it_is_shown(void **state)
{
	struct desk *d = desk_of_class('A');
	struct err err;
	int64_t id = approved_refund(d, "mia");

	(void)state;
	settles(d, id);
	assert_int_equal(plan(d, "refund", "7.01", "\"after\":1", &err), -1);
	assert_non_null(strstr(err.text, "has 7.00 USD left"));
	desk_close(d);
}

static void an_earlier_attempt_that_failed_does_not_end_the_next(void **state)
{
	struct desk *d = desk_of_class('A');
	struct delivery out;
	char json[400];
	int64_t id = unknown_refund(d);

	(void)state;
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(send_now(d, id), 0);
	snprintf(
		json, sizeof json,
		"{\"kind\":\"payment\",\"ref\":\"R0\",\"order_ref\":\"O1\","
		"\"type\":\"refund\",\"status\":\"failed\",\"amount\":"
		"{\"amount\":\"5.00\",\"currency\":\"USD\"},\"note\":\"%s\"}\n",
		one_text(d, "SELECT key FROM actions"));
	deliver(d, "shop", json, &out);
	assert_int_equal(action_state(d, id), ACTION_SENDING);
	desk_close(d);
}

static void a_yes_after_it_was_given_up_is_told(void **state)
{
	struct desk *d = desk_of_class('A');
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "refused"), 0);
	assert_int_equal(send_result(d, id, "accepted"), 0);
	assert_int_equal(action_state(d, id), ACTION_REFUSED);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause LIKE "
				"'%late-yes'"),
			 1);
	desk_close(d);
}

static void the_day_of_doubt_ends_also_while_it_is_sent_again(void **state)
{
	struct desk *d = desk_of_class('A');
	struct err err = { 0 };
	int64_t id = unknown_refund(d);

	(void)state;
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(send_now(d, id), 0);
	now_ms += DAY_MS + MINUTE_MS;
	assert_true(desk_tick(d, &err) >= 0);
	assert_int_equal(action_state(d, id), ACTION_SENDING);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	now_ms += HOUR_MS;
	assert_true(desk_tick(d, &err) >= 0);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			b_is_sent_again_only_after_two_looks_beyond_the_lag),
		cmocka_unit_test(b_settles_by_our_reference),
		cmocka_unit_test(a_second_doubt_of_b_is_for_a_person),
		cmocka_unit_test(much_is_not_sent_again_before_a_person_looked),
		cmocka_unit_test(c_settles_by_amount_and_time),
		cmocka_unit_test(c_is_sent_again_when_nothing_changed),
		cmocka_unit_test(another_amount_seen_by_c_is_for_a_person),
		cmocka_unit_test(two_of_one_amount_seen_by_c_are_for_a_person),
		cmocka_unit_test(c_takes_no_refund_from_before_for_its_own),
		cmocka_unit_test(c_tells_two_equal_refunds_of_one_order_apart),
		cmocka_unit_test(
			c_that_was_accepted_without_a_name_settles_when_shown),
		cmocka_unit_test(d_is_for_a_person_at_once),
		cmocka_unit_test(a_burnt_key_after_a_doubt_is_for_a_person),
		cmocka_unit_test(
			a_look_before_another_attempt_may_find_the_first),
		cmocka_unit_test(
			what_settled_by_the_reply_is_counted_before_it_is_shown),
		cmocka_unit_test(
			an_earlier_attempt_that_failed_does_not_end_the_next),
		cmocka_unit_test(a_yes_after_it_was_given_up_is_told),
		cmocka_unit_test(
			the_day_of_doubt_ends_also_while_it_is_sent_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
