/* remedy_test.c - what every effect is worth, one remedy for the same goods,
 * effects that go together, and a reply that tells of money which left.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "help/fake_brain.h"

static struct brain fake;

/* The fake brain's, and those that send goods or give credit. */
static bool verb(const struct brain *b, const char *instance, const char *name,
		 struct verb_facts *out)
{
	if (!text_eq(name, "reship") && !text_eq(name, "exchange") &&
	    !text_eq(name, "store_credit") && !text_eq(name, "return"))
		return fake.verb(b, instance, name, out);
	*out = (struct verb_facts){ .effect_class = 'B' };
	return true;
}

static void can_all(void)
{
	fake = test_brain;
	test_brain.verb = verb;
}

static struct desk *desk_that_can_all(void)
{
	struct desk *d = desk_with_order();

	can_all();
	return d;
}

/* An order of 60.00 with two lines. */
#define TWO_LINES                                                             \
	"{\"kind\":\"order\",\"ref\":\"O2\",\"name\":\"#1002\",\"version\":1" \
	",\"status\":\"open\",\"placed\":\"2026-09-20T10:00:00Z\","           \
	"\"email\":\"b@example.com\",\"total\":{"                             \
	"\"amount\":\"60.00\",\"currency\":\"USD\"},\"lines\":[{\"ref\":"     \
	"\"L1\",\"title\":\"Lamp\",\"quantity\":2,\"price\":{\"amount\":"     \
	"\"20.00\",\"currency\":\"USD\"}},{\"ref\":\"L2\",\"title\":"         \
	"\"Shade\",\"quantity\":1,\"price\":{\"amount\":\"15.00\","           \
	"\"currency\":\"USD\"}}]}\n"
#define PAID                                                                  \
	"{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":\"O2\",\"type\":" \
	"\"sale\",\"status\":\"success\",\"amount\":{\"amount\":\"60.00\","   \
	"\"currency\":\"USD\"},\"at\":\"2026-09-20T10:00:00Z\"}\n"
/* Of nobody knows how much. */
#define NO_TOTAL                                                              \
	"{\"kind\":\"order\",\"ref\":\"O3\",\"name\":\"#1003\",\"version\":1" \
	",\"status\":\"open\",\"placed\":\"2026-09-20T10:00:00Z\","           \
	"\"email\":\"c@example.com\"}\n"

static struct desk *desk_with(const char *lines)
{
	struct desk *d = open_desk();
	struct delivery out;

	can_all();
	deliver(d, "shop", lines, &out);
	assert_int_equal(out.quarantined, 0);
	return d;
}

static int asks(struct desk *d, const char *kind, const char *by,
		const char *json)
{
	struct err err = { 0 };
	int rc = do_cmd(d, kind, by, json, &err);

	if (rc && err.code != ERR_DATA && err.code != ERR_DENIED &&
	    err.code != ERR_RETRY)
		fail_msg("%s %s: %s", kind, json, err.text);
	return rc;
}

#define WORTH(id) "SELECT worth FROM actions WHERE id = " id

/* -- worth -- */

static void a_large_code_counts_for_the_breaker(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"coupon\",\"order\":\"O1\",\"args\":"
		"\"{\\\"percent\\\":90}\"}");
	assert_int_equal(one(d, WORTH("1")), 1080);
	assert_int_equal(asks(d, "approve", "tom", "{\"action\":1}"), -1);
	must_do(d, "approve", "eva", "{\"action\":1}");
	fake_shop_limits.per_hour = (struct money){ 1000, "USD" };
	assert_int_equal(send_now(d, 1), -1);
	fake_shop_limits.per_hour.minor = 1080;
	assert_int_equal(send_now(d, 1), 0);
	ends_the_same(d);
}

static void a_code_of_an_order_without_a_total_counts(void **state)
{
	struct desk *d = desk_with(NO_TOTAL);

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"coupon\",\"order\":\"O3\",\"args\":"
		"\"{\\\"percent\\\":10}\"}");
	assert_int_equal(one(d, WORTH("1")), 10000);
	assert_int_equal(asks(d, "approve", "tom", "{\"action\":1}"), -1);
	must_do(d, "approve", "eva", "{\"action\":1}");
	fake_shop_limits.per_day = (struct money){ 9999, "USD" };
	assert_int_equal(send_now(d, 1), -1);
	ends_the_same(d);
}

