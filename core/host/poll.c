/* poll.c - what is asked when, on the reading lane of an instance.
 *
 * First the probe: whose account is it? Then, whenever the lane is free: a
 * waiting webhook, before anything else; a sync or fetch when it is due; for
 * carriers the parcel that is most worth a call (parcels.h). A call that
 * failed backs off, doubling from the poll interval up to an hour; one whose
 * credentials were refused pauses its instance for that hour at once, so that
 * no account is locked by our trying. HW_MORE is called again at once: a
 * channel that waits at its server for news (a bounded while) answers so.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/intake.h"
#include "desk/restored.h"
#include "host/host.h"
#include "host/parcels.h"
#include "wire/call.h"

#define FAILURES_TOLD 3 /* in a row; a call that died is told at once */
#define BACKOFF_MAX_MS HOUR_MS
#define HOOK_BACKOFF_MS SECOND_MS /* the first; doubles */

enum asking { PROBE, HOOK, SYNC, TRACK, PROOF };

struct poll {
	struct call_job job; /* first */
	struct host *host;
	struct lane_pair *lane;
	struct timer timer;
	enum asking asking;
	bool probed, busy;
	bool again;   /* the call in flight was asked before a reload */
	int failures; /* in a row */
	int64_t next, backoff_ms; /* next: desk_mono, 0 at once */
	int64_t hook_next, hook_backoff_ms;
	struct arena arena; /* of the call in flight */
	struct inbox_item hook;
	struct parcel_question parcel;
	struct parcel_waits waits;
};

static struct poll *of(struct call_job *job)
{
	return CONTAINER_OF(job, struct poll, job);
}

static void ask_next(struct poll *p);
static void submit(struct poll *p, enum asking asking, const char *op,
		   const char *arg, const char *put);

/* -- the account -- */

static int pin_account(struct poll *p, const cJSON *account, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct instance *in = p->lane->instance;
	struct jw w = JW_INIT(&json);
	struct command cmd = { .kind = "shop", .by = "desk", .via = "host" };
	static const char *const copied[] = { "name", "currency", "zone" };

	jw_object(&w);
	jw_kv_text(&w, "label", in->name);
	jw_kv_text(&w, "plugin", in->plugin);
	jw_kv_text(&w, "account", json_text(account, "ref"));
	for (size_t i = 0; i < COUNT_OF(copied); i++)
		if (json_text(account, copied[i]))
			jw_kv_text(&w, copied[i],
				   json_text(account, copied[i]));
	jw_end(&w);
	if (json_text(account, "missing_scopes"))
		in->missing_scopes = arena_strdup(
			&in->arena, json_text(account, "missing_scopes"));
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	if (desk_do(p->host->desk, &cmd, err) == 0)
		return 0;
	if (err->code == ERR_CONFIG)
		host_alert(p->host, "error", "account", in->name,
			   arena_printf(&p->arena,
					"nothing is read or sent: %s",
					err->text));
	return -1;
}

/* Nothing else is asked until this went well: what came would be the facts of
 * another shop. */
static int probed(struct poll *p, const struct str *answers, struct err *err)
{
	CLEANUP(json_free_ptr) cJSON *account = NULL;
	size_t len = strcspn(str_c(answers), "\n");

	if (len) {
		account = json_parse(str_c(answers), len, err);
		if (!account || pin_account(p, account, err))
			return -1;
	}
	p->probed = true;
	p->next = 0;
	host_nudge(p->host);
	return 0;
}

/* -- ends of calls -- */

static int64_t interval(const struct poll *p)
{
	const struct instance *in = p->lane->instance;

	return in->is_carrier && in->pause_ms ? in->pause_ms : in->poll_ms;
}

/* As the clock says it, for people. */
static void tell_next(struct poll *p)
{
	struct desk *d = p->host->desk;

	p->lane->instance->stats.next =
		p->next ? desk_now(d) + (p->next - desk_mono(d)) : 0;
}

static bool about_parcel(const struct poll *p)
{
	return p->asking == TRACK || p->asking == PROOF;
}

/* In our own words: what a plugin says of itself stands in `helloword plugins`.
 */
static void tell(struct poll *p, const char *level, const char *cause,
		 const char *what)
{
	host_alert_each(p->host, level, cause, p->lane->instance->name,
			arena_printf(&p->arena,
				     "%s; `helloword plugins` says why", what));
}

/* For the log and the quarantine. What a plugin says may be a platform's words
 * about a buyer; the same words have the same mark within one run of the desk.
 */
