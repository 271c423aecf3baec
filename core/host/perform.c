/* perform.c - actions on their way: look, check, send, tell the desk.
 *
 * For each: the order is looked at (money, or anything in doubt); then the
 * plugin is called; its marked request stops at effect_check, `sending` is
 * committed, and only then the request leaves. What is told to the desk is one
 * word of a closed list; everything that is not a declared "not done" is
 * "unknown".
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "desk/action.h"
#include "desk/restored.h"
#include "host/effect.h"
#include "host/host.h"

#define ACT_TIMEOUT_MS (60 * SECOND_MS)
#define LOOK_TIMEOUT_MS (30 * SECOND_MS)
#define UNDER_WAY_MAX 16
#define OFF_AGAIN_MS (5 * MINUTE_MS) /* until effects are switched on */

struct performing {
	struct call_job job; /* first */
	struct host *host;
	struct lane_pair *lane;
	struct performing *next;
	struct arena arena;
	struct action action;
	const struct verb_info *verb;
	bool look;      /* find only: nothing will be sent */
	bool committed; /* `sending` was taken */
	bool answered;  /* the platform replied to the marked request */
	bool not_sent;  /* surely no byte of it left */
	enum effect_answer answer;
};

static struct performing *of(struct call_job *job)
{
	return CONTAINER_OF(job, struct performing, job);
}

int perform_count(const struct host *h)
{
	int n = 0;

	for (const struct performing *p = h->performing; p; p = p->next)
		n++;
	return n;
}

bool perform_uses(const struct host *h, const struct lane_pair *lane)
{
	for (const struct performing *p = h->performing; p; p = p->next)
		if (p->lane == lane)
			return true;
	return false;
}

static void end(struct performing *p)
{
	struct performing **at = &p->host->performing;

	while (*at && *at != p)
		at = &(*at)->next;
	if (*at)
		*at = p->next;
	arena_release(&p->arena);
	free(p);
}

/* -- telling the desk -- */

struct word {
	const char *outcome, *why, *ref, *result;
	int64_t retry_at;
	bool died, new_key;
};

static void tell(struct performing *p, const struct word *word)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);
	struct command cmd = { .kind = "result", .by = "desk", .via = "host" };
	struct host *h = p->host;
	struct err err = { 0 };

	jw_object(&w);
	jw_kv_i64(&w, "action", p->action.id);
	jw_kv_text(&w, "outcome", word->outcome);
	jw_kv_text(&w, "why", word->why ? word->why : "");
	if (word->ref)
		jw_kv_text(&w, "ref", word->ref);
	if (word->result)
		jw_kv_text(&w, "result", word->result);
	if (word->retry_at)
		jw_kv_i64(&w, "retry_at", word->retry_at);
	if (word->died)
		jw_kv_i64(&w, "died", 1);
	if (word->new_key)
		jw_kv_i64(&w, "new_key", 1);
	jw_end(&w);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	if (desk_do(h->desk, &cmd, &err))
		log_error("action %lld: %s", (long long)p->action.id, err.text);
	end(p);
	host_nudge(h);
}

/* -- what the plugin answered -- */

static const cJSON *outcome_line(cJSON *lines)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, lines)
		if (text_eq(json_text(one, "kind"), "outcome"))
			return one;
	return NULL;
}

/* Lines as an array, so that they are parsed once. */
static cJSON *parse_lines(const struct str *lines)
{
	cJSON *all = cJSON_CreateArray();
	const char *at = str_c(lines);
	struct err ignored = { 0 };

	while (*at) {
		size_t len = strcspn(at, "\n");
		cJSON *one = json_parse(at, len, &ignored);

		if (one)
			cJSON_AddItemToArray(all, one);
		at += len + (at[len] == '\n');
	}
	return all;
}

