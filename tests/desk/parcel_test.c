/* parcel_test.c - parcels are asked about by worth, and nothing is claimed of
 * one that nobody looked at.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/config.h"
#include "desk/replay.h"
#include "help/fake_brain.h"
#include "help/steps.h"
#include "host/parcels.h"
#include "model/records.h"

static struct brain brain;
static int64_t now_ms;
static bool enabled;
static struct arena arena;
static struct parcel_waits waits;

static int64_t test_now(void *arg)
{
	(void)arg;
	return now_ms;
}

static const char *carrier_of(const struct brain *b, const char *word,
			      const char *number)
{
	(void)b, (void)number;
	return text_starts(word, "DHL") ? "dhl" : "";
}

static bool tracks(const struct brain *b, const char *carrier)
{
	(void)b;
	return enabled && text_eq(carrier, "dhl");
}

static struct desk *open_desk(void)
{
	struct desk_options options = { .state = ".",
					.brain = &brain,
					.now = test_now,
					.path = ":memory:" };
	struct err err = { 0 };
	struct desk *d;
	int64_t id;

	brain = fake_brain();
	brain.carrier_of = carrier_of;
	brain.tracks = tracks;
	fake_effects = "propose";
	enabled = true;
	waits = (struct parcel_waits){ .next = 0 };
	now_ms = INT64_C(1790000000000); /* 2026-09-21T13:33:20Z */
	if (desk_open(&d, &options, &err) ||
	    shop_ensure(d, "shop", "shopify", now_ms - 30 * DAY_MS, &id,
			&err) ||
	    shop_ensure(d, "dhl", "dhl", now_ms - 30 * DAY_MS, &id, &err))
		fail_msg("%s", err.text);
	return d;
}

static void close_desk(struct desk *d)
{
	struct err err = { 0 };
	struct hash live, again;
	const char *scratch = getenv("HW_SCRATCH");
	const char *path = arena_printf(&arena, "%s/parcels-again.db",
					scratch ? scratch : "/tmp");
	int64_t n = 0;

	remove(path);
	remove(arena_printf(&arena, "%s-wal", path));
	remove(arena_printf(&arena, "%s-shm", path));
	if (state_hash(desk_db(d), &live, &err) ||
	    replay_into(d, path, &again, &n, &err) ||
	    replay_decide(d, &n, &err))
		fail_msg("%s", err.text);
	assert_true(hash_eq(&live, &again));
	desk_close(d);
	arena_release(&arena);
}

static void deliver(struct desk *d, const char *instance, const char *records)
{
	struct delivery out = { .instance = instance,
				.via = "sync",
				.shop = shop_of(desk_db(d), instance),
				.records = records,
				.records_len = strlen(records) };
	struct err err = { 0 };

	if (desk_deliver(d, &out, &err))
		fail_msg("%s", err.text);
	assert_int_equal(out.quarantined, 0);
}

static const char *moment(int64_t ms)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	instant_put(&s, ms);
	return arena_strdup(&arena, str_c(&s));
}

/* An order with one parcel, shipped so many days ago. */
static void ship(struct desk *d, int n, const char *carrier, int days,
		 const char *total)
{
	deliver(d, "shop",
		arena_printf(
			&arena,
			"{\"kind\":\"order\",\"ref\":\"O%d\",\"name\":\"#%d\","
			"\"placed\":\"%s\",\"total\":{\"amount\":\"%s\","
			"\"currency\":\"USD\"}}\n"
			"{\"kind\":\"shipment\",\"ref\":\"S%d\",\"order_ref\":"
			"\"O%d\",\"carrier\":\"%s\",\"tracking\":\"T%d\","
			"\"status\":\"shipped\",\"shipped\":\"%s\"}\n",
			n, n, moment(now_ms - (days + 1) * DAY_MS), total, n, n,
			carrier, n, moment(now_ms - days * DAY_MS)));
}

