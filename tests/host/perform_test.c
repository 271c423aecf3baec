/* perform_test.c - actions on their way with real workers: what holds up what,
 * and what the desk is told in the end.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/when.h"
#include "host/host_help.h"

#define ASKED(instance, op)                                       \
	"SELECT count(*) FROM kv WHERE instance = '" instance "'" \
	" AND key = '" op ".calls'"

static void a_dead_peer_holds_up_its_own_instance_only(void **state)
{
	(void)state;
	for (int i = 0; i < 24; i++)
		approved_reply();
	mood("mail", "send", "hang");
	rig_start();
	assert_true(becomes(1, ASKED("mail", "send")));
	turn(1500);
	approved_refund(2001);
	host_nudge(&rig.host);
	assert_true(becomes(1, ASKED("other", "act")));
	assert_int_equal(calls("mail", "send"), 1);
}

static void a_look_waits_for_one_action_of_its_instance_at_most(void **state)
{
	(void)state;
	for (int i = 0; i < 8; i++)
		approved_refund(1001 + i);
	mood("shop", "find", "slow");
	rig_start();
	assert_true(becomes(1, ASKED("shop", "find")));
	assert_int_equal(db_run(desk_db(rig.desk), &(struct err){ 0 },
				"UPDATE actions SET state = 9 WHERE "
				"order_ref = 'O1008'",
				""),
			 0);
	host_nudge(&rig.host);
	assert_true(becomes(1, "SELECT looks > 0 OR state <> 9 FROM actions "
			       "WHERE order_ref = 'O1008'"));
	assert_true(calls("shop", "act") <= 2);
}

/* Each try is its own worker; the time between them is skipped. */
static void an_action_that_kills_its_worker_three_times_is_parked(void **state)
{
	int64_t bad = approved_refund(1001);

	(void)state;
	mood("shop", "act", "crash");
	rig_start();
	for (int tries = 1; tries <= 3; tries++) {
		CLEANUP(free_ptr)
		char *sql = xasprintf("SELECT deaths FROM actions WHERE id = "
				      "%lld",
				      (long long)bad);

		assert_true(becomes(tries, sql));
		if (tries < 3)
			assert_int_equal(one("SELECT state = 10 FROM actions"),
					 0);
		skip_time(HOUR_MS);
	}
	assert_true(becomes(10, "SELECT state FROM actions"));
	assert_int_equal(one("SELECT why = 'it killed its worker three times' "
			     "FROM actions"),
			 1);
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE cause = "
			     "'action:1:parked'"),
			 1);
	/* It is not tried again, and what is behind it is. */
	mood("shop", "act", NULL);
	approved_refund(1002);
	approved_refund(2001);
	host_nudge(&rig.host);
	assert_true(becomes(4, "SELECT CAST(value AS INTEGER) FROM kv WHERE "
			       "instance = 'shop' AND key = 'act.calls'"));
	assert_true(becomes(1, ASKED("other", "act")));
	skip_time(DAY_MS);
	turn(300);
	assert_int_equal(calls("shop", "act"), 4);
}

static int refuse(void *arg)
{
	(void)arg;
	return 1;
}

/* What is there can be read; nothing is committed. */
static void disk(bool full)
{
	sqlite3_commit_hook(db_raw(desk_db(rig.desk)), full ? refuse : NULL,
			    NULL);
}

static void what_could_not_be_stored_is_told_when_there_is_room(void **state)
{
	(void)state;
	approved_reply();
	mood("mail", "send", "slow");
	rig_start();
	assert_true(becomes(1, ASKED("mail", "send")));
	disk(true);
	turn(1500);
	assert_int_equal(one("SELECT state FROM actions"), 5);
	assert_int_equal(perform_count(&rig.host), 1);
	disk(false);
	assert_true(becomes(7, "SELECT state FROM actions"));
	assert_int_equal(calls("mail", "send"), 1);
}

