/* rows_test.c - urgency, alerts and remedies of one matter with the shipped
 * policy, by rows of docs/capabilities.md.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/alarm_help.h"
#include "desk/loop_help.h"
#include "desk/ticket/queue.h"

/* -- tiers -- */

/* The only ticket is of that tier (1 red) and due so long after its message. */
static void due_in(struct desk *d, int64_t tier, int64_t ms)
{
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	assert_int_equal(one(d, "SELECT tier FROM tickets"), tier);
	assert_int_equal(one(d, "SELECT due FROM tickets"), now_ms + ms);
}

#define BREACHES "SELECT count(*) FROM alerts WHERE cause GLOB 'breach:*'"

static void breached_at(struct desk *d, int64_t ms)
{
	pass(d, ms - 1);
	assert_int_equal(one(d, BREACHES), 0);
	pass(d, 1);
	assert_int_equal(one(d, BREACHES), 1);
	ends_the_same(d);
}

static void a23_a_claim_is_red_and_breached_at_four_hours(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[claim_announced] I open an A-to-z claim");
	due_in(d, 1, 4 * HOUR_MS);
	breached_at(d, 4 * HOUR_MS);
}

static void a23_two_stars_are_red_and_breached_at_four_hours(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_review(d, "R3", 3, "it is so so");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 0);
	loop_review(d, "R2", 2, "it broke");
	due_in(d, 1, 4 * HOUR_MS);
	breached_at(d, 4 * HOUR_MS);
}

static void a24_where_is_it_is_yellow_and_due_in_twelve_hours(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[order_status] where is my parcel");
	due_in(d, 2, 12 * HOUR_MS);
	breached_at(d, 12 * HOUR_MS);
}

static void a25_what_nobody_named_is_blue_and_due_in_a_day(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[product_question] which bulb fits");
	due_in(d, 3, 24 * HOUR_MS);
	breached_at(d, 24 * HOUR_MS);
}

/* -- the queue -- */

/* Both of one tier: the nearest moment is first, whether we set it or the
 * platform did. */
static void a7_the_nearest_deadline_stands_first(void **state)
{
	struct desk *d = loop_desk();
	CLEANUP(rows_release) struct rows r = { 0 };

	(void)state;
	loop_review(d, "R1", 1, "it broke");
	must_hear(d, "shop",
		  "{\"kind\":\"order\",\"ref\":\"O2\",\"name\":\"#1002\","
		  "\"status\":\"open\",\"placed\":\"2026-09-20T10:00:00Z\"}\n"
		  "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O2\","
		  "\"type\":\"claim\",\"status\":\"needs_response\",\"opened\":"
		  "\"2026-09-21T14:00:00Z\",\"respond_by\":"
		  "\"2026-09-21T15:30:00Z\"}\n");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE tier = 1"),
			 2);
	r = queue_tier(desk_db(d), 0, 1, NULL);
	assert_true(rows_next(&r));
	assert_int_equal(rows_i64(&r, 0), 2);
	assert_int_equal(rows_i64(&r, 1), moment("2026-09-21T15:30:00Z"));
	assert_true(rows_next(&r));
	assert_int_equal(rows_i64(&r, 0), 1);
	assert_false(rows_next(&r));
	rows_release(&r);
	r = (struct rows){ 0 };
	ends_the_same(d);
}

/* -- a proposal -- */

static void a5_a_reply_is_proposed_in_the_same_moment(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] I need one");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE ticket = 1 "
				"AND verb = 'reply' AND state = 2 AND text "
				"LIKE '%order=#1001%'"),
			 1);
	ends_the_same(d);
}

static const struct turn text_and_money[] = {
	{ "order", "12.00", NULL, NULL },
	{ "mail", "[quality] it is bad", "", "quality.refund_small" },
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'refund' AND state = "
	   "2 AND amount = 1200"),
	END
};

static void a15_a_proposal_has_text_and_action_and_may_be_edited(void **state)
{
	struct desk *d = play_on("text and money", text_and_money);

	(void)state;
	must_do(d, "reply", "mia",
		"{\"ticket\":1,\"text\":\"Dear Ann, you get it all back.\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reply' AND state = 11"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reply' AND text LIKE 'Dear Ann, you %' AND "
				"state <> 11"),
			 1);
	ends_the_same(d);
}

/* -- codes and money -- */

#define CODE                                                         \
	"{\"verb\":\"coupon\",\"order\":\"O1\",\"amount\":\"5.00\"," \
	"\"currency\":\"USD\",\"reason\":\"a long wait\"}"

