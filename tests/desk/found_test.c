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

/* The shop shows ours with our own key, and no money that left yet. */
static void shown_as_pending(struct desk *d)
{
	CLEANUP(free_ptr)
	char *note = xasprintf("HelloWord %s",
			       one_text(d, "SELECT key FROM actions"));
	CLEANUP(str_release) struct str line = STR_INIT;

	put_payment_line(&line, (struct payment_line){ .ref = "R1",
						       .order_ref = "O1",
						       .type = "refund",
						       .status = "pending",
						       .amount = "5.00",
						       .note = note });
	deliver_line(d, "shop", &line);
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
	refund_shown(d, "X1", "5.00", now_ms);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	replays_the_same(d);
	desk_close(d);
}

/* The year, seed 1: a copy knows it as waiting; the shop shows it with our own
 * key, as pending for two days. That key is no less ours. */
static void what_waits_and_is_shown_as_pending_is_not_sent(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	int64_t id;

	(void)state;
	fake_refund_class = 'B';
	id = planned_refund(d);
	shown_as_pending(d);
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
	struct err err = { 0 };
	int64_t id;

	(void)state;
	fake_undo = MINUTE_MS;
	id = approved_refund(d, "mia");
	assert_int_equal(action_state(d, id), ACTION_HELD);
	shown_as_pending(d);
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
