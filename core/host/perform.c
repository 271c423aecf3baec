/* perform.c - the calls of an action: look, check, send.
 *
 * The order is looked at first (money, or anything in doubt); then the plugin
 * is called; its marked request stops at effect_check, `sending` is committed,
 * and only then the request leaves. perform_pick.c says which action and when,
 * perform_tell.c what became of it.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "host/enclose.h"
#include "host/performing.h"
#include "host/verb_args.h"

#define ACT_TIMEOUT_MS (60 * SECOND_MS)
#define LOOK_TIMEOUT_MS (30 * SECOND_MS)

static struct performing *of(struct call_job *job)
{
	return CONTAINER_OF(job, struct performing, job);
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

static int take_records(struct performing *p, const struct call_result *r,
			cJSON **lines)
{
	CLEANUP(str_release) struct str answers = STR_INIT;
	struct err err = { 0 };
	int rc = host_deliver(p->host, p->lane->instance, "look", r, 0,
			      &answers, &err);

	if (rc)
		perform_log(p, &err);
	*lines = parse_lines(&answers);
	return rc;
}

static void acted(struct call_job *job, const struct call_result *r)
{
	struct performing *p = of(job);
	CLEANUP(json_free_ptr) cJSON *lines = NULL;

	perform_note(p, r);
	/* Facts that could not be stored come again; what the platform said of
	 * the action does not. */
	if (r->status >= HW_OK)
		take_records(p, r, &lines);
	perform_tell_acted(p, r, outcome_line(lines));
}

/* -- the marked request -- */

static int commit_sending(struct performing *p, const char *hash,
			  struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct command cmd = { .kind = "sending", .by = "desk", .via = "host" };

	/* A reload may have come since it was picked. */
	if (p->lane->leaving || !poll_probed(p->lane)) {
		err_set(&p->held, ERR_RETRY, "its instance was reloaded");
		*err = p->held;
		return -1;
	}
	str_printf(&json, "{\"action\":%lld,\"request_hash\":\"%s\"}",
		   (long long)p->action.id, hash);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	if (desk_do(p->host->desk, &cmd, err)) {
		p->held = *err;
		return -1;
	}
	p->committed = true;
	return 0;
}

/* A channel has no marked request: its call is the effect. So `sending` is
 * committed when the worker is about to hear of it, not while it waits behind
 * others, or a stop would make a mail unknown that never left. */
static bool starting(struct call_job *job, struct err *why)
{
	struct performing *p = of(job);

	if (p->lane->instance->is_channel && !p->look &&
	    commit_sending(p, "", why))
		return false;
	p->started = true;
	return true;
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

static const char *action_json(struct performing *p)
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
	jw_key(&w, "args");
	verb_args_put(&w, p->verb, a->args);
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
	if (p->files)
		put_raw(&w, "files", p->files, "[]");
	jw_end(&w);
	return arena_strdup(&p->arena, str_c(&s));
}

static void submit(struct performing *p, const char *op, int64_t timeout,
		   void (*done)(struct call_job *, const struct call_result *))
{
	p->job.op = op;
	p->job.arg =
		p->lane->instance->is_channel ? text_arg(p) : action_json(p);
	p->job.timeout_ms = timeout;
	p->job.starting = starting;
	p->job.done = done;
	p->started = false;
	/* What a look found must still be true when the money moves. */
	if (p->job.effect)
		worker_submit_next(p->lane->acting, &p->job);
	else
		worker_submit(p->lane->acting, &p->job);
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

	perform_note(p, r);
	if (r->status < HW_OK) {
		perform_tell_status(p, r);
		return;
	}
	if (!poll_probed(p->lane)) { /* whose facts are these? */
		perform_end(p);
		return;
	}
	if (take_records(p, r, &lines)) {
		perform_tell(p, &(struct word){ .outcome = "postpone",
						.why = "what a look brought "
						       "could not be stored" });
		return;
	}
	if (moved_on(p)) {
		perform_end(p);
		host_nudge(h);
		return;
	}
	if (p->look && p->action.state == ACTION_SETTLED) {
		perform_tell_again(p, r);
		return;
	}
	if (p->look) {
		perform_tell_look(p, outcome_line(lines));
		return;
	}
	/* Of what may have been done already a look can say that it was. */
	if (p->action.doubt && perform_tell_found(p, outcome_line(lines)))
		return;
	p->job.effect = effect;
	p->job.effected = effected;
	submit(p, "marketplace.act", ACT_TIMEOUT_MS, acted);
}

/* Without .effect, which is for marked requests of money: a channel's one
 * request is let through by guard.c, and only what became of it is noted. */
static void send_text(struct performing *p)
{
	struct err err = { 0 };

	if (enclose(p, &err)) {
		perform_tell(p, &(struct word){ .outcome = err.code == ERR_DATA
								   ? "refused"
								   : "postpone",
						.why = err.text });
		return;
	}
	p->job.body = str_c(&p->body);
	p->job.body_len = p->body.len;
	p->job.effected = effected;
	submit(p, "channel.send", ACT_TIMEOUT_MS, acted);
}

void perform_begin(struct performing *p)
{
	const struct instance *in = p->lane->instance;

	if (p->look && !in->has_find)
		perform_tell_look(p, NULL);
	else if (p->look)
		submit(p, in->is_channel ? "channel.find" : "marketplace.find",
		       LOOK_TIMEOUT_MS, looked);
	else if (in->is_channel)
		send_text(p);
	else
		submit(p, "marketplace.find", LOOK_TIMEOUT_MS, looked);
}
