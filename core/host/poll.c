/* poll.c - what is asked when, on the reading lane of an instance.
 *
 * First the probe: whose account is it? Then, whenever the lane is free: a
 * waiting webhook, before anything else; a sync or fetch when it is due; for
 * carriers the parcel that is most worth a call, within the quota. A call that
 * failed backs off, doubling from the poll interval up to an hour; one whose
 * credentials were refused pauses its instance for that hour at once, so that
 * no account is locked by our trying. HW_MORE is called again at once: a
 * channel that waits at its server for news (a bounded while) answers so.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/intake.h"
#include "host/host.h"

#define READ_TIMEOUT_MS (60 * SECOND_MS)
#define BACKOFF_MAX_MS HOUR_MS
#define TRACK_AGAIN_MS (6 * HOUR_MS) /* one parcel is not asked more often */

enum asking { PROBE, HOOK, SYNC, TRACK, PROOF };

struct poll {
	struct call_job job; /* first */
	struct host *host;
	struct lane_pair *lane;
	struct timer timer;
	enum asking asking;
	bool probed, busy;
	int64_t next, backoff_ms; /* next: the desk's clock, ms */
	struct arena arena;       /* of the call in flight */
	struct inbox_item hook;
	const char *tracking;
};

static struct poll *of(struct call_job *job)
{
	return CONTAINER_OF(job, struct poll, job);
}

static void ask_next(struct poll *p);

/* -- the account
 * ------------------------------------------------------------------------- */

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
	return desk_do(p->host->desk, &cmd, err);
}

static int probed(struct poll *p, const struct str *answers, struct err *err)
{
	CLEANUP(json_free_ptr) cJSON *account = NULL;
	struct err ignored = { 0 };
	size_t len = strcspn(str_c(answers), "\n");

	p->probed = true;
	p->next = 0;
	if (!len)
		return 0;
	account = json_parse(str_c(answers), len, &ignored);
	return account ? pin_account(p, account, err) : 0;
}

/* -- ends of calls
 * -------------------------------------------------------------------------- */

static int64_t interval(const struct poll *p)
{
	const struct instance *in = p->lane->instance;

	return in->is_carrier && in->pause_ms ? in->pause_ms : in->poll_ms;
}

/* One alert an instance, however often it is tried again. */
static void tell_paused(struct poll *p, const char *why)
{
	CLEANUP(str_release) struct str json = STR_INIT, text = STR_INIT;
	const char *name = p->lane->instance->name;
	CLEANUP(free_ptr) char *cause = xasprintf("paused:%s", name);
	struct command cmd = { .kind = "alert", .by = "desk", .via = "host" };
	struct jw w = JW_INIT(&json);
	struct err err = { 0 };

	str_printf(&text, "%s is paused: %s; mend it and start the desk again",
		   name, why);
	jw_object(&w);
	jw_kv_text(&w, "level", "error");
	jw_kv_text(&w, "cause", cause);
	jw_kv_text(&w, "text", str_c(&text));
	jw_end(&w);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	if (desk_do(p->host->desk, &cmd, &err))
		log_error("%s", err.text);
}

static void back_off(struct poll *p, const struct call_result *r)
{
	int64_t now = desk_now(p->host->desk);
	struct instance_stats *stats = &p->lane->instance->stats;

	p->backoff_ms = p->backoff_ms ? p->backoff_ms * 2 : interval(p);
	if (p->backoff_ms > BACKOFF_MAX_MS || r->status == HW_AUTH)
		p->backoff_ms = BACKOFF_MAX_MS;
	if (r->status == HW_AUTH && !stats->paused)
		tell_paused(p, r->why);
	stats->paused = r->status == HW_AUTH;
	p->next = r->retry_at > now ? r->retry_at : now + p->backoff_ms;
	log_warning("%s: %s", p->lane->instance->name,
		    *r->why ? r->why : "the call failed");
	if (p->asking == HOOK) {
		struct err err = { 0 };

		if (inbox_failed(p->host->desk, p->hook.id, r->why, &err))
			log_error("%s", err.text);
	}
}

static int took(struct poll *p, const struct call_result *r, struct err *err)
{
	CLEANUP(str_release) struct str answers = STR_INIT;
	struct instance *in = p->lane->instance;

	if (host_deliver(p->host, in, p->asking == HOOK ? "hook" : "sync", r,
			 p->asking == HOOK ? p->hook.id : 0, &answers, err))
		return -1;
	p->backoff_ms = 0;
	in->stats.paused = false;
	p->next = r->status == HW_MORE ? 0
				       : desk_now(p->host->desk) + interval(p);
	in->stats.next = p->next;
	return p->asking == PROBE ? probed(p, &answers, err) : 0;
}