static const char *own_words(struct poll *p, const struct call_result *r)
{
	const char *status = status_word(r->status);
	CLEANUP(str_release) struct str s = STR_INIT;

	if (!r->died && !r->breach)
		return arena_printf(&p->arena,
				    "the call failed (%s) %s; `helloword "
				    "plugins` shows the words",
				    status ? status : "?",
				    log_mask("words", r->why));
	str_put_unquoted(&s, *r->why ? r->why : "the call failed");
	return arena_strdup(&p->arena, str_c(&s));
}

static void back_off(struct poll *p, const struct call_result *r)
{
	int64_t now = desk_now(p->host->desk);
	int64_t mono = desk_mono(p->host->desk);
	struct instance_stats *stats = &p->lane->instance->stats;

	p->failures++;
	if (r->breach)
		tell(p, "error", "contract", "its plugin broke the contract");
	else if (r->died)
		tell(p, "warning", "call-died", "a call did not finish");
	else if (p->failures == FAILURES_TOLD)
		tell(p, "warning", "calls-fail", "calls fail");

	p->backoff_ms = p->backoff_ms ? p->backoff_ms * 2 : interval(p);
	if (p->backoff_ms > BACKOFF_MAX_MS || r->status == HW_AUTH)
		p->backoff_ms = BACKOFF_MAX_MS;
	if (r->status == HW_AUTH && !stats->paused)
		tell(p, "error", "paused",
		     "its credentials are refused and it is paused; mend them "
		     "and reload the desk (SIGHUP)");
	stats->paused = r->status == HW_AUTH;
	p->next =
		mono + (r->retry_at > now ? r->retry_at - now : p->backoff_ms);
	log_warning("%s: %s", p->lane->instance->name, own_words(p, r));
	if (about_parcel(p))
		parcel_failed(&p->waits, p->parcel.tracking, mono);
}

/* What no call can do: a person is told, and the webhook is read. */
static int for_a_person(struct poll *p, struct err *err)
{
	CLEANUP(str_release) struct str answers = STR_INIT;
	const struct call_result nothing = { .records = "" };
	struct instance *in = p->lane->instance;

	host_alert_each(
		p->host, "error",
		arena_printf(&p->arena, "hook-person:%.60s", p->hook.topic),
		in->name,
		arena_printf(&p->arena,
			     "a webhook (%.60s) asks for what only a person "
			     "can do; see the platform's own pages",
			     p->hook.topic));
	return host_deliver(p->host, in, "hook", &nothing, p->hook.id, &answers,
			    err);
}

/* Whose fault is it? What is wrong with the webhook itself counts as a try; one
 * that the platform cannot serve for now lets the others go first; refused
 * credentials say nothing about it. */
static int blame(struct poll *p, const struct call_result *r, struct err *err)
{
	struct desk *d = p->host->desk;
	int rc;

	if (r->status == HW_AUTH && !r->died)
		return 0;
	if (r->status != HW_RETRY || r->died)
		return inbox_failed(d, p->hook.id, own_words(p, r), err);
	rc = inbox_postpone(d, p->hook.id, r->retry_at, own_words(p, r), err);
	if (rc == 1)
		tell(p, "warning", "hook-waits",
		     "a webhook cannot be read for a long time; others go on, "
		     "and after three days it is quarantined");
	return rc < 0 ? -1 : 0;
}

/* Webhooks delay no sync; among themselves they back off as long as they fail,
 * so that a platform that is down is not asked for each of them. */
static void hook_failed(struct poll *p, const struct call_result *r)
{
	int64_t now = desk_mono(p->host->desk);
	struct err err = { 0 };

	p->hook_backoff_ms =
		p->hook_backoff_ms ? p->hook_backoff_ms * 2 : HOOK_BACKOFF_MS;
	if (p->hook_backoff_ms > BACKOFF_MAX_MS)
		p->hook_backoff_ms = BACKOFF_MAX_MS;
	/* The platform's own moment is this hook's (its row), not the others'.
	 */
	p->hook_next = now + p->hook_backoff_ms;
	log_warning("%s: webhook: %s", p->lane->instance->name,
		    own_words(p, r));
	if (r->status == HW_UNSUPPORTED && !r->died &&
	    for_a_person(p, &err) == 0) {
		p->hook_next = p->hook_backoff_ms = 0;
		return;
	}
	if (blame(p, r, &err))
		host_log(p->lane->instance->name, &err);
}

static void failed_call(struct poll *p, const struct call_result *r)
{
	if (p->asking == HOOK)
		hook_failed(p, r);
	else
		back_off(p, r);
}

