/* day.c - see day.h.
 * SPDX-License-Identifier: MIT */
#include "desk/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/encode.h"
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/intake/intake.h"
#include "help/draw.h"
#include "help/must_desk.h"

void day_begin(struct day *day, uint64_t seed,
	       const struct desk_options *options)
{
	*day = (struct day){ .seed = seed, .now = BEGIN_MS, .lines = STR_INIT };
	day->desk = must_open(options);
	day->shop = must_have_shop(day->desk, "shop", "shopify",
				   day->now - 20 * DAY_MS);
	day->mail = must_have_shop(day->desk, "mail", "email",
				   day->now - 20 * DAY_MS);
}

static const char *any(struct day *day, const char *const *words, size_t count)
{
	return words[draw(&day->seed, count)];
}
#define ANY(day, words) any(day, words, COUNT_OF(words))

static int below(struct day *day, int count)
{
	return count > 0 ? (int)draw(&day->seed, (uint64_t)count) : 0;
}

static void put_when(struct day *day, const char *name, int64_t ms)
{
	str_printf(&day->lines, "\"%s\":\"", name);
	instant_put(&day->lines, ms / 1000 * 1000);
	str_puts(&day->lines, "\"");
}

/* -- what plugins report -- */

static const char *const currencies[] = { "USD", "EUR", "JPY" };

static void put_order(struct day *day, int n, int version)
{
	static const char *const words[] = { "open", "open", "cancelled",
					     "closed" };
	static const char *const langs[] = { "en", "de", "zh-CN", "fr" };

	str_printf(&day->lines,
		   "{\"kind\":\"order\",\"ref\":\"O%d\",\"name\":\"#%d\","
		   "\"version\":%d,\"status\":\"%s\",",
		   n, 1000 + n, version, version ? ANY(day, words) : "open");
	put_when(day, "placed", day->now - (int64_t)(n % 40) * DAY_MS / 2);
	str_printf(&day->lines,
		   ",\"buyer_ref\":\"B%d\",\"buyer_name\":\"Ann %d\","
		   "\"email\":\"b%d@buyer.example\",\"lang\":\"%s\","
		   "\"total\":{\"amount\":\"%d\",\"currency\":\"%s\"},"
		   "\"lines\":[{\"ref\":\"L1\",\"title\":\"Lamp %d\","
		   "\"quantity\":%d}]}\n",
		   n % 300, n % 300, n % 300, ANY(day, langs), 5 + n % 60,
		   currencies[n % 3], version, 1 + version % 3);
}

static void put_payment(struct day *day)
{
	static const char *const types[] = { "sale", "sale", "authorization",
					     "refund" };
	static const char *const states[] = { "success", "success", "pending",
					      "failed" };
	int n = below(day, day->orders + 1);

	str_printf(&day->lines,
		   "{\"kind\":\"payment\",\"ref\":\"P%d\",\"order_ref\":"
		   "\"O%d\",\"type\":\"%s\",\"status\":\"%s\",\"amount\":{"
		   "\"amount\":\"%d\",\"currency\":\"%s\"}",
		   day->others++, n, ANY(day, types), ANY(day, states),
		   5 + n % 60, currencies[n % 3]);
	if (draw(&day->seed, 3)) {
		str_putc(&day->lines, ',');
		put_when(day, "at", day->now - HOUR_MS);
	}
	str_puts(&day->lines, "}\n");
}

static void put_shipment(struct day *day)
{
	static const char *const states[] = { "pending", "shipped", "shipped",
					      "delivered", "cancelled" };
	int n = below(day, day->orders + 1);

	str_printf(&day->lines,
		   "{\"kind\":\"shipment\",\"ref\":\"S%d\",\"order_ref\":"
		   "\"O%d\",\"carrier\":\"DHL\",\"tracking\":\"T%d\","
		   "\"version\":%d,\"status\":\"%s\",",
		   n, n, n, below(day, 9), ANY(day, states));
	put_when(day, "shipped", day->now - below(day, 12) * DAY_MS);
	str_puts(&day->lines, "}\n");
}

