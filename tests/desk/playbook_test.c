/* playbook_test.c - a lost parcel's procedure through the desk, with the
 * shipped policy: over days, restarts and replays.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action.h"
#include "desk/config.h"
#include "desk/intake.h"
#include "desk/replay.h"
#include "help/fake_brain.h"
#include "host/answers.h"

static struct brain_of mind; /* the fake brain with the shipped policy */
static int64_t now_ms;
static char state_dir[] = "/tmp/hw-playbook-XXXXXX";
static int runs;

static int64_t test_now(void *arg)
{
	(void)arg;
	return now_ms;
}

static int load(void **state)
{
	struct brain fake = fake_brain();

	(void)state;
	mind.policy = policy_load("policy", &mind.mistakes);
	mind.brain = fake;
	answers_of_policy(&mind.brain);
	mind.brain.classify = fake.classify;
	mind.brain.render = fake.render;
	mind.brain.tracking_link = fake.tracking_link;
	mind.brain.carrier_of = fake.carrier_of;
	mind.brain.arg = &mind;
	return mind.mistakes.list.len || !mkdtemp(state_dir) ? -1 : 0;
}

static int unload(void **state)
{
	(void)state;
	policy_free(mind.policy);
	mistakes_release(&mind.mistakes);
	return 0;
}

static struct desk *open_at(const char *path)
{
	struct desk_options options = { .state = state_dir,
					.brain = &mind.brain,
					.now = test_now,
					.path = path };
	struct err err = { 0 };
	struct desk *d;

	if (desk_open(&d, &options, &err))
		fail_msg("%s", err.text);
	return d;
}

static void deliver(struct desk *d, const char *instance, const char *records)
{
	struct err err = { 0 };
	struct delivery out = { .instance = instance,
				.via = "sync",
				.shop = shop_of(desk_db(d), instance),
				.records = records,
				.records_len = strlen(records) };

	if (desk_deliver(d, &out, &err))
		fail_msg("%s", err.text);
	assert_int_equal(out.quarantined, 0);
}

#define ORDER                                                          \
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

#define MAIL(ref, text)                                                     \
	"{\"kind\":\"text_in\",\"ref\":\"" ref "\",\"channel\":\"email\","  \
	"\"thread\":\"" ref "\",\"from_addr\":\"ann@example.com\","         \
	"\"subject\":\"Order #1001\",\"text\":\"" text "\",\"message_id\":" \
	"\"<" ref "@example.com>\",\"origin\":\"human\",\"at\":"            \
	"\"2026-09-21T10:00:00Z\"}\n"

/* A desk whose ticket T-1 runs the playbook. 2026-09-21T14:13:20Z: a Monday. */
static struct desk *started_at(const char *path)
{
	struct desk *d;
	struct err err = { 0 };
	int64_t id;

	now_ms = INT64_C(1790000000000);
	d = open_at(path);
	assert_int_equal(shop_ensure(d, "shop", "shopify", now_ms - 30 * DAY_MS,
				     &id, &err),
			 0);
	assert_int_equal(shop_ensure(d, "mail", "email", now_ms - 30 * DAY_MS,
				     &id, &err),
			 0);
	deliver(d, "shop", ORDER SCAN("in_transit", "2026-09-12T10:00:00Z"));
	deliver(d, "mail", MAIL("m1", "My parcel was not received"));
	return d;
}

static struct desk *started(void)
{
	return started_at(":memory:");
}

static int64_t one(struct desk *d, const char *sql)
{
	return db_i64(desk_db(d), -1, sql, "");
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

static void pass(struct desk *d, int64_t ms)
{
	struct err err = { 0 };
	int n;

	now_ms += ms;
	do {
		n = desk_tick(d, &err);
		if (n < 0)
			fail_msg("%s", err.text);
	} while (n > 0);
}

static void do_cmd(struct desk *d, const char *kind, const char *by,
		   const char *json)
{
	struct err err = { 0 };
	struct command cmd = { .kind = kind,
			       .by = by,
			       .via = "cli",
			       .json = json,
			       .json_len = strlen(json) };

	if (desk_do(d, &cmd, &err))
		fail_msg("%s %s: %s", kind, json, err.text);
}

/* The waiting reply is approved and leaves. */
static void send_reply(struct desk *d)
{
	int64_t id = one(d, "SELECT id FROM actions WHERE verb = 'reply' AND "
			    "state = 2");
	char json[120];

	snprintf(json, sizeof json, "{\"action\":%lld}", (long long)id);
	do_cmd(d, "approve", "tom", json);
	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"request_hash\":\"abc\"}", (long long)id);
	do_cmd(d, "sending", "desk", json);
	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"outcome\":\"accepted\",\"why\":\"test\"}",
		 (long long)id);
	do_cmd(d, "result", "desk", json);
}