static void done(struct call_job *job, const struct call_result *r)
{
	struct poll *p = of(job);
	struct err err = { 0 };

	p->busy = false;
	if (r->status < HW_OK) {
		back_off(p, r);
	} else if (took(p, r, &err)) {
		struct call_result failed = { .why = err.text };

		log_error("%s: %s", p->lane->instance->name, err.text);
		back_off(p, &failed);
	}
	str_release(&p->hook.body);
	arena_clear(&p->arena);
	if (r->records_len)
		host_nudge(p->host);
	p->timer.at = 1;
}

/* -- what is next
 * ------------------------------------------------------------------------------
 */

static void submit(struct poll *p, enum asking asking, const char *op,
		   const char *arg)
{
	p->asking = asking;
	p->busy = true;
	p->job = (struct call_job){ .op = op,
				    .arg = arg,
				    .timeout_ms = READ_TIMEOUT_MS,
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
	    inbox_next(p->host->desk, p->lane->instance->name, &p->arena,
		       &p->hook, &err) <= 0)
		return false;
	jw_object(&w);
	jw_kv_text(&w, "topic", p->hook.topic);
	jw_kv_text(&w, "event_id", p->hook.event_id);
	jw_end(&w);
	submit(p, HOOK, "marketplace.hook",
	       arena_strdup(&p->arena, str_c(&arg)));
	return true;
}

/* Worth: parcels under way, the one not looked at for longest first. What was
 * looked at is kept by the instance, so it survives a restart and is no state
 * of the desk. */
static const char *parcel_to_ask(struct poll *p)
{
	struct host *h = p->host;
	int64_t now = desk_now(h->desk);

	return db_text(
		desk_db(h->desk), &p->arena,
		"SELECT d.source FROM deadlines d LEFT JOIN kv ON "
		"kv.instance = ?1 AND kv.key = 'asked:' || d.source "
		"JOIN shipments s ON s.tracking = d.source "
		"WHERE d.state = 1 AND d.purpose = 'parcel' AND "
		"lower(coalesce(s.carrier, '')) LIKE ?2 AND "
		"coalesce(CAST(kv.value AS INTEGER), 0) < ?3 "
		"ORDER BY coalesce(CAST(kv.value AS INTEGER), 0), d.due "
		"LIMIT 1",
		"ssi", p->lane->instance->name,
		arena_printf(&p->arena, "%s%%", p->lane->instance->plugin),
		now - TRACK_AGAIN_MS);
}

static bool within_quota(struct poll *p)
{
	struct instance *in = p->lane->instance;
	int64_t day = desk_now(p->host->desk) / DAY_MS;

	if (in->stats.quota_day != day) {
		in->stats.quota_day = day;
		in->stats.quota_used = 0;
	}
	return !in->calls_a_day || in->stats.quota_used < in->calls_a_day;
}

static bool ask_parcel(struct poll *p)
{
	CLEANUP(str_release)
	struct str arg = STR_INIT, key = STR_INIT, at = STR_INIT;
	struct err err = { 0 };
	const char *number = parcel_to_ask(p);
	struct jw w = JW_INIT(&arg);

	if (!*number || !within_quota(p))
		return false;
	str_printf(&key, "asked:%s", number);
	str_i64(&at, desk_now(p->host->desk));
	if (p->host->worker_desk.kv_keep(p->host, p->lane->instance->name,
					 str_c(&key), str_c(&at), &err))
		return false;
	p->lane->instance->stats.quota_used++;
	jw_object(&w);
	jw_kv_text(&w, "tracking", number);
	jw_end(&w);
	submit(p, TRACK, "carrier.track", arena_strdup(&p->arena, str_c(&arg)));
	return true;
}

static void ask_next(struct poll *p)
{
	const struct instance *in = p->lane->instance;
	int64_t now = desk_now(p->host->desk);

	if (p->busy || lane_must_wait(p->host, p->lane) || ask_hook(p) ||
	    p->next > now)
		return;
	if (!p->probed && in->has_probe) {
		submit(p, PROBE, "probe", "{}");
	} else if (in->is_marketplace) {
		submit(p, SYNC, "marketplace.sync", "{}");
	} else if (in->is_channel) {
		submit(p, SYNC, "channel.fetch", "{}");
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
	wait = p->next - desk_now(p->host->desk);
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
