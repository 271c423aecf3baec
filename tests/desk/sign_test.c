/* sign_test.c - signs of trouble with the shipped policy: the risk of orders
 * and messages (A6), and the seller's words in reviews and messages (A10).
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/alarm_help.h"
#include "desk/alert/sign.h"
#include "desk/loop_help.h"
#include "help/place.h"

/* An order of a new buyer, with so many dollars and `more` members. */
static void dear_order(struct desk *d, int n, const char *total,
		       const char *more)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	now_ms += MINUTE_MS;
	str_printf(&line,
		   "{\"kind\":\"order\",\"ref\":\"O%d\",\"name\":\"#10%d\","
		   "\"status\":\"open\",\"placed\":\"2026-09-21T10:00:00Z\","
		   "\"buyer_ref\":\"B%d\",\"buyer_name\":\"Eve\",\"email\":"
		   "\"eve%d@example.com\",\"lang\":\"en\",\"total\":{"
		   "\"amount\":\"%s\",\"currency\":\"USD\"}%s}\n",
		   n, n, n, n, total, more);
	deliver_line(d, "shop", &line);
}

static void dispute(struct desk *d, const char *order)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	str_printf(&line,
		   "{\"kind\":\"dispute\",\"ref\":\"D-%s\",\"order_ref\":"
		   "\"%s\",\"type\":\"claim\",\"status\":\"needs_response\","
		   "\"opened\":\"2026-09-21T14:00:00Z\",\"respond_by\":"
		   "\"2026-09-25T15:30:00Z\"}\n",
		   order, order);
	deliver_line(d, "shop", &line);
}

#define SCORE(order)                                                      \
	"SELECT coalesce(score, 0) FROM risks WHERE message IS NULL AND " \
	"order_ref = '" order "'"

/* -- scores -- */

