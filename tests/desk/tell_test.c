/* tell_test.c - how people are told of alerts: many as one, not at night, and
 * no more a day than was said.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/alarm_help.h"
#include "help/draw.h"

static void raise_many(struct desk *d, const char *cause, int from, int n)
{
	for (int i = from; i < from + n; i++) {
		CLEANUP(free_ptr)
		char *one_cause = xasprintf("%s:%d", cause, i);

		raise(d, "error", one_cause);
	}
}

static int64_t waiting(struct desk *d)
{
	return one(d, "SELECT count(*) FROM summons WHERE state = 1");
}

static void many_alerts_are_one_mail(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	raise_many(d, "action-x", 0, 120);
	step(d, 31);
	assert_int_equal(told(d, "tom", "email"), 0);
	step(d, 1);
	assert_int_equal(told(d, "tom", "email"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM summons WHERE state = 2"),
			 120);
	assert_string_equal(one_text(d, "SELECT subject FROM actions WHERE "
					"rule = 'alert'"),
			    "HelloWord: 120 alerts, 0 of them urgent");
	assert_non_null(strstr(last_notice(d), "and 70 more\n"));
	step(d, 120);
	assert_int_equal(told(d, "tom", "email"), 1);
	ends_the_same(d);
}

static void many_urgent_ones_are_one_text_message(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	raise_many(d, "breach", 0, 300);
	step(d, 15);
	assert_int_equal(told(d, "eva", "sms"), 1);
	step(d, 6);
	assert_int_equal(told(d, "eva", "sms"), 2); /* 200 are in one */
	assert_int_equal(waiting(d), 0);
	assert_true(strlen(last_notice(d)) < 300);
	ends_the_same(d);
}

/* What comes while somebody was told just now is told with what comes next. */
static void notices_are_apart(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	for (int i = 0; i < 60; i++) {
		raise_many(d, "action-x", i, 1);
		step(d, 1);
	}
	step(d, 60);
	assert_int_equal(waiting(d), 0);
	/* Of 60 that came within an hour. */
	assert_int_equal(told(d, "tom", "email"), 5);
	ends_the_same(d);
}

static void after_an_outage_one_mail_leaves(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	stuck = true;
	for (int i = 0; i < 8; i++) {
		raise_many(d, "action-x", i, 1);
		step(d, 30);
	}
	step(d, 60);
	assert_int_equal(told(d, "tom", "email"), 1);
	assert_string_equal(one_text(d, "SELECT subject FROM actions WHERE "
					"rule = 'alert' AND state = 4 AND "
					"to_addr = 'tom@desk.example'"),
			    "HelloWord: 8 alerts, 0 of them urgent");
	assert_int_equal(one(d, "SELECT sent FROM recipients WHERE person = "
				"'tom'"),
			 1);
	ends_the_same(d);
}

/* -- quiet hours, on the wall in Berlin -- */

static void quiet(const char *hours)
{
	struct err err = { 0 };

	must(quiet_parse(&fake_quiet, hours, &err), &err);
}

static void over_midnight_only_what_is_urgent_is_told(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	quiet("22:00-07:00");
	pass_until(d, "2026-09-21T21:00:00Z"); /* 23:00 there */
	raise(d, "error", "action-x:1");
	raise(d, "error", "breach:1");
	pass_until(d, "2026-09-21T21:15:00Z");
	assert_int_equal(told(d, "tom", "email"), 1);
	assert_int_equal(told(d, "eva", "sms"), 1);
	pass_until(d, "2026-09-22T04:59:59Z");
	assert_int_equal(told(d, "tom", "email"), 1);
	assert_int_equal(waiting(d), 1);
	/* No further level was counted while nobody was told. */
	assert_int_equal(one(d, "SELECT step FROM alerts WHERE cause = "
				"'action-x:1'"),
			 2);
	pass_until(d, "2026-09-22T05:00:00Z");
	assert_int_equal(told(d, "tom", "email"), 2);
	pass_until(d, "2026-09-22T08:59:59Z");
	assert_int_equal(told(d, "eva", "email"), 0);
	pass_until(d, "2026-09-22T09:02:00Z");
	assert_int_equal(told(d, "eva", "email"), 1);
	ends_the_same(d);
}

