/* allowed_test.c - what may be planned and approved, by whom, and what that
 * takes with it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "help/fake_brain.h"

/* -- who may, and what leaves -- */

static void the_days_limit_counts_by_approval(void **state)
{
	struct desk *d = open_desk();
	struct err err;
	int done = 0;

	(void)state;
	now_ms += DAY_MS - now_ms % DAY_MS - HOUR_MS; /* 23:00 UTC */
	for (int n = 1; n <= 6; n++) {
		CLEANUP(str_release) struct str line = STR_INIT;
		char json[300], ref[16], name[16];

		snprintf(ref, sizeof ref, "O%d", n);
		snprintf(name, sizeof name, "#%d", n);
		put_order_line(&line,
			       (struct order_line){ .ref = ref, .name = name });
		deliver_line(d, "shop", &line);
		snprintf(json, sizeof json,
			 "{\"verb\":\"refund\",\"order\":\"O%d\",\"amount\":"
			 "\"50.00\",\"currency\":\"USD\"}",
			 n);
		assert_int_equal(do_cmd(d, "plan", "mia", json, &err), 0);
	}
	now_ms += 2 * HOUR_MS;
	for (int n = 1; n <= 6; n++) {
		char json[40];

		snprintf(json, sizeof json, "{\"action\":%d}", n);
		done += do_cmd(d, "approve", "mia", json, &err) == 0;
	}
	assert_int_equal(done, 4); /* 200.00 a day */
	desk_close(d);
}

/* Planned by `who`; may `by` approve it? */
static bool may_approve(const char *who, const char *amount, const char *by)
{
	struct desk *d = desk_with_order();
	struct err err;
	char json[200];
	int rc;

	fake_four_eyes = (struct money){ 500, "USD" };
	snprintf(json, sizeof json,
		 "{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"%s\","
		 "\"currency\":\"USD\"}",
		 amount);
	if (do_cmd(d, "plan", who, json, &err))
		fail_msg("%s", err.text);
	rc = do_cmd(d, "approve", by, "{\"action\":1}", &err);
	assert_true(rc == 0 || err.code == ERR_DENIED);
	desk_close(d);
	return rc == 0;
}

static void above_the_limit_of_four_eyes_somebody_else_approves(void **state)
{
	(void)state;
	assert_true(may_approve("mia", "5.00", "mia"));
	assert_false(may_approve("mia", "5.01", "mia"));
	assert_true(may_approve("mia", "5.01", "tom"));
	assert_false(may_approve("tom", "5.01", "tom"));
	/* An owner has no limit, and two eyes only. */
	assert_false(may_approve("eva", "5.01", "eva"));
	assert_true(may_approve("tom", "5.01", "eva"));
}

static void what_a_person_saw_not_done_needs_four_eyes_too(void **state)
{
	struct desk *d = desk_with_order();
	struct err err;

	(void)state;
	fake_refund_class = 'D';
	fake_four_eyes = (struct money){ 400, "USD" };
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	assert_int_equal(do_cmd(d, "approve", "tom", "{\"action\":1}", &err),
			 0);
	assert_int_equal(send_now(d, 1), 0);
	assert_int_equal(send_result(d, 1, "unknown"), 0);
	assert_int_equal(action_state(d, 1), ACTION_PARKED);
	assert_int_equal(do_cmd(d, "retry", "mia",
				"{\"action\":1,\"seen\":\"not-done\"}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(do_cmd(d, "retry", "tom",
				"{\"action\":1,\"seen\":\"not-done\"}", &err),
			 0);
	assert_int_equal(action_state(d, 1), ACTION_DUE);
	desk_close(d);
}

/* -- who is no agent -- */

#define HIS_REPLY "{\"ticket\":1,\"text\":\"I am a stranger\"}"

