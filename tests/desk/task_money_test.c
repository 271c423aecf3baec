/* task_money_test.c - money that a task pays out is asked all that an action
 * is, and counts as one.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "desk/action_help.h"
#include "desk/backing_help.h"
#include "help/fake_brain.h"

#define PAYS(gives, sum)                                                     \
	"{\"ticket\":1,\"role\":\"finance\",\"text\":\"pay it\",\"within\":" \
	"\"24h\",\"gives\":\"" gives "\"" sum "}"
#define OF(amount) ",\"amount\":\"" amount "\",\"currency\":\"USD\""
#define REFUND_OF(sum)                                            \
	"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"" sum \
	"\",\"currency\":\"USD\"}"
#define THE_TASK "{\"task\":1}"
#define WAITS "SELECT coalesce(waits, 0) FROM tasks ORDER BY id DESC LIMIT 1"

static void refused(struct desk *d, const char *json, const char *words)
{
	assert_int_equal(must_refuse_by(d, "task", "mia", json, words),
			 ERR_DATA);
}

/* -- a sum, and an order -- */

static void a_task_that_pays_says_how_much(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	refused(d, PAYS("refund", ""), "a task that gives a refund says how");
	refused(d, PAYS("store_credit", ""), "says how much: --amount 5.00");
	refused(d, PAYS("coupon", ""), "or --percent 10");
	refused(d, PAYS("refund", ",\"percent\":10"), "says how much");
	refused(d, PAYS("refund", OF("0.00")), "must be above zero");
	refused(d, PAYS("coupon", ",\"percent\":400"), "from 1 to 100");
	refused(d, PAYS("coupon", ",\"percent\":10" OF("5.00")), "not both");
	must_do(d, "task", "mia", PAYS("refund", OF("5.00")));
	assert_int_equal(one(d, "SELECT amount FROM tasks"), 500);
	assert_int_equal(one(d, "SELECT worth FROM tasks"), 500);
	must_do(d, "task", "mia", PAYS("coupon", ",\"percent\":10"));
	assert_int_equal(one(d, "SELECT worth FROM tasks WHERE id = 2"), 120);
	ends_the_same(d);
}

static void what_pays_nothing_has_no_amount(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	refused(d, PAYS("nothing", OF("5.00")), "leave it away");
	refused(d, PAYS("", OF("5.00")), "say with --gives which it is");
	must_do(d, "task", "mia", PAYS("", ""));
	ends_the_same(d);
}

static void money_is_of_an_order(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	must_hear(d, "mail", MAIL("m9", "hello"));
	run_sql(d, "UPDATE tickets SET order_ref = NULL");
	refused(d, PAYS("refund", OF("5.00")), "say with --order REF");
	refused(d, PAYS("refund", OF("5.00") ",\"order\":\"O7\""), "O7");
	must_do(d, "task", "mia",
		PAYS("refund", OF("5.00") ",\"order\":\"#1001\""));
	assert_string_equal(one_text(d, "SELECT order_ref FROM tasks"), "O1");
	desk_close(d); /* the ticket was changed by hand */
}

static void no_more_is_paid_than_is_left_of_it(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	refused(d, PAYS("refund", OF("12.01")),
		"order #1001 has 12.00 USD left to refund");
	must_do(d, "task", "mia", PAYS("refund", OF("12.00")));
	ends_the_same(d);
}

static void nor_beside_a_dispute(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
		  "\"type\":\"chargeback\",\"status\":\"needs_response\"}\n");
	refused(d, PAYS("refund", OF("5.00")),
		"has an open dispute (dispute 1, chargeback)");
	must_do(d, "task", "tom",
		PAYS("refund", OF("5.00") ",\"beside_dispute\":1"));
	ends_the_same(d);
}

/* -- who says yes -- */

static void who_may_give_it_says_yes_to_it(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "mia", PAYS("refund", OF("5.00")));
	assert_int_equal(one(d, WAITS), 0);
	assert_string_equal(one_text(d, "SELECT approved_by FROM tasks"),
			    "mia");
	assert_int_equal(must_refuse_by(d, "task_approve", "tom", THE_TASK,
					"waits for nobody's yes"),
			 ERR_DATA);
	ends_the_same(d);
}

static void above_their_limit_it_waits_for_a_yes(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "mia", PAYS("coupon", OF("60.00")));
	assert_int_equal(one(d, WAITS), 1);
	assert_non_null(strstr(one_text(d, "SELECT text FROM alerts WHERE "
					   "cause = 'task:1:#1'"),
			       "T-1: a task of the finance (coupon) waits for "
			       "a yes"));
	assert_int_equal(must_refuse_by(d, "task_done", "mia",
					"{\"task\":1,\"code\":\"TEN\"}",
					"task 1 waits for a yes"),
			 ERR_DATA);
	assert_int_equal(
		must_refuse_by(d, "task_approve", "mia", THE_TASK,
			       "mia may approve up to 50.00 USD a task"),
		ERR_DENIED);
	must_do(d, "task_approve", "tom", THE_TASK);
	assert_int_equal(one(d, WAITS), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'task:1:#1' AND acknowledged IS NULL AND text "
				"LIKE '%finance has a task%'"),
			 1);
	must_do(d, "task_done", "mia", "{\"task\":1,\"code\":\"TEN\"}");
	ends_the_same(d);
}

