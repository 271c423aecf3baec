/* playbook_test.c - a lost parcel's procedure through the desk, with the
 * shipped policy: over days, restarts and replays.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/play_help.h"
#include "help/place.h"

#define PARCEL                                                         \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","       \
	"\"status\":\"open\",\"placed\":\"2026-09-10T10:00:00Z\","     \
	"\"buyer_ref\":\"B1\",\"buyer_name\":\"Ann Smith\",\"email\":" \
	"\"ann@example.com\",\"lang\":\"en\",\"total\":{\"amount\":"   \
	"\"49.00\",\"currency\":\"USD\"}}\n"                           \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\","  \
	"\"carrier\":\"DHL\",\"tracking\":\"3318810025\",\"status\":"  \
	"\"shipped\",\"shipped\":\"2026-09-11T10:00:00Z\"}\n"

#define SCAN(word, moment)                                                    \
	"{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":\"3318810025\"," \
	"\"code\":\"X\",\"status\":\"" word "\",\"occurred\":\"" moment       \
	"\"}\n"

static struct desk *open_at(const char *path)
{
	return open_desk_at(scratch_dir(), path);
}

static struct desk *begun_at(const char *path)
{
	struct desk *d;

	now_ms = BEGIN_MS;
	d = open_at(path);
	add_shops(d);
	return d;
}

/* A desk whose ticket T-1 runs the playbook. 2026-09-21T14:13:20Z: a Monday. */
static struct desk *started_at(const char *path)
{
	struct desk *d = begun_at(path);

	must_hear(d, "shop", PARCEL SCAN("in_transit", "2026-09-12T10:00:00Z"));
	must_hear(d, "mail", MAIL("m1", "My parcel was not received"));
	return d;
}

static struct desk *started(void)
{
	return started_at(":memory:");
}

static void at_step(struct desk *d, const char *step)
{
	struct arena arena = ARENA_INIT;

	assert_string_equal(db_text(desk_db(d), &arena,
				    "SELECT step FROM tickets WHERE id = 1",
				    ""),
			    step);
	arena_release(&arena);
}

/* Waiting replies of a template. */
static int64_t proposed(struct desk *d, const char *template_id)
{
	return db_i64(desk_db(d), -1,
		      "SELECT count(*) FROM actions WHERE state = 2 AND "
		      "template_id = ?1",
		      "s", template_id);
}

#define OPEN_PLAYBOOK                                                \
	"SELECT count(*) FROM deadlines WHERE purpose = 'playbook' " \
	"AND state = 1"

static void a_lost_parcel_gets_a_reply_and_a_promise(void **state)
{
	struct desk *d = started();

	(void)state;
	assert_int_equal(proposed(d, "not_received.investigate"), 1);
	at_step(d, "wait for carrier");
	/* Three working days from Monday: the end of Thursday. */
	assert_true(one(d, "SELECT due FROM deadlines WHERE purpose = "
			   "'promise' AND state = 1") ==
		    (INT64_C(1790000000000) / DAY_MS + 4) * DAY_MS - SECOND_MS);
	assert_true(one(d,
			"SELECT due FROM deadlines WHERE purpose = "
			"'playbook' AND state = 1") == now_ms + 48 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM vectors WHERE trigger = "
				"'playbook' AND json_extract(fired, '$[1]') = "
				"'playbook not_received: promise'"),
			 1);
	pass(d, 47 * HOUR_MS);
	at_step(d, "wait for carrier");
	ends_the_same(d);
}

static void a40_one_that_does_not_move_is_replaced_or_refunded(void **state)
{
	struct desk *d = started();

	(void)state;
	send_reply(d);
	pass(d, 48 * HOUR_MS);
	assert_int_equal(proposed(d, "not_received.offer"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"verb = 'refund' AND state = 2 AND "
				"amount = 4900 AND coalesce(automatic, 0) = 0 "
				"AND rule = 'playbook not_received: refund'"),
			 1);
	at_step(d, "wait for buyer");
	assert_int_equal(one(d, "SELECT state FROM deadlines WHERE purpose = "
				"'promise'"),
			 DEADLINE_MET);
	ends_the_same(d);
}

