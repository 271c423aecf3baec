/* action_test.c - an effect happens once, or a person is asked: the ways in
 * which that could go wrong.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action/action_commands.h"
#include "desk/desk_help.h"
#include "help/fake_brain.h"

static int result(struct desk *d, const char *json)
{
	struct err err;

	return do_cmd(d, "result", "desk", json, &err);
}

static void tick(struct desk *d)
{
	struct err err = { 0 };

	assert_true(desk_tick(d, &err) >= 0);
}

static void foreign_refund(struct desk *d, const char *ref, const char *amount)
{
	struct delivery out;
	char json[400];

	snprintf(json, sizeof json,
		 "{\"kind\":\"payment\",\"ref\":\"%s\",\"order_ref\":\"O1\","
		 "\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		 "{\"amount\":\"%s\",\"currency\":\"USD\"}}\n",
		 ref, amount);
	deliver(d, "shop", json, &out);
	assert_int_equal(out.taken, 1);
}

/* -- doubt -- */

static void a_refusal_after_a_doubtful_attempt_is_for_a_person(void **state)
{
	struct desk *d = desk_with_order();
	struct err err;
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(send_result(d, id, "refused"), 0);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	/* The intent stays taken. */
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), -1);
	foreign_refund(d, "R0", "1.00");
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	replays_the_same(d);
	desk_close(d);
}

static void a_plain_refusal_is_one(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "refused"), 0);
	assert_int_equal(action_state(d, id), ACTION_REFUSED);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%refused%'"),
			 1);
	desk_close(d);
}

static void what_was_given_up_and_shows_after_all_is_told(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "refused"), 0);
	deliver(d, "shop", refund_fact(d, id), &out);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%but the platform shows%'"),
			 1);
	replays_the_same(d);
	desk_close(d);
}

static void a_refund_from_elsewhere_stops_ours_before_it_leaves(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");

	(void)state;
	foreign_refund(d, "R0", "5.00");
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	assert_int_equal(send_now(d, id), -1);
	replays_the_same(d);
	desk_close(d);
}

static void a_burnt_key_is_replaced(void **state)
{
	struct desk *d = desk_with_order();
	struct err err;
	int64_t id = approved_refund(d, "mia");
	char *key = xstrdup(one_text(d, "SELECT key FROM actions"));

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(result(d, "{\"action\":1,\"outcome\":\"not_done\","
				   "\"why\":\"burnt\",\"new_key\":1}"),
			 0);
	assert_int_equal(action_state(d, id), ACTION_DUE);
	assert_string_not_equal(one_text(d, "SELECT key FROM actions"), key);
	assert_int_equal(one(d, "SELECT generation FROM actions"), 1);
	/* Under another key it may be another request. */
	assert_int_equal(do_cmd(d, "sending", "desk",
				"{\"action\":1,\"request_hash\":\"other\"}",
				&err),
			 0);
	free(key);
	replays_the_same(d);
	desk_close(d);
}

/* -- coming to rest -- */

static void the_same_key_goes_with_the_same_bytes(void **state)
{
	struct desk *d = desk_with_order();
	struct err err = { 0 };
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(do_cmd(d, "sending", "desk",
				"{\"action\":1,\"request_hash\":\"other\"}",
				&err),
			 -1);
	assert_non_null(strstr(err.text, "differ from the first"));
	assert_int_equal(action_state(d, id), ACTION_DUE);
	assert_int_equal(send_now(d, id), 0);
	replays_the_same(d);
	desk_close(d);
}

static void what_is_accepted_and_never_shown_is_told_after_days(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia"), looks = 0;

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "accepted"), 0);
	for (int64_t end = now_ms + 4 * DAY_MS; now_ms < end;
	     now_ms += 5 * MINUTE_MS) {
		struct action_job job;

		tick(d);
		if (action_jobs(desk_db(d), now_ms, &job, 1) == 1) {
			looks++;
			assert_int_equal(send_result(d, id, "absent"), 0);
		}
	}
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	assert_in_range(looks, 5, 30);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE "
				"level = 'error'"),
			 1);
	replays_the_same(d);
	desk_close(d);
}

