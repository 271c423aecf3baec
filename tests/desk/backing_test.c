/* backing_test.c - what a person writes promises no more than stands behind it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/backing_help.h"
#include "help/fake_brain.h"

#define REFUND REPLY("So we refund you 5 USD")
#define RESHIP REPLY("So we reship it")

static struct desk *desk_where_one_promises(const char *words)
{
	struct desk *d = desk_with_lost_order();

	fake_promised = words;
	return d;
}

static void refuses(struct desk *d, const char *json, const char *words)
{
	assert_int_equal(must_refuse_by(d, "reply", "tom", json, words),
			 ERR_DATA);
}

static void money_that_nobody_planned_is_not_promised_by_hand(void **state)
{
	struct desk *d = desk_where_one_promises("we refund");
	int64_t before = one(d, "SELECT count(*) FROM actions");

	(void)state;
	refuses(d, REFUND, "the guard stops \"we refund\"");
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), before);
	must_do(d, "reply", "tom",
		"{\"ticket\":1,\"text\":\"So we refund you\",\"force\":\"in "
		"cash\"}");
	ends_the_same(d);
}

static void a_planned_refund_may_be_promised_until_it_is_given_up(void **state)
{
	struct desk *d = desk_where_one_promises("we refund");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	must_do(d, "reply", "tom", REFUND);
	must_do(d, "cancel", "tom",
		"{\"action\":2,\"reason\":\"not so\",\"force\":\"not so\"}");
	refuses(d, REFUND, "the guard stops");
	ends_the_same(d);
}

static void a_refund_that_the_shop_shows_may_be_spoken_of(void **state)
{
	struct desk *d = desk_where_one_promises("we refund");

	(void)state;
	refund_shown(d, "R1", "5.00", now_ms);
	must_do(d, "reply", "tom", REFUND);
	ends_the_same(d);
}

static void goods_may_be_promised_once_somebody_is_to_send_them(void **state)
{
	struct desk *d = desk_where_one_promises("we reship");

	(void)state;
	refuses(d, RESHIP, "the guard stops");
	must_do(d, "task", "tom",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"send a new "
		"one\",\"within\":\"24h\",\"gives\":\"reship\"}");
	must_do(d, "reply", "tom", RESHIP);
	must_do(d, "task_failed", "tom",
		"{\"task\":1,\"note\":\"none is left\"}");
	refuses(d, RESHIP, "the guard stops");
	ends_the_same(d);
}

static void a_task_that_sends_no_goods_stands_behind_none(void **state)
{
	struct desk *d = desk_where_one_promises("we reship");

	(void)state;
	must_do(d, "task", "tom",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"inspect the "
		"return\",\"within\":\"24h\"}");
	refuses(d, RESHIP, "the guard stops");
	must_do(d, "task", "tom",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"send it "
		"back\",\"within\":\"24h\",\"gives\":\"return\"}");
	refuses(d, RESHIP, "the guard stops");
	must_do(d, "task", "tom",
		"{\"ticket\":1,\"role\":\"agent\",\"text\":\"send one\","
		"\"within\":\"24h\",\"gives\":\"reship\",\"beside_task\":1}");
	must_do(d, "reply", "tom", RESHIP);
	ends_the_same(d);
}

static void a_task_gives_what_can_be_given(void **state)
{
	struct desk *d = desk_where_one_promises("we reship");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(do_cmd(d, "task", "tom",
				"{\"ticket\":1,\"role\":\"warehouse\","
				"\"text\":\"so\",\"within\":\"24h\","
				"\"gives\":\"joy\"}",
				&err),
			 -1);
	assert_non_null(strstr(err.text, "is reship, exchange, return"));
	ends_the_same(d);
}

#define TASK_OF(role)                                                \
	"{\"ticket\":1,\"role\":\"" role "\",\"text\":\"send it to " \
	"her\",\"within\":\"24h\"}"

#define TASK_OF_FINANCE(gives)                                               \
	"{\"ticket\":1,\"role\":\"finance\",\"text\":\"pay it\",\"within\":" \
	"\"24h\",\"gives\":\"" gives "\",\"amount\":\"5.00\",\"currency\":"  \
	"\"USD\"}"
#define PAYS TASK_OF_FINANCE("%s")

static void money_may_be_promised_once_finance_is_to_pay_it(void **state)
{
	static const char *const said[][2] = {
		{ "we refund", "refund" },
		{ "we partial_refund", "refund" },
		{ "we store_credit", "store_credit" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		struct desk *d = desk_where_one_promises(said[i][0]);
		CLEANUP(free_ptr)
		char *json = xasprintf(REPLY("So %s"), said[i][0]);
		CLEANUP(free_ptr) char *task = xasprintf(PAYS, said[i][1]);

		must_do(d, "task", "tom", TASK_OF("warehouse"));
		refuses(d, json, "the guard stops");
		must_do(d, "task_failed", "tom",
			"{\"task\":1,\"note\":\"none is left\"}");
		must_do(d, "task", "tom", task);
		must_do(d, "reply", "tom", json);
		must_do(d, "task_done", "tom", "{\"task\":2}");
		must_do(d, "reply", "tom", json);
		ends_the_same(d);
	}
}

/* Nobody knows of it how much it pays, if it pays. */
static void a_task_of_finance_that_says_nothing_backs_no_money(void **state)
{
	static const char *const said[] = { "we refund", "we store_credit",
					    "we coupon" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		struct desk *d = desk_where_one_promises(said[i]);
		CLEANUP(free_ptr)
		char *json = xasprintf(REPLY("So %s"), said[i]);

		must_do(d, "task", "tom", TASK_OF("finance"));
		refuses(d, json, "the guard stops");
		ends_the_same(d);
	}
}

