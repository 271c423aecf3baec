/* untold_test.c - money that the buyer got and no reply tells of: the ticket is
 * not closed in silence, and what is stuck says why.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "desk/reply/receipt.h"
#include "desk/ticket/queue.h"

#define CLOSE "\"ticket\":1,\"outcome\":\"refunded\",\"cause\":\"delay\""
#define UNTOLD_BY "and no reply tells of it: `ticket reply T-1 TEXT --tells "

static void answered(struct desk *d)
{
	replies(d, 1, "We see to it.");
}

/* 5.00 of O1 under that ticket. */
static void paid(struct desk *d, int64_t ticket)
{
	CLEANUP(free_ptr)
	char *plan_it = xasprintf("{\"verb\":\"refund\",\"order\":\"O1\","
				  "\"ticket\":%lld,\"amount\":\"5.00\","
				  "\"currency\":\"USD\"}",
				  (long long)ticket);
	CLEANUP(free_ptr) char *approve = NULL;

	pass(d, MINUTE_MS);
	must_do(d, "plan", "mia", plan_it);
	approve =
		xasprintf("{\"action\":%lld}", (long long)newest(d, "refund"));
	must_do(d, "approve", "eva", approve);
	pass(d, HOUR_MS);
	settles(d, newest(d, "refund"));
}

/* Answered, then paid, and nobody wrote since. */
static struct desk *desk_with_untold_money(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h", "[invoice] too dear");
	answered(d);
	paid(d, 1);
	return d;
}

/* The action by which T-1 is stuck for that reason, or 0. */
static int64_t stuck_by(struct desk *d, const char *why)
{
	CLEANUP(rows_release) struct rows r = queue_stuck(desk_db(d));

	while (rows_next(&r))
		if (rows_i64(&r, 0) == 1 && text_eq(rows_text(&r, 1), why))
			return rows_i64(&r, 2);
	return 0;
}

static void who_was_paid_is_told_before_the_end(void **state)
{
	struct desk *d = desk_with_untold_money();
	CLEANUP(free_ptr)
	char *says = xasprintf(
		"the buyer of T-1 got action %lld (refund), " UNTOLD_BY,
		(long long)newest(d, "refund"));

	(void)state;
	must_refuse(d, "close", "{" CLOSE "}", says);
	assert_int_equal(stuck_by(d, "untold"), newest(d, "refund"));
	tells_of_newest(d, 1, "refund");
	assert_int_equal(stuck_by(d, "untold"), 0);
	must_do(d, "close", "mia", "{" CLOSE "}");
	ends_the_same(d);
}

static void words_of_something_else_do_not_tell_of_it(void **state)
{
	struct desk *d = desk_with_untold_money();

	(void)state;
	replies(d, 1, "Thank you for the photo.");
	assert_int_equal(stuck_by(d, "untold"), newest(d, "refund"));
	must_refuse(d, "close", "{" CLOSE "}", UNTOLD_BY);
	ends_the_same(d);
}

static void a_reason_ends_it_all_the_same(void **state)
{
	struct desk *d = desk_with_untold_money();

	(void)state;
	must_do(d, "close", "mia", "{" CLOSE ",\"force\":\"we phoned\"}");
	assert_string_equal(one_text(d, "SELECT \"text\" FROM notes"),
			    "closed all the same: we phoned");
	ends_the_same(d);
}

static void a_receipt_tells_nothing_of_it(void **state)
{
	struct desk *d = desk_with_untold_money();

	(void)state;
	answered(d);
	run_sql(d, "UPDATE actions SET rule = '" RECEIPT_RULE "' WHERE id = "
		   "(SELECT max(id) FROM actions)");
	assert_int_equal(stuck_by(d, "untold"), newest(d, "refund"));
	desk_close(d); /* a row that no command made */
}

static void who_was_told_outside_the_desk_was_told(void **state)
{
	struct desk *d = desk_with_untold_money();

	(void)state;
	replied_outside(d, "You have it back");
	assert_int_equal(stuck_by(d, "untold"), 0);
	must_do(d, "close", "mia", "{" CLOSE "}");
	ends_the_same(d);
}

