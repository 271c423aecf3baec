/* tick_test.c - a deadline that cannot be taken costs itself only.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "help/fail_reads.h"

/* Tickets with a first response due. */
static struct desk *three_are_due(void)
{
	struct desk *d = open_desk();

	for (int n = 1001; n <= 1003; n++)
		complaint(d, (struct complaint){ .n = n, .total = "90.00" });
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines"), 3);
	now_ms += 25 * HOUR_MS;
	return d;
}

/* Takes what is due as the host does; says how often it had to ask. */
static int tick_until_quiet(struct desk *d)
{
	struct err err = { 0 };
	int64_t next = desk_next_due(d);
	int ticks = 0;

	for (; next >= 0 && next <= now_ms; next = desk_next_due(d)) {
		if (desk_tick(d, &err) < 0)
			fail_msg("%s", err.text);
		if (++ticks > 10)
			fail_msg("it is asked for the same ones for ever");
	}
	return ticks;
}

static int64_t breached(struct desk *d)
{
	return one(d, "SELECT count(*) FROM deadlines WHERE state = 3");
}

static void a_deadline_that_breaks_its_batch_costs_itself_only(void **state)
{
	struct desk *d = three_are_due();

	(void)state;
	/* An error of the database, for the second of them. */
	run_sql(d, "CREATE TRIGGER bad BEFORE UPDATE ON deadlines WHEN "
		   "old.id = 2 AND new.state <> 1 BEGIN SELECT json('{'); END");
	assert_int_equal(tick_until_quiet(d), 1);
	assert_int_equal(breached(d), 2);
	assert_int_equal(one(d, "SELECT due FROM deadlines WHERE state = 1"),
			 now_ms + 15 * MINUTE_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'put-off:2' AND level = 'error' AND "
				"text LIKE '%malformed JSON%'"),
			 1);
	run_sql(d, "DROP TRIGGER bad");
	now_ms += 15 * MINUTE_MS;
	assert_int_equal(tick_until_quiet(d), 1);
	assert_int_equal(breached(d), 3);
	desk_close(d);
}

static void a_refused_deadline_is_put_off_and_told(void **state)
{
	struct desk *d = three_are_due();

	(void)state;
	run_sql(d, "DELETE FROM tickets WHERE id = 1");
	assert_int_equal(tick_until_quiet(d), 1);
	assert_int_equal(breached(d), 2);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'put-off:1' AND text LIKE '%no ticket T-1%'"),
			 1);
	/* Again, and the same alert counts it. */
	now_ms += 15 * MINUTE_MS;
	assert_int_equal(tick_until_quiet(d), 1);
	assert_int_equal(one(d, "SELECT count FROM alerts WHERE cause = "
				"'put-off:1'"),
			 2);
	desk_close(d);
}

static void many_refused_ones_do_not_keep_the_rest_waiting(void **state)
{
	struct desk *d = three_are_due();

	(void)state;
	run_sql(d,
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
		"n "
		"WHERE i < 300) INSERT INTO deadlines(id, ticket, purpose, "
		"source, due, \"set\", state) SELECT 1000 + i, 999, 'promise', "
		"'rule', 1, 1, 1 FROM n");
	assert_int_equal(tick_until_quiet(d), 2);
	assert_int_equal(breached(d), 3);
	desk_close(d);
}

static void what_was_put_off_is_the_same_in_a_replay(void **state)
{
	struct desk *d = three_are_due();

	(void)state;
	fail_reads(desk_db(d), "FROM tickets WHERE id = ?1");
	assert_int_equal(tick_until_quiet(d), 1);
	fail_reads(desk_db(d), NULL);
	assert_int_equal(breached(d), 0);
	replays_the_same(d);
	now_ms += 15 * MINUTE_MS;
	assert_int_equal(tick_until_quiet(d), 1);
	assert_int_equal(breached(d), 3);
	replays_the_same(d);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_deadline_that_breaks_its_batch_costs_itself_only),
		cmocka_unit_test(a_refused_deadline_is_put_off_and_told),
		cmocka_unit_test(
			many_refused_ones_do_not_keep_the_rest_waiting),
		cmocka_unit_test(what_was_put_off_is_the_same_in_a_replay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
