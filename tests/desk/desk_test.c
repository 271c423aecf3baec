/* desk_test.c - what the desk promises, on a database in memory.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action/action_commands.h"
#include "desk/desk_help.h"
#include "desk/ledger/journal.h"
#include "help/fake_brain.h"

static void a_mail_opens_a_ticket_on_its_order(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	(void)state;
	deliver(d, "mail", MAIL("m1", "My parcel was not received"), &out);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE "
				"order_ref = 'O1' AND issue = 'not_received' "
				"AND tier = 2 AND state = 2 AND "
				"waiting_for = 'approval'"),
			 1);
	assert_int_equal(one(d, "SELECT due - opened FROM tickets"),
			 12 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"verb = 'reply' AND state = 2 AND to_addr = "
				"'ann@example.com'"),
			 1);
	replays_the_same(d);
	desk_close(d);
}

static void equal_facts_are_no_commands(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	int64_t before;

	(void)state;
	before = one(d, "SELECT count(*) FROM journal");
	deliver(d, "shop", ORDER, &out);
	assert_int_equal(out.unchanged, 2);
	assert_int_equal(one(d, "SELECT count(*) FROM journal"), before);
	desk_close(d);
}

static void a_bad_record_is_quarantined_and_the_others_taken(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	deliver(d, "shop",
		ORDER "{\"kind\":\"order\",\"name\":\"no ref\"}\nnot json\n",
		&out);
	assert_int_equal(out.taken, 2);
	assert_int_equal(out.quarantined, 2);
	assert_int_equal(one(d, "SELECT count(*) FROM quarantine WHERE "
				"state = 'open'"),
			 2);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 2);
	assert_int_equal(quarantine_retry(d, 1, &err), -1);
	assert_int_equal(err.code, ERR_DATA);
	replays_the_same(d);
	desk_close(d);
}

static void a_strangers_mail_makes_no_ticket(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "mail", MAIL("m9", "Buy our not received services"), &out);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM messages WHERE "
				"ticket IS NULL"),
			 1);
	desk_close(d);
}

static void a_second_refund_of_one_order_is_refused(void **state)
{
	struct desk *d = desk_with_order();
	struct err err;
	int64_t id;
	char json[200];

	(void)state;
	id = approved_refund(d, "mia");
	assert_int_equal(do_cmd(d, "plan", "mia",
				"{\"verb\":\"refund\",\"order\":\"#1001\","
				"\"amount\":\"5.00\",\"currency\":\"USD\"}",
				&err),
			 -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.text, "--after"));
	snprintf(json, sizeof json,
		 "{\"verb\":\"refund\",\"order\":\"#1001\",\"amount\":"
		 "\"5.00\",\"currency\":\"USD\",\"after\":%lld}",
		 (long long)id);
	assert_int_equal(do_cmd(d, "plan", "mia", json, &err), 0);
	assert_int_equal(one(d, "SELECT count(DISTINCT key) FROM actions"), 2);
	replays_the_same(d);
	desk_close(d);
}

static void a_name_of_two_orders_is_not_guessed(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err = { 0 };
	int64_t id;

	(void)state;
	assert_int_equal(shop_ensure(d, "second", "shopify",
				     now_ms - 30 * DAY_MS, &id, &err),
			 0);
	deliver(d, "second",
		"{\"kind\":\"order\",\"ref\":\"O9\",\"name\":\"#1001\","
		"\"placed\":\"2026-09-20T10:00:00Z\"}\n",
		&out);
	assert_int_equal(out.taken, 1);
	assert_int_equal(do_cmd(d, "plan", "mia",
				"{\"verb\":\"refund\",\"order\":\"#1001\","
				"\"amount\":\"5.00\",\"currency\":\"USD\"}",
				&err),
			 -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.text, "--shop"));
	assert_int_equal(do_cmd(d, "plan", "mia",
				"{\"verb\":\"refund\",\"order\":\"#1001\","
				"\"shop\":\"shop\",\"amount\":\"5.00\","
				"\"currency\":\"USD\"}",
				&err),
			 0);
	assert_int_equal(one(d, "SELECT shop FROM actions"), 1);
	desk_close(d);
}

static void an_agent_approves_only_within_the_limit(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;
	struct err err;

	(void)state;
	deliver(d, "shop",
		"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","
		"\"placed\":\"2026-09-20T10:00:00Z\"}\n",
		&out);
	assert_int_equal(plan(d, "refund", "60.00", NULL, &err), 0);
	assert_int_equal(
		do_cmd(d, "approve", "operator", "{\"action\":1}", &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":1}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(do_cmd(d, "approve", "tom", "{\"action\":1}", &err),
			 0);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_DUE);
	/* Now it shows that it was paid with 12.00: more never leaves. */
	deliver(d, "shop", ORDER, &out);
	assert_int_equal(send_now(d, 1), -1);
	desk_close(d);
}

