/* scene_refund.c - a refund is planned, approved, sent and shown.
 * SPDX-License-Identifier: MIT */
#include "sites/scene_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action/action.h"
#include "desk/ledger/restored.h"

void scene_paid_order(const char *dir)
{
	struct err err = { 0 };

	scene_two_shops(dir);
	scene_enter(dir);
	must(scene_deliver("shop", ORDER, &err), &err);
	scene_leave();
}

int refund_say(const char *kind, const char *by, const char *more,
	       struct err *err)
{
	CLEANUP(free_ptr)
	char *json = xasprintf(
		"{\"action\":%lld%s}",
		(long long)scene_one("SELECT max(id) FROM actions"), more);

	return scene_say(kind, by, json, err);
}

int refund_plan(struct err *err)
{
	return scene_say("plan", "mia",
			 "{\"verb\":\"refund\",\"order\":\"#1001\",\"amount\":"
			 "\"5.00\",\"currency\":\"USD\"}",
			 err);
}

/* The world pays for each key once. */
void refund_pay(struct book *b)
{
	const char *key = db_text(desk_db(scene_desk), &scene_desk->arena,
				  "SELECT key FROM actions", "");

	if (b->paid && text_eq(b->key, key))
		return;
	b->paid++;
	snprintf(b->key, sizeof b->key, "%s", key);
}

static int send_it(struct book *b, struct err *err)
{
	if (refund_say("sending", "desk", ",\"request_hash\":\"abc\"", err))
		return -1;
	refund_pay(b);
	return refund_say("result", "desk", ",\"outcome\":\"accepted\"", err);
}

static int show_it(const struct book *b, struct err *err)
{
	CLEANUP(free_ptr)
	char *json = xasprintf(
		"{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":\"O1\","
		"\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		"{\"amount\":\"5.00\",\"currency\":\"USD\"},\"note\":\"%s\"}\n",
		b->key);

	return scene_deliver("shop", json, err);
}

/* One step further, whatever the last one came to. */
static int refund_on(struct book *b, struct err *err)
{
	switch (scene_one("SELECT state FROM actions")) {
	case -1:
		return refund_plan(err);
	case ACTION_WAITING:
		return refund_say("approve", "tom", "", err);
	case ACTION_DUE:
		return send_it(b, err);
	case ACTION_SENDING:
		return refund_say("result", "desk", ",\"outcome\":\"accepted\"",
				  err);
	case ACTION_UNKNOWN:
		scene_now_ms += MINUTE_MS;
		return b->paid ? show_it(b, err)
			       : refund_say("result", "desk",
					    ",\"outcome\":\"absent\"", err);
	case ACTION_ACCEPTED:
		return show_it(b, err);
	default:
		return err_set(
			err, ERR_BUG, "refund in state %lld",
			(long long)scene_one("SELECT state FROM actions"));
	}
}

int refund_play(const char *dir, struct book *b, struct err *err)
{
	(void)dir;
	for (int i = 0; i < 12; i++) {
		if (scene_one("SELECT state FROM actions") == ACTION_SETTLED)
			return 0;
		if (refund_on(b, err))
			return -1;
		b->told = scene_one("SELECT state FROM actions");
	}
	return err_set(err, ERR_BUG, "the refund does not end");
}

void refund_look(const char *dir, struct book *b)
{
	struct err err = { 0 };
	int64_t state;

	scene_whole(dir);
	state = scene_one("SELECT state FROM actions");
	assert_true(scene_one("SELECT count(*) FROM actions") <= 1);
	if (b->told)
		assert_true(state >= b->told);
	if (b->paid)
		assert_true(state >= ACTION_SENDING);
	must(desk_start(scene_desk, &err), &err);
	assert_int_not_equal(scene_one("SELECT state FROM actions"),
			     ACTION_SENDING);
	must(refund_play(dir, b, &err), &err);
	assert_int_equal(b->paid, 1);
	assert_int_equal(scene_one("SELECT count(*) FROM payments"), 2);
	scene_decides_the_same();
	scene_leave();
}