static void nobody_who_is_no_agent_gives_money(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "operator", PAYS("refund", OF("5.00")));
	assert_int_equal(one(d, WAITS), 1);
	must_do(d, "task_approve", "mia", THE_TASK);
	ends_the_same(d);
}

static void above_the_four_eyes_limit_somebody_else_says_yes(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	fake_four_eyes = (struct money){ 1000, "USD" };
	must_do(d, "task", "tom", PAYS("refund", OF("12.00")));
	assert_int_equal(one(d, WAITS), 1);
	assert_int_equal(must_refuse_by(d, "task_approve", "tom", THE_TASK,
					"somebody else than tom"),
			 ERR_DENIED);
	must_do(d, "task_approve", "mia", THE_TASK);
	assert_string_equal(one_text(d, "SELECT approved_by FROM tasks"),
			    "mia");
	ends_the_same(d);
}

static void it_counts_for_the_day_as_an_action_does(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "mia", PAYS("store_credit", OF("50.00")));
	run_sql(d, "UPDATE tasks SET worth = 19900");
	must_do(d, "plan", "tom",
		"{\"verb\":\"coupon\",\"order\":\"O1\"" OF("2.00") "}");
	refuses(d, "approve", newest(d, "coupon"),
		"mia has reached the limit of this day");
	must_do(d, "task", "mia", PAYS("coupon", OF("2.00")));
	assert_int_equal(one(d, WAITS), 1);
	must_do(d, "task_failed", "mia", "{\"task\":1,\"note\":\"no\"}");
	act(d, "approve", newest(d, "coupon"));
	desk_close(d); /* the day was filled by hand */
}

static void and_for_how_often_rules_give_a_buyer_something(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_effects = "auto";
	fake_rule_limits = (struct limits){ .per_action = { 1000, "USD" },
					    .per_day = { 100000, "USD" },
					    .per_buyer = 1 };
	complaint(d, (struct complaint){ 1001, "50.00", "ann", true });
	must_do(d, "task", "mia", PAYS("coupon", OF("2.00")));
	complaint(d, (struct complaint){ 1002, "8.00", "ann", true });
	is_in(d, newest(d, "refund"), ACTION_WAITING);
	complaint(d, (struct complaint){ 1003, "8.00", "bob", true });
	is_in(d, newest(d, "refund"), ACTION_DUE);
	ends_the_same(d);
}

/* -- the other remedies -- */

static void the_shop_does_not_pay_what_finance_pays(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "mia", PAYS("refund", OF("5.00")));
	assert_int_equal(must_refuse_by(d, "plan", "mia", REFUND_OF("5.00"),
					"is made good by task 1 of the finance "
					"(open) already"),
			 ERR_DATA);
	ends_the_same(d);
}

static void a_coupon_is_given_once_too(void **state)
{
	static const char of_shop[] =
		"{\"verb\":\"coupon\",\"order\":\"O1\"" OF("2.00") "}";
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "task", "mia", PAYS("refund", OF("5.00")));
	must_do(d, "task", "mia", PAYS("coupon", OF("2.00")));
	refused(d, PAYS("coupon", OF("2.00")),
		"has a coupon by task 2 already");
	assert_int_equal(must_refuse_by(d, "plan", "mia", of_shop,
					"adds --beside task:2"),
			 ERR_DATA);
	must_do(d, "task_failed", "mia", "{\"task\":2,\"note\":\"no\"}");
	must_do(d, "plan", "mia", of_shop);
	act(d, "approve", newest(d, "coupon"));
	refused(d, PAYS("coupon", OF("2.00")), "has a coupon by action");
	ends_the_same(d);
}

static void what_waits_stands_against_nothing_and_is_asked_then(void **state)
{
	struct desk *d = desk_with_lost_order();
	CLEANUP(free_ptr) char *names = NULL;
	int64_t refund;

	(void)state;
	must_do(d, "task", "operator", PAYS("refund", OF("5.00")));
	must_do(d, "plan", "mia", REFUND_OF("5.00"));
	refund = newest(d, "refund");
	act(d, "approve", refund);
	assert_int_equal(must_refuse_by(d, "task_approve", "tom", THE_TASK,
					"(refund, due) already"),
			 ERR_DATA);
	names = xasprintf("{\"task\":1,\"beside\":%lld}", (long long)refund);
	must_do(d, "task_approve", "tom", names);
	assert_int_equal(one(d, "SELECT beside FROM tasks"), refund);
	ends_the_same(d);
}