static void put_scan(struct day *day)
{
	static const char *const states[] = {
		"picked_up", "in_transit", "customs_hold", "out_for_delivery",
		"delivered", "exception",  "returning",    "customs"
	};

	str_printf(&day->lines,
		   "{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":"
		   "\"T%d\",\"code\":\"C%d\",\"status\":\"%s\",",
		   below(day, day->orders + 1), below(day, 5),
		   ANY(day, states));
	put_when(day, "occurred", day->now - below(day, 100) * HOUR_MS / 10);
	str_puts(&day->lines, ",\"place\":\"Leipzig\"}\n");
}

static void put_text(struct day *day)
{
	static const char *const texts[] = {
		"My parcel has not arrived, where is it?",
		"Die Lampe ist kaputt angekommen",
		("\xe6\x88\x91\xe7\x9a\x84\xe5\x8c\x85\xe8\xa3\xb9\xe8\xbf\x98"
		 "\xe6\xb2\xa1\xe6\x94\xb6\xe5\x88\xb0"),
		"I am not satisfied with the quality, refund me",
		"I will open a claim and write a bad review!",
		"Thank you, all is well \xf0\x9f\x98\x80",
		"x",
		"buy our services",
		"{buyer_name} {{ \\\" \\n {order}"
	};
	static const char *const origins[] = { "human", "human",  "human",
					       "human", "bounce", "auto_reply",
					       "list",  "own" };
	static const char *const channels[] = { "email", "email", "message" };
	int n = below(day, day->orders + 1), id = day->texts++;
	struct arena arena = ARENA_INIT;

	str_printf(&day->lines,
		   "{\"kind\":\"text_in\",\"ref\":\"M%d\",\"channel\":\"%s\","
		   "\"thread\":\"H%d\",\"from_name\":\"Ann\",\"from_addr\":"
		   "\"b%d@buyer.example\",\"subject\":\"%s%d\",\"text\":\"%s\","
		   "\"message_id\":\"<m%d@buyer.example>\",\"in_reply_to\":"
		   "\"%s\",\"origin\":\"%s\",",
		   id, ANY(day, channels), below(day, id + 1) / 2,
		   below(day, 400), below(day, 2) ? "Order #" : "Hello ",
		   1000 + n, ANY(day, texts), id,
		   db_text(desk_db(day->desk), &arena,
			   "SELECT message_id FROM actions WHERE id = ?1", "i",
			   (int64_t)below(day, 400)),
		   ANY(day, origins));
	arena_release(&arena);
	if (!below(day, 20))
		str_puts(&day->lines, "\"raw\":\"RnJvbTogYQ0KDQp4\",");
	put_when(day, "at", day->now - below(day, 48) * HOUR_MS);
	str_puts(&day->lines, "}\n");
	if (id % 4)
		return;
	str_printf(&day->lines,
		   "{\"kind\":\"file_in\",\"ref\":\"M%d/1\",\"text_ref\":"
		   "\"M%d\",\"name\":\"a.jpg\",\"type\":\"image/jpeg\","
		   "\"size\":9000,",
		   id, id);
	put_when(day, "at", day->now);
	str_puts(&day->lines, "}\n");
}