static void money_of_what_was_merged_is_told_of_too(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] too dear");
	loop_mail(d, "a.smith@home.example", "v", "[late] order #1001");
	replies(d, 1, "We see to it.");
	replies(d, 2, "We see to it.");
	paid(d, 2);
	must_do(d, "merge", "tom",
		"{\"ticket\":2,\"into\":1,\"force\":\"the same\"}");
	assert_int_equal(stuck_by(d, "untold"), newest(d, "refund"));
	must_refuse(d, "close", "{" CLOSE "}", UNTOLD_BY);
	tells_of_newest(d, 1, "refund");
	must_do(d, "close", "mia", "{" CLOSE "}");
	ends_the_same(d);
}

#define PLAN_5                                                       \
	"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"5.00\"," \
	"\"currency\":\"USD\"}"

static void money_for_a_closed_matter_opens_it_again(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] too dear");
	answered(d);
	must_do(d, "close", "mia", "{" CLOSE "}");
	pass(d, MINUTE_MS);
	must_do(d, "plan", "mia", PLAN_5);
	assert_int_equal(one(d, "SELECT state < 3 AND reopened = 1 AND due > 0 "
				"FROM tickets WHERE id = 1"),
			 1);
	act(d, "approve", newest(d, "refund"));
	pass(d, HOUR_MS);
	settles(d, newest(d, "refund"));
	assert_int_equal(stuck_by(d, "untold"), newest(d, "refund"));
	must_refuse(d, "close", "{" CLOSE "}", UNTOLD_BY);
	tells_of_newest(d, 1, "refund");
	must_do(d, "close", "mia", "{" CLOSE "}");
	ends_the_same(d);
}

/* T-1 of O1 went into T-2, and that is closed. */
static void so_does_money_for_one_that_was_merged(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] too dear");
	loop_mail(d, "a.smith@home.example", "v", "[late] order #1001");
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same\"}");
	replies(d, 2, "We see to it.");
	must_do(d, "close", "mia",
		"{\"ticket\":2,\"outcome\":\"x\",\"cause\":\"delay\"}");
	must_do(d, "plan", "mia", PLAN_5);
	assert_int_equal(one(d, "SELECT ticket FROM actions WHERE verb = "
				"'refund'"),
			 2);
	assert_true(one(d, "SELECT state FROM tickets WHERE id = 2") < 3);
	ends_the_same(d);
}

/* -- what is no money -- */

/* Approved by eva, and done with that result. */
static void done_with(struct desk *d, const char *plan_it, const char *verb,
		      const char *result)
{
	CLEANUP(free_ptr) char *done = NULL;
	CLEANUP(free_ptr) char *approve = NULL;
	int64_t id;

	pass(d, MINUTE_MS);
	must_do(d, "plan", "eva", plan_it);
	id = newest(d, verb);
	approve = xasprintf("{\"action\":%lld}", (long long)id);
	must_do(d, "approve", "eva", approve);
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, id), 0);
	done = xasprintf("{\"action\":%lld,\"outcome\":\"settled\",\"why\":"
			 "\"test\",\"result\":\"%s\"}",
			 (long long)id, result);
	must_do(d, "result", "desk", done);
}

#define CODE                                                              \
	"{\"verb\":\"coupon\",\"order\":\"O1\",\"ticket\":1,\"args\":\"{" \
	"\\\"percent\\\":10}\",\"reason\":\"sorry\"}"

static void untold_by(struct desk *d, const char *verb)
{
	CLEANUP(free_ptr)
	char *says = xasprintf("got action %lld (%s), " UNTOLD_BY,
			       (long long)newest(d, verb), verb);

	must_refuse(d, "close", "{" CLOSE "}", says);
	assert_int_equal(stuck_by(d, "untold"), newest(d, verb));
}

static void words_without_the_code_do_not_tell_of_it(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] too dear");
	done_with(d, CODE, "coupon", "TY-1");
	answered(d);
	untold_by(d, "coupon");
	must_do(d, "reply", "mia",
		"{\"ticket\":1,\"text\":\"Your code is ty-1.\"}");
	pass(d, HOUR_MS);
	settles(d, newest(d, "reply"));
	assert_int_equal(stuck_by(d, "untold"), 0);
	must_do(d, "close", "mia", "{" CLOSE "}");
	ends_the_same(d);
}