/* Was all read that there was? A channel that waits at its server for news
 * never says so otherwise. */
static bool at_the_end(const struct poll *p, const struct call_result *r)
{
	return p->asking == SYNC &&
	       (r->status == HW_OK ||
		(p->lane->instance->is_channel && !r->records_len));
}

/* -- ahead -- */

static bool hook_is_due(const struct poll *p)
{
	const struct instance *in = p->lane->instance;

	return in->has_hooks && p->hook_next <= desk_mono(p->host->desk) &&
	       inbox_waits(p->host->desk, in->name);
}

/* While the desk stores a page of a shop its successor is read already, by what
 * the page put among the kept strings: half of a first sync would be waiting
 * for one another. A shop's requests in a sync change nothing, so one that was
 * made for nothing is made again; of a channel the next question may tell its
 * server what has arrived. What that call hands in is looked at when the page
 * is stored. */
static bool goes_ahead(struct poll *p, const struct call_result *r)
{
	if (p->asking != SYNC || r->status != HW_MORE || !r->records_len ||
	    !p->lane->instance->is_marketplace || p->lane->leaving ||
	    hook_is_due(p))
		return false;
	submit(p, SYNC, "marketplace.sync", "{}", r->kv);
	p->host->ahead = p->lane->reading;
	return true;
}

static int deliver(struct poll *p, const struct call_result *r,
		   struct str *answers, struct err *err)
{
	bool hook = p->asking == HOOK, ahead = goes_ahead(p, r);
	int rc =
		host_deliver(p->host, p->lane->instance, hook ? "hook" : "sync",
			     r, hook ? p->hook.id : 0, answers, err);

	p->host->ahead = NULL;
	if (rc && ahead) { /* it asked for what comes after nothing */
		worker_drop(p->lane->reading);
		p->busy = false;
	}
	return rc;
}

static int took(struct poll *p, const struct call_result *r, struct err *err)
{
	CLEANUP(str_release) struct str answers = STR_INIT;
	struct instance *in = p->lane->instance;

	if (deliver(p, r, &answers, err))
		return -1;
	if (p->asking == HOOK) {
		p->hook_backoff_ms = 0;
		return 0;
	}
	p->next = r->status == HW_MORE ? 0
				       : desk_mono(p->host->desk) + interval(p);
	tell_next(p);
	if (p->asking == PROBE && probed(p, &answers, err))
		return -1;
	if (at_the_end(p, r) && restored_read(p->host->desk, in->name, err))
		return -1;
	p->backoff_ms = 0;
	p->failures = 0;
	in->stats.paused = false;
	if (about_parcel(p))
		return parcel_looked(p->host->desk, in, &p->parcel, err);
	return 0;
}

/* The carrier takes no such number, or has no such thing: an answer, too. */
static int took_refusal(struct poll *p, const struct call_result *r,
			struct err *err)
{
	const struct instance *in = p->lane->instance;

	log_info("%s: %s", in->name, own_words(p, r));
	p->backoff_ms = 0;
	p->failures = 0;
	p->next = desk_mono(p->host->desk) + interval(p);
	return parcel_looked(p->host->desk, in, &p->parcel, err);
}

static void done(struct call_job *job, const struct call_result *r)
{
	struct poll *p = of(job);
	bool refused = r->status == HW_REJECTED || r->status == HW_UNSUPPORTED;
	struct err err = { 0 };

	p->busy = false;
	if (p->again) { /* with the credentials of before, or half so */
		p->again = false;
	} else if (r->status < HW_OK && !(refused && about_parcel(p))) {
		failed_call(p, r);
	} else if (r->status < HW_OK ? took_refusal(p, r, &err)
				     : took(p, r, &err)) {
		struct call_result failed = { .status = HW_RETRY,
					      .why = err.text };

		host_log(p->lane->instance->name, &err);
		failed_call(p, &failed);
	}
	str_release(&p->hook.body);
	arena_clear(&p->arena);
	if (r->records_len)
		host_nudge(p->host);
	p->timer.at = 1;
}

/* -- what is next -- */

static void submit(struct poll *p, enum asking asking, const char *op,
		   const char *arg, const char *put)
{
	p->asking = asking;
	p->busy = true;
	p->job = (struct call_job){ .op = op,
				    .arg = arg,
				    .put = put,
				    .timeout_ms = p->lane->instance->call_ms,
				    .done = done };
	if (asking == HOOK) {
		p->job.body = str_c(&p->hook.body);
		p->job.body_len = p->hook.body.len;
	}
	worker_submit(p->lane->reading, &p->job);
}