static void put_matter(struct day *day)
{
	static const char *const disputes[] = { "needs_response",
						"under_review", "won", "lost" };
	static const char *const returns[] = { "requested", "open", "received",
					       "closed" };
	int n = below(day, day->orders + 1), id = below(day, 200);

	switch (draw(&day->seed, 4)) {
	case 0:
		str_printf(&day->lines,
			   "{\"kind\":\"review\",\"ref\":\"V%d\",\"order_ref\":"
			   "\"O%d\",\"stars\":%d,\"title\":\"so\",\"text\":"
			   "\"so\",\"version\":%d,",
			   id, n, 1 + below(day, 5), below(day, 5));
		break;
	case 1:
		str_printf(&day->lines,
			   "{\"kind\":\"dispute\",\"ref\":\"D%d\","
			   "\"order_ref\":\"O%d\",\"type\":\"claim\","
			   "\"status\":\"%s\",\"version\":%d,",
			   id, n, ANY(day, disputes), below(day, 5));
		put_when(day, "respond_by", day->now + 5 * DAY_MS);
		str_puts(&day->lines, ",");
		put_when(day, "opened", day->now - below(day, 90) * DAY_MS);
		str_puts(&day->lines, "}\n");
		return;
	case 2:
		str_printf(&day->lines,
			   "{\"kind\":\"return\",\"ref\":\"R%d\",\"order_ref\":"
			   "\"O%d\",\"status\":\"%s\",\"note\":\"too big\",",
			   id, n, ANY(day, returns));
		break;
	default:
		str_printf(&day->lines,
			   "{\"kind\":\"evidence\",\"ref\":\"E%d\","
			   "\"order_ref\":\"O%d\",\"type\":\"photo\",\"name\":"
			   "\"a.jpg\",\"bytes\":\"%s\",",
			   id, n, below(day, 2) ? "AAECAwQ=" : "/9j/4AAQ");
	}
	put_when(day, "at", day->now - below(day, 40) * DAY_MS);
	str_puts(&day->lines, "}\n");
}

static void put_bad(struct day *day)
{
	static const char *const bad[] = {
		"not json",
		"{\"kind\":\"order\",\"name\":\"no ref\"}",
		"{\"kind\":\"ordr\",\"ref\":\"1\"}",
		"{\"kind\":\"payment\",\"ref\":\"x\",\"order_ref\":\"O1\","
		"\"type\":\"sale\",\"status\":\"success\",\"amount\":{"
		"\"amount\":\"5.001\",\"currency\":\"USD\"}}",
		"[1,2]",
		"{\"kind\":\"scan\",\"tracking\":\"T1\",\"status\":\"gone\","
		"\"occurred\":\"2026-13-01\"}",
		"{\"kind\":\"evidence\",\"ref\":\"E\",\"type\":\"photo\","
		"\"bytes\":\"===\"}",
	};

	str_printf(&day->lines, "%s\n", ANY(day, bad));
}

static void put_record(struct day *day)
{
	uint64_t what = draw(&day->seed, 100);

	if (what < 15)
		put_order(day, day->orders++, 0);
	else if (what < 25)
		put_order(day, below(day, day->orders + 1), below(day, 6));
	else if (what < 40)
		put_payment(day);
	else if (what < 52)
		put_shipment(day);
	else if (what < 80)
		put_scan(day);
	else if (what < 97)
		put_matter(day);
	else
		put_bad(day);
}

static void deliver(struct day *day, bool mail)
{
	struct err err = { 0 };
	struct delivery d = { .instance = mail ? "mail" : "shop",
			      .via = "sync",
			      .shop = mail ? day->mail : day->shop,
			      .kv = "{\"cursor\":\"1\"}",
			      .kv_len = 14 };

	str_clear(&day->lines);
	for (uint64_t n = 1 + draw(&day->seed, mail ? 6 : 30); n; n--)
		mail ? put_text(day) : put_record(day);
	d.records = str_c(&day->lines);
	d.records_len = day->lines.len;
	if (desk_deliver(day->desk, &d, &err))
		fail_msg("delivery: %s", err.text);
	day->quarantined += d.quarantined;
}

/* -- what people, senders and time do -- */

void day_submit(struct day *day, const char *kind, const char *by,
		const char *json)
{
	struct command cmd = { .kind = kind,
			       .by = by,
			       .via = "cli",
			       .json = json,
			       .json_len = strlen(json) };
	struct err err = { 0 };

	if (desk_do(day->desk, &cmd, &err) == 0)
		return;
	if (err.code != ERR_DATA && err.code != ERR_DENIED &&
	    err.code != ERR_RETRY)
		fail_msg("%s %s: %s", kind, json, err.text);
	day->refused++;
}

/* Not by db_i64, which keeps what it prepared: plan_test.c reads what the desk
 * itself asks. */