static void tell_status(struct performing *p, const struct call_result *r)
{
	struct word w = { .why = r->why, .retry_at = r->retry_at };

	if (r->died)
		w.outcome = "died";
	else if (r->status == HW_REJECTED)
		w.outcome = "refused";
	else if (r->status == HW_RETRY || r->status == HW_AUTH)
		w.outcome = "postpone";
	else
		w.outcome = "impossible";
	tell(p, &w);
}

/* Nothing was sent: a channel's own word is believed (a mail twice is no money
 * twice), a money verb that claims success without its marked request is not.
 */
static void end_unsent(struct performing *p, const struct call_result *r)
{
	struct word w = {
		.outcome = "impossible",
		.why = "the plugin reports success and sent nothing"
	};

	if (r->status >= HW_OK)
		tell(p, &w);
	else
		tell_status(p, r);
}

static void end_sent(struct performing *p, const struct call_result *r,
		     const cJSON *outcome)
{
	struct word w = { .why = r->why, .died = r->died };

	if (p->answered && p->answer == EFFECT_REFUSED) {
		w.outcome = "refused";
	} else if (p->not_sent ||
		   (p->answered && p->answer != EFFECT_UNKNOWN)) {
		w.outcome = "not_done";
		w.new_key = p->answer == EFFECT_NEW_KEY;
		w.retry_at = r->retry_at;
	} else if (r->status >= HW_OK && outcome && p->answered) {
		w.outcome = text_eq(json_text(outcome, "state"), "settled")
				    ? "settled"
				    : "accepted";
		w.ref = json_text(outcome, "ref");
		w.result = json_text(outcome, "result");
		w.why = "the platform took it";
	} else {
		w.outcome = "unknown";
		if (!w.why || !*w.why)
			w.why = "no clear answer";
	}
	tell(p, &w);
}

/* A channel commits `sending` before its call, so its own word decides. */
static void end_channel(struct performing *p, const struct call_result *r,
			const cJSON *outcome)
{
	struct word w = { .why = r->why, .retry_at = r->retry_at };

	if (r->died || r->status == HW_BROKEN)
		w.outcome = "unknown";
	else if (r->status >= HW_OK)
		w.outcome = "settled";
	else if (r->status == HW_REJECTED || r->status == HW_UNSUPPORTED)
		w.outcome = "refused";
	else
		w.outcome = "not_done";
	w.died = r->died;
	w.ref = json_text(outcome, "ref");
	if (r->status >= HW_OK)
		w.why = "sent";
	tell(p, &w);
}

static int take_records(struct performing *p, const struct call_result *r,
			cJSON **lines)
{
	CLEANUP(str_release) struct str answers = STR_INIT;
	struct err err = { 0 };
	int rc = host_deliver(p->host, p->lane->instance, "look", r, 0,
			      &answers, &err);

	if (rc)
		log_error("action %lld: %s", (long long)p->action.id, err.text);
	*lines = parse_lines(&answers);
	return rc;
}

static void acted(struct call_job *job, const struct call_result *r)
{
	struct performing *p = of(job);
	CLEANUP(json_free_ptr) cJSON *lines = NULL;

	if (r->status >= HW_OK && take_records(p, r, &lines))
		lines = NULL;
	if (p->lane->instance->is_channel)
		end_channel(p, r, outcome_line(lines));
	else if (p->committed)
		end_sent(p, r, outcome_line(lines));
	else
		end_unsent(p, r);
}

/* -- the marked request -- */

static int commit_sending(struct performing *p, const char *hash,
			  struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct command cmd = { .kind = "sending", .by = "desk", .via = "host" };

	str_printf(&json, "{\"action\":%lld,\"request_hash\":\"%s\"}",
		   (long long)p->action.id, hash);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	if (desk_do(p->host->desk, &cmd, err))
		return -1;
	p->committed = true;
	return 0;
}

static bool effect(struct call_job *job, const struct http_ask *ask,
		   struct err *why)
{
	struct performing *p = of(job);
	char hash[2 * HASH_LEN + 1];

