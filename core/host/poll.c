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
#include "base/when.h"
#include "host/poll_own.h"

int64_t poll_interval(const struct poll *p)
{
	const struct instance *in = p->lane->instance;

	return in->is_carrier && in->pause_ms ? in->pause_ms : in->poll_ms;
}

void poll_tell_next(struct poll *p)
{
	struct desk *d = p->host->desk;

	p->lane->instance->stats.next =
		p->next ? desk_now(d) + (p->next - desk_mono(d)) : 0;
}

bool poll_about_parcel(const struct poll *p)
{
	return p->asking == TRACK || p->asking == PROOF;
}

/* -- what is next -- */

void poll_submit(struct poll *p, enum asking asking, const char *op,
		 const char *arg, const char *put)
{
	p->asking = asking;
	p->busy = true;
	p->job = (struct call_job){ .op = op,
				    .arg = arg,
				    .put = put,
				    .timeout_ms = p->lane->instance->call_ms,
				    .done = poll_done };
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
	poll_submit(p, HOOK, "marketplace.hook",
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
	poll_submit(p, p->parcel.proof ? PROOF : TRACK,
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
	poll_submit(p, PROBE, "probe", "{}", NULL);
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
		poll_submit(p, SYNC, "marketplace.sync", "{}", NULL);
	} else if (in->has_fetch) {
		poll_submit(p, SYNC, "channel.fetch", "{}", NULL);
	} else if (!in->is_carrier || !ask_parcel(p)) {
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
	poll_tell_next(p);
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
	p->put = (struct str)STR_INIT;
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
	poll_scan_stop(lane->poll);
	str_release(&lane->poll->hook.body);
	str_release(&lane->poll->put);
	arena_release(&lane->poll->arena);
	free(lane->poll);
	lane->poll = NULL;
}