static void scan(struct desk *d, int n, const char *status, int64_t at)
{
	deliver(d, "dhl",
		arena_printf(&arena,
			     "{\"kind\":\"scan\",\"carrier\":\"dhl\","
			     "\"tracking\":\"T%d\",\"code\":\"X\",\"status\":"
			     "\"%s\",\"occurred\":\"%s\"}\n",
			     n, status, moment(at)));
}

static int64_t one(struct desk *d, const char *sql)
{
	return db_i64(desk_db(d), -1, sql, "");
}

static void tick(struct desk *d)
{
	struct err err = { 0 };

	while (desk_tick(d, &err) > 0)
		;
	if (err.code)
		fail_msg("%s", err.text);
}

static struct instance dhl(int64_t calls_a_day)
{
	return (struct instance){ .name = "dhl",
				  .plugin = "dhl",
				  .is_carrier = true,
				  .has_proof = true,
				  .calls_a_day = calls_a_day };
}

/* The number to ask about, "" for none; "proof " before it for a proof. */
static const char *next(struct desk *d, struct instance *in)
{
	struct parcel_question q;

	if (!parcel_next(d, in, &waits, &arena, &q))
		return "";
	return arena_printf(&arena, "%s%s", q.proof ? "proof " : "",
			    q.tracking);
}

static void looked(struct desk *d, struct instance *in, const char *tracking,
		   bool proof)
{
	struct parcel_question q = { tracking, proof };
	struct err err = { 0 };

	if (parcel_looked(d, in, &q, &err))
		fail_msg("%s", err.text);
}

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
	struct desk *d = open_desk();
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
	close_desk(d);
}

static void a_delivered_or_forgotten_parcel_is_not_asked(void **state)
{
	struct desk *d = open_desk();
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
	close_desk(d);
}

static void a_number_that_made_a_call_fail_lets_others_go_first(void **state)
{
	struct desk *d = open_desk();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 1, "10.00");
	ship(d, 2, "DHL", 1, "20.00");
	parcel_failed(&waits, "T2", now_ms);
	assert_string_equal(next(d, &in), "T1");
	now_ms += 2 * HOUR_MS;
	assert_string_equal(next(d, &in), "T2");
	close_desk(d);
}

/* -- the quota -- */

static void a_restart_forgets_no_call_of_the_day(void **state)
{
	struct desk *d = open_desk();
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
	close_desk(d);
}

static void the_last_calls_are_kept_for_what_is_urgent(void **state)
{
	struct desk *d = open_desk();
	struct instance in = dhl(10);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	ship(d, 2, "DHL", 1, "900.00");
	for (int i = 0; i < 8; i++)
		call(d, &in);
	assert_string_equal(next(d, &in), "");
	tick(d); /* T1 should have moved by now */
	assert_string_equal(next(d, &in), "T1");
	call(d, &in);
	call(d, &in);
	assert_string_equal(next(d, &in), "");
	close_desk(d);
}

static void coverage_is_what_was_looked_at_within_a_day(void **state)
{
	struct desk *d = open_desk();
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
	close_desk(d);
}

/* -- stalls -- */

#define STALLED "SELECT count(*) FROM tickets WHERE issue = 'stalled'"

static void a_stall_is_claimed_only_after_a_look(void **state)
{
	struct desk *d = open_desk();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	tick(d);
	assert_int_equal(one(d, STALLED), 0);
	assert_string_equal(next(d, &in), "T1");
	looked(d, &in, "T1", false);
	tick(d);
	assert_int_equal(one(d, STALLED), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause "
				"LIKE 'stalled:parcel:%'"),
			 1);
	close_desk(d);
}

static void a_parcel_that_moved_meanwhile_has_not_stalled(void **state)
{
	struct desk *d = open_desk();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	tick(d);
	scan(d, 1, "in_transit", now_ms - DAY_MS);
	looked(d, &in, "T1", false);
	tick(d);
	assert_int_equal(one(d, STALLED), 0);
	/* Its time runs from the scan, and a look of today counts. */
	now_ms += 4 * DAY_MS + HOUR_MS;
	looked(d, &in, "T1", false);
	tick(d);
	assert_int_equal(one(d, STALLED), 1);
	close_desk(d);
}