/* -- what a reply says of it -- */

static const char *of_sums(const struct brain *b, const struct outgoing *o,
			   struct arena *arena)
{
	(void)b, (void)arena;
	if (strstr(o->text, "refund") && o->may_promise &&
	    !strstr(o->may_promise, "refund"))
		return "the guard stops the refund";
	if (strstr(o->text, "50 %") && o->percent &&
	    !text_eq(o->percent, "50 %"))
		return "the percentage is another";
	return strstr(o->text, "20.00") && money_given(o->amount) &&
			       o->amount.minor != 2000
		       ? "the amount is another"
		       : NULL;
}

static void the_sum_that_a_reply_names_is_the_tasks(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	test_brain.guard = of_sums;
	must_do(d, "task", "mia", PAYS("refund", OF("5.00")));
	assert_int_equal(must_refuse_by(d, "reply", "mia",
					REPLY("We refund 20.00 USD"),
					"the amount is another"),
			 ERR_DATA);
	must_do(d, "reply", "mia", REPLY("We refund 5.00 USD"));
	assert_string_equal(tasks_told(d), "[1]");
	ends_the_same(d);
}

static void so_is_the_percentage_of_a_coupon(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	test_brain.guard = of_sums;
	must_do(d, "task", "mia", PAYS("coupon", ",\"percent\":10"));
	assert_int_equal(must_refuse_by(d, "reply", "mia",
					REPLY("A code for 50 %"),
					"the percentage is another"),
			 ERR_DATA);
	must_do(d, "reply", "mia", REPLY("A code for 10 %"));
	ends_the_same(d);
}

static void words_wait_for_the_yes_to_what_they_promise(void **state)
{
	struct desk *d = desk_with_lost_order();
	struct err err = { 0 };

	(void)state;
	test_brain.guard = of_sums;
	must_do(d, "task", "operator", PAYS("refund", OF("5.00")));
	must_do(d, "reply", "mia", REPLY("We refund 5.00 USD"));
	assert_int_equal(do_cmd(d, "sending", "desk",
				arena_printf(&d->arena,
					     "{\"action\":%lld,\"request_"
					     "hash\":\"a\"}",
					     (long long)the_reply(d)),
				&err),
			 -1);
	assert_int_equal(err.code, ERR_RETRY);
	assert_string_equal(err.text,
			    "it tells the buyer of task 1 (finance, refund), "
			    "which waits for a yes");
	must_do(d, "task_approve", "mia", THE_TASK);
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

/* -- of a playbook -- */

static void what_a_playbook_pays_waits_for_a_yes(void **state)
{
	static const struct step_given pays = { "finance", "refund", "t.refund",
						false };
	struct desk *d = desk_with_a_turn(&pays, 1);

	(void)state;
	assert_int_equal(one(d, WAITS), 1);
	assert_string_equal(one_text(d, "SELECT playbook FROM tasks"), "own");
	assert_string_equal(tasks_told(d), "[1]");
	refuses(d, "approve", newest(d, "reply"),
		"tells the buyer of task 1 (finance, refund), which waits for "
		"a yes: `task approve 1` first");
	/* Its step said no sum. */
	assert_int_equal(must_refuse_by(d, "task_approve", "tom", THE_TASK,
					"what it is worth cannot be told"),
			 ERR_DENIED);
	must_do(d, "task_approve", "eva", THE_TASK);
	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_task_that_pays_says_how_much),
		cmocka_unit_test(what_pays_nothing_has_no_amount),
		cmocka_unit_test(money_is_of_an_order),
		cmocka_unit_test(no_more_is_paid_than_is_left_of_it),
		cmocka_unit_test(nor_beside_a_dispute),
		cmocka_unit_test(who_may_give_it_says_yes_to_it),
		cmocka_unit_test(above_their_limit_it_waits_for_a_yes),
		cmocka_unit_test(nobody_who_is_no_agent_gives_money),
		cmocka_unit_test(
			above_the_four_eyes_limit_somebody_else_says_yes),
		cmocka_unit_test(it_counts_for_the_day_as_an_action_does),
		cmocka_unit_test(
			and_for_how_often_rules_give_a_buyer_something),
		cmocka_unit_test(the_shop_does_not_pay_what_finance_pays),
		cmocka_unit_test(a_coupon_is_given_once_too),
		cmocka_unit_test(
			what_waits_stands_against_nothing_and_is_asked_then),
		cmocka_unit_test(the_sum_that_a_reply_names_is_the_tasks),
		cmocka_unit_test(so_is_the_percentage_of_a_coupon),
		cmocka_unit_test(words_wait_for_the_yes_to_what_they_promise),
		cmocka_unit_test(what_a_playbook_pays_waits_for_a_yes),
	};

	return cmocka_run_group_tests_name("task money", tests, NULL, NULL);
}
