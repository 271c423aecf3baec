/* calendar_test.c - opening hours of a place, and what everything may take.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "help/place.h"
#include "model/records.h"
#include "policy/rule/decide.h"
#include "policy/shipped.h"

static int64_t at(const char *text)
{
	struct when w;
	struct err err = { 0 };

	if (when_parse(&w, text, &err))
		fail_msg("%s", err.text);
	return w.ms;
}

static void is(int64_t found, const char *text)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	instant_put(&s, found);
	if (found != at(text))
		fail_msg("%s and not %s", str_c(&s), text);
}

/* -- calendars of a file -- */

struct made {
	struct mistakes m;
	struct conf *conf;
	struct calendars all;
};

static void make(struct made *made, const char *text)
{
	CLEANUP(free_ptr) char *path = in_scratch("made.conf");
	struct err err = { 0 };

	*made = (struct made){ .conf = NULL };
	if (file_write(path, text, strlen(text), 0600, &err))
		fail_msg("%s", err.text);
	made->conf = conf_open(path, &made->m);
	assert_non_null(made->conf);
	calendars_read(&made->all, made->conf, &arena);
}

static const struct calendar *shop(struct made *made, const char *text)
{
	make(made, text);
	if (made->m.list.len)
		fail_msg("%s", made->m.list.at[0]);
	return calendars_find(&made->all, "shop");
}

static void end(struct made *made)
{
	calendars_release(&made->all);
	conf_close(made->conf);
	mistakes_release(&made->m);
}

static const char berlin[] =
	"calendars = ( { name = \"shop\"; zone = \"Europe/Berlin\";\n"
	"  hours = ( { days = \"mon-fri\"; open = \"09:00-12:30 "
	"13:30-17:00\"; },\n"
	"            { days = \"sat\"; open = \"22:00-06:00\"; } );\n"
	"  closed = ( { on = \"2026-12-24\"; closes = \"12:00\"; },\n"
	"             { from = \"2026-12-25\"; until = \"2027-01-03\"; } ); "
	"} );\n";

static void hours_are_those_of_the_clock_on_the_wall(void **state)
{
	struct made made;
	const struct calendar *c = shop(&made, berlin);
	int64_t due;

	(void)state;
	/* Wednesday, 2 December 2026; Berlin is an hour ahead. */
	assert_true(calendar_is_open(c, at("2026-12-02T08:00:00Z")));
	assert_false(calendar_is_open(c, at("2026-12-02T07:59:59Z")));
	assert_false(calendar_is_open(c, at("2026-12-02T11:30:00Z")));
	assert_true(
		calendar_add(c, at("2026-12-02T11:00:00Z"), 2 * HOUR_MS, &due));
	is(due, "2026-12-02T14:00:00Z");
	/* Friday evening to Saturday night. */
	assert_true(calendar_next_open(c, at("2026-12-04T20:00:00Z"), &due));
	is(due, "2026-12-05T21:00:00Z");
	/* What ends with the hours ends then, and not when they begin again. */
	assert_true(calendar_add(c, at("2026-12-04T15:00:00Z"), HOUR_MS, &due));
	is(due, "2026-12-04T16:00:00Z");
	assert_true(
		calendar_add(c, at("2026-12-04T15:00:00Z"), HOUR_MS + 1, &due));
	is(due, "2026-12-05T21:00:00.001Z");
	/* A half day, ten days closed, and on. */
	assert_true(
		calendar_add(c, at("2026-12-24T10:00:00Z"), 2 * HOUR_MS, &due));
	is(due, "2027-01-04T09:00:00Z");
	assert_true(calendar_add_days(c, at("2026-12-23T10:00:00Z"), 2, &due));
	is(due, "2027-01-04T16:00:00Z");
	assert_true(calendar_add_days(c, at("2026-12-24T12:00:00Z"), 0, &due));
	is(due, "2027-01-04T16:00:00Z");
	end(&made);
}