static void a6_every_order_has_a_score_and_says_why(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	assert_int_equal(one(d, "SELECT count(*) FROM risks"), 1);
	assert_int_equal(one(d, SCORE("O1")), 0);
	dear_order(d, 2, "180.00", "");
	assert_int_equal(one(d, SCORE("O2")), 25);
	assert_string_equal(one_text(d, "SELECT signs FROM risks WHERE "
					"order_ref = 'O2'"),
			    "dear first order 25");
	assert_int_equal(one(d, "SELECT count(*) FROM risks WHERE policy IS "
				"NULL"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 0);
	ends_the_same(d);
}

static void a6_every_message_has_a_score_and_says_why(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[damaged] the glass is broken");
	loop_mail(d, ANN, "h", "[invoice] and an invoice");
	assert_int_equal(one(d, "SELECT count(*) FROM risks WHERE message IS "
				"NOT NULL AND ticket = 1"),
			 2);
	assert_string_equal(
		one_text(d, "SELECT group_concat(coalesce(score, 0) || ' ' || "
			    "coalesce(signs, '-'), '; ') FROM (SELECT * FROM "
			    "risks WHERE message IS NOT NULL ORDER BY id)"),
		"20 goods are not right 20; 0 -");
	ends_the_same(d);
}

/* The message's score counts what is known of the order it is about. */
static void a6_a_message_about_a_risky_order_is_riskier(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	dear_order(d, 2, "600.00", "");
	loop_mail(d, "eve2@example.com", "#102", "[damaged] broken, #102");
	assert_string_equal(one_text(d, "SELECT signs FROM risks WHERE message "
					"IS NOT NULL"),
			    "dear first order 25, very dear order 15, goods "
			    "are not right 20");
	assert_int_equal(one(d, "SELECT score FROM risks WHERE message IS NOT "
				"NULL"),
			 60);
	ends_the_same(d);
}

/* What was said while it lay here is not said of a parcel on its way. */
static void a6_a_score_goes_with_the_parcel(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	now_ms += 5 * DAY_MS;
	dear_order(d, 2, "180.00", "");
	assert_int_equal(one(d, SCORE("O2")), 45);
	must_hear(d, "shop",
		  "{\"kind\":\"shipment\",\"ref\":\"S2\",\"order_ref\":"
		  "\"O2\",\"carrier\":\"DHL\",\"tracking\":\"3318810099\","
		  "\"status\":\"shipped\",\"shipped\":"
		  "\"2026-09-26T10:00:00Z\"}\n");
	assert_int_equal(one(d, SCORE("O2")), 25);
	must_hear(d, "shop",
		  "{\"kind\":\"scan\",\"tracking\":\"3318810099\","
		  "\"status\":\"attempt_failed\",\"occurred\":"
		  "\"2026-09-26T11:00:00Z\"}\n");
	assert_int_equal(one(d, SCORE("O2")), 55);
	must_hear(d, "shop",
		  "{\"kind\":\"scan\",\"tracking\":\"3318810099\","
		  "\"status\":\"delivered\",\"occurred\":"
		  "\"2026-09-26T12:00:00Z\"}\n");
	assert_int_equal(one(d, SCORE("O2")), 25);
	ends_the_same(d);
}

#define RISK_ALERTS "SELECT count(*) FROM alerts WHERE cause GLOB 'risk*'"

static void a6_crossing_the_threshold_is_one_alert_and_never_two(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	dear_order(d, 2, "600.00", "");
	assert_int_equal(one(d, SCORE("O2")), 40);
	assert_int_equal(one(d, RISK_ALERTS), 0);
	dear_order(d, 2, "600.00", ",\"deliver_by\":\"2026-09-21T11:00:00Z\"");
	assert_int_equal(one(d, SCORE("O2")), 60);
	assert_int_equal(one(d, RISK_ALERTS), 1);
	assert_string_equal(one_text(d, "SELECT text FROM alerts WHERE cause "
					"GLOB 'risk*'"),
			    "order #102 is at risk, 60 of 100: dear first "
			    "order 25, very dear order 15, late 20");
	/* Below, and above again: it was told, whether somebody saw it or not.
	 */
	dear_order(d, 2, "600.00", "");
	dear_order(d, 2, "600.00", ",\"deliver_by\":\"2026-09-21T11:30:00Z\"");
	must_do(d, "acknowledge", "mia", "{\"alert\":1}");
	dear_order(d, 2, "600.00", "");
	dear_order(d, 2, "600.00", ",\"deliver_by\":\"2026-09-21T11:00:00Z\"");
	assert_int_equal(one(d, SCORE("O2")), 60);
	assert_int_equal(one(d, RISK_ALERTS), 1);
	assert_int_equal(one(d, "SELECT sum(count) FROM alerts"), 1);
	ends_the_same(d);
}

/* What befell the order has an alert of its own, of that cause. */
static void a6_what_is_told_already_is_not_told_as_a_risk(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	test_brain.alarms = fake_alarms();
	dispute(d, "O1");
	assert_int_equal(one(d, SCORE("O1")), 60);
	assert_true(one(d, "SELECT count(*) FROM alerts WHERE ticket = 1"));
	assert_int_equal(one(d, RISK_ALERTS), 0);
	loop_mail(d, ANN, "h", "[claim_announced] I go to my bank, #1001");
	assert_int_equal(one(d, "SELECT score >= 60 FROM risks WHERE message "
				"IS NOT NULL"),
			 1);
	assert_int_equal(one(d, RISK_ALERTS), 0);
	ends_the_same(d);
}

static void a6_orders_from_before_go_live_are_scored_when_asked(void **state)
{
	struct desk *d = loop_desk();
	struct arena arena = ARENA_INIT;
	struct risk_told told;

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"order\",\"ref\":\"O0\",\"name\":\"#1000\","
		  "\"status\":\"open\",\"placed\":\"2025-09-20T10:00:00Z\","
		  "\"buyer_ref\":\"B0\",\"buyer_name\":\"Eve\",\"email\":"
		  "\"eve0@example.com\",\"total\":{\"amount\":\"700.00\","
		  "\"currency\":\"USD\"}}\n");
	assert_int_equal(one(d, "SELECT count(*) FROM risks WHERE order_ref = "
				"'O0'"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 0);
	assert_true(sign_now(desk_db(d), &test_brain, now_ms, 1, "O0", &arena,
			     &told));
	assert_true(told.score >= 40);
	assert_non_null(strstr(told.signs, "dear first order 25"));
	arena_release(&arena);
	ends_the_same(d);
}

static void a6_without_the_file_nothing_is_scored(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	desk_close(d);
	test_brain.senses = (struct sense_brain){ .risk = NULL };
	d = open_desk_at(scratch_dir(), ":memory:");
	add_shops(d);
	dear_order(d, 2, "600.00", "");
	dispute(d, "O2");
	assert_int_equal(one(d, "SELECT count(*) FROM risks"), 0);
	ends_the_same(d);
}

static void a6_why_is_forgotten_with_the_order(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	dear_order(d, 2, "180.00", "");
	loop_mail(d, "eve2@example.com", "#102", "[damaged] broken, #102");
	loop_close(d, 1, "packaging");
	must_do(d, "erase", "eva", "{\"shop\":\"shop\",\"order\":\"O2\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM risks WHERE signs IS NOT "
				"NULL"),
			 0);
	desk_close(d);
}

