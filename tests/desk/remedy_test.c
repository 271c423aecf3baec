/* remedy_test.c - one remedy for the same goods, and the way that each of them
 * goes.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/remedy_help.h"
#include "help/fake_brain.h"

/* -- one remedy -- */

static void a_refund_and_a_reshipment_do_not_both_leave(void **state)
{
	struct desk *d = desk_that_can_all();
	struct err err;

	(void)state;
	approved_refund(d, "mia");
	assert_int_equal(do_cmd(d, "plan", "mia",
				"{\"verb\":\"reship\",\"order\":\"O1\"}", &err),
			 -1);
	assert_string_equal(err.text,
			    "order #1001 is made good by action 1 (refund, "
			    "due) already; if both are meant, a manager or an "
			    "owner adds --beside 1");
	assert_int_equal(asks(d, "plan", "mia",
			      "{\"verb\":\"reship\",\"order\":\"O1\","
			      "\"beside\":1}"),
			 -1);
	must_do(d, "plan", "tom",
		"{\"verb\":\"reship\",\"order\":\"O1\",\"beside\":1}");
	must_do(d, "approve", "mia", "{\"action\":2}");
	assert_int_equal(send_now(d, 1), 0);
	send_result(d, 1, "settled");
	assert_int_equal(send_now(d, 2), 0);
	ends_the_same(d);
}

static void of_two_proposals_one_is_approved(void **state)
{
	struct desk *d = desk_that_can_all();

	(void)state;
	planned_refund(d);
	must_do(d, "plan", "mia", "{\"verb\":\"exchange\",\"order\":\"O1\"}");
	must_do(d, "approve", "mia", "{\"action\":2}");
	assert_int_equal(asks(d, "approve", "mia", "{\"action\":1}"), -1);
	assert_int_equal(
		asks(d, "approve", "mia", "{\"action\":1,\"beside\":2}"), -1);
	must_do(d, "approve", "tom", "{\"action\":1,\"beside\":2}");
	assert_int_equal(one(d, "SELECT beside FROM actions WHERE id = 1"), 2);
	ends_the_same(d);
}

static void beside_names_a_remedy_that_there_is(void **state)
{
	struct desk *d = desk_that_can_all();
	struct err err = { 0 };

	(void)state;
	planned_refund(d);
	must_do(d, "plan", "mia", "{\"verb\":\"reship\",\"order\":\"O1\"}");
	/* 99 would be said of all that are to come. */
	assert_int_equal(do_cmd(d, "approve", "tom",
				"{\"action\":1,\"beside\":99}", &err),
			 -1);
	assert_string_equal(err.text, "action 99 is no other remedy of order "
				      "#1001");
	must_do(d, "approve", "tom", "{\"action\":1,\"beside\":2}");
	ends_the_same(d);
}

static void what_two_of_an_old_desk_got_past_is_parked(void **state)
{
	struct desk *d = desk_that_can_all();
	struct err err;

	(void)state;
	planned_refund(d);
	must_do(d, "plan", "mia", "{\"verb\":\"reship\",\"order\":\"O1\"}");
	run_sql(d, "UPDATE actions SET state = 4");
	assert_int_equal(send_now(d, 1), 0);
	send_result(d, 1, "accepted");
	assert_int_equal(do_cmd(d, "sending", "desk",
				"{\"action\":2,\"request_hash\":\"abc\"}",
				&err),
			 -1);
	assert_int_equal(err.code, ERR_DATA);
	desk_close(d);
}

static void other_lines_are_another_matter(void **state)
{
	struct desk *d = desk_with(TWO_LINES);

	(void)state;
	must_do(d, "plan", "tom",
		"{\"verb\":\"reship\",\"order\":\"O2\",\"items\":"
		"\"[{\\\"line_ref\\\":\\\"L1\\\",\\\"quantity\\\":1}]\"}");
	must_do(d, "approve", "tom", "{\"action\":1}");
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O2\",\"amount\":\"15.00\","
		"\"currency\":\"USD\",\"items\":\"[{\\\"line_ref\\\":"
		"\\\"L2\\\",\\\"quantity\\\":1}]\"}");
	assert_int_equal(asks(d, "plan", "mia",
			      "{\"verb\":\"exchange\",\"order\":\"O2\","
			      "\"items\":\"[{\\\"line_ref\\\":\\\"L1\\\","
			      "\\\"quantity\\\":1}]\"}"),
			 -1);
	ends_the_same(d);
}

/* -- proposals -- */

static void two_rules(const struct brain *b, const struct matter *m,
		      struct arena *arena, struct advice *out)
{
	(void)b, (void)m, (void)arena;
	out->wanted[out->count++] = (struct wanted){ .rule = "small",
						     .policy = "p",
						     .verb = "refund",
						     .amount = { 100, "USD" } };
	out->wanted[out->count++] = (struct wanted){ .rule = "small quality",
						     .policy = "p",
						     .verb = "coupon",
						     .amount = { 100, "USD" } };
}