/* What waits for the morning goes along when somebody is woken anyway. */
static void what_waits_goes_along_with_what_is_urgent(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	quiet("22:00-07:00");
	pass_until(d, "2026-09-21T21:00:00Z");
	raise(d, "error", "action-x:1");
	pass_until(d, "2026-09-21T22:00:00Z");
	assert_int_equal(waiting(d), 1);
	raise(d, "error", "breach:1");
	pass_until(d, "2026-09-21T22:05:00Z");
	assert_int_equal(told(d, "tom", "email"), 1);
	assert_int_equal(waiting(d), 0);
	ends_the_same(d);
}

/* When mails that are not urgent and came at `at` reach tom. */
static void comes_at(const char *at, const char *reaches)
{
	struct desk *d = open_alarm_desk();

	quiet("22:00-07:00");
	now_ms = moment(at);
	must_tick(d);
	raise(d, "error", "action-x:1");
	while (now_ms < moment(reaches) - MINUTE_MS)
		step(d, 1);
	assert_int_equal(told(d, "tom", "email"), 0);
	step(d, 1);
	assert_int_equal(told(d, "tom", "email"), 1);
	ends_the_same(d);
}

static void quiet_hours_keep_to_the_wall_when_clocks_are_set(void **state)
{
	(void)state;
	/* Set back on 2026-10-25: 07:00 is 06:00Z, an hour later than before.
	 */
	comes_at("2026-10-23T22:00:00Z", "2026-10-24T05:00:00Z");
	comes_at("2026-10-24T22:00:00Z", "2026-10-25T06:00:00Z");
	/* Put forward on 2027-03-28. */
	comes_at("2027-03-26T22:00:00Z", "2027-03-27T06:00:00Z");
	comes_at("2027-03-27T22:00:00Z", "2027-03-28T05:00:00Z");
}

/* -- a day's budget -- */

static void what_is_over_the_budget_is_told_the_next_day(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	fake_mail.a_day = 3;
	for (int i = 0; i < 7; i++) {
		raise_many(d, "action-x", i, 1);
		step(d, 32);
	}
	assert_int_equal(told(d, "tom", "email"), 3);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'ladder:budget:*'"),
			 1);
	assert_string_equal(
		one_text(d, "SELECT \"text\" FROM alerts WHERE cause GLOB "
			    "'ladder:budget:*'"),
		"tom was told 3 times today by email, as often as "
		"policy/alerts.conf allows; what came since waits for the next "
		"day, see `helloword alert list`");
	assert_int_equal(waiting(d), 4);
	/* Midnight in Berlin. */
	pass_until(d, "2026-09-21T21:59:59Z");
	assert_int_equal(told(d, "tom", "email"), 3);
	pass_until(d, "2026-09-21T22:00:00Z");
	assert_int_equal(told(d, "tom", "email"), 4);
	assert_int_equal(waiting(d), 0);
	ends_the_same(d);
}

static void a_part_of_the_budget_is_kept_for_what_is_urgent(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	fake_mail.a_day = 4;
	fake_mail.urgent = 2;
	for (int i = 0; i < 4; i++) {
		raise_many(d, "action-x", i, 1);
		step(d, 32);
	}
	assert_int_equal(told(d, "tom", "email"), 2);
	raise(d, "error", "breach:1");
	step(d, 5);
	assert_int_equal(told(d, "tom", "email"), 3);
	/* Those that waited went along. */
	assert_int_equal(waiting(d), 0);
	ends_the_same(d);
}