static void a_look_that_cannot_be_stored_is_not_repeated_at_once(void **state)
{
	int64_t before;

	(void)state;
	approved_refund(1001);
	mood("shop", "find", "slow");
	rig_start();
	assert_true(becomes(1, ASKED("shop", "find")));
	disk(true);
	before = rig.at[SHOP]->stats.calls;
	turn(1500);
	assert_true(rig.at[SHOP]->stats.calls - before <= 1);
	disk(false);
	assert_true(becomes(1, "SELECT why LIKE '%could not be stored' FROM "
			       "actions"));
}

/* A row that may not become what the word says. */
static void a_word_that_the_desk_refuses_leaves_the_action_unknown(void **state)
{
	(void)state;
	approved_refund(1001);
	assert_int_equal(db_run(desk_db(rig.desk), &(struct err){ 0 },
				"CREATE TRIGGER never BEFORE UPDATE ON actions "
				"WHEN old.state = 5 AND new.state <> 9 BEGIN "
				"SELECT RAISE(ABORT, 'never'); END",
				""),
			 0);
	mood("shop", "url", "http://127.0.0.1:9/");
	rig_start();
	assert_true(becomes(ACTION_UNKNOWN, "SELECT state FROM actions"));
	assert_int_equal(one("SELECT why LIKE '%could not be taken in' FROM "
			     "actions"),
			 1);
}

/* Nothing that a plugin forgets is gone while the desk does not know why. */
static void only_what_is_known_is_forgotten(int32_t state)
{
	CLEANUP(free_ptr)
	char *sql = xasprintf("CREATE TRIGGER early BEFORE DELETE ON kv WHEN "
			      "old.key = 'on its way' AND (SELECT state FROM "
			      "actions) = %d BEGIN SELECT RAISE(ABORT, "
			      "'early'); END",
			      state);

	assert_int_equal(db_run(desk_db(rig.desk), &(struct err){ 0 }, sql, ""),
			 0);
}

static void
what_a_text_leaves_behind_goes_in_one_transaction_with_its_fate(void **state)
{
	(void)state;
	approved_reply();
	mood("mail", "on its way", "1");
	only_what_is_known_is_forgotten(ACTION_SENDING);
	rig_start();
	assert_true(becomes(ACTION_SETTLED, "SELECT state FROM actions"));
	assert_int_equal(one("SELECT count(*) FROM kv WHERE key = 'on its "
			     "way'"),
			 0);
}

static void what_a_look_forgets_goes_in_one_transaction_with_it(void **state)
{
	(void)state;
	approved_reply();
	mood("mail", "on its way", "1");
	assert_int_equal(db_run(desk_db(rig.desk), &(struct err){ 0 },
				"UPDATE actions SET state = 9", ""),
			 0);
	only_what_is_known_is_forgotten(ACTION_UNKNOWN);
	rig_start();
	assert_true(becomes(ACTION_SETTLED, "SELECT state FROM actions"));
	assert_int_equal(calls("mail", "send"), 0);
	assert_int_equal(one("SELECT count(*) FROM kv WHERE key = 'on its "
			     "way'"),
			 0);
}

static void a_refund_waits_for_the_unknown_one_of_its_order(void **state)
{
	struct err err;

	(void)state;
	approved_refund(1001);
	assert_int_equal(db_run(desk_db(rig.desk), &err,
				"UPDATE actions SET state = 9, not_before = "
				"4000000000000",
				""),
			 0);
	if (do_cmd("plan",
		   "{\"verb\":\"refund\",\"order\":\"#1001\",\"amount\":"
		   "\"2.00\",\"currency\":\"USD\",\"after\":1}",
		   &err) ||
	    do_cmd("approve", "{\"action\":2}", &err))
		fail_msg("%s", err.text);
	mood("shop", "url", "http://127.0.0.1:9/");
	rig_start();
	assert_true(becomes(1, "SELECT why LIKE '%action 1 of the same order "
			       "is in flight' FROM actions WHERE id = 2"));
	assert_int_equal(one("SELECT state FROM actions WHERE id = 2"), 4);
}