	if (p->look || p->committed) {
		err_set(why, ERR_BUG,
			p->look ? "a look may have no effect"
				: "one effect an attempt");
		return false;
	}
	if (effect_check(p->verb, &p->action, ask, why))
		return false;
	effect_hash(ask, hash);
	return commit_sending(p, hash, why) == 0;
}

static void effected(struct call_job *job, const struct sender_reply *r)
{
	struct performing *p = of(job);
	const cJSON *response = json_get(r->json, "response");

	p->answered = !r->failed && response;
	p->not_sent = r->failed && !r->sent;
	if (p->answered)
		p->answer =
			effect_answer(p->verb, json_i64(response, "status", 0),
				      r->blob, r->blob_len);
}

/* -- calls -- */

static void put_raw(struct jw *w, const char *key, const char *json,
		    const char *fallback)
{
	const char *text = *json ? json : fallback;

	jw_key(w, key);
	jw_raw(w, text, strlen(text));
}

static const char *action_arg(struct performing *p)
{
	CLEANUP(str_release) struct str s = STR_INIT, amount = STR_INIT;
	const struct action *a = &p->action;
	struct jw w = JW_INIT(&s);

	jw_object(&w);
	jw_kv_text(&w, "key", a->key);
	jw_kv_text(&w, "verb", a->verb);
	jw_kv_text(&w, "order_ref", a->order_ref);
	if (money_given(a->amount)) {
		money_put(&amount, a->amount);
		jw_key(&w, "amount");
		jw_object(&w);
		jw_kv_text(&w, "amount", str_c(&amount));
		jw_kv_text(&w, "currency", a->amount.currency);
		jw_end(&w);
	}
	put_raw(&w, "items", a->items, "[]");
	put_raw(&w, "args", a->args, "[]");
	jw_kv_text(&w, "note", arena_printf(&p->arena, "HelloWord %s", a->key));
	jw_end(&w);
	return arena_strdup(&p->arena, str_c(&s));
}

static const char *text_arg(struct performing *p)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const struct action *a = &p->action;
	struct jw w = JW_INIT(&s);

	jw_object(&w);
	jw_kv_text(&w, "key", a->key);
	jw_kv_text(&w, "to_name", a->to_name);
	jw_kv_text(&w, "to_addr", a->to_addr);
	jw_kv_text(&w, "subject", a->subject);
	jw_kv_text(&w, "text", a->text);
	jw_kv_text(&w, "lang", a->lang);
	jw_kv_text(&w, "message_id", a->message_id);
	jw_kv_text(&w, "in_reply_to", a->in_reply_to);
	jw_kv_text(&w, "references", a->references);
	jw_kv_bool(&w, "automatic", a->automatic && !*a->approved_by);
	jw_end(&w);
	return arena_strdup(&p->arena, str_c(&s));
}

static void submit(struct performing *p, const char *op, int64_t timeout,
		   void (*done)(struct call_job *, const struct call_result *))
{
	p->job.op = op;
	p->job.arg =
		p->lane->instance->is_channel ? text_arg(p) : action_arg(p);
	p->job.timeout_ms = timeout;
	p->job.done = done;
	/* What a look found must still be true when the money moves. */
	if (p->job.effect)
		worker_submit_next(p->lane->acting, &p->job);
	else
		worker_submit(p->lane->acting, &p->job);
}

/* A look is over: facts it brought have been taken; the desk may have settled
 * the action by them. What it has not is absent. */
static void tell_look(struct performing *p, const cJSON *outcome)
{
	struct word w = { .outcome = "absent", .why = "looked: not there" };
	const char *state = json_text(outcome, "state");

	if (state && !text_eq(state, "absent")) {
		w.outcome = text_eq(state, "settled") ? "settled" : "accepted";
		w.why = "looked: it is there";
		w.ref = json_text(outcome, "ref");
		w.result = json_text(outcome, "result");
	}
	tell(p, &w);
}