static void ends_the_same(struct desk *d)
{
	struct err err = { 0 };
	struct hash live, again;
	int64_t n = 0;
	CLEANUP(free_ptr)
	char *path = xasprintf("%s/replay-%d.db", state_dir, ++runs);

	assert_int_equal(state_hash(desk_db(d), &live, &err), 0);
	if (replay_into(d, path, &again, &n, &err))
		fail_msg("%s", err.text);
	assert_true(hash_eq(&live, &again));
	if (replay_decide(d, &n, &err))
		fail_msg("%s", err.text);
	desk_close(d);
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

static void one_that_does_not_move_is_replaced_or_refunded(void **state)
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
	deliver(d, "shop", SCAN("in_transit", "2026-09-22T18:00:00Z"));
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
	deliver(d, "shop", SCAN("delivered", "2026-09-23T15:00:00Z"));
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

static void a_refund_ends_it(void **state)
{
	struct desk *d = started();

	(void)state;
	deliver(d, "shop",
		"{\"kind\":\"payment\",\"ref\":\"P2\",\"order_ref\":\"O1\","
		"\"type\":\"refund\",\"status\":\"success\",\"amount\":{"
		"\"amount\":\"49.00\",\"currency\":\"USD\"},\"at\":"
		"\"2026-09-21T16:00:00Z\"}\n");
	at_step(d, "stopped");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	ends_the_same(d);
}

static void the_buyers_answer_ends_it_and_it_does_not_begin_anew(void **state)
{
	struct desk *d = started();

	(void)state;
	now_ms += HOUR_MS;
	deliver(d, "mail", MAIL("m2", "Any news? It was still not received"));
	at_step(d, "stopped");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	assert_int_equal(proposed(d, "other.holding"), 1);
	/* What was promised stays promised. */
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE "
				"purpose = 'promise' AND state = 1"),
			 1);
	ends_the_same(d);
}

static void closing_the_ticket_ends_it(void **state)
{
	struct desk *d = started();

	(void)state;
	do_cmd(d, "close", "tom", "{\"ticket\":1,\"outcome\":\"arrived\"}");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	pass(d, 5 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state = 2"),
			 0);
	ends_the_same(d);
}

static void it_goes_on_after_a_restart(void **state)
{
	CLEANUP(free_ptr) char *path = xasprintf("%s/desk.db", state_dir);
	struct desk *d = started_at(path);

	(void)state;
	desk_close(d);
	d = open_at(path);
	pass(d, 48 * HOUR_MS);
	assert_int_equal(proposed(d, "not_received.offer"), 1);
	ends_the_same(d);
}

static void a_delivered_parcel_starts_none(void **state)
{
	struct desk *d;
	struct err err = { 0 };
	int64_t id;

	(void)state;
	now_ms = INT64_C(1790000000000);
	d = open_at(":memory:");
	assert_int_equal(shop_ensure(d, "shop", "shopify", now_ms - 30 * DAY_MS,
				     &id, &err),
			 0);
	assert_int_equal(shop_ensure(d, "mail", "email", now_ms - 30 * DAY_MS,
				     &id, &err),
			 0);
	deliver(d, "shop", ORDER SCAN("delivered", "2026-09-18T10:00:00Z"));
	deliver(d, "mail", MAIL("m1", "My parcel was not received"));
	assert_int_equal(proposed(d, "delivered_not_received.proof"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE "
				"playbook IS NOT NULL"),
			 0);
	ends_the_same(d);
}

/* Limits in another currency go by the rates, or do not cover it. */
static void a_limit_in_another_currency_goes_by_the_rates(void **state)
{
	struct desk *d = started();
	struct err err = { 0 };
	struct command cmd = { .kind = "approve",
			       .by = "mia",
			       .via = "cli",
			       .json = "{\"action\":2}" };
	struct rate_list *rates = &mind.policy->rates.list;

	(void)state;
	cmd.json_len = strlen(cmd.json);
	do_cmd(d, "plan", "eva",
	       "{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"44.00\","
	       "\"currency\":\"EUR\"}");
	assert_int_equal(desk_do(d, &cmd, &err), -1);
	assert_int_equal(err.code, ERR_DENIED);
	assert_non_null(strstr(err.text, "older than 40 days"));
	for (size_t i = 0; i < rates->len; i++)
		if (rates->at[i].date != INT64_MAX)
			rates->at[i].date = now_ms;
	/* 44 EUR are 45.71 USD, of the 50 that mia may approve. */
	err = (struct err){ 0 };
	if (desk_do(d, &cmd, &err))
		fail_msg("%s", err.text);
	do_cmd(d, "plan", "eva",
	       "{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"49.00\","
	       "\"currency\":\"EUR\",\"after\":2}");
	cmd.json = "{\"action\":3}";
	cmd.json_len = strlen(cmd.json);
	assert_int_equal(desk_do(d, &cmd, &err), -1);
	assert_non_null(strstr(err.text, "up to 50.00 USD"));
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lost_parcel_gets_a_reply_and_a_promise),
		cmocka_unit_test(
			one_that_does_not_move_is_replaced_or_refunded),
		cmocka_unit_test(the_follow_up_never_overtakes_what_it_follows),
		cmocka_unit_test(one_that_moves_again_is_told_to_the_buyer),
		cmocka_unit_test(a_delivery_ends_it_and_takes_the_refund_back),
		cmocka_unit_test(a_refund_ends_it),
		cmocka_unit_test(
			the_buyers_answer_ends_it_and_it_does_not_begin_anew),
		cmocka_unit_test(closing_the_ticket_ends_it),
		cmocka_unit_test(it_goes_on_after_a_restart),
		cmocka_unit_test(a_delivered_parcel_starts_none),
		cmocka_unit_test(a_limit_in_another_currency_goes_by_the_rates),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