static void a_refund_that_does_not_fit_is_parked_with_the_reason(void **state)
{
	(void)state;
	approved_refund(1001);
	assert_int_equal(db_run(desk_db(rig.desk), &(struct err){ 0 },
				"UPDATE payments SET amount = 100", ""),
			 0);
	mood("shop", "url", "http://127.0.0.1:9/");
	rig_start();
	assert_true(becomes(10, "SELECT state FROM actions"));
	assert_int_equal(one("SELECT why LIKE '%has 1.00 USD left to refund%' "
			     "FROM actions"),
			 1);
}

static void what_a_look_finds_done_is_not_sent_again(void **state)
{
	(void)state;
	approved_refund(1001);
	assert_int_equal(db_run(desk_db(rig.desk), &(struct err){ 0 },
				"UPDATE actions SET doubt = 1, attempts = 1",
				""),
			 0);
	mood("shop", "found", "R7");
	rig_start();
	assert_true(becomes(ACTION_SETTLED, "SELECT state FROM actions"));
	assert_int_equal(one("SELECT remote_ref = 'R7' FROM actions"), 1);
	assert_int_equal(calls("shop", "act"), 0);
}

/* Settled a day ago, as R1. */
static void settled_refund(void)
{
	struct err err;

	approved_refund(1001);
	if (do_cmd("sending", "{\"action\":1,\"request_hash\":\"x\"}", &err) ||
	    do_cmd("result",
		   "{\"action\":1,\"outcome\":\"settled\",\"ref\":\"R1\"}",
		   &err))
		fail_msg("%s", err.text);
	skip_time(25 * HOUR_MS);
}

static void a_settled_refund_that_is_still_shown_stays_settled(void **state)
{
	(void)state;
	settled_refund();
	mood("shop", "shows", "R1");
	rig_start();
	assert_true(becomes(1, "SELECT looks FROM actions"));
	assert_int_equal(one("SELECT state FROM actions"), ACTION_SETTLED);
	assert_int_equal(calls("shop", "act"), 0);
}

static void a_settled_refund_that_is_shown_no_more_is_for_a_person(void **state)
{
	(void)state;
	settled_refund();
	rig_start();
	assert_true(becomes(ACTION_PARKED, "SELECT state FROM actions"));
	assert_int_equal(one("SELECT count(*) FROM alerts WHERE text LIKE "
			     "'action 1 (refund) is parked%'"),
			 1);
}

static void a_look_at_a_settled_refund_that_fails_changes_nothing(void **state)
{
	(void)state;
	settled_refund();
	mood("shop", "find", "retry");
	rig_start();
	assert_true(becomes(1, "SELECT not_before > 0 FROM actions WHERE "
			       "not_before > (SELECT max(at) FROM journal)"));
	assert_int_equal(one("SELECT state FROM actions"), ACTION_SETTLED);
	turn(300);
	assert_int_equal(calls("shop", "find"), 1);
}

#define ALERT(cause) "SELECT count(*) FROM alerts WHERE cause = '" cause "'"

static void hours(int n)
{
	for (int i = 0; i < 6 * n; i++) {
		skip_time(10 * MINUTE_MS);
		turn(60);
	}
}

static void refused_credentials_are_not_tried_again_and_again(void **state)
{
	int64_t before;

	(void)state;
	for (int i = 0; i < 5; i++)
		approved_refund(1001 + i);
	mood("shop", "find", "auth");
	rig_start();
	assert_true(becomes(1, ALERT("paused:shop")));
	hours(4);
	assert_in_range(calls("shop", "find"), 2, 7);
	assert_int_equal(one("SELECT \"count\" FROM alerts"), 1);
	before = calls("shop", "find");
	mood("shop", "find", NULL);
	rig_reload();
	assert_true(becomes(1, ASKED("shop", "act")));
	assert_true(calls("shop", "find") > before);
}