static void what_no_agent_wrote_waits_for_one(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	deliver(d, "mail", MAIL("m1", "it is damaged"), &out);
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	must_do(d, "reply", "operator", HIS_REPLY);
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	assert_int_equal(
		do_cmd(d, "approve", "operator", "{\"action\":2}", &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	/* Nor the desk's own. */
	assert_int_equal(
		do_cmd(d, "approve", "operator", "{\"action\":1}", &err), -1);
	/* An agent's yes makes it the answer, and the only one. */
	must_do(d, "approve", "mia", "{\"action\":2}");
	assert_int_equal(action_state(d, 2), ACTION_DUE);
	assert_int_equal(action_state(d, 1), ACTION_CANCELLED);
	ends_the_same(d);
}

static void what_an_agent_approved_only_an_agent_stops(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err = { 0 };
	int64_t id;

	(void)state;
	fake_undo = HOUR_MS;
	deliver(d, "mail", MAIL("m1", "it is damaged"), &out);
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"Hello\"}");
	id = approved_refund(d, "eva");
	for (int64_t a = 2; a <= id; a++) {
		char json[40];

		snprintf(json, sizeof json, "{\"action\":%lld}", (long long)a);
		assert_int_equal(action_state(d, a), ACTION_HELD);
		assert_int_equal(do_cmd(d, "cancel", "operator", json, &err),
				 -1);
		assert_int_equal(err.code, ERR_DENIED);
		assert_int_equal(do_cmd(d, "undo", "operator", json, &err), -1);
		assert_int_equal(err.code, ERR_DENIED);
	}
	/* A reply of his own takes no place of theirs. */
	must_do(d, "reply", "operator", HIS_REPLY);
	assert_int_equal(action_state(d, 2), ACTION_HELD);
	/* What nobody approved he may take back. */
	must_do(d, "cancel", "operator", "{\"action\":4}");
	must_do(d, "cancel", "mia", "{\"action\":3}");
	ends_the_same(d);
}

static void a_percentage_is_money(void **state)
{
	struct desk *d = desk_with_order();
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "plan", "operator",
				"{\"verb\":\"coupon\",\"order\":\"O1\","
				"\"args\":\"{\\\"percent\\\":100}\"}",
				&err),
			 0);
	assert_int_equal(
		do_cmd(d, "approve", "operator", "{\"action\":1}", &err), -1);
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":1}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_int_equal(do_cmd(d, "approve", "eva", "{\"action\":1}", &err),
			 0);
	assert_int_equal(do_cmd(d, "plan", "mia",
				"{\"verb\":\"coupon\",\"order\":\"O1\","
				"\"after\":1,\"args\":"
				"\"{\\\"percent\\\":10}\"}",
				&err),
			 0);
	assert_int_equal(one(d, "SELECT worth FROM actions WHERE id = 2"), 120);
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":2}", &err),
			 0);
	/* A small amount does not hide a large part. */
	assert_int_equal(plan(d, "coupon", "0.01",
			      "\"after\":2,\"args\":"
			      "\"{\\\"percent\\\":90}\"",
			      &err),
			 -1);
	assert_non_null(strstr(err.text, "not both"));
	desk_close(d);
}

static void a_percentage_is_one_of_a_hundred(void **state)
{
	static const char *const wrong[] = { "500", "101",  "0",
					     "-5",  "12.5", "\\\"ten\\\"" };
	struct desk *d = desk_with_order();
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		CLEANUP(free_ptr)
		char *args = xasprintf("{\"verb\":\"coupon\",\"order\":\"O1\","
				       "\"args\":\"{\\\"percent\\\":%s}\"}",
				       wrong[i]);

		assert_int_equal(do_cmd(d, "plan", "mia", args, &err), -1);
		assert_int_equal(err.code, ERR_DATA);
		assert_non_null(
			strstr(err.text, "a whole number from 1 to 100"));
	}
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), 0);
	desk_close(d);
}

static void off_stops_what_was_planned_before(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");
	struct err err;

	(void)state;
	assert_int_equal(plan(d, "coupon", "5.00", NULL, &err), 0);
	fake_effects = "off";
	assert_int_equal(send_now(d, id), -1);
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":2}", &err),
			 -1);
	assert_non_null(strstr(err.text, "off"));
	fake_effects = "propose";
	assert_int_equal(send_now(d, id), 0);
	desk_close(d);
}

static void a_plan_names_a_ticket_of_its_order_or_none(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err;

	(void)state;
	deliver(d, "shop",
		"{\"kind\":\"order\",\"ref\":\"O2\",\"name\":\"#1002\","
		"\"placed\":\"2026-09-20T10:00:00Z\"}\n",
		&out);
	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	assert_int_equal(plan(d, "refund", "5.00", "\"ticket\":999", &err), -1);
	assert_int_equal(do_cmd(d, "plan", "mia",
				"{\"verb\":\"refund\",\"order\":\"O2\","
				"\"ticket\":1,\"amount\":\"5.00\","
				"\"currency\":\"USD\"}",
				&err),
			 -1);
	assert_non_null(strstr(err.text, "another order"));
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets"),
			    "approval");
	desk_close(d);
}