static void the_follow_up_never_overtakes_what_it_follows(void **state)
{
	struct desk *d = started();

	(void)state;
	pass(d, 48 * HOUR_MS);
	pass(d, 24 * HOUR_MS);
	at_step(d, "wait for buyer");
	assert_int_equal(proposed(d, "not_received.offer"), 1);
	assert_int_equal(one(d, OPEN_PLAYBOOK), 1);
	send_reply(d);
	pass(d, 24 * HOUR_MS);
	assert_int_equal(proposed(d, "not_received.follow_up"), 1);
	at_step(d, "done");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	ends_the_same(d);
}

static void one_that_moves_again_is_told_to_the_buyer(void **state)
{
	struct desk *d = started();

	(void)state;
	now_ms += 30 * HOUR_MS;
	must_hear(d, "shop", SCAN("in_transit", "2026-09-22T18:00:00Z"));
	pass(d, 18 * HOUR_MS);
	assert_int_equal(proposed(d, "not_received.moved"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund'"),
			 0);
	at_step(d, "wait for buyer");
	ends_the_same(d);
}

static void a_delivery_ends_it_and_takes_the_refund_back(void **state)
{
	struct desk *d = started();

	(void)state;
	pass(d, 48 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund' AND state = 2"),
			 1);
	must_hear(d, "shop", SCAN("delivered", "2026-09-23T15:00:00Z"));
	at_step(d, "stopped");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state = 2"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund' AND state = 11 AND why LIKE "
				"'playbook not_received ends: delivered%'"),
			 1);
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	pass(d, 10 * DAY_MS);
	at_step(d, "stopped");
	ends_the_same(d);
}

#define GAVE(ref, type, dollars)                                          \
	"{\"kind\":\"payment\",\"ref\":\"" ref "\",\"order_ref\":\"O1\"," \
	"\"type\":\"" type "\",\"status\":\"success\",\"amount\":{"       \
	"\"amount\":\"" dollars "\",\"currency\":\"USD\"},\"at\":"        \
	"\"2026-09-21T16:00:00Z\"}\n"

static void a_refund_ends_it(void **state)
{
	struct desk *d = started();

	(void)state;
	must_hear(d, "shop", GAVE("P2", "refund", "49.00"));
	at_step(d, "stopped");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	ends_the_same(d);
}

static int64_t proposed_cents(struct desk *d)
{
	return one(d, "SELECT amount FROM actions WHERE verb = 'refund' AND "
		      "state = 2");
}

/* Two dollars of 49 are an apology and not the parcel. */
static void a_part_given_back_does_not_end_it_and_the_rest_is_offered(void **s)
{
	struct desk *d = started();

	(void)s;
	must_hear(d, "shop", GAVE("P2", "refund", "2.00"));
	at_step(d, "wait for carrier");
	pass(d, 48 * HOUR_MS);
	assert_int_equal(proposed_cents(d), 4700);
	must_hear(d, "shop", GAVE("P3", "refund", "47.00"));
	at_step(d, "stopped");
	ends_the_same(d);
}

/* What was paid counts where the shop tells it, not the order's total. */
static void it_ends_when_all_that_was_paid_went_back(void **state)
{
	struct desk *d = started();

	(void)state;
	must_hear(d, "shop", GAVE("P1", "sale", "40.00"));
	must_hear(d, "shop", GAVE("P2", "refund", "39.99"));
	at_step(d, "wait for carrier");
	pass(d, 48 * HOUR_MS);
	assert_int_equal(proposed_cents(d), 1);
	must_hear(d, "shop", GAVE("P3", "refund", "0.01"));
	at_step(d, "stopped");
	ends_the_same(d);
}

static void what_is_on_its_way_back_already_is_not_offered_again(void **state)
{
	struct desk *d = started();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":\"O1\","
		  "\"type\":\"refund\",\"status\":\"pending\",\"amount\":{"
		  "\"amount\":\"49.00\",\"currency\":\"USD\"}}\n");
	pass(d, 48 * HOUR_MS);
	assert_int_equal(proposed_cents(d), -1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%nothing of the order is left to refund'"),
			 1);
	ends_the_same(d);
}

/* Nobody can say whether that was all of it: no money moves by a guess. */
static void a_refund_in_another_currency_leaves_it_unknown(void **state)
{
	struct desk *d = started();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":\"O1\","
		  "\"type\":\"refund\",\"status\":\"success\",\"amount\":{"
		  "\"amount\":\"50.00\",\"currency\":\"EUR\"}}\n");
	at_step(d, "wait for carrier");
	pass(d, 48 * HOUR_MS);
	assert_int_equal(proposed_cents(d), -1);
	ends_the_same(d);
}