static void a_changed_clock_adds_and_takes_its_hour(void **state)
{
	struct made made;
	const struct calendar *c = shop(&made, berlin);
	int64_t due;

	(void)state;
	/* The nights of 25 October 2026 (back) and 28 March 2026 (on). */
	assert_int_equal(calendar_worked(c, at("2026-10-24T12:00:00Z"),
					 at("2026-10-25T12:00:00Z")),
			 9 * HOUR_MS);
	assert_int_equal(calendar_worked(c, at("2026-03-28T12:00:00Z"),
					 at("2026-03-29T12:00:00Z")),
			 7 * HOUR_MS);
	assert_true(
		calendar_add(c, at("2026-10-24T12:00:00Z"), 5 * HOUR_MS, &due));
	is(due, "2026-10-25T01:00:00Z"); /* 02:00 for the second time */
	assert_true(calendar_add_days(c, at("2026-10-23T12:00:00Z"), 1, &due));
	is(due, "2026-10-25T05:00:00Z");
	end(&made);
}

static void
a_place_that_stays_closed_is_told_and_not_walked_for_ever(void **state)
{
	struct made made;
	const struct calendar *c = shop(
		&made,
		"calendars = ( { name = \"shop\"; zone = \"UTC\"; hours = ( { "
		"days = \"mon\"; open = \"09:00-09:01\"; } ); } );");
	int64_t due = 7;

	(void)state;
	assert_false(calendar_add(c, at("2026-12-02T08:00:00Z"), 24 * HOUR_MS,
				  &due));
	assert_false(
		calendar_add_days(c, at("2026-12-02T08:00:00Z"), 9999, &due));
	assert_int_equal(due, 7);
	assert_int_equal(calendar_worked(c, 5, 5), 0);
	end(&made);
}

static const char mistaken[] =
	"calendars = (\n"
	"  { name = \"a\"; zone = \"Europe/Berlyn\";\n"
	"    hours = ( { days = \"mon\"; open = \"09:00-17:00\"; } ); },\n"
	"  { name = \"always\"; zone = \"UTC\";\n"
	"    hours = ( { days = \"mon-fry\"; open = \"09:00-17:00\"; },\n"
	"              { days = \"mon\"; open = \"9-17\"; },\n"
	"              { days = \"mon tue\"; open = \"09:00-17:00\"; },\n"
	"              { days = \"wed\"; open = \"09:00-12:00 11:00-13:00\"; } "
	");\n"
	"    holidays = [ \"XX\" ]; },\n"
	"  { name = \"c\"; zone = \"UTC\"; hours = ( ); },\n"
	"  { name = \"d\"; zone = \"UTC\"; hour = 1;\n"
	"    hours = ( { days = \"mon\"; open = \"20:00-08:00\"; },\n"
	"              { days = \"tue\"; open = \"07:00-12:00\"; } );\n"
	"    closed = ( { from = \"2026-12-24\"; },\n"
	"               { from = \"2026-12-24\"; until = \"2026-12-23\"; } ); "
	"}\n"
	");\n";

static void every_mistake_of_calendars_is_told_with_its_line(void **state)
{
	static const char *const told[] = {
		":2: \"Europe/Berlyn\" is no time zone",
		":4: there is a calendar \"always\" already",
		":5: \"mon-fry\" are no days",
		":6: \"9-17\" is no span of hours",
		":7: a day has its hours already",
		":8: \"11:00-13:00\" begins before the span before it",
		":9: no holidays of \"XX\" are known",
		":10: it is never open",
		":12: the hours over midnight reach into those of the next",
		":14: a closure is { on",
		":15: \"until\" is before \"from\"",
		":11: unknown key \"hour\"",
	};
	struct made made;

	(void)state;
	make(&made, mistaken);
	for (size_t i = 0; i < made.m.list.len && i < COUNT_OF(told); i++)
		if (!strstr(made.m.list.at[i], told[i]))
			fail_msg("%s and not %s", made.m.list.at[i], told[i]);
	assert_int_equal(made.m.list.len, COUNT_OF(told));
	end(&made);
}