/* The mail is spent: the phone need not wait for its ten minutes. */
static void what_is_urgent_climbs_on_when_the_budget_is_spent(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	fake_mail.a_day = 0;
	raise(d, "error", "breach:1");
	step(d, 6);
	assert_int_equal(told(d, "tom", "email"), 0);
	assert_int_equal(told(d, "eva", "sms"), 1);
	ends_the_same(d);
}

/* -- never lost, never too often -- */

/* One random day: alerts of both kinds, some acknowledged, with quiet hours and
 * small budgets. */
static void random_day(uint64_t seed)
{
	struct desk *d = open_alarm_desk();
	CLEANUP(free_ptr) char *json = NULL;

	quiet("22:00-07:00");
	fake_mail.a_day = 6;
	fake_mail.urgent = 2;
	fake_sms.a_day = 4;
	fake_sms.urgent = 3;
	for (int i = 0; i < 150; i++) {
		int64_t open = one(d, "SELECT coalesce(min(id), 0) FROM alerts "
				      "WHERE acknowledged IS NULL");

		if (draw(&seed, 3) == 0)
			raise_many(d, draw(&seed, 4) ? "action-x" : "breach",
				   (int)draw(&seed, 40), 1);
		if (open && draw(&seed, 8) == 0) {
			free(json);
			json = xasprintf("{\"alert\":%lld}", (long long)open);
			must_do(d, "acknowledge", "mia", json);
		}
		stuck = draw(&seed, 10) == 0;
		step(d, (int64_t)draw(&seed, 25));
	}
	stuck = false;
	/* Nobody is told more often than was said, */
	assert_int_equal(one(d,
			     "SELECT count(*) FROM (SELECT count(*) AS n "
			     "FROM actions WHERE rule = 'alert' AND state <> "
			     "11 GROUP BY to_addr, (planned + 7200000) / "
			     "86400000 HAVING n > 6)"),
			 0);
	/* no cause twice while it is open, */
	assert_int_equal(one(d, "SELECT count(*) FROM (SELECT 1 FROM alerts "
				"WHERE acknowledged IS NULL GROUP BY cause "
				"HAVING count(*) > 1)"),
			 0);
	/* and what waits has somebody who will be told. */
	assert_int_equal(one(d, "SELECT count(*) FROM summons s WHERE s.state "
				"= 1 AND NOT EXISTS (SELECT 1 FROM deadlines d "
				"WHERE d.state = 1 AND d.recipient = "
				"s.recipient)"),
			 0);
	/* Every open alert that has further levels climbs on. */
	assert_int_equal(one(d, "SELECT count(*) FROM alerts a WHERE "
				"a.acknowledged IS NULL AND a.next IS NOT NULL "
				"AND NOT EXISTS (SELECT 1 FROM deadlines d "
				"WHERE d.state = 1 AND d.alert = a.id)"),
			 0);
	ends_the_same(d);
}

static void no_random_day_loses_an_alert_or_tells_too_often(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 5; seed++) {
		printf("# seed %llu\n", (unsigned long long)seed);
		random_day(seed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_alerts_are_one_mail),
		cmocka_unit_test(many_urgent_ones_are_one_text_message),
		cmocka_unit_test(notices_are_apart),
		cmocka_unit_test(after_an_outage_one_mail_leaves),
		cmocka_unit_test(over_midnight_only_what_is_urgent_is_told),
		cmocka_unit_test(what_waits_goes_along_with_what_is_urgent),
		cmocka_unit_test(
			quiet_hours_keep_to_the_wall_when_clocks_are_set),
		cmocka_unit_test(what_is_over_the_budget_is_told_the_next_day),
		cmocka_unit_test(
			a_part_of_the_budget_is_kept_for_what_is_urgent),
		cmocka_unit_test(
			what_is_urgent_climbs_on_when_the_budget_is_spent),
		cmocka_unit_test(
			no_random_day_loses_an_alert_or_tells_too_often),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