static void what_settled_and_then_failed_is_told(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	int64_t id = approved_refund(d, "mia");
	char failed[500];

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	deliver(d, "shop", refund_fact(d, id), &out);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	snprintf(failed, sizeof failed, "%s", refund_fact(d, id));
	memcpy(strstr(failed, "success"), "failed\" ", 8);
	failed[strlen(failed)] = '\0';
	deliver(d, "shop", failed, &out);
	assert_int_equal(out.taken, 1);
	assert_int_equal(action_state(d, id), ACTION_FAILED);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE "
				"level = 'error'"),
			 1);
	desk_close(d);
}

/* Who closed it wrote "refunded"; it stands in no queue until it is open. */
static void what_settled_and_failed_opens_its_closed_ticket_again(void **state)
{
	struct desk *d = desk_with_lost_order();
	struct delivery out;
	char failed[500];
	int64_t id;

	(void)state;
	id = approved_refund(d, "mia");
	assert_int_equal(send_now(d, id), 0);
	deliver(d, "shop", refund_fact(d, id), &out);
	run_sql(d, "UPDATE actions SET state = 11 WHERE verb = 'reply'");
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"refunded\",\"force\":\"-\"}");
	assert_int_equal(one(d, "SELECT state FROM tickets"), TICKET_CLOSED);
	snprintf(failed, sizeof failed, "%s", refund_fact(d, id));
	memcpy(strstr(failed, "success"), "failed\" ", 8);
	deliver(d, "shop", failed, &out);
	assert_int_equal(action_state(d, id), ACTION_FAILED);
	assert_int_equal(one(d, "SELECT state FROM tickets"), TICKET_OPEN);
	assert_int_equal(one(d, "SELECT reopened FROM tickets"), 1);
	desk_close(d);
}

/* A refund to a gift card and a card are two payments of one action. */
static void payment(struct desk *d, const char *ref, const char *amount,
		    const char *status)
{
	struct delivery out;
	char json[500];

	snprintf(json, sizeof json,
		 "{\"kind\":\"payment\",\"ref\":\"%s\",\"order_ref\":\"O1\","
		 "\"type\":\"refund\",\"status\":\"%s\",\"amount\":"
		 "{\"amount\":\"%s\",\"currency\":\"USD\"},\"note\":\"%s\"}\n",
		 ref, status, amount, one_text(d, "SELECT key FROM actions"));
	deliver(d, "shop", json, &out);
	assert_int_equal(out.taken, 1);
}

static void a_split_refund_settles_when_all_of_it_is_paid(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "accepted"), 0);
	payment(d, "R1", "2.00", "success");
	assert_int_equal(action_state(d, id), ACTION_ACCEPTED);
	payment(d, "R2", "3.00", "success");
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	replays_the_same(d);
	desk_close(d);
}

static void a_split_refund_that_fails_in_part_is_for_a_person(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "accepted"), 0);
	payment(d, "R1", "2.00", "failed");
	assert_int_equal(action_state(d, id), ACTION_FAILED);
	payment(d, "R2", "3.00", "success");
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%not as decided%'"),
			 1);
	desk_close(d);
}

static void more_paid_than_decided_is_told(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	payment(d, "R1", "8.00", "success");
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%not as decided%'"),
			 1);
	desk_close(d);
}

static void closing_by_force_lets_approved_money_go_on(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err;
	int64_t id;

	(void)state;
	fake_undo = 10 * MINUTE_MS;
	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	id = approved_refund(d, "mia");
	assert_int_equal(action_state(d, id), ACTION_HELD);
	assert_int_equal(do_cmd(d, "close", "mia",
				"{\"ticket\":1,\"outcome\":\"refunded\"}",
				&err),
			 -1);
	assert_int_equal(do_cmd(d, "close", "tom",
				"{\"ticket\":1,\"outcome\":\"refunded\","
				"\"force\":\"agreed by phone\"}",
				&err),
			 0);
	now_ms += 11 * MINUTE_MS;
	tick(d);
	assert_int_equal(action_state(d, id), ACTION_DUE);
	replays_the_same(d);
	desk_close(d);
}

