/* reconcile_test.c - refunds that stand on one side only are found by night.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action/action_commands.h"
#include "desk/desk_help.h"
#include "desk/ledger/restored.h"
#include "help/fake_brain.h"

static struct desk *started(void)
{
	struct desk *d = desk_with_order();
	struct err err = { 0 };

	assert_int_equal(desk_start(d, &err), 0);
	return d;
}

static void night(struct desk *d)
{
	struct err err = { 0 };

	now_ms += DAY_MS + HOUR_MS;
	assert_true(desk_tick(d, &err) >= 0);
}

static void foreign(struct desk *d, const char *ref)
{
	struct delivery out;
	char json[400];

	snprintf(json, sizeof json,
		 "{\"kind\":\"payment\",\"ref\":\"%s\",\"order_ref\":\"O1\","
		 "\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		 "{\"amount\":\"2.00\",\"currency\":\"USD\"},\"at\":"
		 "\"2026-09-21T12:00:00Z\"}\n",
		 ref);
	deliver(d, "shop", json, &out);
	assert_int_equal(out.taken, 1);
}

static int64_t settled_refund(struct desk *d, const char *ref)
{
	int64_t id = approved_refund(d, "mia");
	struct err err;
	char json[200];

	assert_int_equal(send_now(d, id), 0);
	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"outcome\":\"settled\",\"ref\":\"%s\"}",
		 (long long)id, ref);
	assert_int_equal(do_cmd(d, "result", "desk", json, &err), 0);
	return id;
}

static int64_t differences(struct desk *d)
{
	return one(d, "SELECT count(*) FROM differences");
}

static void a_refund_made_elsewhere_is_on_the_list_until_explained(void **state)
{
	struct desk *d = started();
	struct err err;

	(void)state;
	foreign(d, "X1");
	night(d);
	assert_int_equal(
		one(d, "SELECT count(*) FROM differences WHERE whose = 2 AND "
		       "ref = 'X1' AND explained IS NULL"),
		1);
	assert_int_equal(
		one(d, "SELECT count(*) FROM alerts WHERE cause = 'reconcile'"),
		1);
	night(d);
	assert_int_equal(differences(d), 1);
	assert_int_equal(do_cmd(d, "explain_difference", "mia",
				"{\"difference\":1,\"cause\":\"a sentence\"}",
				&err),
			 -1);
	assert_int_equal(
		do_cmd(d, "explain_difference", "mia",
		       "{\"difference\":1,\"cause\":\"made_in_the_shop\"}",
		       &err),
		0);
	assert_int_equal(do_cmd(d, "acknowledge", "mia", "{\"alert\":1}", &err),
			 0);
	night(d);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'reconcile' AND acknowledged IS NULL"),
			 0);
	replays_the_same(d);
	desk_close(d);
}

static void what_settled_and_no_shop_shows_is_on_the_list(void **state)
{
	struct desk *d = started();
	int64_t id = settled_refund(d, "R1");

	(void)state;
	night(d);
	night(d);
	assert_int_equal(
		db_i64(desk_db(d), 0,
		       "SELECT count(*) FROM differences WHERE whose = 1 AND "
		       "action = ?1",
		       "i", id),
		1);
	replays_the_same(d);
	desk_close(d);
}

static void what_stands_on_both_sides_is_not(void **state)
{
	struct desk *d = started();
	struct delivery out;
	int64_t id = settled_refund(d, "R1");

	(void)state;
	deliver(d, "shop", refund_fact(d, id), &out);
	night(d);
	night(d);
	assert_int_equal(differences(d), 0);
	desk_close(d);
}

static void what_was_refunded_before_the_shop_went_live_is_not(void **state)
{
	struct desk *d = started();
	struct delivery out;

	(void)state;
	deliver(d, "shop",
		"{\"kind\":\"payment\",\"ref\":\"X0\",\"order_ref\":\"O1\","
		"\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		"{\"amount\":\"2.00\",\"currency\":\"USD\"},\"at\":"
		"\"2026-08-01T12:00:00Z\"}\n",
		&out);
	night(d);
	assert_int_equal(differences(d), 0);
	desk_close(d);
}

/* -- looking again -- */

static int64_t jobs(struct desk *d)
{
	struct action_job list[4];

	return action_jobs(desk_db(d), now_ms, list, 4);
}

static int again(struct desk *d, const char *outcome)
{
	struct err err;
	char json[100];

	snprintf(json, sizeof json,
		 "{\"action\":1,\"outcome\":\"%s\",\"again\":1}", outcome);
	return do_cmd(d, "result", "desk", json, &err);
}

static void what_settled_is_looked_at_six_times_in_two_months(void **state)
{
	struct desk *d = started();
	int64_t id = settled_refund(d, "R1"), first = now_ms;
	int looks = 0;

	(void)state;
	for (int day = 0; day < 100; day++) {
		if (jobs(d)) {
			assert_int_equal(again(d, "shown"), 0);
			assert_int_equal(jobs(d), 0);
			looks++;
			assert_true(now_ms - first <= 63 * DAY_MS);
		}
		now_ms += DAY_MS;
	}
	assert_int_equal(looks, 6);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	replays_the_same(d);
	desk_close(d);
}

static void what_the_platform_took_back_is_for_a_person(void **state)
{
	struct desk *d = started();
	int64_t id = settled_refund(d, "R1");

	(void)state;
	now_ms += DAY_MS;
	assert_int_equal(jobs(d), 1);
	assert_int_equal(again(d, "gone"), 0);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE level = "
				"'error'"),
			 1);
	replays_the_same(d);
	desk_close(d);
}

static void a_look_that_failed_is_taken_again_later(void **state)
{
	struct desk *d = started();

	(void)state;
	settled_refund(d, "R1");
	now_ms += DAY_MS;
	assert_int_equal(again(d, "postpone"), 0);
	assert_int_equal(jobs(d), 0);
	now_ms += 7 * HOUR_MS;
	assert_int_equal(jobs(d), 1);
	assert_int_equal(again(d, "died"), 0);
	assert_int_equal(action_state(d, 1), ACTION_SETTLED);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_refund_made_elsewhere_is_on_the_list_until_explained),
		cmocka_unit_test(what_settled_and_no_shop_shows_is_on_the_list),
		cmocka_unit_test(what_stands_on_both_sides_is_not),
		cmocka_unit_test(
			what_was_refunded_before_the_shop_went_live_is_not),
		cmocka_unit_test(
			what_settled_is_looked_at_six_times_in_two_months),
		cmocka_unit_test(what_the_platform_took_back_is_for_a_person),
		cmocka_unit_test(a_look_that_failed_is_taken_again_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
