/* found_test.c - what the simulated year (tests/year) found, each as short as
 * it can be told.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "help/fake_brain.h"

static int64_t planned_refund(struct desk *d)
{
	struct err err;

	if (do_cmd(d, "plan", "mia",
		   "{\"verb\":\"refund\",\"order\":\"#1001\",\"amount\":"
		   "\"5.00\",\"currency\":\"USD\"}",
		   &err))
		fail_msg("%s", err.text);
	return one(d, "SELECT max(id) FROM actions");
}

/* A refund without any word of ours. */
static void shown(struct desk *d, const char *ref)
{
	CLEANUP(str_release) struct str when = STR_INIT;
	struct delivery out;
	char json[400];

	instant_put(&when, now_ms);
	snprintf(json, sizeof json,
		 "{\"kind\":\"payment\",\"ref\":\"%s\",\"order_ref\":\"O1\","
		 "\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		 "{\"amount\":\"5.00\",\"currency\":\"USD\"},\"at\":\"%s\"}\n",
		 ref, str_c(&when));
	deliver(d, "shop", json, &out);
	assert_int_equal(out.taken, 1);
}

/* Seed 4: a copy knows it as waiting, and it was approved and paid since.
 * Whoever approves it again would pay it again. */
static void
what_waits_is_parked_when_a_refund_from_elsewhere_shows(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id;

	(void)state;
	fake_refund_class = 'D';
	id = planned_refund(d);
	assert_int_equal(action_state(d, id), ACTION_WAITING);
	shown(d, "X1");
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	replays_the_same(d);
	desk_close(d);
}

/* The year, seed 1: a copy knows it as waiting; the shop shows it with our own
 * key, as pending for two days. That key is no less ours. */
static void what_waits_and_is_shown_as_pending_is_not_sent(void **state)
{
	struct desk *d = desk_with_order();
	CLEANUP(str_release) struct str json = STR_INIT;
	struct delivery out;
	int64_t id;

	(void)state;
	fake_refund_class = 'B';
	id = planned_refund(d);
	str_printf(&json,
		   "{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":"
		   "\"O1\",\"type\":\"refund\",\"status\":\"pending\","
		   "\"amount\":{\"amount\":\"5.00\",\"currency\":\"USD\"},"
		   "\"note\":\"HelloWord %s\"}\n",
		   one_text(d, "SELECT key FROM actions"));
	deliver(d, "shop", str_c(&json), &out);
	assert_int_equal(out.taken, 1);
	assert_int_equal(action_state(d, id), ACTION_ACCEPTED);
	deliver(d, "shop", refund_fact(d, id), &out);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	replays_the_same(d);
	desk_close(d);
}

/* As above, within the undo window, whose end then sends nothing. */
static void what_is_held_and_shown_as_pending_is_not_sent(void **state)
{
	struct desk *d = desk_with_order();
	CLEANUP(str_release) struct str json = STR_INIT;
	struct delivery out;
	struct err err = { 0 };
	int64_t id;

	(void)state;
	fake_undo = MINUTE_MS;
	id = approved_refund(d, "mia");
	assert_int_equal(action_state(d, id), ACTION_HELD);
	str_printf(&json,
		   "{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":"
		   "\"O1\",\"type\":\"refund\",\"status\":\"pending\","
		   "\"amount\":{\"amount\":\"5.00\",\"currency\":\"USD\"},"
		   "\"note\":\"HelloWord %s\"}\n",
		   one_text(d, "SELECT key FROM actions"));
	deliver(d, "shop", str_c(&json), &out);
	now_ms += HOUR_MS;
	assert_true(desk_tick(d, &err) >= 0);
	assert_int_equal(action_state(d, id), ACTION_ACCEPTED);
	replays_the_same(d);
	desk_close(d);
}

/* Seed 121: a copy was put back, the shop was read, and only then the refund
 * was planned once more, under the key that the shop shows already. */
static void what_is_shown_before_it_is_planned_is_not_sent(void **state)
{
	struct desk *d = desk_with_order();
	CLEANUP(str_release) struct str json = STR_INIT;
	struct delivery out;

	(void)state;
	str_puts(&json, refund_fact(d, planned_refund(d)));
	desk_close(d);
	d = desk_with_order();
	fake_refund_class = 'B';
	deliver(d, "shop", str_c(&json), &out);
	assert_int_equal(out.taken, 1);
	assert_int_equal(action_state(d, planned_refund(d)), ACTION_SETTLED);
	replays_the_same(d);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_waits_is_parked_when_a_refund_from_elsewhere_shows),
		cmocka_unit_test(
			what_waits_and_is_shown_as_pending_is_not_sent),
		cmocka_unit_test(
			what_is_shown_before_it_is_planned_is_not_sent),
		cmocka_unit_test(what_is_held_and_shown_as_pending_is_not_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