static void the_policy_says_what_counts_where_nobody_can_tell(void **state)
{
	struct desk *d = desk_with(NO_TOTAL);

	(void)state;
	test_brain.untold_worth = (struct money){ 700, "USD" };
	must_do(d, "plan", "mia", "{\"verb\":\"reship\",\"order\":\"O3\"}");
	assert_int_equal(one(d, WORTH("1")), 700);
	assert_int_equal(asks(d, "approve", "mia", "{\"action\":1}"), -1);
	desk_close(d);
}

static void a_reshipment_is_approved_within_limits(void **state)
{
	struct desk *d = desk_with(TWO_LINES);

	(void)state;
	must_do(d, "plan", "mia", "{\"verb\":\"reship\",\"order\":\"O2\"}");
	assert_int_equal(one(d, WORTH("1")), 6000);
	assert_int_equal(asks(d, "approve", "mia", "{\"action\":1}"), -1);
	must_do(d, "approve", "tom", "{\"action\":1}");
	fake_shop_limits.per_hour = (struct money){ 5999, "USD" };
	assert_int_equal(send_now(d, 1), -1);
	ends_the_same(d);
}

static void a_reshipment_of_lines_is_worth_those(void **state)
{
	struct desk *d = desk_with(TWO_LINES);

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"reship\",\"order\":\"O2\",\"items\":"
		"\"[{\\\"line_ref\\\":\\\"L1\\\",\\\"quantity\\\":2}]\"}");
	assert_int_equal(one(d, WORTH("1")), 4000);
	must_do(d, "approve", "mia", "{\"action\":1}");
	ends_the_same(d);
}

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

static struct desk *desk_whose_warehouse_sends_it(void)
{
	struct desk *d = desk_that_can_all();
	struct delivery out;

	deliver(d, "mail", MAIL("m1", "hello"), &out);
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"send a new "
		"one\",\"within\":\"24h\"}");
	run_sql(d, "UPDATE tickets SET shop = (SELECT shop FROM orders), "
		   "order_ref = 'O1'");
	return d;
}

#define TASK(role, gives)                                             \
	"{\"ticket\":1,\"role\":\"" role "\",\"text\":\"see to it\"," \
	"\"within\":\"24h\",\"gives\":" gives "}"

static struct desk *desk_with_a_matter(void)
{
	struct desk *d = desk_that_can_all();
	struct delivery out;

	deliver(d, "mail", MAIL("m1", "hello"), &out);
	run_sql(d, "UPDATE tickets SET shop = (SELECT shop FROM orders), "
		   "order_ref = 'O1'");
	return d;
}

#define REFUND_OF(sum)                                            \
	"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"" sum \
	"\",\"currency\":\"USD\""

static void goods_sent_by_hand_are_the_other_remedy(void **state)
{
	struct desk *d = desk_whose_warehouse_sends_it();
	struct err err = { 0 };

	(void)state;
	must_do(d, "task_done", "mia", "{\"task\":1,\"note\":\"sent\"}");
	assert_int_equal(do_cmd(d, "plan", "mia", REFUND_OF("12.00") "}", &err),
			 -1);
	assert_string_equal(err.text,
			    "order #1001 is made good by task 1 of the "
			    "warehouse (done) already; if both are meant, a "
			    "manager or an owner adds --beside task:1");
	assert_int_equal(asks(d, "plan", "mia",
			      REFUND_OF("12.00") ",\"beside_task\":1}"),
			 -1);
	assert_int_equal(do_cmd(d, "plan", "tom",
				REFUND_OF("12.00") ",\"beside_task\":9}", &err),
			 -1);
	assert_string_equal(err.text,
			    "task 9 is no other remedy of order #1001");
	must_do(d, "plan", "tom", REFUND_OF("12.00") ",\"beside_task\":1}");
	assert_int_equal(one(d, "SELECT max(beside) FROM actions WHERE verb = "
				"'refund'"),
			 -1);
	desk_close(d);
}