/* The playbook has a step for that. */
static void a_code_that_a_playbook_tells_of_later_holds_nobody(void **state)
{
	static const struct turn turns[] = {
		{ "order", "120.00", NULL, NULL },
		{ "scan", "delivered", NULL, NULL },
		{ "mail", "[damaged] look", NULL, NULL },
		{ "send", NULL, NULL, NULL },
		{ "mail", "[other] here it is", NULL, NULL },
		{ "yes", NULL, "wait for it to leave", NULL },
		{ "make", "coupon", NULL, NULL },
		{ "pass", "1 h", NULL, NULL },
		{ "send", NULL, NULL, NULL },
		{ "task", NULL, NULL, NULL },
		{ "runs", NULL, "wait for it to leave", NULL },
		{ NULL, NULL, NULL, NULL }
	};
	struct desk *d = play_on("a code follows", turns);

	(void)state;
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We see to it.\"}");
	pass(d, HOUR_MS);
	settles(d, newest(d, "reply"));
	must_refuse(d, "close", "{" CLOSE "}", "(coupon), " UNTOLD_BY);
	ends_the_same(d);
}

/* Of which no step of the playbook that waits knows. */
static void a_code_by_hand_is_untold_whatever_waits(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	send_reply(d);
	assert_int_equal(send_result(d, newest(d, "reply"), "settled"), 0);
	done_with(d, CODE, "coupon", "TY-1");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND purpose = 'playbook'"),
			 1);
	assert_int_equal(stuck_by(d, "untold"), newest(d, "coupon"));
	ends_the_same(d);
}

/* The shop tells them, or there is nothing to be typed in. */
static void credit_without_a_code_is_told_of_without_one(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] too dear");
	answered(d);
	done_with(d, CODE, "coupon", "");
	untold_by(d, "coupon");
	tells_of_newest(d, 1, "coupon");
	must_do(d, "close", "mia", "{" CLOSE "}");
	ends_the_same(d);
}

static void goods_that_were_sent_are_told_of_too(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	shop_reships = true;
	loop_mail(d, ANN, "h", "[invoice] too dear");
	answered(d);
	done_with(d, "{\"verb\":\"reship\",\"order\":\"O1\",\"ticket\":1}",
		  "reship", "");
	assert_int_equal(stuck_by(d, "untold"), newest(d, "reship"));
	tells_of_newest(d, 1, "reship");
	assert_int_equal(stuck_by(d, "untold"), 0);
	ends_the_same(d);
	shop_reships = false;
}

static void goods_that_somebody_sent_by_hand_are_told_of(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] too dear");
	answered(d);
	pass(d, MINUTE_MS);
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"look\","
		"\"within\":\"24h\",\"gives\":\"nothing\"}");
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"send it\","
		"\"within\":\"24h\",\"gives\":\"reship\"}");
	must_do(d, "task_done", "mia", "{\"task\":1}");
	must_do(d, "task_done", "mia", "{\"task\":2}");
	must_refuse(
		d, "close", "{" CLOSE "}",
		"got what task 2 of the warehouse gives (reship), " UNTOLD_BY);
	answered(d);
	must_refuse(d, "close", "{" CLOSE "}", UNTOLD_BY);
	tells_of(d, 1, "It is on its way.", "task:2");
	must_refuse(d, "close", "{" CLOSE "}", "open follow-up");
	pass(d, 25 * HOUR_MS);
	must_do(d, "close", "mia", "{" CLOSE "}");
	ends_the_same(d);
}

/* -- what stands behind words -- */

/* What the last text of a person may promise; it is asked without, too, to see
 * what it needs (backing.h). */
static char behind[200];

static const char *listen(const struct brain *b, const struct outgoing *o,
			  struct arena *arena)
{
	(void)b, (void)arena;
	if (!text_blank(o->may_promise))
		snprintf(behind, sizeof behind, "%s", o->may_promise);
	return NULL;
}

/* T-1 of O1 went into T-2, which has no order. */
static void merged_into_the_second(struct desk *d)
{
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE id = 2 AND "
				"order_ref IS NOT NULL"),
			 0);
}

static struct desk *two_tickets(void)
{
	struct desk *d = loop_desk();

	test_brain.guard = listen;
	loop_mail(d, ANN, "h", "[invoice] too dear");
	loop_mail(d, "a.smith@home.example", "v", "[late] order #1001");
	return d;
}

