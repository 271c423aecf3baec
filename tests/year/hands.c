/* hands.c - what stands in for workers, plugins and the sender: calls of the
 * acting lanes, answered by the shops' ledger and the mailbox.
 *
 * A call takes a while of true time; what it read may be older than its end,
 * and between the steps of an action anything else happens.
 * SPDX-License-Identifier: MIT */
#include "year/world.h"

#include "host/performing.h"
#include "year/happens.h"

/* -- ends of calls -- */

static void finish(struct worker *k, const struct call_result *r)
{
	struct call_job *job = k->head;
	struct call_result out = *r;
	CLEANUP(str_release) struct str records = k->records;

	k->records = (struct str)STR_INIT;
	k->head = job->next;
	k->begun = k->asked = k->replied = k->dies = false;
	out.kv = "";
	out.why = out.why ? out.why : "";
	out.records = out.status >= HW_OK ? str_c(&records) : "";
	out.records_len = strlen(out.records);
	job->done(job, &out);
}

static void failed(struct worker *k, hw_status status, const char *why)
{
	finish(k, &(struct call_result){ .status = status, .why = why });
}

static void died(struct worker *k)
{
	finish(k, &(struct call_result){ .status = HW_RETRY,
					 .died = true,
					 .why = "its worker was killed" });
}

/* -- a shop is asked for money -- */

static bool is_lane_of_shop(const struct worker *k)
{
	return k->lane != MAILBOX;
}

/* The marked request stops at the host, which compares it with what was
 * decided and commits `sending`. */
static void ask_shop(struct worker *k)
{
	struct err why = { 0 }, ignored = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *arg = json_parse(k->head->arg, strlen(k->head->arg), &ignored);
	const cJSON *amount = json_get(arg, "amount");
	struct asked a = { .key = json_text(arg, "key"),
			   .order_ref = json_text(arg, "order_ref") };
	CLEANUP(json_free_ptr) cJSON *http = cJSON_CreateObject();
	CLEANUP(str_release) struct str body = STR_INIT;
	bool lies = fault(k->w, FAULT_LIES, 150);
	struct http_ask ask = { .http = http, .verb = "refund" };
	struct money m;

	if (money_parse(&m, json_text(amount, "amount"), "USD", &ignored))
		broken(k->w, "no amount was given to the plugin");
	a.minor = m.minor;
	str_printf(&body,
		   "{\"order\":\"%s\",\"amount\":\"%s%s\",\"currency\":"
		   "\"USD\",\"key\":\"%s\",\"note\":\"HelloWord %s\"}",
		   a.order_ref, lies ? "1" : "", json_text(amount, "amount"),
		   a.key, a.key);
	ask.body = str_c(&body);
	ask.body_len = body.len;
	k->asked = true;
	if (!k->head->effect(k->head, &ask, &why)) {
		tell(k->w, " held: %s", why.text);
		failed(k, HW_RETRY, "not allowed");
		return;
	}
	if (lies)
		broken(k->w, "another amount than decided may leave");
	check_sent(k->w, k->lane, a.key, a.order_ref, a.minor);
	send_request(k, &a);
	k->until = k->w->now + between(k->w, 10, 20 * SECOND_MS);
}

static void hear_reply(struct worker *k)
{
	CLEANUP(json_free_ptr) cJSON *json = cJSON_CreateObject();
	struct sender_reply *r = &k->reply;

	r->json = json;
	r->failed = !k->http;
	r->text = "no reply";
	r->blob = k->http ? k->blob : "";
	r->blob_len = strlen(r->blob);
	if (k->http)
		cJSON_AddNumberToObject(
			cJSON_AddObjectToObject(json, "response"), "status",
			k->http);
	k->head->effected(k->head, r);
	*r = (struct sender_reply){ 0 };
}

static void hear(struct worker *k)
{
	hear_reply(k);
	finish(k, &(struct call_result){ .status = k->status,
					 .why = k->status ? "it failed" : "" });
}

/* Before the plugin heard of it, or before anybody did. */
static void dies(struct worker *k)
{
	if (one_in(k->w, 2))
		hear_reply(k);
	died(k);
}