static void a_proposed_refund_is_not_approved_beside_goods_by_hand(void **state)
{
	struct desk *d = desk_that_can_all();
	struct delivery out;

	(void)state;
	deliver(d, "mail", MAIL("m1", "hello"), &out);
	must_do(d, "plan", "mia", REFUND_OF("12.00") "}");
	run_sql(d, "UPDATE tickets SET shop = (SELECT shop FROM orders), "
		   "order_ref = 'O1'");
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"send a new "
		"one\",\"within\":\"24h\"}");
	run_sql(d, "UPDATE actions SET id = 50 WHERE verb = 'refund'");
	assert_int_equal(asks(d, "approve", "tom", "{\"action\":50}"), -1);
	must_do(d, "approve", "tom", "{\"action\":50,\"beside_task\":1}");
	desk_close(d);
}

static void a_part_of_the_price_goes_beside_goods_by_hand(void **state)
{
	struct desk *d = desk_whose_warehouse_sends_it();

	(void)state;
	must_do(d, "plan", "mia", REFUND_OF("3.00") "}");
	desk_close(d);
}

static void goods_that_nobody_could_send_are_no_remedy(void **state)
{
	struct desk *d = desk_whose_warehouse_sends_it();

	(void)state;
	assert_int_equal(asks(d, "plan", "mia", REFUND_OF("12.00") "}"), -1);
	must_do(d, "task_failed", "mia", "{\"task\":1,\"note\":\"none left\"}");
	must_do(d, "plan", "mia", REFUND_OF("12.00") "}");
	desk_close(d);
}

/* Nobody need be asked about what a person looks at. */
static void a_task_that_sends_nothing_is_no_remedy(void **state)
{
	struct desk *d = desk_with_a_matter();

	(void)state;
	must_do(d, "task", "mia", TASK("warehouse", "\"nothing\""));
	must_do(d, "plan", "mia", REFUND_OF("12.00") "}");
	desk_close(d);
}

static void whoever_sends_the_goods_they_are_a_remedy(void **state)
{
	struct desk *d = desk_with_a_matter();
	struct err err = { 0 };

	(void)state;
	must_do(d, "task", "mia", TASK("agent", "\"exchange\""));
	assert_int_equal(do_cmd(d, "plan", "mia", REFUND_OF("12.00") "}", &err),
			 -1);
	assert_non_null(strstr(err.text, "by task 1 of the agent (open)"));
	desk_close(d);
}

/* The refund of the whole price is approved. */
static struct desk *desk_that_paid_it_back(void)
{
	struct desk *d = desk_with_a_matter();

	must_do(d, "plan", "mia", REFUND_OF("12.00") "}");
	run_sql(d, "UPDATE actions SET id = 50 WHERE verb = 'refund'");
	must_do(d, "approve", "tom", "{\"action\":50}");
	return d;
}

static void goods_by_hand_are_asked_for_after_their_money(void **state)
{
	struct desk *d = desk_that_paid_it_back();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(
		do_cmd(d, "task", "mia", TASK("warehouse", "\"reship\""), &err),
		-1);
	assert_string_equal(err.text,
			    "order #1001 is made good by action 50 (refund, "
			    "due) already; if both are meant, a manager or an "
			    "owner adds --beside 50");
	assert_int_equal(asks(d, "task", "mia",
			      TASK("warehouse", "\"reship\",\"beside\":50")),
			 -1);
	must_do(d, "task", "tom",
		TASK("warehouse", "\"reship\",\"beside\":50"));
	assert_int_equal(one(d, "SELECT count(*) FROM tasks WHERE gives = "
				"'reship'"),
			 1);
	desk_close(d);
}

static void a_task_of_the_warehouse_says_that_it_sends_nothing(void **state)
{
	struct desk *d = desk_that_paid_it_back();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(
		do_cmd(d, "task", "mia", TASK("warehouse", "\"\""), &err), -1);
	assert_non_null(strstr(err.text, "adds --beside 50; if the task sends "
					 "nothing, add --gives nothing"));
	must_do(d, "task", "mia", TASK("warehouse", "\"nothing\""));
	must_do(d, "task", "mia", TASK("finance", "\"\""));
	desk_close(d);
}

static void goods_that_the_shop_sent_are_not_sent_by_hand_too(void **state)
{
	struct desk *d = desk_with_a_matter();
	struct err err = { 0 };

	(void)state;
	must_do(d, "plan", "mia", "{\"verb\":\"reship\",\"order\":\"O1\"}");
	run_sql(d, "UPDATE actions SET id = 50 WHERE verb = 'reship'");
	must_do(d, "approve", "tom", "{\"action\":50}");
	assert_int_equal(
		do_cmd(d, "task", "mia", TASK("warehouse", "\"reship\""), &err),
		-1);
	assert_non_null(strstr(err.text, "by action 50 (reship, due)"));
	assert_int_equal(asks(d, "task", "mia", TASK("warehouse", "\"\"")), -1);
	must_do(d, "task", "tom",
		TASK("warehouse", "\"reship\",\"beside\":50"));
	desk_close(d);
}