static void too_much_is_said_when_it_is_planned(void **state)
{
	struct desk *d = desk_with_order();
	struct err err;

	(void)state;
	assert_int_equal(plan(d, "refund", "12.01", NULL, &err), -1);
	assert_non_null(strstr(err.text, "12.00 USD left"));
	assert_int_equal(do_cmd(d, "plan", "mia",
				"{\"verb\":\"refund\",\"order\":\"O1\","
				"\"amount\":\"5.00\",\"currency\":\"EUR\"}",
				&err),
			 -1);
	assert_non_null(strstr(err.text, "paid in USD"));
	desk_close(d);
}

/* The first was accepted, and the platform does not show it yet. */
static void our_own_refunds_count_before_they_show(void **state)
{
	struct desk *d = desk_with_order();
	int64_t id = approved_refund(d, "mia");
	struct err err;

	(void)state;
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "accepted"), 0);
	assert_int_equal(plan(d, "refund", "8.00", "\"after\":1", &err), -1);
	assert_non_null(strstr(err.text, "7.00 USD left"));
	assert_int_equal(plan(d, "refund", "7.00", "\"after\":1", &err), 0);
	desk_close(d);
}

static void what_is_planned_cannot_be_planned_twice(void **state)
{
	struct desk *d = desk_with_order();
	struct err err;

	(void)state;
	fake_undo = MINUTE_MS;
	assert_int_equal(plan(d, "refund", "10.00", NULL, &err), 0);
	assert_int_equal(plan(d, "refund", "12.00", "\"after\":1", &err), -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.text, "has 2.00 USD left to refund"));
	assert_non_null(strstr(err.text, "10.00 USD of it stand in action 1 "
					 "(waiting)"));
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(plan(d, "refund", "2.01", "\"after\":1", &err), -1);
	assert_non_null(strstr(err.text, "action 1 (held)"));
	assert_int_equal(plan(d, "refund", "2.00", "\"after\":1", &err), 0);
	assert_int_equal(plan(d, "refund", "0.01", "\"after\":2", &err), -1);
	assert_non_null(strstr(err.text, "has 0.00 USD left"));
	assert_non_null(strstr(err.text, "action 1 (held), action 2"));
	/* What is given up holds nothing. */
	must_do(d, "cancel", "mia", "{\"action\":1}");
	assert_int_equal(plan(d, "refund", "10.00", "\"after\":2", &err), 0);
	pass(d, HOUR_MS);
	ends_the_same(d);
}

/* What was planned when nothing was known of the payments is still held against
 * them before it leaves. */
static void the_look_before_sending_stays(void **state)
{
	struct desk *d = desk_with_order();
	struct err err;

	(void)state;
	run_sql(d, "UPDATE payments SET amount_currency = NULL");
	assert_int_equal(plan(d, "refund", "12.00", NULL, &err), 0);
	assert_int_equal(plan(d, "refund", "12.00", "\"after\":1", &err), 0);
	run_sql(d, "UPDATE payments SET amount_currency = 'USD'");
	must_do(d, "approve", "mia", "{\"action\":1}");
	must_do(d, "approve", "mia", "{\"action\":2}");
	assert_int_equal(send_now(d, 1), 0);
	assert_int_equal(send_result(d, 1, "accepted"), 0);
	assert_int_equal(send_now(d, 2), -1);
	desk_close(d);
}

static void a_persons_reply_takes_the_place_of_every_proposed_one(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err;

	(void)state;
	fake_undo = MINUTE_MS;
	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":1}", &err),
			 0);
	assert_int_equal(action_state(d, 1), ACTION_HELD);
	assert_int_equal(do_cmd(d, "reply", "mia",
				"{\"ticket\":1,\"text\":\"I looked\"}", &err),
			 0);
	assert_int_equal(action_state(d, 1), ACTION_CANCELLED);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state IN (3, 4)"),
			 1);
	desk_close(d);
}