static int64_t ask(struct day *day, int64_t fallback, const char *sql,
		   uint64_t arg)
{
	sqlite3_stmt *st;
	int64_t value = fallback;

	if (sqlite3_prepare_v2(db_raw(desk_db(day->desk)), sql, -1, &st, NULL))
		fail_msg("%s", sql);
	if (sqlite3_bind_parameter_count(st))
		sqlite3_bind_int64(st, 1, (int64_t)arg);
	if (sqlite3_step(st) == SQLITE_ROW &&
	    sqlite3_column_type(st, 0) != SQLITE_NULL)
		value = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return value;
}

static int64_t count(struct day *day, const char *sql)
{
	return ask(day, 0, sql, 0);
}

static int64_t some_action(struct day *day, const char *sql)
{
	return ask(day, 1, sql, draw(&day->seed, 1000));
}

/* One to which that can be done, where few are; else any. */
static int64_t fit_ticket(struct day *day, const char *act, int64_t any)
{
	static const char *const fits[][2] = {
		{ "unmerge", "SELECT max(id) FROM tickets WHERE merged > 0" },
		{ "reopen", "SELECT max(id) FROM tickets WHERE state = 3 AND "
			    "merged IS NULL" },
		{ "split", "SELECT max(id) FROM tickets WHERE state <> 3 AND "
			   "messages > 1" },
		{ "ticket_undo",
		  "SELECT max(ticket) FROM operations WHERE undone IS NULL" },
		{ "task", "SELECT max(id) FROM tickets WHERE state <> 3 AND "
			  "order_ref IS NOT NULL" },
	};

	for (size_t i = 0; i < COUNT_OF(fits); i++)
		if (text_eq(fits[i][0], act))
			return ask(day, 1, fits[i][1], 0);
	return any;
}

/* Half of the tasks pay, where the ticket has an order; half of these wait for
 * a yes, since who gives them is no agent. */
static void give_task(struct day *day, const char *by, int64_t ticket)
{
	static const char *const gifts[] = { "refund", "store_credit",
					     "coupon" };
	bool pays = below(day, 2) && ask(day, 0,
					 "SELECT 1 FROM tickets WHERE id = ?1 "
					 "AND order_ref IS NOT NULL",
					 (uint64_t)ticket);
	char sum[120] = "", json[400];

	if (pays)
		snprintf(sum, sizeof sum,
			 ",\"gives\":\"%s\",\"amount\":\"%d\","
			 "\"currency\":\"%s\"",
			 ANY(day, gifts), 1 + below(day, 9),
			 currencies[below(day, 3)]);
	snprintf(json, sizeof json,
		 "{\"ticket\":%lld,\"role\":\"%s\",\"within\":\"%dh\","
		 "\"text\":\"So be it\",\"reason\":\"so it is\"%s}",
		 (long long)ticket, pays ? "finance" : "warehouse",
		 1 + below(day, 48), sum);
	day_submit(day, "task", pays && below(day, 2) ? "operator" : by, json);
}

/* Of the oldest that is open, or that waits. */
static void end_task(struct day *day, const char *act, const char *by)
{
	int64_t task = ask(day, 1,
			   text_eq(act, "task_approve")
				   ? "SELECT min(id) FROM tasks WHERE state = "
				     "1 AND waits = 1"
				   : "SELECT min(id) FROM tasks WHERE state = "
				     "1 AND waits IS NOT 1",
			   0);
	bool coupon =
		ask(day, 0, "SELECT gives = 'coupon' FROM tasks WHERE id = ?1",
		    (uint64_t)task) != 0;
	char json[120];

	snprintf(json, sizeof json, "{\"task\":%lld,\"note\":\"so it is\"%s}",
		 (long long)task,
		 coupon && text_eq(act, "task_done") ? ",\"code\":\"TEN\""
						     : "");
	day_submit(day, act, by, json);
}

static bool about_tasks(struct day *day, const char *act, const char *by,
			int64_t ticket)
{
	if (text_eq(act, "task_approve"))
		by = "eva";
	if (text_eq(act, "task"))
		give_task(day, by, ticket);
	else if (text_starts(act, "task_"))
		end_task(day, act, by);
	else
		return false;
	return true;
}