static void a_task_of_finance_that_failed_backs_no_money(void **state)
{
	struct desk *d = desk_where_one_promises("we refund");

	(void)state;
	must_do(d, "task", "tom", TASK_OF_FINANCE("refund"));
	must_do(d, "task_failed", "tom",
		"{\"task\":1,\"note\":\"the bank sent it back\"}");
	refuses(d, REFUND, "the guard stops");
	ends_the_same(d);
}

/* -- words that follow what stands behind them -- */

static int64_t the_refund(struct desk *d)
{
	return one(d, "SELECT max(id) FROM actions WHERE verb = 'refund'");
}

static void act(struct desk *d, const char *kind, int64_t id)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld}", (long long)id);

	must_do(d, kind, "tom", json);
}

static int64_t an_hour_for_money(const struct brain *b, const char *verb)
{
	(void)b;
	return text_eq(verb, "refund") ? HOUR_MS : 0;
}

static int64_t an_hour_for_all_but_words(const struct brain *b,
					 const char *verb)
{
	(void)b;
	return text_eq(verb, "reply") ? 0 : HOUR_MS;
}

/* A refund waits, and words by hand that promise it are approved. */
static struct desk *desk_with_words_by_hand(void)
{
	struct desk *d = desk_where_one_promises("we refund");
	struct err err = { 0 };

	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	must_do(d, "reply", "tom", REFUND);
	assert_int_equal(action_state(d, the_reply(d)), ACTION_DUE);
	return d;
}

static void words_by_hand_wait_for_the_money_that_they_promise(void **state)
{
	struct desk *d = desk_with_words_by_hand();

	(void)state;
	assert_int_equal(send_now(d, the_reply(d)), -1);
	act(d, "approve", the_refund(d));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

static void words_by_hand_wait_again_when_their_money_is_given_up(void **state)
{
	struct desk *d = desk_with_words_by_hand();
	int64_t reply = the_reply(d);
	struct err err = { 0 };
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld}", (long long)reply);

	(void)state;
	act(d, "cancel", the_refund(d));
	assert_int_equal(action_state(d, reply), ACTION_WAITING);
	assert_int_equal(do_cmd(d, "approve", "tom", json, &err), -1);
	assert_non_null(strstr(err.text, "the guard stops"));
	/* Another stands behind them as well. */
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	must_do(d, "approve", "tom", json);
	assert_int_equal(one(d, "SELECT beside FROM actions WHERE id = "
				"(SELECT max(id) FROM actions WHERE verb = "
				"'reply')"),
			 the_refund(d));
	ends_the_same(d);
}