static bool moved_on(struct performing *p)
{
	struct err err = { 0 };
	struct action now = { 0 };

	return record_load(desk_db(p->host->desk), &action_kind, p->action.id,
			   &now, &p->arena, &err) <= 0 ||
	       now.state != p->action.state;
}

static void looked(struct call_job *job, const struct call_result *r)
{
	struct performing *p = of(job);
	CLEANUP(json_free_ptr) cJSON *lines = NULL;
	struct host *h = p->host;

	if (r->status < HW_OK) {
		tell_status(p, r);
		return;
	}
	if (take_records(p, r, &lines) || moved_on(p)) {
		end(p);
		host_nudge(h);
		return;
	}
	if (p->look) {
		tell_look(p, outcome_line(lines));
		return;
	}
	p->job.effect = effect;
	p->job.effected = effected;
	submit(p, "marketplace.act", ACT_TIMEOUT_MS, acted);
}

static void send_text(struct performing *p)
{
	struct err err = { 0 };
	struct host *h = p->host;

	if (commit_sending(p, "", &err)) {
		log_warning("action %lld: %s", (long long)p->action.id,
			    err.text);
		end(p);
		host_nudge(h);
		return;
	}
	submit(p, "channel.send", ACT_TIMEOUT_MS, acted);
}

static void begin(struct performing *p)
{
	const struct instance *in = p->lane->instance;

	if (p->look && !in->has_find)
		tell_look(p, NULL);
	else if (p->look)
		submit(p, in->is_channel ? "channel.find" : "marketplace.find",
		       LOOK_TIMEOUT_MS, looked);
	else if (in->is_channel)
		send_text(p);
	else
		submit(p, "marketplace.find", LOOK_TIMEOUT_MS, looked);
}

/* -- picking -- */

static bool under_way(const struct host *h, int64_t id)
{
	for (const struct performing *p = h->performing; p; p = p->next)
		if (p->action.id == id)
			return true;
	return false;
}

static bool same_order(const struct host *h, const struct action *a)
{
	for (const struct performing *p = h->performing; p; p = p->next)
		if (*a->order_ref && p->action.shop == a->shop &&
		    text_eq(p->action.order_ref, a->order_ref))
			return true;
	return false;
}

static void pick(struct host *h, const struct action_job *job)
{
	struct performing *p = xcalloc(1, sizeof *p);
	struct word w = { .outcome = "postpone" };
	struct err err = { 0 };

	p->host = h;
	p->look = job->look;
	if (record_load(desk_db(h->desk), &action_kind, job->id, &p->action,
			&p->arena, &err) <= 0 ||
	    same_order(h, &p->action)) {
		arena_release(&p->arena);
		free(p);
		return;
	}
	p->next = h->performing;
	h->performing = p;
	p->lane = host_lane(h, p->action.instance);
	p->verb = p->lane ? instance_verb(p->lane->instance, p->action.verb)
			  : NULL;
	if (!p->verb) {
		w.why = "its instance is not enabled";
	} else if (!p->look && text_eq(p->lane->instance->effects, "off")) {
		w.why = "effects are off for its instance";
		w.retry_at = desk_now(h->desk) + OFF_AGAIN_MS;
	} else {
		begin(p);
		return;
	}
	tell(p, &w);
}

void perform_some(struct host *h)
{
	struct action_job jobs[UNDER_WAY_MAX * 2];
	struct err err = { 0 };
	int n;

	if (restored_settle(h->desk, &err))
		log_error("%s", err.text);
	n = action_jobs(desk_db(h->desk), desk_now(h->desk), jobs,
			(int)COUNT_OF(jobs));

	for (int i = 0; i < n && perform_count(h) < UNDER_WAY_MAX; i++)
		if (!under_way(h, jobs[i].id))
			pick(h, &jobs[i]);
}

void perform_stop(struct host *h)
{
	while (h->performing)
		end(h->performing);
}