static void person(struct day *day)
{
	static const char *const agents[] = { "mia", "tom", "eva", "operator" };
	static const char *const acts[] = { "plan",        "approve", "approve",
					    "cancel",      "reply",   "note",
					    "assign",      "close",   "retry",
					    "acknowledge", "undo",    "tier" };
	static const char *const wholes[] = {
		"reopen",      "merge",     "merge",       "unmerge",
		"unmerge",     "unmerge",   "split",       "link",
		"snooze",      "task",      "task",        "task",
		"ticket_undo", "task_done", "task_failed", "task_approve",
		"task_approve"
	};
	const char *act = below(day, 4) ? ANY(day, acts) : ANY(day, wholes);
	const char *by = ANY(day, agents);
	int64_t ticket = 1 + below(day, (int)count(day, "SELECT max(id) FROM "
							"tickets") +
						1);
	int64_t action = some_action(
		day, text_eq(act, "retry")
			     ? "SELECT id FROM actions WHERE state = 10 "
			       "ORDER BY id * ?1 % 997 LIMIT 1"
			     : "SELECT id FROM actions WHERE state IN (2, 3) "
			       "ORDER BY id * ?1 % 997 LIMIT 1");
	int64_t message;
	int n = below(day, day->orders + 1);
	char json[700];

	/* Most tickets have nobody to write to; a reply needs one that has. */
	if (text_eq(act, "reply") && below(day, 2))
		ticket = count(day, "SELECT max(t.id) FROM tickets t JOIN "
				    "messages m ON m.ticket = t.id WHERE "
				    "t.state <> 3 AND m.direction = 1 AND "
				    "m.origin = 1");
	ticket = fit_ticket(day, act, ticket);
	if (about_tasks(day, act, by, ticket))
		return;
	message = ask(day, 1,
		      "SELECT max(id) FROM messages WHERE ticket = ?1 "
		      "AND direction = 1",
		      (uint64_t)ticket);
	snprintf(json, sizeof json,
		 "{\"ticket\":%lld,\"action\":%lld,\"alert\":%d,\"order\":"
		 "\"O%d\",\"verb\":\"refund\",\"amount\":\"%d\",\"currency\":"
		 "\"%s\",\"after\":%d,\"text\":\"So be it\",\"agent\":\"%s\","
		 "\"outcome\":\"solved\",\"seen\":\"%s\",\"cause\":"
		 "\"delay\",\"into\":%d,\"other\":%d,\"until\":\"%dh\","
		 "\"note\":\"so it is\",\"tier\":\"%s\",\"reason\":\"so it "
		 "is\",\"messages\":[%lld]%s}",
		 (long long)ticket, (long long)action, below(day, 200), n,
		 1 + below(day, 9), currencies[n % 3], 0,
		 text_eq(by, "operator") ? "" : by,
		 below(day, 2) ? "done" : "not-done", 1 + below(day, 20),
		 1 + below(day, 20), 1 + below(day, 90),
		 n % 3 ? (n % 2 ? "red" : "yellow") : "blue",
		 (long long)message,
		 below(day, 4) && !text_eq(act, "merge")
			 ? ""
			 : ",\"force\":\"a random day\"");
	day_submit(day, act, by, json);
}

static void work(struct day *day)
{
	static const char *const outcomes[] = {
		"accepted", "accepted", "settled", "refused",  "not_done",
		"unknown",  "absent",   "died",    "postpone", "impossible"
	};
	struct action_job jobs[8];
	int n = action_jobs(desk_db(day->desk), day->now, jobs, 8);
	char json[200];

	assert_true(n >= 0);
	for (int i = 0; i < n; i++) {
		snprintf(json, sizeof json,
			 "{\"action\":%lld,\"request_hash\":\"%lld\"}",
			 (long long)jobs[i].id, (long long)jobs[i].id);
		if (!jobs[i].look)
			day_submit(day, "sending", "desk", json);
		if (!below(day, 15)) {
			day_submit(day, below(day, 3) ? "started" : "restored",
				   "desk", "{}");
			return;
		}
		snprintf(json, sizeof json,
			 "{\"action\":%lld,\"outcome\":\"%s\",\"ref\":\"X%d\","
			 "\"why\":\"so it was\",\"new_key\":%d}",
			 (long long)jobs[i].id, ANY(day, outcomes), i,
			 below(day, 2));
		day_submit(day, "result", "desk", json);
	}
}