static void words_by_hand_wait_again_when_their_money_was_undone(void **state)
{
	struct desk *d = desk_with_words_by_hand();

	(void)state;
	test_brain.undo_window = an_hour_for_money;
	act(d, "approve", the_refund(d));
	act(d, "undo", the_refund(d));
	assert_int_equal(action_state(d, the_reply(d)), ACTION_WAITING);
	ends_the_same(d);
}

static void money_promised_by_hand_is_not_given_up_in_silence(void **state)
{
	struct desk *d = desk_with_words_by_hand();
	int64_t refund = the_refund(d);
	struct err err = { 0 };
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld}", (long long)refund);
	CLEANUP(free_ptr)
	char *forced = xasprintf("{\"action\":%lld,\"force\":\"twice\"}",
				 (long long)refund);

	(void)state;
	test_brain.undo_window = an_hour_for_money;
	act(d, "approve", refund);
	assert_int_equal(send_now(d, the_reply(d)), 0);
	assert_int_equal(send_result(d, the_reply(d), "settled"), 0);
	assert_int_equal(do_cmd(d, "cancel", "tom", json, &err), -1);
	assert_non_null(strstr(err.text, "the buyer was told of action"));
	must_do(d, "give_up", "tom", forced);
	stuck_as(d, "unpaid", refund);
	assert_int_equal(do_cmd(d, "close", "tom",
				"{\"ticket\":1,\"outcome\":\"refunded\"}",
				&err),
			 -1);
	assert_non_null(strstr(err.text, "was told of action"));
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"refunded\",\"force\":\"by "
		"phone\"}");
	ends_the_same(d);
}