static void a_reply_may_tell_of_what_was_merged(void **state)
{
	struct desk *d = two_tickets();

	(void)state;
	paid(d, 1);
	merged_into_the_second(d);
	replies(d, 2, "We see to it.");
	assert_string_equal(behind, " refund partial_refund");
	ends_the_same(d);
}

static void a_task_of_what_was_merged_stands_behind_it(void **state)
{
	struct desk *d = two_tickets();

	(void)state;
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"send it\","
		"\"within\":\"24h\",\"gives\":\"reship\"}");
	merged_into_the_second(d);
	replies(d, 2, "We see to it.");
	assert_non_null(strstr(behind, "reship"));
	ends_the_same(d);
}

static void what_was_merged_was_given_to_the_matter(void **state)
{
	struct desk *d = two_tickets();

	(void)state;
	paid(d, 1);
	merged_into_the_second(d);
	loop_mail(d, "a.smith@home.example", "v", "[late] and my money");
	assert_string_equal(
		one_text(d, "SELECT facts ->> 'remedy' FROM vectors ORDER BY "
			    "seq DESC LIMIT 1"),
		"done");
	ends_the_same(d);
}

static const char *fact_of_last(struct desk *d, const char *sql)
{
	loop_mail(d, ANN, "w", "[refund_status] where is my money");
	return one_text(d, sql);
}

#define FACT(name)                                                        \
	"SELECT facts ->> '" name "' FROM vectors WHERE facts ->> '" name \
	"' IS NOT NULL ORDER BY seq DESC LIMIT 1"

static void money_given_by_hand_is_known_to_rules(void **state)
{
	struct desk *d = two_tickets();

	(void)state;
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"finance\",\"text\":\"pay it "
		"back\",\"within\":\"24h\",\"gives\":\"refund\",\"amount\":"
		"\"5.00\",\"currency\":\"USD\"}");
	assert_string_equal(fact_of_last(d, FACT("refund")), "on_its_way");
	assert_string_equal(one_text(d, FACT("remedy")), "approved");
	must_do(d, "task_done", "mia", "{\"task\":1}");
	assert_string_equal(fact_of_last(d, FACT("refund")), "done");
	assert_string_equal(one_text(d, FACT("remedy")), "done");
	ends_the_same(d);
}

static void money_that_waits_goes_before_what_was_paid(void **state)
{
	struct desk *d = two_tickets();
	CLEANUP(free_ptr) char *second = NULL;

	(void)state;
	paid(d, 1);
	assert_string_equal(fact_of_last(d, FACT("refund")), "done");
	second = xasprintf("{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":"
			   "\"7.00\",\"currency\":\"USD\",\"after\":%lld}",
			   (long long)newest(d, "refund"));
	must_do(d, "plan", "mia", second);
	assert_string_equal(fact_of_last(d, FACT("refund")), "waiting");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_was_paid_is_told_before_the_end),
		cmocka_unit_test(words_of_something_else_do_not_tell_of_it),
		cmocka_unit_test(a_reason_ends_it_all_the_same),
		cmocka_unit_test(a_receipt_tells_nothing_of_it),
		cmocka_unit_test(who_was_told_outside_the_desk_was_told),
		cmocka_unit_test(money_of_what_was_merged_is_told_of_too),
		cmocka_unit_test(money_for_a_closed_matter_opens_it_again),
		cmocka_unit_test(so_does_money_for_one_that_was_merged),
		cmocka_unit_test(words_without_the_code_do_not_tell_of_it),
		cmocka_unit_test(
			a_code_that_a_playbook_tells_of_later_holds_nobody),
		cmocka_unit_test(a_code_by_hand_is_untold_whatever_waits),
		cmocka_unit_test(credit_without_a_code_is_told_of_without_one),
		cmocka_unit_test(goods_that_were_sent_are_told_of_too),
		cmocka_unit_test(goods_that_somebody_sent_by_hand_are_told_of),
		cmocka_unit_test(a_reply_may_tell_of_what_was_merged),
		cmocka_unit_test(a_task_of_what_was_merged_stands_behind_it),
		cmocka_unit_test(what_was_merged_was_given_to_the_matter),
		cmocka_unit_test(money_given_by_hand_is_known_to_rules),
		cmocka_unit_test(money_that_waits_goes_before_what_was_paid),
	};

	return cmocka_run_group_tests_name("untold", tests, shipped_load,
					   shipped_unload);
}
