/* desk_help.c - see desk_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/desk_help.h"

#include "base/when.h"
#include "desk/journal.h"
#include "desk/replay.h"
#include "help/fake_brain.h"

static struct brain brain;
int64_t now_ms;

static int64_t test_now(void *arg)
{
	(void)arg;
	return now_ms;
}

struct desk *open_desk(void)
{
	struct desk_options options = { .state = ".",
					.brain = &brain,
					.now = test_now,
					.path = ":memory:" };
	struct err err = { 0 };
	struct desk *d;
	int64_t id;

	brain = fake_brain();
	fake_effects = "propose";
	fake_undo = 0;
	fake_refund_class = 'A';
	fake_rule_limits = (struct limits){ 0 };
	fake_shop_limits = (struct shop_limits){ 0 };
	fake_four_eyes = (struct money){ 0 };
	now_ms = INT64_C(1790000000000);
	if (desk_open(&d, &options, &err))
		fail_msg("%s", err.text);
	assert_int_equal(shop_ensure(d, "shop", "shopify", now_ms - 30 * DAY_MS,
				     &id, &err),
			 0);
	assert_int_equal(shop_ensure(d, "mail", "email", now_ms - 30 * DAY_MS,
				     &id, &err),
			 0);
	return d;
}

void deliver(struct desk *d, const char *instance, const char *records,
	     struct delivery *out)
{
	struct err err = { 0 };

	*out = (struct delivery){ .instance = instance,
				  .via = "sync",
				  .shop = shop_of(desk_db(d), instance),
				  .records = records,
				  .records_len = strlen(records) };
	if (desk_deliver(d, out, &err))
		fail_msg("%s", err.text);
}

int do_cmd(struct desk *d, const char *kind, const char *by, const char *json,
	   struct err *err)
{
	struct command cmd = { .kind = kind,
			       .by = by,
			       .via = "cli",
			       .json = json,
			       .json_len = strlen(json) };

	*err = (struct err){ 0 };
	return desk_do(d, &cmd, err);
}

int64_t one(struct desk *d, const char *sql)
{
	return db_i64(desk_db(d), -1, sql, "");
}

void replays_the_same(struct desk *d)
{
	struct err err = { 0 };
	struct hash live, again;
	int64_t n = 0;
	const char *dir = getenv("HW_SCRATCH");
	char path[400];

	assert_int_equal(state_hash(desk_db(d), &live, &err), 0);
	snprintf(path, sizeof path, "%s/replay-%d.db", dir ? dir : "/tmp",
		 (int)getpid());
	remove(path);
	if (replay_into(d, path, &again, &n, &err))
		fail_msg("%s", err.text);
	remove(path);
	assert_true(n > 0);
	assert_true(hash_eq(&live, &again));
	if (replay_decide(d, &n, &err))
		fail_msg("%s", err.text);
	assert_int_equal(journal_verify(desk_db(d), &n, &err), 0);
}

/* Plans a refund of 5.00 for O1 and approves it as `by`. */
int64_t approved_refund(struct desk *d, const char *by)
{
	struct err err;
	int64_t id;
	char json[64];

	if (do_cmd(d, "plan", "mia",
		   "{\"verb\":\"refund\",\"order\":\"#1001\",\"amount\":"
		   "\"5.00\",\"currency\":\"USD\"}",
		   &err))
		fail_msg("%s", err.text);
	id = one(d, "SELECT max(id) FROM actions WHERE verb = 'refund'");
	snprintf(json, sizeof json, "{\"action\":%lld}", (long long)id);
	if (do_cmd(d, "approve", by, json, &err))
		fail_msg("%s", err.text);
	return id;
}

int send_result(struct desk *d, int64_t id, const char *outcome)
{
	struct err err;
	char json[200];

	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"outcome\":\"%s\",\"why\":\"test\"}",
		 (long long)id, outcome);
	return do_cmd(d, "result", "desk", json, &err);
}

int send_now(struct desk *d, int64_t id)
{
	struct err err;
	char json[200];

	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"request_hash\":\"abc\"}", (long long)id);
	return do_cmd(d, "sending", "desk", json, &err);
}

const char *refund_fact(struct desk *d, int64_t id)
{
	static char json[400];

	snprintf(
		json, sizeof json,
		"{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":\"O1\","
		"\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		"{\"amount\":\"5.00\",\"currency\":\"USD\"},\"note\":\"%s\"}\n",
		db_text(desk_db(d), &d->arena,
			"SELECT key FROM actions WHERE id = ?1", "i", id));
	return json;
}

const char *one_text(struct desk *d, const char *sql)
{
	return db_text(desk_db(d), &d->arena, sql, "");
}

int64_t action_state(struct desk *d, int64_t id)
{
	return db_i64(desk_db(d), -1, "SELECT state FROM actions WHERE id = ?1",
		      "i", id);
}

struct desk *desk_with_order(void)
{
	struct desk *d = open_desk();
	struct delivery out;

	deliver(d, "shop", ORDER, &out);
	assert_int_equal(out.taken, 2);
	return d;
}