static void words_by_hand_that_promise_nothing_are_their_own(void **state)
{
	struct desk *d = desk_where_one_promises("we refund");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	must_do(d, "reply", "tom", REPLY("We look at it"));
	act(d, "cancel", the_refund(d));
	assert_int_equal(action_state(d, the_reply(d)), ACTION_DUE);
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

static void words_by_hand_wait_again_when_their_task_failed(void **state)
{
	struct desk *d = desk_where_one_promises("we reship");

	(void)state;
	must_do(d, "task", "tom",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"send a new "
		"one\",\"within\":\"24h\",\"gives\":\"reship\"}");
	must_do(d, "reply", "tom", RESHIP);
	must_do(d, "task_failed", "tom",
		"{\"task\":1,\"note\":\"none is left\"}");
	assert_int_equal(action_state(d, the_reply(d)), ACTION_WAITING);
	ends_the_same(d);
}

/* -- several things -- */

static int64_t the_label(struct desk *d)
{
	return one(d, "SELECT max(id) FROM actions WHERE verb = 'return'");
}

/* A refund and a return wait, and words by hand that promise both are said. */
static struct desk *desk_with_words_of_two(void)
{
	struct desk *d = desk_where_words_need_backing();
	struct err err = { 0 };

	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	must_do(d, "plan", "mia", "{\"verb\":\"return\",\"order\":\"O1\"}");
	must_do(d, "reply", "tom", REPLY("A refund, and a label"));
	assert_int_equal(action_state(d, the_reply(d)), ACTION_DUE);
	return d;
}

static void words_of_two_things_wait_for_each(void **state)
{
	struct desk *d = desk_with_words_of_two();

	(void)state;
	assert_int_equal(send_now(d, the_reply(d)), -1);
	act(d, "approve", the_label(d));
	assert_int_equal(send_now(d, the_reply(d)), -1);
	act(d, "approve", the_refund(d));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

static void words_of_two_things_wait_again_without_either(void **state)
{
	static int64_t (*const gifts[])(struct desk * d) = { the_label,
							     the_refund };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(gifts); i++) {
		struct desk *d = desk_with_words_of_two();

		act(d, "approve", gifts[!i](d));
		act(d, "cancel", gifts[i](d));
		assert_int_equal(action_state(d, the_reply(d)), ACTION_WAITING);
		ends_the_same(d);
	}
}

/* The label is given up after the words left; the money comes unasked. */
static void what_was_told_and_what_was_not_are_both_named(void **state)
{
	struct desk *d = desk_with_words_of_two();
	struct err err = { 0 };
	CLEANUP(free_ptr)
	char *forced = xasprintf("{\"action\":%lld,\"force\":\"so\"}",
				 (long long)the_label(d));
	CLEANUP(free_ptr) char *after = NULL;

	(void)state;
	test_brain.undo_window = an_hour_for_all_but_words;
	act(d, "approve", the_label(d));
	act(d, "approve", the_refund(d));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	assert_int_equal(send_result(d, the_reply(d), "settled"), 0);
	must_do(d, "give_up", "tom", forced);
	pass(d, HOUR_MS);
	settles(d, the_refund(d));
	after = xasprintf("\"after\":%lld", (long long)the_refund(d));
	assert_int_equal(plan(d, "refund", "2.00", after, &err), 0);
	act(d, "approve", the_refund(d));
	pass(d, HOUR_MS);
	settles(d, the_refund(d));
	assert_int_equal(do_cmd(d, "close", "tom",
				"{\"ticket\":1,\"outcome\":\"refunded\"}",
				&err),
			 -1);
	assert_non_null(strstr(err.text, "and no reply tells of it"));
	assert_non_null(strstr(err.text, "(return), which is cancelled"));
	ends_the_same(d);
}

static void neither_of_two_things_told_is_given_up_in_silence(void **state)
{
	struct desk *d = desk_with_words_of_two();
	struct err err = { 0 };
	CLEANUP(free_ptr)
	char *refund = xasprintf("{\"action\":%lld}", (long long)the_refund(d));
	CLEANUP(free_ptr)
	char *label = xasprintf("{\"action\":%lld}", (long long)the_label(d));
	CLEANUP(free_ptr)
	char *forced = xasprintf("{\"action\":%lld,\"force\":\"so\"}",
				 (long long)the_label(d));

	(void)state;
	test_brain.undo_window = an_hour_for_all_but_words;
	act(d, "approve", the_label(d));
	act(d, "approve", the_refund(d));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	assert_int_equal(send_result(d, the_reply(d), "settled"), 0);
	assert_int_equal(do_cmd(d, "cancel", "tom", refund, &err), -1);
	assert_non_null(strstr(err.text, "the buyer was told of action"));
	err = (struct err){ 0 };
	assert_int_equal(do_cmd(d, "cancel", "tom", label, &err), -1);
	assert_non_null(strstr(err.text, "the buyer was told of action"));
	pass(d, 2 * HOUR_MS);
	assert_int_equal(send_now(d, the_refund(d)), 0);
	assert_int_equal(send_result(d, the_refund(d), "settled"), 0);
	must_do(d, "give_up", "tom", forced);
	stuck_as(d, "unpaid", the_label(d));
	ends_the_same(d);
}

static void words_of_one_thing_do_not_wait_for_another(void **state)
{
	struct desk *d = desk_with_words_of_two();

	(void)state;
	must_do(d, "reply", "tom", REPLY("A label"));
	act(d, "approve", the_label(d));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

/* -- two of one kind -- */

/* "we refund" needs a refund, and a text that names another sum is wrong. */
static const char *of_sums(const struct brain *b, const struct outgoing *o,
			   struct arena *arena)
{
	(void)b, (void)arena;
	if (o->may_promise && !strstr(o->may_promise, "refund"))
		return "the guard stops the refund";
	if (strstr(o->text, "6.00") && o->amount.minor != 600)
		return money_given(o->amount) ? "another sum" : NULL;
	if ((strstr(o->text, "5.00") && o->amount.minor != 500) ||
	    (strstr(o->text, "3.00") && o->amount.minor != 300))
		return money_given(o->amount) ? "another sum" : NULL;
	return NULL;
}

/* 5.00 went back, and 3.00 wait. */
static struct desk *desk_with_two_refunds(void)
{
	struct desk *d = desk_with_lost_order();
	struct err err = { 0 };
	CLEANUP(free_ptr) char *after = NULL;

	test_brain.guard = of_sums;
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	act(d, "approve", the_refund(d));
	assert_int_equal(send_now(d, the_refund(d)), 0);
	assert_int_equal(send_result(d, the_refund(d), "accepted"), 0);
	after = xasprintf("\"after\":%lld", (long long)the_refund(d));
	assert_int_equal(plan(d, "refund", "3.00", after, &err), 0);
	assert_int_equal(action_state(d, the_refund(d)), ACTION_WAITING);
	return d;
}

static void leaves(struct desk *d, const char *reply, bool at_once)
{
	must_do(d, "reply", "tom", reply);
	assert_int_equal(send_now(d, the_reply(d)), at_once ? 0 : -1);
}

static void of_two_refunds_words_go_with_the_sum_they_name(void **state)
{
	struct desk *d = desk_with_two_refunds();

	(void)state;
	leaves(d, REPLY("We refunded you 5.00"), true);
	leaves(d, REPLY("We refund you 3.00"), false);
	act(d, "approve", the_refund(d));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

static void
of_two_refunds_words_without_a_sum_go_with_the_done_one(void **state)
{
	struct desk *d = desk_with_two_refunds();

	(void)state;
	leaves(d, REPLY("You have a refund"), true);
	ends_the_same(d);
}

static void words_of_money_paid_in_the_shop_wait_for_no_other(void **state)
{
	struct desk *d = desk_where_one_promises("we refund");
	struct err err = { 0 };

	(void)state;
	test_brain.guard = of_sums;
	refund_shown(d, "R1", "6.00", now_ms);
	assert_int_equal(plan(d, "refund", "5.00", NULL, &err), 0);
	leaves(d, REPLY("We refunded you 6.00"), true);
	leaves(d, REPLY("We refund you 5.00"), false);
	ends_the_same(d);
}

/* It goes with what its rule proposes beside it (promise.h). */
static void what_the_policy_writes_is_not_asked_what_is_behind(void **state)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	(void)state;
	fake_promised = "t.not_received in";
	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	must_do(d, "approve", "tom", "{\"action\":1}");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			money_that_nobody_planned_is_not_promised_by_hand),
		cmocka_unit_test(
			a_planned_refund_may_be_promised_until_it_is_given_up),
		cmocka_unit_test(a_refund_that_the_shop_shows_may_be_spoken_of),
		cmocka_unit_test(
			goods_may_be_promised_once_somebody_is_to_send_them),
		cmocka_unit_test(a_task_that_sends_no_goods_stands_behind_none),
		cmocka_unit_test(a_task_gives_what_can_be_given),
		cmocka_unit_test(
			money_may_be_promised_once_finance_is_to_pay_it),
		cmocka_unit_test(
			a_task_of_finance_that_says_nothing_backs_no_money),
		cmocka_unit_test(a_task_of_finance_that_failed_backs_no_money),
		cmocka_unit_test(
			words_by_hand_wait_for_the_money_that_they_promise),
		cmocka_unit_test(
			words_by_hand_wait_again_when_their_money_is_given_up),
		cmocka_unit_test(
			words_by_hand_wait_again_when_their_money_was_undone),
		cmocka_unit_test(
			money_promised_by_hand_is_not_given_up_in_silence),
		cmocka_unit_test(
			words_by_hand_that_promise_nothing_are_their_own),
		cmocka_unit_test(
			words_by_hand_wait_again_when_their_task_failed),
		cmocka_unit_test(words_of_two_things_wait_for_each),
		cmocka_unit_test(words_of_two_things_wait_again_without_either),
		cmocka_unit_test(what_was_told_and_what_was_not_are_both_named),
		cmocka_unit_test(
			neither_of_two_things_told_is_given_up_in_silence),
		cmocka_unit_test(words_of_one_thing_do_not_wait_for_another),
		cmocka_unit_test(
			of_two_refunds_words_go_with_the_sum_they_name),
		cmocka_unit_test(
			of_two_refunds_words_without_a_sum_go_with_the_done_one),
		cmocka_unit_test(
			words_of_money_paid_in_the_shop_wait_for_no_other),
		cmocka_unit_test(
			what_the_policy_writes_is_not_asked_what_is_behind),
	};

	return cmocka_run_group_tests_name("backing", tests, NULL, NULL);
}