static void goods_are_sent_by_hand_once(void **state)
{
	struct desk *d = desk_with_a_matter();
	struct err err = { 0 };

	(void)state;
	must_do(d, "task", "mia", TASK("warehouse", "\"reship\""));
	assert_int_equal(do_cmd(d, "task", "mia",
				TASK("warehouse", "\"exchange\""), &err),
			 -1);
	assert_non_null(strstr(err.text, "by task 1 of the warehouse (open)"));
	must_do(d, "task", "tom",
		TASK("warehouse", "\"exchange\",\"beside_task\":1"));
	desk_close(d);
}

static void the_shop_does_not_send_what_is_sent_by_hand(void **state)
{
	static const char *const plans[] = {
		"{\"verb\":\"reship\",\"order\":\"O1\"",
		"{\"verb\":\"exchange\",\"order\":\"O1\"",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(plans); i++) {
		struct desk *d = desk_whose_warehouse_sends_it();
		CLEANUP(free_ptr) char *plain = xasprintf("%s}", plans[i]);
		CLEANUP(free_ptr)
		char *meant = xasprintf("%s,\"beside_task\":1}", plans[i]);

		assert_int_equal(asks(d, "plan", "mia", plain), -1);
		must_do(d, "plan", "tom", meant);
		desk_close(d);
	}
}

static void money_paid_by_hand_is_the_other_remedy(void **state)
{
	static const char *const plans[] = {
		REFUND_OF("3.00"),
		"{\"verb\":\"store_credit\",\"order\":\"O1\",\"amount\":"
		"\"3.00\",\"currency\":\"USD\"",
		"{\"verb\":\"reship\",\"order\":\"O1\"",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(plans); i++) {
		struct desk *d = desk_with_a_matter();
		CLEANUP(free_ptr) char *plain = xasprintf("%s}", plans[i]);
		CLEANUP(free_ptr)
		char *meant = xasprintf("%s,\"beside_task\":1}", plans[i]);

		must_do(d, "task", "mia", TASK("finance", "\"refund\""));
		must_do(d, "task_done", "mia", "{\"task\":1}");
		assert_int_equal(asks(d, "plan", "mia", plain), -1);
		must_do(d, "plan", "tom", meant);
		desk_close(d);
	}
}

static void money_is_not_paid_by_hand_a_second_time(void **state)
{
	struct desk *d = desk_that_paid_it_back();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(
		do_cmd(d, "task", "mia", TASK("finance", "\"refund\""), &err),
		-1);
	assert_non_null(strstr(err.text, "by action 50 (refund, due)"));
	assert_int_equal(
		asks(d, "task", "mia", TASK("finance", "\"store_credit\"")),
		-1);
	must_do(d, "task", "tom", TASK("finance", "\"refund\",\"beside\":50"));
	desk_close(d);
}

static void beside_is_refused_where_a_task_gives_no_remedy(void **state)
{
	struct desk *d = desk_that_paid_it_back();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(do_cmd(d, "task", "tom",
				TASK("finance", "\"coupon\",\"beside\":50"),
				&err),
			 -1);
	assert_non_null(strstr(err.text, "leave --beside out"));
	must_do(d, "task", "tom", TASK("finance", "\"coupon\""));
	desk_close(d);
}

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

/* -- a composite -- */

static void goods_and_code(const struct brain *b, const struct matter *m,
			   struct arena *arena, struct advice *out)
{
	(void)b, (void)m, (void)arena;
	out->wanted[out->count++] = (struct wanted){ .rule = "dear",
						     .policy = "p",
						     .verb = "reship" };
	out->wanted[out->count++] = (struct wanted){ .rule = "dear",
						     .policy = "p",
						     .verb = "coupon",
						     .args = "{\"percent\":10}",
						     .part = true };
}

/* Order O1001, to be sent anew with a code of a tenth. */
static struct desk *desk_with_a_composite(const char *total)
{
	struct desk *d = open_desk();