static void an_auditor_only_reads(void **state)
{
	static const char *const said[][2] = {
		{ "reply", "{\"ticket\":1,\"text\":\"hello\"}" },
		{ "note", "{\"ticket\":1,\"text\":\"hello\"}" },
		{ "assign", "{\"ticket\":1,\"agent\":\"mia\"}" },
		{ "close", "{\"ticket\":1,\"outcome\":\"solved\","
			   "\"force\":\"x\"}" },
		{ "approve", "{\"action\":1}" },
		{ "undo", "{\"action\":1}" },
		{ "cancel", "{\"action\":1}" },
	};
	struct desk *d = desk_with_lost_order();
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		assert_int_equal(do_cmd(d, said[i][0], "ada", said[i][1], &err),
				 -1);
		assert_int_equal(err.code, ERR_DENIED);
	}
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	desk_close(d);
}

/* -- planning -- */

static void items_and_arguments_are_json_and_nothing_more(void **state)
{
	static const char *const wrong[] = {
		"\"items\":\"foo\"", "\"items\":\"[],\\\"extra\\\":1\"",
		"\"items\":\"{}\"",  "\"args\":\"nonsense\"",
		"\"args\":\"[]\"",   "\"args\":\"{},\\\"amount\\\":1\"",
	};
	struct desk *d = desk_with_order();
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		char json[300];

		snprintf(json, sizeof json,
			 "{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":"
			 "\"5.00\",\"currency\":\"USD\",%s}",
			 wrong[i]);
		assert_int_equal(do_cmd(d, "plan", "mia", json, &err), -1);
		assert_non_null(strstr(err.text, "must be a JSON"));
	}
	assert_int_equal(
		plan(d, "refund", "5.00",
		     "\"items\":\"[ {\\\"line_ref\\\": \\\"L1\\\"} ]\"", &err),
		0);
	assert_string_equal(one_text(d, "SELECT items FROM actions"),
			    "[{\"line_ref\":\"L1\"}]");
	desk_close(d);
}

#define DISPUTE(ref, type)                                                 \
	"{\"kind\":\"dispute\",\"ref\":\"" ref "\",\"order_ref\":\"O1\","  \
	"\"type\":\"" type "\",\"status\":\"needs_response\",\"amount\":{" \
	"\"amount\":\"49.00\",\"currency\":\"USD\"},\"opened\":"           \
	"\"2026-09-20T00:00:00Z\",\"respond_by\":\"2026-10-01T00:00:00Z\"}\n"
#define REFUND                                                       \
	"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"5.00\"," \
	"\"currency\":\"USD\""

static void refused(struct desk *d, const char *kind, const char *by,
		    const char *json, enum err_code code, const char *says)
{
	struct err err = { 0 };

	assert_int_equal(do_cmd(d, kind, by, json, &err), -1);
	assert_int_equal(err.code, code);
	if (!strstr(err.text, says))
		fail_msg("%s: %s", json, err.text);
}

/* Says yes to the refund, whatever the rules proposed before it. */
static int approves(struct desk *d, const char *by, const char *more,
		    struct err *err)
{
	char json[80];

	snprintf(json, sizeof json, "{\"action\":%lld%s}",
		 (long long)one(d, "SELECT id FROM actions WHERE verb = "
				   "'refund'"),
		 more);
	return do_cmd(d, "approve", by, json, err);
}

static struct desk *desk_disputed(const char *dispute)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	deliver(d, "shop", dispute, &out);
	assert_int_equal(out.quarantined, 0);
	return d;
}

static void a_refund_beside_a_dispute_must_be_meant(void **state)
{
	struct desk *d = desk_disputed(DISPUTE("D1", "claim"));
	struct err err = { 0 };

	(void)state;
	refused(d, "plan", "tom", REFUND "}", ERR_DATA,
		"order #1001 has an open dispute (dispute 1, claim of 49.00 "
		"USD, to be answered by 2026-10-01T00:00:00Z), and money "
		"beside it may be paid twice; if both are meant, a manager or "
		"an owner adds --beside dispute:1");
	refused(d, "plan", "tom", REFUND ",\"reason\":\"agreed\"}", ERR_DATA,
		"--beside dispute:1");
	refused(d, "plan", "mia", REFUND ",\"beside_dispute\":1}", ERR_DENIED,
		"only a manager or an owner");
	refused(d, "plan", "tom", REFUND ",\"beside_dispute\":9}", ERR_DATA,
		"dispute 9 is no open dispute of order #1001");
	must_do(d, "plan", "tom", REFUND ",\"beside_dispute\":1}");
	assert_int_equal(approves(d, "mia", "", &err), 0);
	ends_the_same(d);
}