static void a_paused_instance_performs_nothing(void **state)
{
	(void)state;
	mood("shop", "sync", "auth");
	rig_start();
	assert_true(becomes(1, ALERT("paused:shop")));
	approved_refund(1001);
	turn(1000);
	assert_int_equal(calls("shop", "find"), 0);
	mood("shop", "sync", NULL);
	rig_reload();
	assert_true(becomes(1, ASKED("shop", "act")));
}

static void a_shop_that_is_down_is_asked_less_and_less(void **state)
{
	(void)state;
	approved_refund(1001);
	mood("shop", "find", "retry");
	rig_start();
	assert_true(becomes(1, ASKED("shop", "find")));
	for (int i = 0; i < 120; i++) {
		skip_time(MINUTE_MS);
		turn(30);
	}
	assert_in_range(calls("shop", "find"), 8, 22);
	assert_int_equal(one(ALERT("actions-fail:shop")), 1);
}

static void an_instance_that_is_gone_is_told_once(void **state)
{
	(void)state;
	approved_refund(1001);
	approved_refund(1002);
	assert_int_equal(db_run(desk_db(rig.desk), &(struct err){ 0 },
				"UPDATE actions SET instance = 'gone'", ""),
			 0);
	rig_start();
	assert_true(becomes(1, ALERT("no-instance:gone")));
	hours(2);
	assert_int_equal(one("SELECT \"count\" FROM alerts"), 1);
	assert_in_range(one("SELECT count(*) FROM journal WHERE kind = "
			    "'result'"),
			8, 2 * 18);
}

/* The puppet asks for the year 2096. */
static void nobody_is_put_off_for_more_than_a_day(void **state)
{
	(void)state;
	approved_refund(1001);
	mood("shop", "find", "far");
	mood("other", "sync", "far");
	rig_start();
	assert_true(becomes(1, ASKED("other", "sync")));
	assert_true(becomes(1, "SELECT coalesce(not_before, 0) > 0 FROM "
			       "actions"));
	mood("shop", "find", NULL);
	mood("other", "sync", NULL);
	skip_time(23 * HOUR_MS);
	turn(300);
	assert_int_equal(calls("other", "sync"), 1);
	assert_int_equal(calls("shop", "find"), 1);
	skip_time(HOUR_MS + MINUTE_MS);
	assert_true(becomes(1, ASKED("shop", "act")));
	turn(300);
	assert_int_equal(calls("other", "sync"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_dead_peer_holds_up_its_own_instance_only, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			a_look_waits_for_one_action_of_its_instance_at_most,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			an_action_that_kills_its_worker_three_times_is_parked,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			what_could_not_be_stored_is_told_when_there_is_room,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_look_that_cannot_be_stored_is_not_repeated_at_once,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_word_that_the_desk_refuses_leaves_the_action_unknown,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			what_a_text_leaves_behind_goes_in_one_transaction_with_its_fate,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			what_a_look_forgets_goes_in_one_transaction_with_it,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_refund_waits_for_the_unknown_one_of_its_order,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_refund_that_does_not_fit_is_parked_with_the_reason,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			what_a_look_finds_done_is_not_sent_again, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			a_settled_refund_that_is_still_shown_stays_settled,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_settled_refund_that_is_shown_no_more_is_for_a_person,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_look_at_a_settled_refund_that_fails_changes_nothing,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			refused_credentials_are_not_tried_again_and_again,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_paused_instance_performs_nothing, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			a_shop_that_is_down_is_asked_less_and_less, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			an_instance_that_is_gone_is_told_once, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			nobody_is_put_off_for_more_than_a_day, rig_open,
			rig_close),
	};

	return cmocka_run_group_tests_name("perform", tests, NULL, NULL);
}