	can_all();
	test_brain.advise = goods_and_code;
	complaint(d, (struct complaint){ .n = 1001, .total = total });
	assert_int_equal(one(d, "SELECT part_of FROM actions WHERE id = 2"), 1);
	return d;
}

static void a58_a_composite_is_approved_as_one(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	assert_int_equal(asks(d, "approve", "tom", "{\"action\":2}"), -1);
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 1), ACTION_DUE);
	assert_int_equal(action_state(d, 2), ACTION_DUE);
	ends_the_same(d);
}

static void a58_a_limit_is_held_against_the_whole_composite(void **state)
{
	struct desk *d = desk_with_a_composite("46.00");

	(void)state;
	/* 46.00 alone is within mia's 50.00, with the code's 4.60 it is not. */
	assert_int_equal(asks(d, "approve", "mia", "{\"action\":1}"), -1);
	must_do(d, "approve", "tom", "{\"action\":1}");
	ends_the_same(d);
}

static void a58_a_composite_is_taken_back_and_given_up_as_one(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	fake_undo = 60000;
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_HELD);
	must_do(d, "undo", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	must_do(d, "cancel", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_CANCELLED);
	ends_the_same(d);
}

static int64_t goods_wait(const struct brain *b, const char *verb)
{
	(void)b;
	return text_eq(verb, "reship") ? 60000 : 0;
}

/* The code has no undo window, and its approval is the head's. */
static void
a58_a_part_without_a_window_is_taken_back_with_its_head(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	test_brain.undo_window = goods_wait;
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_DUE);
	must_do(d, "undo", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"approved_by IS NOT NULL"),
			 0);
	ends_the_same(d);
}

static void a58_what_was_approved_is_given_up_as_one(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	fake_undo = 60000;
	must_do(d, "approve", "mia", "{\"action\":1}");
	must_do(d, "cancel", "mia", "{\"action\":1}");
	assert_int_equal(action_state(d, 2), ACTION_CANCELLED);
	ends_the_same(d);
}

static void a58_a_part_may_be_left_away(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	must_do(d, "cancel", "mia", "{\"action\":2}");
	assert_int_equal(action_state(d, 1), ACTION_WAITING);
	must_do(d, "approve", "mia", "{\"action\":1}");
	ends_the_same(d);
}

static void a58_a_part_does_not_leave_when_its_head_was_refused(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(send_now(d, 2), -1);
	assert_int_equal(send_now(d, 1), 0);
	assert_int_equal(send_now(d, 2), -1);
	assert_int_equal(send_result(d, 1, "refused"), 0);
	assert_int_equal(action_state(d, 1), ACTION_REFUSED);
	assert_int_equal(action_state(d, 2), ACTION_CANCELLED);
	ends_the_same(d);
}

static void a58_a_part_waits_while_nobody_knows_of_its_head(void **state)
{
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(send_now(d, 1), 0);
	/* Its class has no way to look: a person does. */
	assert_int_equal(send_result(d, 1, "unknown"), 0);
	pass(d, DAY_MS);
	assert_int_equal(send_now(d, 2), -1);
	assert_int_equal(action_state(d, 1), ACTION_PARKED);
	assert_int_equal(send_now(d, 2), -1);
	must_do(d, "retry", "eva", "{\"action\":1,\"seen\":\"done\"}");
	assert_int_equal(send_now(d, 2), 0);
	ends_the_same(d);
}

static void dearer(const struct brain *b, const struct matter *m,
		   struct arena *arena, struct advice *out)
{
	goods_and_code(b, m, arena, out);
	out->wanted[0].rule = out->wanted[1].rule = "dearer";
}

static void a58_another_matter_proposes_the_whole_composite_anew(void **state)
{
	CLEANUP(str_release) struct str line = STR_INIT;
	struct desk *d = desk_with_a_composite("45.00");

	(void)state;
	test_brain.advise = dearer;
	put_mail_line(&line, (struct mail_line){ .ref = "again",
						 .from = "b1001@example.com",
						 .subject = "#1001",
						 .text = "it is damaged" });
	deliver_line(d, "shop", &line);
	assert_int_equal(action_state(d, 1), ACTION_CANCELLED);
	assert_int_equal(action_state(d, 2), ACTION_CANCELLED);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reship' AND state = 2"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions c JOIN actions h "
				"ON h.id = c.part_of WHERE c.verb = 'coupon' "
				"AND c.state = 2 AND h.state = 2"),
			 1);
	desk_close(d); /* its rules changed on the way */
}

