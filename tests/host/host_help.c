/* host_help.c - see host_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "help/lines.h"
#include "help/must_desk.h"
#include "help/place.h"
#include "host/host_help.h"

#include "base/file.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/intake/intake.h"
#include "help/fake_brain.h"
#include "host/manifest.h"

struct rig rig;
static struct brain brain;
static int mails;

static int64_t rig_now(void *arg)
{
	(void)arg;
	return BEGIN_MS + clock_mono() - rig.began + rig.skipped;
}

static struct instance *make(const char *name, bool channel)
{
	CLEANUP(free_ptr) char *plugins = built("tests/puppet");
	const struct describer d = { .worker = rig.worker, .plugins = plugins };
	struct instance *in = instance_new();
	struct err err = { 0 };
	char *so = NULL;

	in->name = name;
	in->plugin = "puppet";
	in->file = in->secrets = in->ca = "";
	in->secrets = "{}";
	in->effects = "propose";
	in->config = "[\"calm\",null]";
	in->loopback = true;
	in->poll_ms = 10 * MINUTE_MS;
	in->call_ms = 30 * SECOND_MS;
	in->descriptor =
		describe_plugin((void *)(uintptr_t)&d, "puppet", &so, &err);
	if (!in->descriptor || instance_describe(in, &err))
		fail_msg("%s", err.text);
	in->so = arena_strdup(&in->arena, so);
	free(so);
	in->is_channel = channel;
	in->is_marketplace = !channel;
	in->has_hooks &= !channel;
	return in;
}

/* Number 1001 has the ref O1001 and the buyer b1001@buyer.example. */
static void paid_order(const char *instance, int number)
{
	CLEANUP(str_release) struct str lines = STR_INIT;
	char ref[16], name[16], paid[16], email[40];

	snprintf(ref, sizeof ref, "O%d", number);
	snprintf(name, sizeof name, "#%d", number);
	snprintf(paid, sizeof paid, "T%d", number);
	snprintf(email, sizeof email, "b%d@buyer.example", number);
	put_order_line(&lines, (struct order_line){ .ref = ref,
						    .name = name,
						    .version = 1,
						    .email = email,
						    .total = "12.00" });
	put_payment_line(&lines,
			 (struct payment_line){ .ref = paid,
						.order_ref = ref,
						.amount = "12.00",
						.at = "2026-09-20T10:00:00Z" });
	must_hear(rig.desk, instance, str_c(&lines));
}

int rig_open(void **state)
{
	struct desk_options options = { .state = ".",
					.brain = &brain,
					.now = rig_now,
					.path = ":memory:" };
	static const char *const names[] = { "shop", "other", "mail" };

	(void)state;
	rig = (struct rig){ .worker = built("helloword-worker"),
			    .sender = built("helloword-sender"),
			    .began = clock_mono() };
	brain = fake_brain();
	fake_lag = 0;
	rig.desk = must_open(&options);
	for (int i = 0; i < INSTANCES; i++) {
		int64_t id = must_have_shop(rig.desk, names[i], "puppet",
					    rig_now(NULL) - 30 * DAY_MS);

		rig.at[i] = make(names[i], i == MAIL);
		rig.at[i]->shop = id;
	}
	for (int i = 1; i <= ORDERS; i++)
		paid_order("shop", 1000 + i);
	paid_order("other", 2001);
	mails = 0;
	mood("other", "account", "B");
	mood("mail", "account", "C");
	return 0;
}

void rig_start(void)
{
	struct err err = { 0 };

	rig.host = (struct host){ .loop = loop_new(),
				  .desk = rig.desk,
				  .worker_program = rig.worker,
				  .sender_program = rig.sender,
				  .speed = 1 };
	if (host_start(&rig.host, rig.at, INSTANCES, &err))
		fail_msg("%s", err.text);
}

void rig_stop(void)
{
	if (!rig.host.loop)
		return;
	host_stop(&rig.host);
	loop_free(rig.host.loop);
	rig.host.loop = NULL;
}