static void the_buyers_answer_ends_it_and_it_does_not_begin_anew(void **state)
{
	struct desk *d = started();

	(void)state;
	now_ms += HOUR_MS;
	must_hear(d, "mail", MAIL("m2", "Any news? It was still not received"));
	at_step(d, "stopped");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	assert_int_equal(proposed(d, "other.holding"), 1);
	/* What was promised stays promised. */
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE "
				"purpose = 'promise' AND state = 1"),
			 1);
	ends_the_same(d);
}

static int64_t open_promises(struct desk *d)
{
	return one(d, "SELECT count(*) FROM deadlines WHERE state = 1 AND "
		      "purpose = 'promise'");
}

/* The buyer was never told of it. */
static void cancelling_its_reply_ends_it_and_its_promise(void **state)
{
	struct desk *d = started();
	struct err err;

	(void)state;
	assert_int_equal(open_promises(d), 1);
	assert_int_equal(do_cmd(d, "cancel", "mia", "{\"action\":1}", &err), 0);
	assert_int_equal(open_promises(d), 0);
	at_step(d, "stopped");
	pass(d, 10 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), 1);
	ends_the_same(d);
}

static void a_person_who_writes_instead_takes_over(void **state)
{
	struct desk *d = started();
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "reply", "mia",
				"{\"ticket\":1,\"text\":\"I look\"}", &err),
			 0);
	assert_int_equal(open_promises(d), 0);
	at_step(d, "stopped");
	ends_the_same(d);
}

static void a_promise_that_left_stays_one(void **state)
{
	struct desk *d = started();
	struct err err;

	(void)state;
	send_reply(d);
	pass(d, 49 * HOUR_MS);
	assert_int_equal(proposed(d, "not_received.offer"), 1);
	at_step(d, "wait for buyer");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'promise'"),
			 1);
	assert_int_equal(do_cmd(d, "cancel", "mia",
				one_text(d, "SELECT '{\"action\":' || id || "
					    "'}' FROM actions WHERE state = 2 "
					    "AND verb = 'reply'"),
				&err),
			 0);
	at_step(d, "stopped");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'promise' AND state = 4"),
			 0);
	ends_the_same(d);
}

static void closing_the_ticket_ends_it(void **state)
{
	struct desk *d = started();

	(void)state;
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"arrived\",\"cause\":\"delay\","
		"\"force\":\"it is over\"}");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	pass(d, 5 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state = 2"),
			 0);
	ends_the_same(d);
}

static void it_goes_on_after_a_restart(void **state)
{
	CLEANUP(free_ptr) char *path = in_scratch("playbook.db");
	struct desk *d = started_at(path);

	(void)state;
	desk_close(d);
	d = open_at(path);
	pass(d, 48 * HOUR_MS);
	assert_int_equal(proposed(d, "not_received.offer"), 1);
	ends_the_same(d);
}

static void a_delivered_parcel_starts_another(void **state)
{
	struct desk *d = begun_at(":memory:");

	(void)state;
	must_hear(d, "shop", PARCEL SCAN("delivered", "2026-09-18T10:00:00Z"));
	must_hear(d, "mail", MAIL("m1", "My parcel was not received"));
	assert_int_equal(proposed(d, "delivered_not_received.proof"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE "
				"playbook = 'delivered_not_received'"),
			 1);
	ends_the_same(d);
}

/* A question to people: is it so what the buyer shows? */
static struct desk *asked(void)
{
	struct desk *d = begun_at(":memory:");

	must_hear(d, "shop", PARCEL SCAN("delivered", "2026-09-18T10:00:00Z"));
	must_hear(d, "mail", MAIL("m1", "[damaged] it is broken"));
	send_reply(d);
	must_hear(d, "mail", MAIL("m2", "[damaged] a photo of it"));
	at_step(d, "look");
	return d;
}

#define OPEN_QUESTIONS                                             \
	"SELECT (SELECT count(*) FROM alerts WHERE cause GLOB "    \
	"'accept:*' AND acknowledged IS NULL) + (SELECT count(*) " \
	"FROM deadlines WHERE purpose = 'accept' AND state = 1)"

static void who_only_reads_says_neither_yes_nor_no(void **state)
{
	struct desk *d = asked();
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "accept", "ada", "{\"ticket\":1}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	at_step(d, "look");
	desk_close(d);
}