/* -- the table -- */

static void a203_the_table_of_periods_has_exactly_these(void **state)
{
	static const struct period table[] = {
		{ "red", { 0, 0 }, { 4 * HOUR_MS, 0 }, "always", false },
		{ "yellow", { 0, 0 }, { 12 * HOUR_MS, 0 }, "always", false },
		{ "blue", { 0, 0 }, { 24 * HOUR_MS, 0 }, "always", false },
		{ "complaint", { 0, 0 }, { 24 * HOUR_MS, 0 }, "always", false },
		{ "social",
		  { HOUR_MS, 0 },
		  { 2 * HOUR_MS, 0 },
		  "always",
		  false },
		{ "follow_up",
		  { 24 * HOUR_MS, 0 },
		  { 48 * HOUR_MS, 0 },
		  "always",
		  true },
		{ "investigation", { 0, 1 }, { 0, 3 }, "buyer", true },
		{ "reship_check",
		  { 0, 0 },
		  { 24 * HOUR_MS, 0 },
		  "always",
		  false },
		{ "dispute",
		  { 3 * DAY_MS, 0 },
		  { 5 * DAY_MS, 0 },
		  "always",
		  false },
	};

	(void)state;
	assert_int_equal(policy->periods.list.len, COUNT_OF(table));
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		const struct period *p =
			periods_find(&policy->periods, table[i].name);

		assert_non_null(p);
		assert_true(p->within.ms == table[i].within.ms);
		assert_int_equal(p->within.days, table[i].within.days);
		assert_true(p->aim.ms == table[i].aim.ms);
		assert_int_equal(p->aim.days, table[i].aim.days);
		assert_string_equal(p->calendar, table[i].calendar);
		assert_int_equal(p->pauses, table[i].pauses);
	}
	assert_int_equal(policy->periods.reminders, 2);
	assert_int_equal(policy->periods.remind[0], 50);
	assert_int_equal(policy->periods.remind[1], 80);
}

static int64_t ends(const char *period, const char *country, const char *from)
{
	const struct period *p = periods_find(&policy->periods, period);
	int64_t end;

	assert_true(span_end(&p->within,
			     period_calendar(p, &policy->calendars, country),
			     at(from), &end));
	return end;
}

/* A39: 1 to 3 working days of the buyer's country. */
static void a39_working_days_are_those_of_the_buyers_country(void **state)
{
	(void)state;
	/* Thursday before Easter 2026: Friday and Monday are holidays. */
	is(ends("investigation", "DE", "2026-04-02T08:00:00Z"),
	   "2026-04-09T22:00:00Z");
	is(ends("investigation", "us", "2026-04-02T08:00:00Z"),
	   "2026-04-08T04:00:00Z");
	/* Before a week of holidays; Saturday, 10 October is worked. */
	is(ends("investigation", "CN", "2026-09-30T08:00:00Z"),
	   "2026-10-10T16:00:00Z");
	/* Of a country without a file: Monday to Friday, UTC. */
	is(ends("investigation", "", "2026-04-02T08:00:00Z"),
	   "2026-04-08T00:00:00Z");
	is(ends("investigation", "??", "2026-04-02T08:00:00Z"),
	   "2026-04-08T00:00:00Z");
	is(ends("red", "DE", "2026-04-03T23:00:00Z"), "2026-04-04T03:00:00Z");
}

/* The text of a promise names the day of the moment in UTC. */
static void a_promise_names_the_buyers_day_and_is_not_later(void **state)
{
	static const char *const from = "2026-04-02T08:00:00Z"; /* Thursday */

	(void)state;
	is(policy_promise(policy, "DE", at(from), 3), "2026-04-09T21:59:59Z");
	is(policy_promise(policy, "US", at(from), 3), "2026-04-07T23:59:59Z");
	is(policy_promise(policy, "JP", at(from), 3), "2026-04-07T14:59:59Z");
	is(policy_promise(policy, "", at(from), 3), "2026-04-07T23:59:59Z");
	/* Thursday has not ended in New York when it has in UTC. */
	is(policy_promise(policy, "US", at("2026-04-03T02:00:00Z"), 1),
	   "2026-04-03T23:59:59Z");
}