void rig_reload(void)
{
	struct err err = { 0 };

	must(lanes_prepare(&rig.host, rig.at, INSTANCES, &err), &err);
	host_reload(&rig.host, rig.at, INSTANCES);
}

int rig_close(void **state)
{
	(void)state;
	rig_stop();
	for (int i = 0; i < INSTANCES; i++)
		instance_free(rig.at[i]);
	desk_close(rig.desk);
	free(rig.worker);
	free(rig.sender);
	return 0;
}

void mood(const char *instance, const char *op, const char *how)
{
	struct err err = { 0 };

	if (db_begin(desk_db(rig.desk), &err) ||
	    kv_save(rig.desk, instance, op, how, &err) ||
	    db_commit(desk_db(rig.desk), &err))
		fail_msg("%s", err.text);
}

int64_t calls(const char *instance, const char *op)
{
	CLEANUP(free_ptr) char *key = xasprintf("%s.calls", op);

	return db_i64(desk_db(rig.desk), 0,
		      "SELECT CAST(value AS INTEGER) FROM kv WHERE "
		      "instance = ?1 AND key = ?2",
		      "ss", instance, key);
}

int do_cmd(const char *kind, const char *json, struct err *err)
{
	struct command cmd = { .kind = kind,
			       .by = "eva",
			       .via = "cli",
			       .json = json,
			       .json_len = strlen(json) };

	*err = (struct err){ 0 };
	return desk_do(rig.desk, &cmd, err);
}

static int64_t approve(int64_t id)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld}", (long long)id);
	struct err err;

	if (do_cmd("approve", json, &err))
		fail_msg("%s", err.text);
	return id;
}

int64_t approved_refund(int order)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"verb\":\"refund\",\"order\":\"#%d\","
			       "\"amount\":\"5.00\",\"currency\":\"USD\"}",
			       order);
	struct err err;

	if (do_cmd("plan", json, &err))
		fail_msg("%s", err.text);
	return approve(one("SELECT max(id) FROM actions"));
}

int64_t approved_reply(void)
{
	CLEANUP(free_ptr) char *json = NULL;
	int n = 1000 + ++mails;

	assert_true(mails <= ORDERS);
	json = xasprintf(
		"{\"kind\":\"text_in\",\"ref\":\"m%d\",\"channel\":\"email\","
		"\"thread\":\"m%d\",\"from_addr\":\"b%d@buyer.example\","
		"\"subject\":\"Order #%d\",\"text\":\"damaged\","
		"\"message_id\":\"<m%d@buyer.example>\",\"origin\":\"human\","
		"\"at\":\"2026-09-21T10:00:00Z\"}\n",
		n, n, n, n, n);
	must_hear(rig.desk, "mail", json);
	return approve(one("SELECT max(id) FROM actions WHERE verb = "
			   "'reply' AND state = 2"));
}

void turn(int64_t ms)
{
	int64_t end = clock_mono() + ms;
	struct err err = { 0 };

	while (clock_mono() < end)
		if (loop_turn(rig.host.loop, 20, &err))
			fail_msg("%s", err.text);
}

int64_t one(const char *sql)
{
	return db_i64(desk_db(rig.desk), -1, sql, "");
}

bool becomes(int64_t wanted, const char *sql)
{
	int64_t end = clock_mono() + 30 * SECOND_MS;

	while (one(sql) != wanted && clock_mono() < end)
		turn(20);
	if (one(sql) != wanted)
		print_message("# wanted %lld, got %lld: %s\n",
			      (long long)wanted, (long long)one(sql), sql);
	return one(sql) == wanted;
}

void skip_time(int64_t ms)
{
	rig.skipped += ms;
	for (size_t i = 0; i < rig.host.lanes.len; i++)
		poll_now(rig.host.lanes.at[i]);
	host_nudge(&rig.host);
}