static void a_rule_takes_nothing_of_one_whose_name_goes_on(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	test_brain.advise = two_rules;
	complaint(d, (struct complaint){ .n = 1001, .total = "12.00" });
	must_do(d, "cancel", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 1), ACTION_CANCELLED);
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	ends_the_same(d);
}

static void a_reply_in_doubt_is_parked_when_a_person_writes(void **state)
{
	struct desk *d = open_desk();
	int64_t id;

	(void)state;
	complaint(d, (struct complaint){ .n = 1001, .total = "50.00" });
	id = one(d, "SELECT id FROM actions WHERE verb = 'reply'");
	run_sql(d, "UPDATE actions SET state = 4, doubt = 1 WHERE verb = "
		   "'reply'");
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"I look\"}");
	assert_int_equal(action_state(d, id), ACTION_PARKED);
	desk_close(d);
}

/* -- each remedy -- */

/* O2 was. */
#define PAID                                                                  \
	"{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":\"O2\",\"type\":" \
	"\"sale\",\"status\":\"success\",\"amount\":{\"amount\":\"60.00\","   \
	"\"currency\":\"USD\"},\"at\":\"2026-09-20T10:00:00Z\"}\n"

/* One of each, of an order of its own: asked for, approved, sent, settled. */
static void
a17_a107_each_remedy_has_states_of_its_own_and_is_journaled(void **state)
{
	static const char *const plans[] = {
		"{\"verb\":\"refund\",\"order\":\"O2\",\"amount\":\"60.00\","
		"\"currency\":\"USD\"}",
		"{\"verb\":\"refund\",\"order\":\"O2\",\"amount\":\"5.00\","
		"\"currency\":\"USD\"}",
		"{\"verb\":\"refund\",\"order\":\"O2\",\"amount\":\"15.00\","
		"\"currency\":\"USD\",\"items\":\"[{\\\"line_ref\\\":"
		"\\\"L2\\\",\\\"quantity\\\":1}]\"}",
		"{\"verb\":\"reship\",\"order\":\"O2\",\"args\":"
		"\"{\\\"service\\\":\\\"express\\\"}\"}",
		"{\"verb\":\"exchange\",\"order\":\"O2\"}",
		"{\"verb\":\"coupon\",\"order\":\"O2\",\"amount\":\"5.00\","
		"\"currency\":\"USD\"}",
		"{\"verb\":\"store_credit\",\"order\":\"O2\",\"amount\":"
		"\"5.00\",\"currency\":\"USD\"}",
		"{\"verb\":\"return\",\"order\":\"O2\"}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(plans); i++) {
		struct desk *d = desk_with(TWO_LINES PAID);

		must_do(d, "plan", "mia", plans[i]);
		assert_int_equal(action_state(d, 1), ACTION_WAITING);
		must_do(d, "approve", "tom", "{\"action\":1}");
		assert_int_equal(action_state(d, 1), ACTION_DUE);
		assert_int_equal(send_now(d, 1), 0);
		assert_int_equal(action_state(d, 1), ACTION_SENDING);
		send_result(d, 1, "accepted");
		send_result(d, 1, "settled");
		assert_int_equal(action_state(d, 1), ACTION_SETTLED);
		assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
					"kind IN ('plan', 'approve', "
					"'sending', 'result')"),
				 5);
		ends_the_same(d);
	}
}

static void a109_a_refund_that_does_not_settle_alerts(void **state)
{
	struct desk *d = desk_with_a_due_refund();

	(void)state;
	assert_int_equal(send_now(d, 1), 0);
	send_result(d, 1, "accepted");
	pass(d, 3 * DAY_MS - 1000);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 0);
	pass(d, 2000);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE "
				"acknowledged IS NULL"),
			 1);
	assert_int_equal(action_state(d, 1), ACTION_PARKED);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refund_and_a_reshipment_do_not_both_leave),
		cmocka_unit_test(of_two_proposals_one_is_approved),
		cmocka_unit_test(beside_names_a_remedy_that_there_is),
		cmocka_unit_test(what_two_of_an_old_desk_got_past_is_parked),
		cmocka_unit_test(other_lines_are_another_matter),
		cmocka_unit_test(
			a_rule_takes_nothing_of_one_whose_name_goes_on),
		cmocka_unit_test(
			a_reply_in_doubt_is_parked_when_a_person_writes),
		cmocka_unit_test(
			a17_a107_each_remedy_has_states_of_its_own_and_is_journaled),
		cmocka_unit_test(a109_a_refund_that_does_not_settle_alerts),
	};

	return cmocka_run_group_tests_name("remedies", tests, NULL, NULL);
}