static void shares_and_pauses_count_what_is_open(void **state)
{
	struct made made;
	const struct calendar *c = shop(&made, berlin);
	int64_t from = at("2026-12-02T14:00:00Z"), due, moment;

	(void)state;
	/* Wednesday 15:00, 4 h: an hour before lunch on Thursday. */
	assert_true(calendar_add(c, from, 4 * HOUR_MS, &due));
	is(due, "2026-12-03T10:00:00Z");
	assert_true(period_share(c, from, due, 50, &moment));
	is(moment, "2026-12-02T16:00:00Z");
	assert_true(period_share(c, from, due, 80, &moment));
	is(moment, "2026-12-03T09:12:00Z");
	/* Two hours were left when we asked, and are when the answer comes. */
	assert_true(period_resume(c, due, at("2026-12-02T20:00:00Z"),
				  at("2026-12-05T10:00:00Z"), &moment));
	is(moment, "2026-12-05T23:00:00Z");
	/* What was over before stays over. */
	assert_true(period_resume(c, due, due, at("2026-12-05T10:00:00Z"),
				  &moment));
	assert_true(moment == due);
	end(&made);
}

static void a_tier_has_its_period_or_a_time_of_its_own(void **state)
{
	const struct tier_rule *t = policy_tier(policy, "claim_announced", 0);
	struct tier_rule own = { .respond_ms = 6 * HOUR_MS };
	int64_t from = at("2026-12-02T14:00:00Z");

	(void)state;
	assert_int_equal(t->tier, TIER_RED);
	assert_string_equal(t->period->name, "red");
	is(policy_respond(policy, t, "DE", from), "2026-12-02T18:00:00Z");
	is(policy_respond(policy, &own, "DE", from), "2026-12-02T20:00:00Z");
}

static const char older[] =
	"tiers = ( { name = \"all\"; tier = \"red\"; respond = \"6 h\"; "
	"issues = \"*\"; } );\n";

static void a_file_from_before_the_table_is_read_as_it_was(void **state)
{
	CLEANUP(free_ptr) char *dir = in_scratch("older");
	CLEANUP(free_ptr) char *path = in_scratch("older/triage.conf");
	int64_t from = at("2026-12-02T14:00:00Z"), moment;
	struct mistakes m = { 0 };
	struct err err = { 0 };
	const struct tier_rule *t;
	struct policy *p;

	(void)state;
	assert_int_equal(dir_make(dir, 0700, &err), 0);
	assert_int_equal(file_write(path, older, strlen(older), 0600, &err), 0);
	p = policy_load(dir, &m);
	for (size_t i = 0; i < m.list.len;
	     i++) /* the files that are not there */
		assert_null(strstr(m.list.at[i], "triage.conf"));
	t = policy_tier(p, "fraud", 0);
	is(policy_respond(p, t, "DE", from), "2026-12-02T20:00:00Z");
	assert_int_equal(
		policy_remind(p, t, "DE", from, from + HOUR_MS, from, &moment),
		0);
	policy_free(p);
	mistakes_release(&m);
}

static void the_next_reminder_is_after_now(void **state)
{
	const struct tier_rule *t = policy_tier(policy, "fraud", 0);
	int64_t from = at("2026-12-02T14:00:00Z"), due = from + 4 * HOUR_MS;
	int64_t moment = 0;

	(void)state;
	assert_int_equal(
		policy_remind(policy, t, "DE", from, due, from, &moment), 50);
	is(moment, "2026-12-02T16:00:00Z");
	assert_int_equal(
		policy_remind(policy, t, "DE", from, due, moment, &moment), 80);
	is(moment, "2026-12-02T17:12:00Z");
	assert_int_equal(
		policy_remind(policy, t, "DE", from, due, moment, &moment), 0);
}