static bool ask_hook(struct poll *p)
{
	CLEANUP(str_release) struct str arg = STR_INIT;
	struct jw w = JW_INIT(&arg);
	struct err err = { 0 };

	if (!p->lane->instance->has_hooks ||
	    p->hook_next > desk_mono(p->host->desk) ||
	    inbox_next(p->host->desk, p->lane->instance->name, &p->arena,
		       &p->hook, &err) <= 0)
		return false;
	jw_object(&w);
	jw_kv_text(&w, "topic", p->hook.topic);
	jw_kv_text(&w, "event_id", p->hook.event_id);
	jw_end(&w);
	submit(p, HOOK, "marketplace.hook",
	       arena_strdup(&p->arena, str_c(&arg)), NULL);
	return true;
}

static bool ask_parcel(struct poll *p)
{
	CLEANUP(str_release) struct str arg = STR_INIT;
	struct instance *in = p->lane->instance;
	struct desk *d = p->host->desk;
	struct jw w = JW_INIT(&arg);
	struct err err = { 0 };

	if (!parcel_next(d, in, &p->waits, &p->arena, &p->parcel))
		return false;
	if (parcel_count_call(d, in, &err)) {
		host_log(in->name, &err);
		return false;
	}
	jw_object(&w);
	jw_kv_text(&w, "tracking", p->parcel.tracking);
	jw_end(&w);
	submit(p, p->parcel.proof ? PROOF : TRACK,
	       p->parcel.proof ? "carrier.proof" : "carrier.track",
	       arena_strdup(&p->arena, str_c(&arg)), NULL);
	return true;
}

/* A carrier's probe is a call of its quota like any other. */
static void ask_probe(struct poll *p)
{
	struct instance *in = p->lane->instance;
	struct err err = { 0 };

	if (in->is_carrier && parcel_count_call(p->host->desk, in, &err))
		host_log(in->name, &err);
	submit(p, PROBE, "probe", "{}", NULL);
}

static void ask_next(struct poll *p)
{
	const struct instance *in = p->lane->instance;
	int64_t now = desk_mono(p->host->desk);
	bool known = poll_probed(p->lane);

	if (p->busy || lane_must_wait(p->host, p->lane) ||
	    (known && !(in->stats.paused && p->next > now) && ask_hook(p)) ||
	    p->next > now)
		return;
	if (!known) {
		ask_probe(p);
		return;
	}
	if (in->is_marketplace) {
		submit(p, SYNC, "marketplace.sync", "{}", NULL);
	} else if (in->is_channel) {
		submit(p, SYNC, "channel.fetch", "{}", NULL);
	} else if (in->is_carrier && !ask_parcel(p)) {
		p->next = now + in->poll_ms;
	}
}

static void on_timer(struct timer *t)
{
	struct poll *p = t->arg;
	int64_t wait;

	ask_next(p);
	if (p->busy)
		return;
	tell_next(p);
	wait = p->next - desk_mono(p->host->desk);
	if (p->host->speed > 1)
		wait = (int64_t)((double)wait / p->host->speed);
	if (wait > 1000)
		wait = 1000;
	t->at = clock_mono() + (wait < 10 ? 10 : wait);
}

void poll_now(struct lane_pair *lane)
{
	if (lane->poll && !lane->poll->busy)
		lane->poll->timer.at = 1;
}

void poll_again(struct lane_pair *lane)
{
	lane->act_next = lane->act_wait = 0;
	lane->act_failures = 0;
	lane->poll->backoff_ms = 0;
	lane->poll->next = 0;
	lane->poll->probed = false;
	lane->poll->again = lane->poll->busy;
	poll_now(lane);
}

bool poll_probed(const struct lane_pair *lane)
{
	return !lane->instance->has_probe || lane->poll->probed;
}

void poll_start(struct host *h, struct lane_pair *lane)
{
	struct poll *p = xcalloc(1, sizeof *p);

	p->host = h;
	p->lane = lane;
	p->timer = (struct timer){ .at = 1, .fire = on_timer, .arg = p };
	p->hook.body = (struct str)STR_INIT;
	loop_timer(h->loop, &p->timer);
	lane->poll = p;
}

void poll_stop(struct lane_pair *lane)
{
	if (!lane->poll)
		return;
	loop_untimer(lane->poll->host->loop, &lane->poll->timer);
	lane->poll->timer.at = 0;
}

void poll_free(struct lane_pair *lane)
{
	if (!lane->poll)
		return;
	str_release(&lane->poll->hook.body);
	arena_release(&lane->poll->arena);
	free(lane->poll);
	lane->poll = NULL;
}
