/* perform_pick.c - which actions are under way, and what is next.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "desk/action/action_commands.h"
#include "desk/ledger/restored.h"
#include "host/performing.h"

#define FAILURES_TOLD 3 /* calls in a row */
#define REFUSED_FIRST_MS (15 * MINUTE_MS)
#define REFUSED_LAST_MS HOUR_MS

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

void perform_end(struct performing *p)
{
	struct performing **at = &p->host->performing;

	while (*at && *at != p)
		at = &(*at)->next;
	if (*at)
		*at = p->next;
	str_release(&p->word);
	str_release(&p->records);
	str_release(&p->kv);
	str_release(&p->body);
	arena_release(&p->arena);
	free(p);
}

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

/* -- how an instance is doing -- */

/* Accounts are locked by those who try again and again: refused credentials
 * hold up all of an instance, whatever else it has to do. */
static void note_refusal(struct performing *p)
{
	struct lane_pair *lane = p->lane;

	lane->act_wait = lane->act_wait ? lane->act_wait * 2 : REFUSED_FIRST_MS;
	if (lane->act_wait > REFUSED_LAST_MS)
		lane->act_wait = REFUSED_LAST_MS;
	lane->act_next = desk_mono(p->host->desk) + lane->act_wait;
	host_alert(p->host, "error", "paused", lane->instance->name,
		   "its credentials are refused and its actions wait; mend "
		   "them, then `helloword reload`");
}

void perform_note(struct performing *p, const struct call_result *r)
{
	struct lane_pair *lane = p->lane;

	if (r->status == HW_AUTH) {
		note_refusal(p);
		return;
	}
	if (r->status != HW_RETRY) {
		lane->act_failures = 0;
		lane->act_next = lane->act_wait = 0;
	} else if (!p->held.code && ++lane->act_failures == FAILURES_TOLD) {
		host_alert(p->host, "warning", "actions-fail",
			   lane->instance->name,
			   "its actions fail; `helloword plugins` says why");
	}
}

/* Not before it is known whose account it is, and not while it refuses us. */
static bool may_act(struct host *h, const char *instance)
{
	const struct lane_pair *lane = host_lane(h, instance);

	return !lane || (poll_probed(lane) && !lane->instance->stats.paused &&
			 lane->act_next <= desk_mono(h->desk));
}

/* -- picking -- */

static const char *cannot(struct host *h, const struct performing *p)
{
	const char *name = p->action.instance;

	if (!p->lane) {
		host_alert(h, "error", "no-instance", *name ? name : "(none)",
			   "the manifest has no such instance, and actions "
			   "wait for it; bring it back or cancel them");
		return "its instance is not enabled";
	}
	if (!p->verb) {
		host_alert(h, "error", "no-verb", name,
			   "its plugin does not know what an action asks for; "
			   "cancel the action, or install the plugin that "
			   "does");
		return "its plugin has no such verb";
	}
	if (!p->look && text_eq(p->lane->instance->effects, "off"))
		return "effects are off for its instance";
	return NULL;
}

/* Of an instance, one action that is due, one that is unknown and one that is
 * accepted: its calls go one by one anyway, and a peer that does not answer
 * holds up its own instance only. */
static bool has_such(const struct host *h, const struct action *a)
{
	for (const struct performing *p = h->performing; p; p = p->next)
		if (p->action.state == a->state &&
		    text_eq(p->action.instance, a->instance))
			return true;
	return false;
}

static void pick(struct host *h, const struct action_job *job)
{
	struct performing *p = xcalloc(1, sizeof *p);
	struct word w = { .outcome = "postpone" };
	struct err err = { 0 };

	p->word = p->records = p->kv = (struct str)STR_INIT;
	p->body = (struct str)STR_LIMIT(FRAME_MAX);
	p->host = h;
	p->look = job->look;
	if (record_load(desk_db(h->desk), &action_kind, job->id, &p->action,
			&p->arena, &err) <= 0 ||
	    has_such(h, &p->action) || same_order(h, &p->action) ||
	    !may_act(h, p->action.instance)) {
		arena_release(&p->arena);
		free(p);
		return;
	}
	p->next = h->performing;
	h->performing = p;
	p->lane = host_lane(h, p->action.instance);
	p->verb = p->lane ? instance_verb(p->lane->instance, p->action.verb)
			  : NULL;
	w.why = cannot(h, p);
	if (w.why)
		perform_tell(p, &w);
	else
		perform_begin(p);
}

void perform_some(struct host *h)
{
	size_t max = 64 + 8 * h->lanes.len;
	CLEANUP(free_ptr) struct action_job *jobs = xcalloc(max, sizeof *jobs);
	struct err err = { 0 };
	int n;

	perform_retell(h);
	if (restored_settle(h->desk, &err))
		host_log("restored", &err);
	n = action_jobs(desk_db(h->desk), desk_now(h->desk), jobs, (int)max);

	for (int i = 0; i < n; i++)
		if (!under_way(h, jobs[i].id))
			pick(h, &jobs[i]);
}

void perform_stop(struct host *h)
{
	while (h->performing)
		perform_end(h->performing);
}
