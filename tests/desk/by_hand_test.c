/* by_hand_test.c - what somebody sends or pays by hand is a remedy beside
 * those of the shop, and is given once.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "desk/remedy_help.h"

#define TASK(role, gives)                                             \
	"{\"ticket\":1,\"role\":\"" role "\",\"text\":\"see to it\"," \
	"\"within\":\"24h\",\"gives\":" gives "}"

#define SUM ",\"amount\":\"3.00\",\"currency\":\"USD\""

#define REFUND_OF(sum)                                            \
	"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"" sum \
	"\",\"currency\":\"USD\""

/* What the buyer wrote is known to be about O1. */
static void is_about_the_order(struct desk *d)
{
	run_sql(d, "UPDATE tickets SET shop = (SELECT shop FROM orders), "
		   "order_ref = 'O1'");
}

static struct desk *desk_with_a_matter(void)
{
	struct desk *d = desk_that_can_all();

	must_hear(d, "mail", MAIL("m1", "hello"));
	is_about_the_order(d);
	return d;
}

static void warehouse_is_to_send_it(struct desk *d)
{
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"send a new "
		"one\",\"within\":\"24h\"}");
}

static struct desk *desk_whose_warehouse_sends_it(void)
{
	struct desk *d = desk_with_a_matter();

	warehouse_is_to_send_it(d);
	return d;
}

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

	(void)state;
	must_hear(d, "mail", MAIL("m1", "hello"));
	must_do(d, "plan", "mia", REFUND_OF("12.00") "}");
	is_about_the_order(d);
	warehouse_is_to_send_it(d);
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

		must_do(d, "task", "mia", TASK("finance", "\"refund\"" SUM));
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
	assert_int_equal(do_cmd(d, "task", "mia",
				TASK("finance", "\"refund\"" SUM), &err),
			 -1);
	assert_non_null(strstr(err.text, "by action 50 (refund, due)"));
	assert_int_equal(
		asks(d, "task", "mia", TASK("finance", "\"store_credit\"" SUM)),
		-1);
	assert_int_equal(do_cmd(d, "task", "tom",
				TASK("finance", "\"refund\",\"beside\":50" SUM),
				&err),
			 -1);
	assert_non_null(strstr(err.text, "has 0.00 USD left to refund"));
	must_do(d, "task", "tom",
		TASK("finance", "\"store_credit\",\"beside\":50" SUM));
	desk_close(d);
}

static void beside_is_refused_where_a_task_gives_no_remedy(void **state)
{
	struct desk *d = desk_that_paid_it_back();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(do_cmd(d, "task", "tom",
				TASK("finance", "\"coupon\",\"beside\":50" SUM),
				&err),
			 -1);
	assert_non_null(strstr(err.text, "leave --beside out"));
	must_do(d, "task", "tom", TASK("finance", "\"coupon\"" SUM));
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goods_sent_by_hand_are_the_other_remedy),
		cmocka_unit_test(
			a_proposed_refund_is_not_approved_beside_goods_by_hand),
		cmocka_unit_test(a_part_of_the_price_goes_beside_goods_by_hand),
		cmocka_unit_test(goods_that_nobody_could_send_are_no_remedy),
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
	};

	return cmocka_run_group_tests_name("by hand", tests, NULL, NULL);
}