/* A person looked on the platform at what is parked. */
static void look_by_hand(struct day *day)
{
	char json[80];

	snprintf(json, sizeof json, "{\"action\":%lld,\"seen\":\"%s\"}",
		 (long long)some_action(day,
					"SELECT id FROM actions WHERE "
					"state = 10 ORDER BY id * ?1 % 997 "
					"LIMIT 1"),
		 below(day, 2) ? "done" : "not-done");
	day_submit(day, "retry", "eva", json);
}

static void pass_time(struct day *day)
{
	struct err err = { 0 };
	int n;

	day->now += (int64_t)draw(&day->seed,
				  below(day, 10) ? HOUR_MS / 2 : 3 * DAY_MS);
	while ((n = desk_tick(day->desk, &err)) > 0)
		;
	if (n < 0)
		fail_msg("tick: %s", err.text);
}

/* What only the host tells: a carrier was asked, a hold ends, a clock jumped.
 */
static void host_tells(struct day *day)
{
	char json[120];
	int64_t from;

	snprintf(json, sizeof json,
		 "{\"tracking\":\"T%d\",\"carrier\":\"dhl\",\"proof\":%s}",
		 below(day, day->orders + 1), below(day, 4) ? "false" : "true");
	day_submit(day, "looked", "desk", json);
	day_submit(day, "lift", below(day, 2) ? "eva" : "mia",
		   "{\"force\":\"I looked\"}");
	if (below(day, 3))
		return;
	from = day->now - DAY_MS;
	if (below(day, 2)) {
		from = day->now;
		day->now -= below(day, 30) * HOUR_MS;
	}
	snprintf(json, sizeof json, "{\"from\":%lld,\"to\":%lld}",
		 (long long)from, (long long)day->now);
	day_submit(day, "clock_jumped", "desk", json);
}

/* Somebody is away for hours or until they are back, or the desk is closed. */
static void come_and_go(struct day *day)
{
	static const char *const acts[] = { "away", "back" };
	static const char *const hands[] = { "on", "off", "auto" };
	char json[120];

	snprintf(json, sizeof json,
		 "{\"agent\":\"mia\",\"hand\":\"%s\",\"for\":%lld}",
		 ANY(day, hands), (long long)below(day, 8) * HOUR_MS);
	day_submit(day, ANY(day, acts), below(day, 2) ? "tom" : "mia", json);
	day_submit(day, "emergency", "tom", json);
}

static void configure(struct day *day)
{
	char json[300];

	snprintf(json, sizeof json,
		 "{\"fingerprint\":\"f%d\",\"agents\":[{\"name\":\"mia\","
		 "\"role\":\"agent\",\"languages\":\"en\",\"skills\":\"s%d\"},"
		 "{\"name\":\"tom\",\"role\":\"manager\"},{\"name\":\"eva\","
		 "\"role\":\"owner\"}]}",
		 below(day, 1000), below(day, 1000));
	day_submit(day, "config", "desk", json);
}

static void retry_bad(struct day *day)
{
	struct err err = { 0 };
	int64_t id = ask(day, 0,
			 "SELECT id FROM quarantine WHERE state = 'open' "
			 "ORDER BY id * ?1 % 31 LIMIT 1",
			 draw(&day->seed, 31));

	if (id && quarantine_retry(day->desk, id, &err))
		assert_int_equal(err.code, ERR_DATA);
}

void day_step(struct day *day)
{
	uint64_t what = draw(&day->seed, 100);

	if (what < 22)
		deliver(day, false);
	else if (what < 42)
		deliver(day, true);
	else if (what < 70)
		person(day);
	else if (what < 82)
		work(day);
	else if (what < 84)
		look_by_hand(day);
	else if (what < 95)
		pass_time(day);
	else if (what < 97)
		host_tells(day);
	else if (what < 98)
		below(day, 2) ? configure(day) : come_and_go(day);
	else
		retry_bad(day);
}