static void a_yes_is_taken_once_and_only_where_it_is_asked_for(void **state)
{
	struct desk *d = asked();
	struct err err;

	(void)state;
	assert_int_equal(one(d, OPEN_QUESTIONS), 2);
	must_do(d, "accept", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, OPEN_QUESTIONS), 0);
	assert_int_equal(do_cmd(d, "accept", "mia", "{\"ticket\":1}", &err),
			 -1);
	assert_non_null(strstr(err.text, "does not wait for anybody's yes"));
	ends_the_same(d);
}

static void a_refund_ends_the_question(void **state)
{
	struct desk *d = asked();

	(void)state;
	must_hear(d, "shop", GAVE("P2", "refund", "49.00"));
	at_step(d, "stopped");
	assert_int_equal(one(d, OPEN_QUESTIONS), 0);
	ends_the_same(d);
}

static void closing_the_ticket_ends_the_question(void **state)
{
	struct desk *d = asked();

	(void)state;
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"settled\",\"cause\":\"transport_"
		"damage\",\"force\":\"it is over\"}");
	assert_int_equal(one(d, OPEN_QUESTIONS), 0);
	ends_the_same(d);
}

/* While somebody looks, what else the buyer sends is for that person. */
static void more_photos_do_not_end_the_question(void **state)
{
	struct desk *d = asked();

	(void)state;
	must_hear(d, "mail", MAIL("m3", "[damaged] one more photo"));
	at_step(d, "look");
	assert_int_equal(one(d, OPEN_QUESTIONS), 2);
	assert_int_equal(proposed(d, "other.holding"), 0);
	ends_the_same(d);
}

/* Limits in another currency go by the rates, or do not cover it. */
static void a_limit_in_another_currency_goes_by_the_rates(void **state)
{
	struct desk *d = started();
	struct err err;

	(void)state;
	rates_of(now_ms - 50 * DAY_MS);
	must_do(d, "plan", "eva",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"44.00\","
		"\"currency\":\"EUR\",\"reason\":\"as agreed\"}");
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":2}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_non_null(strstr(err.text, "older than 40 days"));
	rates_of(now_ms);
	/* 44 EUR are 45.71 USD, of the 50 that mia may approve. */
	must_do(d, "approve", "mia", "{\"action\":2}");
	must_do(d, "plan", "eva",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"49.00\","
		"\"currency\":\"EUR\",\"after\":2,\"reason\":\"as "
		"agreed\"}");
	assert_int_equal(do_cmd(d, "approve", "mia", "{\"action\":3}", &err),
			 -1);
	assert_non_null(strstr(err.text, "up to 50.00 USD"));
	desk_close(d);
}

/* The fake pack says how many values a text may use. */
static int64_t values_of_reply(struct desk *d)
{
	return one(d, "SELECT CAST(substr(text, instr(text, 'with ') + 5, 2) "
		      "AS INTEGER) FROM actions WHERE state = 2 AND verb = "
		      "'reply' ORDER BY id "
		      "DESC LIMIT 1");
}

#define LAMP                                                                \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\",\"status\":" \
	"\"open\",\"placed\":\"2026-09-10T10:00:00Z\",\"email\":"           \
	"\"ann@example.com\",\"total\":{\"amount\":\"12.50\",\"currency\":" \
	"\"USD\"}}\n"

static void a_reply_knows_the_sum_of_its_own_rules_refund(void **state)
{
	struct desk *d = begun_at(":memory:");
	int64_t with;

	(void)state;
	must_hear(d, "shop", LAMP);
	must_hear(d, "mail", MAIL("m1", "It is of poor quality"));
	assert_int_equal(proposed(d, "quality.refund_small"), 1);
	assert_int_equal(one(d, "SELECT amount FROM actions WHERE verb = "
				"'refund'"),
			 1250);
	with = values_of_reply(d);
	/* Beside a refund of another sum it names none. */
	must_do(d, "cancel", "mia", "{\"action\":2}");
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"5.00\","
		"\"currency\":\"USD\"}");
	must_hear(d, "mail", MAIL("m2", "It is of poor quality"));
	assert_int_equal(proposed(d, "quality.refund_small"), 1);
	assert_int_equal(values_of_reply(d), with - 1);
	ends_the_same(d);
}

#define CHARGEBACK                                                             \
	"{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\",\"type\":"  \
	"\"chargeback\",\"status\":\"needs_response\",\"amount\":{\"amount\":" \
	"\"49.00\",\"currency\":\"USD\"}}\n"