/* -- the mailbox -- */

static int64_t action_of(const struct worker *k)
{
	return CONTAINER_OF(k->head, struct performing, job)->action.id;
}

static void send_mail(struct worker *k)
{
	struct world *w = k->w;
	bool leaves = !fault(w, FAULT_BUSY, 20);

	w->figures->mails += leaves;
	if (leaves)
		mail_list_push(&w->mails, action_of(k));
	k->dies = leaves && fault(w, FAULT_DIED, 40);
	if (k->dies)
		died(k);
	else if (leaves && fault(w, FAULT_LOST_REPLY, 30))
		failed(k, HW_BROKEN, "the line broke");
	else if (leaves)
		finish(k, &(struct call_result){ .status = HW_OK });
	else
		failed(k, HW_RETRY, "greylisted");
}

static void find_mail(struct worker *k)
{
	bool there = false;

	for (size_t i = 0; i < k->w->mails.len; i++)
		there |= k->w->mails.at[i] == action_of(k);
	if (there)
		str_puts(&k->records, "{\"kind\":\"outcome\",\"state\":"
				      "\"settled\"}\n");
	finish(k, &(struct call_result){ .status = HW_OK });
}

/* -- moving -- */

static bool is_op(const struct worker *k, const char *op)
{
	return text_ends(k->head->op, op);
}

static void read_order(struct worker *k)
{
	struct call_job *job = k->head;
	const struct performing *p = CONTAINER_OF(job, struct performing, job);

	put_payments(k->w, &k->records, k->lane, order_of(p->action.order_ref));
}

static void begin(struct worker *k)
{
	struct err why = { 0 };

	k->begun = true;
	k->until = k->w->now + between(k->w, 10, 5 * SECOND_MS);
	if (!k->head->starting(k->head, &why)) {
		finish(k, &(struct call_result){ .status = HW_RETRY,
						 .why = why.text });
		return;
	}
	if (is_op(k, ".find") && is_lane_of_shop(k)) {
		k->w->figures->looks++;
		if (one_in(k->w, 2))
			read_order(k); /* old when it arrives */
	}
}

static void look(struct worker *k)
{
	struct world *w = k->w;
	bool down = w->shop[k->lane].down_until > w->now;

	if (fault(w, FAULT_DIED, 200)) {
		died(k);
	} else if (down || fault(w, FAULT_LOOK, 40)) {
		failed(k, HW_RETRY, "HTTP 503");
	} else {
		if (!k->records.len)
			read_order(k);
		finish(k, &(struct call_result){ .status = HW_OK });
	}
}

static void move(struct worker *k)
{
	if (!k->begun)
		begin(k);
	else if (is_op(k, "channel.find"))
		find_mail(k);
	else if (is_op(k, ".find"))
		look(k);
	else if (is_op(k, ".send"))
		send_mail(k);
	else if (!k->asked && fault(k->w, FAULT_DIED, 150))
		died(k);
	else if (!k->asked)
		ask_shop(k);
	else if (k->dies)
		dies(k);
	else
		hear(k);
}

bool hands_move(struct world *w)
{
	bool moved = false;

	for (int i = 0; i < LANES; i++) {
		struct worker *k = &w->worker[i];

		if (!k->head || (k->begun && k->until > w->now))
			continue;
		tell(w, "; %s %s", k->head->op, k->begun ? "on" : "begins");
		move(k);
		moved = true;
	}
	return moved;
}

int64_t hands_next(const struct world *w)
{
	int64_t next = INT64_MAX;

	for (int i = 0; i < LANES; i++) {
		const struct worker *k = &w->worker[i];
		int64_t at = k->begun ? k->until : w->now;

		if (k->head && at < next)
			next = at;
	}
	return next;
}

void hands_open(struct world *w, int lane)
{
	w->worker[lane] =
		(struct worker){ .w = w, .lane = lane, .records = STR_INIT };
}

void hands_forget(struct world *w)
{
	for (int i = 0; i < LANES; i++) {
		struct worker *k = &w->worker[i];

		str_release(&k->records);
		hands_open(w, i);
	}
}