static void where_nobody_can_be_asked_time_alone_decides(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	enabled = false;
	ship(d, 1, "DHL", 6, "10.00");
	tick(d);
	assert_int_equal(one(d, STALLED), 1);
	close_desk(d);
}

static void a_carrier_that_cannot_be_asked_for_a_day_is_told(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	ship(d, 2, "DHL", 6, "10.00");
	for (int day = 0; day < 3; day++) {
		tick(d);
		now_ms += DAY_MS + 1;
	}
	assert_int_equal(one(d, STALLED), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 1);
	assert_int_equal(one(d, "SELECT count FROM alerts WHERE cause = "
				"'unlooked:dhl'"),
			 4);
	close_desk(d);
}

static void waiting_for_a_call_does_not_make_a_stall_old(void **state)
{
	struct desk *d = open_desk();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	for (int day = 0; day < 4; day++) {
		tick(d);
		now_ms += DAY_MS + 1;
	}
	looked(d, &in, "T1", false);
	tick(d);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE issue = "
				"'stalled' AND order_ref = 'O1'"),
			 1);
	close_desk(d);
}

static void many_old_ones_are_one_ticket_and_one_alert(void **state)
{
	struct desk *d = open_desk();
	struct instance in = dhl(250);

	(void)state;
	for (int n = 1; n <= 20; n++)
		ship(d, n, "DHL", 20, "10.00");
	tick(d);
	for (int n = 1; n <= 20; n++)
		looked(d, &in, arena_printf(&arena, "T%d", n), false);
	tick(d);
	assert_int_equal(one(d, STALLED), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 1);
	close_desk(d);
}

static void a_stalled_parcel_is_still_followed(void **state)
{
	struct desk *d = open_desk();
	struct instance in = dhl(250);

	(void)state;
	ship(d, 1, "DHL", 6, "10.00");
	tick(d);
	looked(d, &in, "T1", false);
	tick(d);
	now_ms += 7 * HOUR_MS;
	assert_string_equal(next(d, &in), "T1");
	close_desk(d);
}

/* -- proof -- */

static void never_came(const struct brain *b, const char *text,
		       const char *lang, const char *channel, struct arena *a,
		       struct classified *out)
{
	(void)b, (void)text, (void)lang, (void)channel, (void)a;
	*out = (struct classified){ "delivered_not_received", "", "en", 90,
				    "[]" };
}

static void
a_proof_is_asked_once_when_a_delivered_parcel_never_came(void **state)
{
	struct desk *d = open_desk();
	struct instance in = dhl(250);

	(void)state;
	brain.classify = never_came;
	ship(d, 1, "DHL", 3, "10.00");
	scan(d, 1, "delivered", now_ms - DAY_MS);
	assert_string_equal(next(d, &in), "");
	deliver(d, "shop",
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
	close_desk(d);
}

/* -- cost -- */

static void choosing_costs_what_is_under_way_and_not_the_history(void **state)
{
	struct desk *d = open_desk();
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
	arena_release(&arena);
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
		cmocka_unit_test(a_stall_is_claimed_only_after_a_look),
		cmocka_unit_test(a_parcel_that_moved_meanwhile_has_not_stalled),
		cmocka_unit_test(where_nobody_can_be_asked_time_alone_decides),
		cmocka_unit_test(
			a_carrier_that_cannot_be_asked_for_a_day_is_told),
		cmocka_unit_test(waiting_for_a_call_does_not_make_a_stall_old),
		cmocka_unit_test(many_old_ones_are_one_ticket_and_one_alert),
		cmocka_unit_test(a_stalled_parcel_is_still_followed),
		cmocka_unit_test(
			a_proof_is_asked_once_when_a_delivered_parcel_never_came),
		cmocka_unit_test(
			choosing_costs_what_is_under_way_and_not_the_history),
	};

	return cmocka_run_group_tests_name("parcels", tests, NULL, NULL);
}