static void a16_one_code_for_one_matter_and_its_cost_is_kept(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	must_do(d, "plan", "eva", CODE);
	must_do(d, "approve", "eva", "{\"action\":1}");
	assert_int_equal(send_now(d, 1), 0);
	must_do(d, "result", "desk",
		"{\"action\":1,\"outcome\":\"settled\",\"why\":\"test\","
		"\"result\":\"TY-1\"}");
	assert_string_equal(one_text(d, "SELECT result FROM actions"), "TY-1");
	assert_int_equal(one(d, "SELECT worth FROM actions"), 500);
	must_refuse(d, "plan", CODE, "action 1");
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), 1);
	ends_the_same(d);
}

/* A rule makes it, the buyer reads it, and whatever comes then, there is no
 * second one for that order. */
static const struct turn code_by_rule[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[late] where is it", "wait for code", "" },
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'coupon' AND rule "
	   "GLOB 'playbook late*' AND proposed_by = 'policy'"),
	{ "make", "coupon", NULL, "late.compensation" },
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'reply' AND state = "
	   "2 AND text LIKE '% coupon=TY-1%'"),
	{ "send", NULL, NULL, NULL },
	{ "mail", "[late] and where is it now", NULL, NULL },
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'coupon'"),
	END
};

static void a16_a_rule_makes_a_code_and_the_reply_brings_it(void **state)
{
	struct desk *d = play_on("a code by rule", code_by_rule);

	(void)state;
	must_refuse(d, "plan", CODE, "action 1");
	ends_the_same(d);
}

static void a17_a_refund_is_two_words_within_limits(void **state)
{
	struct desk *d = loop_desk();
	struct err err;

	(void)state;
	assert_int_equal(plan(d, "refund", "49.01", NULL, &err), -1);
	assert_int_equal(plan(d, "refund", "9.00", NULL, &err), 0);
	assert_int_equal(action_state(d, 1), 2);
	must_do(d, "approve", "mia", "{\"action\":1}");
	assert_int_equal(send_now(d, 1), 0);
	desk_close(d);
}

/* Of the matrix's row "a long wait": 5 % for most, 10 % for who bought often.
 */
static const struct turn long_wait[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[late] where is it", "wait for code", "" },
	IS("SELECT count(*) = 1 FROM actions WHERE verb = 'coupon' AND args = "
	   "'{\"percent\":5}'"),
	END
};

static void a44_what_a_code_is_worth_stands_in_the_matrix(void **state)
{
	(void)state;
	ends_the_same(play_on("a long wait", long_wait));
}

/* -- nothing is forgotten -- */

static const struct turn accepted_and_left[] = {
	{ "order", "49.00", NULL, NULL },
	{ "scan", "delivered", NULL, NULL },
	{ "mail", "[damaged] look", NULL, "damaged.photo_request" },
	{ "send", NULL, NULL, "" },
	{ "mail", "[other] here it is", "look", "" },
	{ "yes", NULL, "wait for it to leave", "replacement.coming" },
	{ "runs", NULL, NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "task", NULL, NULL, NULL },
	{ "pass", "24 h", "done", "replacement.follow_up" },
	{ "runs", NULL, NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "stuck", NULL, NULL, NULL },
	END
};

static void a111_what_was_promised_and_nothing_moves_is_shown(void **state)
{
	(void)state;
	shop_reships = false;
	ends_the_same(play_on("accepted and left", accepted_and_left));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a5_a_reply_is_proposed_in_the_same_moment),
		cmocka_unit_test(a7_the_nearest_deadline_stands_first),
		cmocka_unit_test(
			a15_a_proposal_has_text_and_action_and_may_be_edited),
		cmocka_unit_test(
			a16_one_code_for_one_matter_and_its_cost_is_kept),
		cmocka_unit_test(
			a16_a_rule_makes_a_code_and_the_reply_brings_it),
		cmocka_unit_test(a17_a_refund_is_two_words_within_limits),
		cmocka_unit_test(a23_a_claim_is_red_and_breached_at_four_hours),
		cmocka_unit_test(
			a23_two_stars_are_red_and_breached_at_four_hours),
		cmocka_unit_test(
			a24_where_is_it_is_yellow_and_due_in_twelve_hours),
		cmocka_unit_test(
			a25_what_nobody_named_is_blue_and_due_in_a_day),
		cmocka_unit_test(a44_what_a_code_is_worth_stands_in_the_matrix),
		cmocka_unit_test(
			a111_what_was_promised_and_nothing_moves_is_shown),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