/* -- words -- */

static void a10_words_in_a_review_alert_whatever_its_stars(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_review(d, "V1", 5, "Lovely lamp, would buy again");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE level <> "
				"'info'"),
			 0);
	loop_review(d, "V2", 4, "Looks nice, but it is JUNK. Junk!");
	assert_string_equal(one_text(d, "SELECT text FROM alerts WHERE cause "
					"GLOB 'review-words:*'"),
			    "a review of order #1001 of 4 stars has words of a "
			    "bad review: \"junk\"");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE level <> "
				"'info'"),
			 1);
	ends_the_same(d);
}

static void a10_a_review_that_gets_such_words_alerts(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_review(d, "V1", 5, "lovely");
	loop_review(d, "V1", 5, "lovely at first, now falling apart");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'review-words:*' AND level = 'warning'"),
			 1);
	ends_the_same(d);
}

/* One alert of one review: two stars are told of, words or not. */
static void a10_few_stars_are_told_once(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_review(d, "V1", 2, "junk");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'task:review:*'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'review:*' OR cause GLOB 'review-words:*'"),
			 0);
	ends_the_same(d);
}

static void a10_words_in_a_message_alert_once_a_ticket(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[product_question] is this junk or what?");
	loop_mail(d, ANN, "h", "[product_question] garbage, I say");
	assert_string_equal(one_text(d, "SELECT text FROM alerts WHERE cause = "
					"'words:1'"),
			    "T-1: the buyer wrote words of a bad review: "
			    "\"junk\"");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 1);
	loop_mail(d, ANN, "h2", "[product_question] does it fit a lamp?");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a6_every_order_has_a_score_and_says_why),
		cmocka_unit_test(a6_every_message_has_a_score_and_says_why),
		cmocka_unit_test(a6_a_message_about_a_risky_order_is_riskier),
		cmocka_unit_test(
			a6_crossing_the_threshold_is_one_alert_and_never_two),
		cmocka_unit_test(a6_a_score_goes_with_the_parcel),
		cmocka_unit_test(a6_what_is_told_already_is_not_told_as_a_risk),
		cmocka_unit_test(
			a6_orders_from_before_go_live_are_scored_when_asked),
		cmocka_unit_test(a6_without_the_file_nothing_is_scored),
		cmocka_unit_test(a6_why_is_forgotten_with_the_order),
		cmocka_unit_test(
			a10_words_in_a_review_alert_whatever_its_stars),
		cmocka_unit_test(a10_a_review_that_gets_such_words_alerts),
		cmocka_unit_test(a10_few_stars_are_told_once),
		cmocka_unit_test(a10_words_in_a_message_alert_once_a_ticket),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