static const char *identity(struct desk *d)
{
	return one_text(d, "SELECT key || ' ' || intent || ' ' || intent_no || "
			   "' ' || coalesce(generation, 0) FROM actions WHERE "
			   "id = 1");
}

static void an_approval_taken_back_leaves_the_proposal_and_its_key(void **state)
{
	struct desk *d = desk_with_order();
	CLEANUP(free_ptr) char *was = NULL;

	(void)state;
	fake_undo = 10 * MINUTE_MS;
	approved_refund(d, "mia");
	was = xstrdup(identity(d));
	must_do(d, "undo", "tom", "{\"action\":1}");
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	assert_int_equal(one(d, "SELECT approved_by IS NULL AND approved IS "
				"NULL AND hold_until IS NULL FROM actions"),
			 1);
	assert_string_equal(one_text(d, "SELECT why FROM actions"),
			    "approval withdrawn by tom");
	assert_string_equal(one_text(d, "SELECT kind FROM journal ORDER BY seq "
					"DESC LIMIT 1"),
			    "undo");
	pass(d, 11 * MINUTE_MS);
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	must_do(d, "approve", "mia", "{\"action\":1}");
	pass(d, 9 * MINUTE_MS);
	assert_int_equal(action_state(d, 1), ACTION_HELD);
	pass(d, 2 * MINUTE_MS);
	assert_int_equal(send_now(d, 1), 0);
	assert_string_equal(was, identity(d));
	ends_the_same(d);
}

static void what_a_rule_let_go_waits_for_a_person_when_taken_back(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_undo = 10 * MINUTE_MS;
	fake_effects = "auto";
	fake_rule_limits.per_action = (struct money){ 2000, "USD" };
	fake_rule_limits.per_day = (struct money){ 5000, "USD" };
	complaint(d, (struct complaint){ .n = 1, .total = "12.00" });
	assert_int_equal(one(d, "SELECT state FROM actions WHERE verb = "
				"'refund'"),
			 ACTION_HELD);
	must_do(d, "undo", "mia",
		one_text(d, "SELECT '{\"action\":' || id || '}' FROM actions "
			    "WHERE verb = 'refund'"));
	pass(d, HOUR_MS);
	assert_int_equal(one(d, "SELECT state FROM actions WHERE verb = "
				"'refund'"),
			 ACTION_WAITING);
	ends_the_same(d);
}

static void no_approval_is_taken_back_of_what_may_leave(void **state)
{
	struct desk *d = desk_with_a_due_refund();
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "undo", "mia", "{\"action\":1}", &err), -1);
	assert_non_null(strstr(err.text, "is due, not held"));
	assert_non_null(strstr(err.text, "action cancel"));
	assert_int_equal(send_now(d, 1), 0);
	assert_int_equal(do_cmd(d, "undo", "mia", "{\"action\":1}", &err), -1);
	assert_non_null(strstr(err.text, "is sending, not held"));
	assert_null(strstr(err.text, "action cancel"));
	assert_int_equal(send_result(d, 1, "accepted"), 0);
	assert_int_equal(do_cmd(d, "undo", "mia", "{\"action\":1}", &err), -1);
	ends_the_same(d);
}

static void a_look_waits_until_the_lag_is_over(void **state)
{
	struct desk *d = desk_with_order();
	struct action_job jobs[2];
	struct err err;

	(void)state;
	fake_lag = 15 * MINUTE_MS;
	assert_int_equal(plan(d, "coupon", "5.00", NULL, &err), 0);
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":1}", &err),
			 0);
	assert_int_equal(send_now(d, 1), 0);
	assert_int_equal(do_cmd(d, "started", "desk", "{}", &err), 0);
	assert_int_equal(action_jobs(desk_db(d), now_ms, jobs, 2), 0);
	assert_int_equal(
		action_jobs(desk_db(d), now_ms + 16 * MINUTE_MS, jobs, 2), 1);
	fake_lag = 30 * SECOND_MS;
	desk_close(d);
}

/* -- after a doubt -- */

