/* parcel_test.c - which parcel a carrier is asked about next: by what it is
 * worth to know, within the calls of a day, and at what cost.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/parcel_help.h"
#include "help/steps.h"

static void call(struct desk *d, struct instance *in)
{
	struct err err = { 0 };

	if (parcel_count_call(d, in, &err))
		fail_msg("%s", err.text);
}

/* -- worth -- */

static void what_is_urgent_comes_first_and_nothing_waits_for_ever(void **state)
{
	int64_t now = 100 * DAY_MS, hour_ago = now - HOUR_MS;
	struct parcel_facts plain = { .looked = hour_ago }, f = plain;
	int64_t base = parcel_worth(&plain, now), best;

	(void)state;
	/* The worst that an ordinary parcel can be, looked at yesterday. */
	f = (struct parcel_facts){ .looked = now - DAY_MS,
				   .due = now,
				   .promised = now - 30 * DAY_MS,
				   .value = 1000000 };
	best = parcel_worth(&f, now);
	f = (struct parcel_facts){ .looked = hour_ago, .ticket = true };
	assert_true(parcel_worth(&f, now) > best);
	f = (struct parcel_facts){ .looked = hour_ago, .doubted = now };
	assert_true(parcel_worth(&f, now) > base);
	f = plain, f.value = 5000;
	assert_true(parcel_worth(&f, now) > base);
	f = plain, f.promised = now - DAY_MS;
	assert_true(parcel_worth(&f, now) > base);
	f = plain, f.promised = now + DAY_MS;
	assert_int_equal(parcel_worth(&f, now), base);
	f = plain, f.due = now + HOUR_MS;
	assert_true(parcel_worth(&f, now) > base);
	f = plain, f.looked = 0;
	assert_true(parcel_worth(&f, now) > base);
	/* Cheap and in time, but not looked at for a fortnight. */
	f = plain, f.looked = now - 14 * DAY_MS;
	assert_true(parcel_worth(&f, now) > best);
}

static void the_dearer_parcel_is_asked_first_and_each_in_its_turn(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL Express", 1, "10.00");
	ship(d, 2, "DHL", 1, "90.00");
	ship(d, 3, "UPS", 1, "900.00");
	assert_string_equal(next(d, &in), "T2");
	looked(d, &in, "T2", false);
	assert_string_equal(next(d, &in), "T1");
	looked(d, &in, "T1", false);
	assert_string_equal(next(d, &in), "");
	now_ms += 7 * HOUR_MS;
	assert_string_equal(next(d, &in), "T2");
	parcels_end(d);
}

static void a_delivered_or_forgotten_parcel_is_not_asked(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 1, "10.00");
	ship(d, 2, "DHL", 1, "20.00");
	scan(d, 1, "delivered", now_ms - HOUR_MS);
	assert_string_equal(next(d, &in), "T2");
	now_ms += 95 * DAY_MS;
	looked(d, &in, "T2", false);
	now_ms += DAY_MS;
	assert_string_equal(next(d, &in), "");
	/* It went back after all. */
	scan(d, 1, "returning", now_ms - HOUR_MS);
	assert_string_equal(next(d, &in), "T1");
	parcels_end(d);
}

static void a_number_that_made_a_call_fail_lets_others_go_first(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 1, "10.00");
	ship(d, 2, "DHL", 1, "20.00");
	parcel_failed(&parcel_waits, "T2", now_ms);
	assert_string_equal(next(d, &in), "T1");
	now_ms += 2 * HOUR_MS;
	assert_string_equal(next(d, &in), "T2");
	parcels_end(d);
}

/* -- the quota -- */

static void a_restart_forgets_no_call_of_the_day(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(3), again = dhl(3);

	(void)state;
	ship(d, 1, "DHL", 1, "10.00");
	call(d, &in);
	call(d, &in);
	call(d, &again);
	assert_int_equal(again.stats.quota_used, 3);
	again = dhl(3);
	assert_string_equal(next(d, &again), "");
	now_ms += 11 * HOUR_MS; /* past midnight UTC */
	again = dhl(3);
	assert_string_equal(next(d, &again), "T1");
	assert_int_equal(again.stats.quota_used, 0);
	parcels_end(d);
}