static void what_was_sending_is_unknown_after_a_start(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err;
	struct action_job jobs[4];
	int64_t id;

	(void)state;
	id = approved_refund(d, "mia");
	assert_int_equal(action_jobs(desk_db(d), now_ms, jobs, 4), 1);
	assert_false(jobs[0].look);
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_now(d, id), -1);
	assert_int_equal(do_cmd(d, "started", "desk", "{}", &err), 0);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_UNKNOWN);
	assert_int_equal(action_jobs(desk_db(d), now_ms, jobs, 4), 1);
	assert_true(jobs[0].look);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_DUE);
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(one(d, "SELECT count(DISTINCT key) FROM actions"), 1);
	assert_int_equal(send_result(d, id, "accepted"), 0);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_ACCEPTED);
	deliver(d, "shop",
		"{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":\"O1\","
		"\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		"{\"amount\":\"5.00\",\"currency\":\"USD\"}}\n",
		&out);
	replays_the_same(d);
	desk_close(d);
}

/* A poll reads the order while the refund's own reply is under way. */
static void a_refund_that_a_poll_saw_first_settles(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	int64_t id;

	(void)state;
	id = approved_refund(d, "mia");
	assert_int_equal(send_now(d, id), 0);
	deliver(d, "shop", refund_fact(d, id), &out);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_SETTLED);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_SETTLED);
	replays_the_same(d);
	desk_close(d);
}

static void a_refund_that_shows_after_a_look_is_not_sent_again(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	int64_t id;

	(void)state;
	id = approved_refund(d, "mia");
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_DUE);
	deliver(d, "shop", refund_fact(d, id), &out);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_SETTLED);
	replays_the_same(d);
	desk_close(d);
}

/* Known only by the platform's own reference, which came with the reply. */
static void a_reply_that_names_a_known_refund_settles(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err;
	int64_t id;

	(void)state;
	id = approved_refund(d, "mia");
	assert_int_equal(send_now(d, id), 0);
	deliver(d, "shop",
		"{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":\"O1\","
		"\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		"{\"amount\":\"5.00\",\"currency\":\"USD\"}}\n",
		&out);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_SENDING);
	assert_int_equal(do_cmd(d, "result", "desk",
				"{\"action\":1,\"outcome\":\"accepted\","
				"\"why\":\"test\",\"ref\":\"R1\"}",
				&err),
			 0);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_SETTLED);
	replays_the_same(d);
	desk_close(d);
}

static void facts_from_before_go_live_make_history_only(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "shop",
		"{\"kind\":\"review\",\"ref\":\"V1\",\"stars\":1,\"at\":"
		"\"2020-01-01T00:00:00Z\"}\n"
		"{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
		"\"status\":\"needs_response\",\"opened\":"
		"\"2020-01-01T00:00:00Z\",\"respond_by\":"
		"\"2030-01-01T00:00:00Z\"}\n"
		"{\"kind\":\"dispute\",\"ref\":\"D2\",\"order_ref\":\"O2\","
		"\"status\":\"needs_response\",\"opened\":"
		"\"2020-01-01T00:00:00Z\",\"respond_by\":"
		"\"2030-01-01T00:00:00Z\"}\n",
		&out);
	assert_int_equal(out.taken, 3);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE "
				"purpose = 'platform'"),
			 2);
	desk_close(d);
}

static void a_missed_deadline_is_told(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	deliver(d, "mail", MAIL("m1", "the quality is poor"), &out);
	now_ms += 25 * HOUR_MS;
	assert_int_equal(desk_tick(d, &err), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE "
				"state = 3"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE "
				"level = 'error'"),
			 1);
	replays_the_same(d);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_opens_a_ticket_on_its_order),
		cmocka_unit_test(equal_facts_are_no_commands),
		cmocka_unit_test(
			a_bad_record_is_quarantined_and_the_others_taken),
		cmocka_unit_test(a_strangers_mail_makes_no_ticket),
		cmocka_unit_test(a_second_refund_of_one_order_is_refused),
		cmocka_unit_test(a_name_of_two_orders_is_not_guessed),
		cmocka_unit_test(an_agent_approves_only_within_the_limit),
		cmocka_unit_test(what_was_sending_is_unknown_after_a_start),
		cmocka_unit_test(a_refund_that_a_poll_saw_first_settles),
		cmocka_unit_test(
			a_refund_that_shows_after_a_look_is_not_sent_again),
		cmocka_unit_test(a_reply_that_names_a_known_refund_settles),
		cmocka_unit_test(facts_from_before_go_live_make_history_only),
		cmocka_unit_test(a_missed_deadline_is_told),
	};

	return cmocka_run_group_tests_name("desk", tests, NULL, NULL);
}