static void doubtful(struct desk *d, int64_t id)
{
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	assert_int_equal(send_result(d, id, "absent"), 0);
	assert_int_equal(action_state(d, id), ACTION_DUE);
}

static void what_may_have_been_done_is_stopped_not_cancelled(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");
	struct err err;

	(void)state;
	doubtful(d, id);
	assert_int_equal(
		do_cmd(d, "cancel", "stranger", "{\"action\":1}", &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(do_cmd(d, "cancel", "mia", "{\"action\":1}", &err), 0);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), -1);
	desk_close(d);
}

static void
a_second_attempt_needs_the_bytes_and_the_key_of_the_first(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");
	struct err err;

	(void)state;
	doubtful(d, id);
	assert_int_equal(do_cmd(d, "sending", "desk",
				"{\"action\":1,\"request_hash\":\"other\"}",
				&err),
			 -1);
	assert_int_equal(err.code, ERR_DATA);
	now_ms +=
		21 * HOUR_MS; /* the key lives a day; four fifths of it count */
	assert_int_equal(send_now(d, id), -1);
	now_ms += 4 * HOUR_MS;
	tick(d);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	replays_the_same(d);
	desk_close(d);
}

static void what_nobody_can_tell_for_a_day_is_for_a_person(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");
	struct err err;

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	for (int i = 0; i < 30; i++) {
		now_ms += HOUR_MS;
		tick(d);
		if (action_state(d, id) == ACTION_UNKNOWN)
			assert_int_equal(send_result(d, id, "postpone"), 0);
	}
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	assert_int_equal(do_cmd(d, "retry", "mia",
				"{\"action\":1,\"seen\":\"done\"}", &err),
			 0);
	assert_int_equal(action_state(d, id), ACTION_SETTLED);
	desk_close(d);
}

static void a_look_that_kills_its_worker_is_not_taken_for_ever(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "unknown"), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(send_result(d, id, "died"), 0);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	desk_close(d);
}

static int64_t a_day(const struct brain *b)
{
	(void)b;
	return DAY_MS;
}

static void how_long_a_platform_may_take_is_policy(void **state)
{
	struct desk *d = desk_with_a_due_refund();

	(void)state;
	test_brain.after.settles_within = a_day;
	assert_int_equal(send_now(d, 1), 0);
	assert_int_equal(send_result(d, 1, "accepted"), 0);
	pass(d, DAY_MS - 1);
	assert_int_equal(action_state(d, 1), ACTION_ACCEPTED);
	pass(d, 1);
	assert_int_equal(action_state(d, 1), ACTION_PARKED);
	ends_the_same(d);
}

/* Any agent closes over a follow-up of theirs; money is another matter. */
static void
money_under_way_is_overruled_by_who_leads_and_the_reason_stays(void **state)
{
	static const char close[] = "{\"ticket\":1,\"outcome\":\"refunded\","
				    "\"force\":\"agreed by phone\"}";
	struct desk *d = desk_with_lost_order();
	struct err err = { 0 };

	(void)state;
	approved_refund(d, "mia");
	assert_int_equal(do_cmd(d, "close", "mia", close, &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_non_null(strstr(err.text, "a manager or an owner"));
	must_do(d, "close", "tom", close);
	assert_string_equal(one_text(d, "SELECT \"text\" FROM notes WHERE "
					"ticket = 1 AND author = 'tom'"),
			    "closed all the same: agreed by phone");
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"instr(payload || decisions, 'by phone')"),
			 0);
	ends_the_same(d);
}

static void parked_money_opens_its_closed_ticket_again(void **state)
{
	struct desk *d = desk_with_lost_order();
	struct err err;
	int64_t id;

	(void)state;
	id = approved_refund(d, "mia");
	assert_int_equal(do_cmd(d, "close", "tom",
				"{\"ticket\":1,\"outcome\":\"refunded\","
				"\"force\":\"agreed\"}",
				&err),
			 0);
	assert_int_equal(send_result(d, id, "impossible"), 0);
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets"),
			    "decision");
	assert_int_equal(one(d, "SELECT state FROM tickets"), TICKET_WAITING);
	replays_the_same(d);
	desk_close(d);
}