static void a_chargeback_takes_back_what_was_proposed_before_it(void **state)
{
	struct desk *d = started();

	(void)state;
	assert_int_equal(proposed(d, "not_received.investigate"), 1);
	must_hear(d, "shop", CHARGEBACK);
	assert_int_equal(proposed(d, "not_received.investigate"), 0);
	assert_int_equal(proposed(d, "complaint.personal"), 1);
	assert_string_equal(one_text(d, "SELECT why FROM actions WHERE id = 1"),
			    "the ticket has become another matter, and the "
			    "rules propose otherwise");
	assert_int_equal(open_promises(d), 0);
	at_step(d, "stopped");
	ends_the_same(d);
}

static void a_chargeback_leaves_alone_what_somebody_approved(void **state)
{
	struct desk *d;

	(void)state;
	d = started();
	must_do(d, "approve", "mia", "{\"action\":1}");
	must_hear(d, "shop", CHARGEBACK);
	assert_int_equal(action_state(d, 1), ACTION_DUE);
	assert_int_equal(proposed(d, "complaint.personal"), 0);
	at_step(d, "stopped");
	ends_the_same(d);
}

static void money_of_a_rule_does_not_wait_beside_a_chargeback(void **state)
{
	struct desk *d = begun_at(":memory:");

	(void)state;
	must_hear(d, "shop", LAMP);
	must_hear(d, "mail", MAIL("m1", "It is of poor quality"));
	must_hear(d, "shop", CHARGEBACK);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2 "
				"AND verb = 'refund'"),
			 0);
	assert_int_equal(proposed(d, "complaint.personal"), 1);
	assert_int_equal(proposed(d, "quality.refund_small"), 0);
	ends_the_same(d);
}

/* As after a reload of a policy that has it no more, or by another name. */
static void one_that_is_gone_is_told_and_takes_nothing_back(void **state)
{
	struct desk *d = started();

	(void)state;
	run_sql(d, "UPDATE tickets SET playbook = 'of_last_year'");
	pass(d, 48 * HOUR_MS);
	at_step(d, "stopped");
	assert_int_equal(proposed(d, "not_received.investigate"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'T-1: the policy has no playbook "
				"\"of_last_year\"%'"),
			 1);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lost_parcel_gets_a_reply_and_a_promise),
		cmocka_unit_test(
			a_chargeback_takes_back_what_was_proposed_before_it),
		cmocka_unit_test(
			a_chargeback_leaves_alone_what_somebody_approved),
		cmocka_unit_test(
			money_of_a_rule_does_not_wait_beside_a_chargeback),
		cmocka_unit_test(a_reply_knows_the_sum_of_its_own_rules_refund),
		cmocka_unit_test(
			a40_one_that_does_not_move_is_replaced_or_refunded),
		cmocka_unit_test(the_follow_up_never_overtakes_what_it_follows),
		cmocka_unit_test(one_that_moves_again_is_told_to_the_buyer),
		cmocka_unit_test(a_delivery_ends_it_and_takes_the_refund_back),
		cmocka_unit_test(a_refund_ends_it),
		cmocka_unit_test(
			a_part_given_back_does_not_end_it_and_the_rest_is_offered),
		cmocka_unit_test(it_ends_when_all_that_was_paid_went_back),
		cmocka_unit_test(
			what_is_on_its_way_back_already_is_not_offered_again),
		cmocka_unit_test(
			a_refund_in_another_currency_leaves_it_unknown),
		cmocka_unit_test(
			the_buyers_answer_ends_it_and_it_does_not_begin_anew),
		cmocka_unit_test(cancelling_its_reply_ends_it_and_its_promise),
		cmocka_unit_test(a_person_who_writes_instead_takes_over),
		cmocka_unit_test(a_promise_that_left_stays_one),
		cmocka_unit_test(closing_the_ticket_ends_it),
		cmocka_unit_test(it_goes_on_after_a_restart),
		cmocka_unit_test(
			one_that_is_gone_is_told_and_takes_nothing_back),
		cmocka_unit_test(a_delivered_parcel_starts_another),
		cmocka_unit_test(who_only_reads_says_neither_yes_nor_no),
		cmocka_unit_test(
			a_yes_is_taken_once_and_only_where_it_is_asked_for),
		cmocka_unit_test(a_refund_ends_the_question),
		cmocka_unit_test(closing_the_ticket_ends_the_question),
		cmocka_unit_test(more_photos_do_not_end_the_question),
		cmocka_unit_test(a_limit_in_another_currency_goes_by_the_rates),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