static void a_dispute_that_came_after_the_plan_is_asked_of_the_yes(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	(void)state;
	must_do(d, "plan", "mia", REFUND "}");
	now_ms += HOUR_MS;
	deliver(d, "shop", DISPUTE("D1", "inquiry"), &out);
	refused(d, "approve", "mia", "{\"action\":1}", ERR_DATA,
		"--beside dispute:1");
	refused(d, "approve", "mia", "{\"action\":1,\"beside_dispute\":1}",
		ERR_DENIED, "only a manager or an owner");
	must_do(d, "approve", "tom", "{\"action\":1,\"beside_dispute\":1}");
	ends_the_same(d);
}

/* What a rule planned, whatever rule that was. */
static int approved_of_policy(const char *type)
{
	struct desk *d = desk_disputed(DISPUTE("D1", "claim"));
	struct delivery out;
	struct err err = { 0 };
	int rc;

	must_do(d, "plan", "tom", REFUND ",\"beside_dispute\":1}");
	if (type)
		deliver(d, "shop", type, &out);
	assert_int_equal(db_run(desk_db(d), &err,
				"UPDATE actions SET proposed_by = 'policy'",
				""),
			 0);
	rc = approves(d, "mia", "", &err);
	if (rc && !strstr(err.text, "adds --beside dispute:2"))
		fail_msg("%s", err.text);
	desk_close(d);
	return rc;
}

static void what_the_policy_proposes_is_asked_of_a_chargeback_only(void **state)
{
	(void)state;
	assert_int_equal(approved_of_policy(NULL), 0);
	assert_int_equal(approved_of_policy(DISPUTE("D2", "inquiry")), 0);
	assert_int_equal(approved_of_policy(DISPUTE("D2", "chargeback")), -1);
}

static void a_promise_goes_with_the_money_it_promises(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;
	struct err err;

	(void)state;
	deliver(d, "mail", MAIL("m1", "the quality is poor"), &out);
	assert_int_equal(db_run(desk_db(d), &err,
				"UPDATE actions SET rule = 'small'", ""),
			 0);
	assert_int_equal(do_cmd(d, "cancel", "mia", "{\"action\":2}", &err), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state = 11"),
			 2);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_and_arguments_are_json_and_nothing_more),
		cmocka_unit_test(a_refund_beside_a_dispute_must_be_meant),
		cmocka_unit_test(
			a_dispute_that_came_after_the_plan_is_asked_of_the_yes),
		cmocka_unit_test(
			what_the_policy_proposes_is_asked_of_a_chargeback_only),
		cmocka_unit_test(a_promise_goes_with_the_money_it_promises),
		cmocka_unit_test(the_days_limit_counts_by_approval),
		cmocka_unit_test(
			above_the_limit_of_four_eyes_somebody_else_approves),
		cmocka_unit_test(
			what_a_person_saw_not_done_needs_four_eyes_too),
		cmocka_unit_test(a_percentage_is_money),
		cmocka_unit_test(a_percentage_is_one_of_a_hundred),
		cmocka_unit_test(what_no_agent_wrote_waits_for_one),
		cmocka_unit_test(what_an_agent_approved_only_an_agent_stops),
		cmocka_unit_test(off_stops_what_was_planned_before),
		cmocka_unit_test(a_plan_names_a_ticket_of_its_order_or_none),
		cmocka_unit_test(too_much_is_said_when_it_is_planned),
		cmocka_unit_test(our_own_refunds_count_before_they_show),
		cmocka_unit_test(what_is_planned_cannot_be_planned_twice),
		cmocka_unit_test(the_look_before_sending_stays),
		cmocka_unit_test(
			a_persons_reply_takes_the_place_of_every_proposed_one),
		cmocka_unit_test(an_auditor_only_reads),
	};

	return cmocka_run_group_tests_name("allowed", tests, NULL, NULL);
}