static void money_that_waits_keeps_its_ticket_open(void **state)
{
	static const char close[] = "{\"ticket\":1,\"outcome\":\"refunded\"}";
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	deliver(d, "mail", MAIL("m1", "poor quality"), &out);
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	assert_int_equal(do_cmd(d, "close", "mia", close, &err), -1);
	assert_non_null(strstr(err.text, "action approve 2"));
	must_do(d, "cancel", "mia", "{\"action\":2}");
	must_do(d, "close", "mia",
		"{\"ticket\":1,\"outcome\":\"refunded\",\"force\":\"we "
		"phoned\"}");
	ends_the_same(d);
}

static void who_gives_a_reason_closes_over_waiting_money(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	(void)state;
	deliver(d, "mail", MAIL("m1", "poor quality"), &out);
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"other\",\"force\":\"agreed\"}");
	assert_int_equal(action_state(d, 2), ACTION_CANCELLED);
	ends_the_same(d);
}

static void under_a_closed_ticket_nothing_waits_again(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	fake_undo = HOUR_MS;
	deliver(d, "mail", MAIL("m1", "it is damaged"), &out);
	must_do(d, "approve", "mia", "{\"action\":1}");
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"answered\",\"force\":\"agreed\"}");
	assert_int_equal(action_state(d, 1), ACTION_HELD);
	assert_int_equal(do_cmd(d, "undo", "mia", "{\"action\":1}", &err), -1);
	assert_non_null(strstr(err.text, "T-1 is closed"));
	must_do(d, "cancel", "mia", "{\"action\":1}");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_refusal_after_a_doubtful_attempt_is_for_a_person),
		cmocka_unit_test(
			what_may_have_been_done_is_stopped_not_cancelled),
		cmocka_unit_test(
			a_second_attempt_needs_the_bytes_and_the_key_of_the_first),
		cmocka_unit_test(
			what_nobody_can_tell_for_a_day_is_for_a_person),
		cmocka_unit_test(
			a_look_that_kills_its_worker_is_not_taken_for_ever),
		cmocka_unit_test(parked_money_opens_its_closed_ticket_again),
		cmocka_unit_test(money_that_waits_keeps_its_ticket_open),
		cmocka_unit_test(who_gives_a_reason_closes_over_waiting_money),
		cmocka_unit_test(under_a_closed_ticket_nothing_waits_again),
		cmocka_unit_test(a_plain_refusal_is_one),
		cmocka_unit_test(what_was_given_up_and_shows_after_all_is_told),
		cmocka_unit_test(
			a_refund_from_elsewhere_stops_ours_before_it_leaves),
		cmocka_unit_test(a_burnt_key_is_replaced),
		cmocka_unit_test(the_same_key_goes_with_the_same_bytes),
		cmocka_unit_test(
			what_is_accepted_and_never_shown_is_told_after_days),
		cmocka_unit_test(what_settled_and_then_failed_is_told),
		cmocka_unit_test(
			what_settled_and_failed_opens_its_closed_ticket_again),
		cmocka_unit_test(a_split_refund_settles_when_all_of_it_is_paid),
		cmocka_unit_test(
			a_split_refund_that_fails_in_part_is_for_a_person),
		cmocka_unit_test(more_paid_than_decided_is_told),
		cmocka_unit_test(closing_by_force_lets_approved_money_go_on),
		cmocka_unit_test(how_long_a_platform_may_take_is_policy),
		cmocka_unit_test(
			money_under_way_is_overruled_by_who_leads_and_the_reason_stays),
		cmocka_unit_test(
			an_approval_taken_back_leaves_the_proposal_and_its_key),
		cmocka_unit_test(
			what_a_rule_let_go_waits_for_a_person_when_taken_back),
		cmocka_unit_test(no_approval_is_taken_back_of_what_may_leave),
		cmocka_unit_test(a_look_waits_until_the_lag_is_over),
	};

	return cmocka_run_group_tests_name("actions", tests, NULL, NULL);
}
