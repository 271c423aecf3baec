/* desk_help.c - see desk_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/desk_help.h"

#include "base/when.h"
#include "help/fake_brain.h"
#include "help/place.h"

struct brain test_brain;
int64_t now_ms;

static int64_t test_now(void *arg)
{
	(void)arg;
	return now_ms;
}

struct desk *open_desk_at(const char *state, const char *path)
{
	const struct desk_options options = { .state = state,
					      .brain = &test_brain,
					      .now = test_now,
					      .path = path };

	return must_open(&options);
}

void add_shops(struct desk *d)
{
	must_have_shop(d, "shop", "shopify", now_ms - 30 * DAY_MS);
	must_have_shop(d, "mail", "email", now_ms - 30 * DAY_MS);
}

struct desk *open_desk(void)
{
	struct desk *d;

	test_brain = fake_brain();
	now_ms = BEGIN_MS;
	d = open_desk_at(".", ":memory:");
	add_shops(d);
	return d;
}

void deliver(struct desk *d, const char *instance, const char *records,
	     struct delivery *out)
{
	*out = must_deliver(d, instance, records, strlen(records));
}

void deliver_line(struct desk *d, const char *instance, struct str *lines)
{
	struct delivery out =
		must_deliver(d, instance, str_c(lines), lines->len);
	int64_t n = 0;

	for (size_t i = 0; i < lines->len; i++)
		n += str_c(lines)[i] == '\n';
	assert_int_equal(out.taken, n);
	str_clear(lines);
}

int do_cmd(struct desk *d, const char *kind, const char *by, const char *json,
	   struct err *err)
{
	return person_does(d, kind, by, json, err);
}

enum err_code must_refuse_by(struct desk *d, const char *kind, const char *by,
			     const char *json, const char *words)
{
	struct err err = { 0 };

	if (!do_cmd(d, kind, by, json, &err))
		fail_msg("%s %s was not refused", kind, json);
	if (!strstr(err.text, words))
		fail_msg("%s %s: \"%s\" does not say \"%s\"", kind, json,
			 err.text, words);
	return err.code;
}

void must_do(struct desk *d, const char *kind, const char *by, const char *json)
{
	struct err err;

	if (do_cmd(d, kind, by, json, &err))
		fail_msg("%s %s: %s", kind, json, err.text);
}

int64_t one(struct desk *d, const char *sql)
{
	return db_i64(desk_db(d), -1, sql, "");
}

void run_sql(struct desk *d, const char *sql)
{
	struct err err = { 0 };

	must(db_run(desk_db(d), &err, sql, ""), &err);
}

void pass(struct desk *d, int64_t ms)
{
	now_ms += ms;
	must_tick(d);
}

void replays_the_same(struct desk *d)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("%s/replay-%d.db", scratch_dir(), (int)getpid());

	must_replay(d, path);
}

void ends_the_same(struct desk *d)
{
	replays_the_same(d);
	desk_close(d);
}

void complaint(struct desk *d, struct complaint c)
{
	CLEANUP(str_release) struct str lines = STR_INIT;
	char order[16], mail[16], name[16], buyer[16], email[40];

	snprintf(order, sizeof order, "O%d", c.n);
	snprintf(mail, sizeof mail, "m%d", c.n);
	snprintf(name, sizeof name, "#%d", c.n);
	snprintf(buyer, sizeof buyer, "b%d", c.n);
	c.buyer = c.buyer ? c.buyer : buyer;
	snprintf(email, sizeof email, "%s@example.com", c.buyer);
	put_order_line(&lines, (struct order_line){
				       .ref = order,
				       .name = name,
				       .buyer_ref = c.account ? c.buyer : NULL,
				       .email = email,
				       .total = c.total });
	put_mail_line(&lines, (struct mail_line){ .ref = mail,
						  .from = email,
						  .subject = name,
						  .text = "poor quality" });
	deliver_line(d, "shop", &lines);
}

int plan(struct desk *d, const char *verb, const char *amount, const char *more,
	 struct err *err)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"verb\":\"%s\",\"order\":\"O1\",\"amount\":"
			       "\"%s\",\"currency\":\"USD\"%s%s}",
			       verb, amount, more ? "," : "", more ? more : "");

	return do_cmd(d, "plan", "mia", json, err);
}

int64_t planned_refund(struct desk *d)
{
	struct err err;

	must(plan(d, "refund", "5.00", NULL, &err), &err);
	return one(d, "SELECT max(id) FROM actions WHERE verb = 'refund'");
}

int64_t approved_refund(struct desk *d, const char *by)
{
	int64_t id = planned_refund(d);
	char json[64];

	snprintf(json, sizeof json, "{\"action\":%lld}", (long long)id);
	must_do(d, "approve", by, json);
	return id;
}

struct desk *desk_with_a_due_refund(void)
{
	struct desk *d = desk_with_order();

	approved_refund(d, "mia");
	return d;
}

void refund_shown(struct desk *d, const char *ref, const char *amount,
		  int64_t at)
{
	CLEANUP(str_release) struct str when = STR_INIT, line = STR_INIT;

	instant_put(&when, at);
	put_payment_line(&line, (struct payment_line){ .ref = ref,
						       .order_ref = "O1",
						       .type = "refund",
						       .amount = amount,
						       .at = str_c(&when) });
	deliver_line(d, "shop", &line);
}

int64_t the_reply(struct desk *d)
{
	return one(d, "SELECT max(id) FROM actions WHERE verb = 'reply'");
}

void send_reply(struct desk *d)
{
	int64_t id = one(d, "SELECT id FROM actions WHERE verb = 'reply' AND "
			    "state = 2");
	char json[120];

	snprintf(json, sizeof json, "{\"action\":%lld}", (long long)id);
	must_do(d, "approve", "tom", json);
	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"request_hash\":\"abc\"}", (long long)id);
	must_do(d, "sending", "desk", json);
	snprintf(json, sizeof json,
		 "{\"action\":%lld,\"outcome\":\"accepted\",\"why\":\"test\"}",
		 (long long)id);
	must_do(d, "result", "desk", json);
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

void settles(struct desk *d, int64_t id)
{
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "settled"), 0);
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

struct desk *desk_with_lost_order(void)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	return d;
}