static void goods_and_code_at_once(const struct brain *b,
				   const struct matter *m, struct arena *arena,
				   struct advice *out)
{
	goods_and_code(b, m, arena, out);
	out->wanted[0].automatic = out->wanted[1].automatic = true;
}

/* 19.00 and 1.90 are each within the 20.00 of a rule. */
static void a58_rules_give_no_more_at_once_by_parts(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	can_all();
	fake_effects = "auto";
	test_brain.advise = goods_and_code_at_once;
	complaint(d, (struct complaint){ .n = 1001, .total = "19.00" });
	assert_int_equal(action_state(d, 1), ACTION_DUE);
	assert_int_equal(action_state(d, 2), ACTION_WAITING);
	complaint(d, (struct complaint){ .n = 1002, .total = "10.00" });
	assert_int_equal(action_state(d, 4), ACTION_DUE);
	ends_the_same(d);
}

/* -- each remedy -- */

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
		cmocka_unit_test(goods_sent_by_hand_are_the_other_remedy),
		cmocka_unit_test(
			a_proposed_refund_is_not_approved_beside_goods_by_hand),
		cmocka_unit_test(a_part_of_the_price_goes_beside_goods_by_hand),
		cmocka_unit_test(a_task_that_sends_nothing_is_no_remedy),
		cmocka_unit_test(whoever_sends_the_goods_they_are_a_remedy),
		cmocka_unit_test(goods_by_hand_are_asked_for_after_their_money),
		cmocka_unit_test(
			a_task_of_the_warehouse_says_that_it_sends_nothing),
		cmocka_unit_test(
			goods_that_the_shop_sent_are_not_sent_by_hand_too),
		cmocka_unit_test(goods_are_sent_by_hand_once),
		cmocka_unit_test(the_shop_does_not_send_what_is_sent_by_hand),
		cmocka_unit_test(money_paid_by_hand_is_the_other_remedy),
		cmocka_unit_test(money_is_not_paid_by_hand_a_second_time),
		cmocka_unit_test(
			beside_is_refused_where_a_task_gives_no_remedy),
		cmocka_unit_test(goods_that_nobody_could_send_are_no_remedy),
		cmocka_unit_test(a_large_code_counts_for_the_breaker),
		cmocka_unit_test(a_code_of_an_order_without_a_total_counts),
		cmocka_unit_test(
			the_policy_says_what_counts_where_nobody_can_tell),
		cmocka_unit_test(a_reshipment_is_approved_within_limits),
		cmocka_unit_test(a_reshipment_of_lines_is_worth_those),
		cmocka_unit_test(a_refund_and_a_reshipment_do_not_both_leave),
		cmocka_unit_test(of_two_proposals_one_is_approved),
		cmocka_unit_test(beside_names_a_remedy_that_there_is),
		cmocka_unit_test(what_two_of_an_old_desk_got_past_is_parked),
		cmocka_unit_test(other_lines_are_another_matter),
		cmocka_unit_test(
			a_rule_takes_nothing_of_one_whose_name_goes_on),
		cmocka_unit_test(
			a_reply_in_doubt_is_parked_when_a_person_writes),
		cmocka_unit_test(a58_a_composite_is_approved_as_one),
		cmocka_unit_test(
			a58_a_limit_is_held_against_the_whole_composite),
		cmocka_unit_test(
			a58_a_composite_is_taken_back_and_given_up_as_one),
		cmocka_unit_test(a58_what_was_approved_is_given_up_as_one),
		cmocka_unit_test(a58_a_part_may_be_left_away),
		cmocka_unit_test(
			a58_a_part_without_a_window_is_taken_back_with_its_head),
		cmocka_unit_test(
			a58_a_part_does_not_leave_when_its_head_was_refused),
		cmocka_unit_test(
			a58_a_part_waits_while_nobody_knows_of_its_head),
		cmocka_unit_test(
			a58_another_matter_proposes_the_whole_composite_anew),
		cmocka_unit_test(a58_rules_give_no_more_at_once_by_parts),
		cmocka_unit_test(
			a17_a107_each_remedy_has_states_of_its_own_and_is_journaled),
		cmocka_unit_test(a109_a_refund_that_does_not_settle_alerts),
	};

	return cmocka_run_group_tests_name("remedies", tests, NULL, NULL);
}
