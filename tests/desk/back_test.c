/* back_test.c - a clock that ran ahead and is set right: no alert, notice,
 * promise or absence counts from a moment that never was.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/alarm_help.h"

#define AHEAD (365 * DAY_MS)

static void clock_goes(struct desk *d, int64_t by)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"from\":%lld,\"to\":%lld}", (long long)now_ms,
			       (long long)(now_ms + by));

	now_ms += by;
	must_do(d, "clock_jumped", "desk", json);
}

static void
a_person_told_by_a_wrong_clock_is_told_by_the_right_one(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	clock_goes(d, AHEAD);
	raise(d, "error", "account:1");
	step(d, 40);
	assert_int_equal(told(d, "tom", "email"), 1);
	clock_goes(d, -AHEAD);
	raise(d, "error", "account:2");
	step(d, 60);
	assert_int_equal(told(d, "tom", "email"), 2);
	assert_int_equal(one(d, "SELECT count(*) FROM recipients WHERE last > "
				"(SELECT max(at) FROM journal) OR day_ends > "
				"(SELECT max(at) FROM journal) + 86400000"),
			 0);
	ends_the_same(d);
}

static void what_an_alert_waits_for_is_what_its_row_says(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	clock_goes(d, AHEAD);
	raise(d, "error", "account:1");
	clock_goes(d, -AHEAD);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts a JOIN deadlines "
				"d ON d.alert = a.id AND d.state = 1 WHERE "
				"a.next <> d.due"),
			 0);
	step(d, 60);
	assert_int_equal(told(d, "tom", "email"), 1);
	ends_the_same(d);
}

/* The wait was there before the clock ran ahead, and was put off meanwhile. */
static void what_was_moved_by_a_wrong_clock_is_moved_back(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	must_do(d, "snooze", "mia", "{\"ticket\":1,\"until\":\"48h\"}");
	clock_goes(d, AHEAD);
	must_do(d, "snooze", "mia", "{\"ticket\":1,\"until\":\"72h\"}");
	clock_goes(d, -AHEAD);
	assert_true(one(d, "SELECT due FROM deadlines WHERE purpose = "
			   "'snooze' AND state = 1") <= now_ms + 3 * DAY_MS);
	assert_true(one(d, "SELECT snoozed FROM tickets") <=
		    now_ms + 3 * DAY_MS);
	ends_the_same(d);
}

static void who_is_away_for_hours_is_not_away_for_a_year(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	clock_goes(d, AHEAD);
	must_do(d, "away", "mia", "{\"agent\":\"mia\",\"for\":7200000}");
	must_do(d, "emergency", "tom", "{\"hand\":\"on\",\"for\":7200000}");
	clock_goes(d, -AHEAD);
	assert_true(one(d, "SELECT absent_until FROM agents WHERE name = "
			   "'mia'") <= now_ms + 2 * HOUR_MS);
	assert_true(one(d, "SELECT until FROM modes") <= now_ms + 2 * HOUR_MS);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_person_told_by_a_wrong_clock_is_told_by_the_right_one),
		cmocka_unit_test(what_an_alert_waits_for_is_what_its_row_says),
		cmocka_unit_test(what_was_moved_by_a_wrong_clock_is_moved_back),
		cmocka_unit_test(who_is_away_for_hours_is_not_away_for_a_year),
	};

	return cmocka_run_group_tests_name("back", tests, NULL, NULL);
}
