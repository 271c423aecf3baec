/* guard_test.c - what holds money back holds it, too, when it cannot be read.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/desk_help.h"
#include "desk/ledger/restored.h"
#include "help/fail_reads.h"
#include "help/fake_brain.h"

static int64_t state_of_refund(struct desk *d)
{
	return one(d, "SELECT state FROM actions ORDER BY id DESC LIMIT 1");
}

static void no_refund_leaves_past_a_guard_that_cannot_be_read(void **state)
{
	static const char *const guards[] = {
		"FROM holds",
		"state IN (5, 9) AND id <> ?3",
		"SELECT 1 FROM deadlines",
		"SELECT at, mono, boot FROM journal",
	};
	struct desk *d = desk_with_a_due_refund();
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(guards); i++) {
		fail_reads(desk_db(d), guards[i]);
		if (send_now(d, 1) != -1)
			fail_msg("sent past: %s", guards[i]);
		fail_reads(desk_db(d), NULL);
		assert_int_equal(state_of_refund(d), ACTION_DUE);
	}
	assert_int_equal(send_now(d, 1), 0);
	assert_int_equal(do_cmd(d, "sending", "desk", "{\"action\":1}", &err),
			 -1);
	replays_the_same(d);
	desk_close(d);
}

static void no_second_refund_is_planned_past_an_unreadable_first(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct err err = { 0 };

	(void)state;
	fail_reads(desk_db(d), "AND order_ref = ?3 AND state NOT IN");
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	fail_reads(desk_db(d), NULL);
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), 1);
	desk_close(d);
}

static void a_hold_is_not_lifted_by_a_count_that_failed(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(do_cmd(d, "restored", "desk", "{}", &err), 0);
	fail_reads(desk_db(d), "count(*) FROM actions WHERE (state IN (5, 9)");
	assert_int_equal(restored_settle(d, &err), -1);
	assert_int_equal(do_cmd(d, "lift", "eva", "{}", &err), -1);
	fail_reads(desk_db(d), NULL);
	assert_int_equal(one(d, "SELECT count(*) FROM holds"), 1);
	desk_close(d);
}

static void
what_a_shop_gave_away_and_cannot_be_read_is_no_missing_rate(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct err err = { 0 };

	(void)state;
	fake_shop_limits.per_hour = (struct money){ 100000, "USD" };
	fail_reads(desk_db(d), "sum(worth) FROM actions WHERE shop");
	assert_int_equal(do_cmd(d, "sending", "desk",
				"{\"action\":1,\"request_hash\":\"a\"}", &err),
			 -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	fail_reads(desk_db(d), NULL);
	assert_int_equal(action_state(d, 1), ACTION_DUE);
	fake_shop_limits = (struct shop_limits){ 0 };
	desk_close(d);
}

/* Else the playbook would go on, and its promise with it. */
static void nobody_takes_over_from_a_playbook_that_cannot_be_read(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	deliver(d, "mail", MAIL("m1", "quality"), &out);
	fail_reads(desk_db(d), "rule GLOB 'playbook *' AND state IN (1, 2");
	assert_int_equal(do_cmd(d, "reply", "mia",
				"{\"ticket\":1,\"text\":\"I look\"}", &err),
			 -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	fail_reads(desk_db(d), NULL);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"proposed_by = 'mia'"),
			 0);
	desk_close(d);
}

static void a_start_that_cannot_read_what_was_sent_is_no_start(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(send_now(d, 1), 0);
	fail_reads(desk_db(d), "WHERE state = 5 AND id > ?1");
	assert_int_equal(desk_start(d, &err), -1);
	fail_reads(desk_db(d), "pragma_application_id");
	assert_int_equal(desk_start(d, &err), -1);
	fail_reads(desk_db(d), NULL);
	assert_int_equal(desk_start(d, &err), 0);
	assert_int_equal(state_of_refund(d), ACTION_UNKNOWN);
	desk_close(d);
}

static void a_ticket_is_not_closed_over_money_that_cannot_be_read(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	deliver(d, "mail", MAIL("m1", "where is my parcel"), &out);
	fail_reads(desk_db(d), "state IN (3, 4, 5, 6, 9, 10)");
	assert_int_equal(do_cmd(d, "close", "mia",
				"{\"ticket\":1,\"outcome\":\"done\"}", &err),
			 -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	fail_reads(desk_db(d), NULL);
	assert_int_equal(one(d, "SELECT state = 3 FROM tickets"), 0);
	desk_close(d);
}

/* When it went live decides whether a fact makes a ticket: not to know is no
 * reason to take it for history. */
static void a_fact_judged_on_a_failed_read_is_not_taken(void **state)
{
	struct desk *d = open_desk();
	struct err err = { 0 };
	struct delivery out = { .instance = "shop",
				.via = "sync",
				.shop = 1,
				.records = ORDER,
				.records_len = strlen(ORDER) };

	(void)state;
	fail_reads(desk_db(d), "s.live_since");
	assert_int_equal(desk_deliver(d, &out, &err), -1);
	fail_reads(desk_db(d), NULL);
	assert_int_equal(one(d, "SELECT count(*) FROM orders"), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM quarantine"), 0);
	deliver(d, "shop", ORDER, &out);
	assert_int_equal(out.taken, 2);
	replays_the_same(d);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			no_refund_leaves_past_a_guard_that_cannot_be_read),
		cmocka_unit_test(
			no_second_refund_is_planned_past_an_unreadable_first),
		cmocka_unit_test(a_hold_is_not_lifted_by_a_count_that_failed),
		cmocka_unit_test(
			what_a_shop_gave_away_and_cannot_be_read_is_no_missing_rate),
		cmocka_unit_test(
			nobody_takes_over_from_a_playbook_that_cannot_be_read),
		cmocka_unit_test(
			a_start_that_cannot_read_what_was_sent_is_no_start),
		cmocka_unit_test(
			a_ticket_is_not_closed_over_money_that_cannot_be_read),
		cmocka_unit_test(a_fact_judged_on_a_failed_read_is_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