static void mistakes_of_periods_are_told(void **state)
{
	static const char text[] =
		"periods = ( { name = \"red\"; within = \"soon\"; },\n"
		"  { name = \"red\"; within = \"4 h\"; aim = \"5 h\"; },\n"
		"  { name = \"b\"; within = \"0 working days\"; },\n"
		"  { name = \"c\"; within = \"4 h\"; calendar = \"shp\"; } );\n"
		"remind = [ \"80 %\", \"50 %\" ];\n";
	static const char *const told[] = {
		":1: \"within\": \"soon\" is no duration",
		":2: \"aim\" is in the unit of \"within\" and not longer",
		":2: there is a period \"red\" already",
		":3: \"within\": \"0 working days\" is none from 1 to 365",
		":4: \"shp\" is no calendar of calendars.conf",
		":5: \"remind\" is a list of up to 4 rising shares",
	};
	CLEANUP(free_ptr) char *path = in_scratch("periods.conf");
	struct mistakes m = { 0 };
	struct periods p = { .reminders = 0 };
	struct err err = { 0 };
	struct conf *c;

	(void)state;
	assert_int_equal(file_write(path, text, strlen(text), 0600, &err), 0);
	c = conf_open(path, &m);
	periods_read(&p, conf_root(c), &policy->calendars, &arena);
	for (size_t i = 0; i < m.list.len && i < COUNT_OF(told); i++)
		if (!strstr(m.list.at[i], told[i]))
			fail_msg("%s and not %s", m.list.at[i], told[i]);
	assert_int_equal(m.list.len, COUNT_OF(told));
	periods_release(&p);
	conf_close(c);
	mistakes_release(&m);
}

/* Where no holidays say it; a country of several clocks has none. */
static void the_zone_of_a_country_is_known_where_its_clocks_agree(void **state)
{
	static const char *const known[][2] = {
		{ "AE", "Asia/Dubai" },      { "AR", "America/Buenos_Aires" },
		{ "IL", "Asia/Jerusalem" },  { "IN", "Asia/Calcutta" },
		{ "SA", "Asia/Riyadh" },     { "SG", "Asia/Singapore" },
		{ "TR", "Europe/Istanbul" }, { "TW", "Asia/Taipei" },
	};
	static const char *const unknown[] = { "US", "RU", "MN", "CL",
					       "XX", "",   "A",  "001" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		struct zone *z = zone_of_country(known[i][0]);

		assert_non_null(z);
		assert_string_equal(z->name, known[i][1]);
		zone_close(z);
	}
	for (size_t i = 0; i < COUNT_OF(unknown); i++)
		assert_null(zone_of_country(unknown[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_are_those_of_the_clock_on_the_wall),
		cmocka_unit_test(a_changed_clock_adds_and_takes_its_hour),
		cmocka_unit_test(
			a_place_that_stays_closed_is_told_and_not_walked_for_ever),
		cmocka_unit_test(
			every_mistake_of_calendars_is_told_with_its_line),
		cmocka_unit_test(a203_the_table_of_periods_has_exactly_these),
		cmocka_unit_test(
			a39_working_days_are_those_of_the_buyers_country),
		cmocka_unit_test(
			a_promise_names_the_buyers_day_and_is_not_later),
		cmocka_unit_test(shares_and_pauses_count_what_is_open),
		cmocka_unit_test(a_tier_has_its_period_or_a_time_of_its_own),
		cmocka_unit_test(
			a_file_from_before_the_table_is_read_as_it_was),
		cmocka_unit_test(the_next_reminder_is_after_now),
		cmocka_unit_test(mistakes_of_periods_are_told),
		cmocka_unit_test(
			the_zone_of_a_country_is_known_where_its_clocks_agree),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