static void the_last_calls_are_kept_for_what_is_urgent(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(10);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	ship(d, 2, "DHL", 1, "900.00");
	for (int i = 0; i < 8; i++)
		call(d, &in);
	assert_string_equal(next(d, &in), "");
	must_tick(d); /* T1 should have moved by now */
	assert_string_equal(next(d, &in), "T1");
	call(d, &in);
	call(d, &in);
	assert_string_equal(next(d, &in), "");
	parcels_end(d);
}

static void coverage_is_what_was_looked_at_within_a_day(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(10);
	int64_t under_way, covered;

	(void)state;
	ship(d, 1, "DHL", 1, "10.00");
	ship(d, 2, "DHL", 1, "10.00");
	ship(d, 3, "UPS", 1, "10.00");
	looked(d, &in, "T1", false);
	parcel_survey(d, &in, &under_way, &covered);
	assert_int_equal(under_way, 2);
	assert_int_equal(covered, 1);
	now_ms += 25 * HOUR_MS;
	parcel_survey(d, &in, &under_way, &covered);
	assert_int_equal(covered, 0);
	parcels_end(d);
}

/* -- proof -- */

static void never_came(const struct brain *b, const char *text,
		       const char *lang, const char *usual, struct arena *a,
		       struct classified *out)
{
	(void)b, (void)text, (void)lang, (void)usual, (void)a;
	*out = (struct classified){ .issue = "delivered_not_received",
				    .also = "",
				    .lang = "en",
				    .confidence = 90,
				    .cues = "[]" };
}

static void
a_proof_is_asked_once_when_a_delivered_parcel_never_came(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);

	(void)state;
	test_brain.classify = never_came;
	ship(d, 1, "DHL", 3, "10.00");
	scan(d, 1, "delivered", now_ms - DAY_MS);
	assert_string_equal(next(d, &in), "");
	must_hear(d, "shop",
		  "{\"kind\":\"text_in\",\"ref\":\"M1\",\"channel\":\"email\","
		  "\"thread\":\"M1\",\"order_ref\":\"O1\",\"from_addr\":"
		  "\"ann@example.com\",\"subject\":\"#1\",\"text\":\"delivered "
		  "not received\",\"origin\":\"human\",\"at\":"
		  "\"2026-09-21T10:00:00Z\"}\n");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE issue = "
				"'delivered_not_received' AND order_ref = "
				"'O1'"),
			 1);
	assert_string_equal(next(d, &in), "proof T1");
	looked(d, &in, "T1", true);
	assert_string_equal(next(d, &in), "");
	parcels_end(d);
}

/* -- cost -- */

static void choosing_costs_what_is_under_way_and_not_the_history(void **state)
{
	struct desk *d = desk_with_carrier();
	struct instance in = dhl(250);
	struct err err = { 0 };
	int64_t before, after;

	(void)state;
	for (int n = 1; n <= 300; n++)
		ship(d, n, "DHL", 1, "10.00");
	steps_start(desk_db(d));
	next(d, &in);
	before = steps_end(desk_db(d));
	assert_int_equal(
		db_run(desk_db(d), &err,
		       "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT "
		       "i + 1 FROM n WHERE i < 60000) INSERT INTO "
		       "parcels(id, tracking, carrier, state, looked) SELECT "
		       "i, 'H' || i, 'dhl', 2, 1 FROM n",
		       ""),
		0);
	steps_start(desk_db(d));
	next(d, &in);
	after = steps_end(desk_db(d));
	print_message("# 300 under way: %lld0 steps a choice, with 59,000 done "
		      "beside them %lld0\n",
		      (long long)before, (long long)after);
	assert_true(before > 0);
	assert_in_range(after, before - before / 50, before + before / 50);
	desk_close(d);
	arena_release(&parcel_arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_is_urgent_comes_first_and_nothing_waits_for_ever),
		cmocka_unit_test(
			the_dearer_parcel_is_asked_first_and_each_in_its_turn),
		cmocka_unit_test(a_delivered_or_forgotten_parcel_is_not_asked),
		cmocka_unit_test(
			a_number_that_made_a_call_fail_lets_others_go_first),
		cmocka_unit_test(a_restart_forgets_no_call_of_the_day),
		cmocka_unit_test(the_last_calls_are_kept_for_what_is_urgent),
		cmocka_unit_test(coverage_is_what_was_looked_at_within_a_day),
		cmocka_unit_test(
			a_proof_is_asked_once_when_a_delivered_parcel_never_came),
		cmocka_unit_test(
			choosing_costs_what_is_under_way_and_not_the_history),
	};

	return cmocka_run_group_tests_name("parcels", tests, NULL, NULL);
}
