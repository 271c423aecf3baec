/* poll_failed.c - a call that failed: when the next is made, who is told, and
 * what becomes of the webhook that it was about (poll.c).
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "host/poll_own.h"
#include "wire/call.h"

#define FAILURES_TOLD 3 /* in a row; a call that died is told at once */
#define BACKOFF_MAX_MS HOUR_MS
#define HOOK_BACKOFF_MS SECOND_MS /* the first; doubles */

/* In our own words: what a plugin says of itself stands in `helloword plugins`.
 */
static void tell(struct poll *p, const char *level, const char *cause,
		 const char *what)
{
	host_alert_each(p->host, level, cause, p->lane->instance->name,
			arena_printf(&p->arena,
				     "%s; `helloword plugins` says why", what));
}

const char *poll_words(struct poll *p, const struct call_result *r)
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

	p->backoff_ms = p->backoff_ms ? p->backoff_ms * 2 : poll_interval(p);
	if (p->backoff_ms > BACKOFF_MAX_MS || r->status == HW_AUTH)
		p->backoff_ms = BACKOFF_MAX_MS;
	if (r->status == HW_AUTH && !stats->paused)
		tell(p, "error", "paused",
		     "its credentials are refused and it is paused; mend "
		     "them, then `helloword reload`");
	stats->paused = r->status == HW_AUTH;
	p->next =
		mono + (r->retry_at > now ? r->retry_at - now : p->backoff_ms);
	log_warning("%s: %s", p->lane->instance->name, poll_words(p, r));
	if (poll_about_parcel(p))
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
		return inbox_failed(d, p->hook.id, poll_words(p, r), err);
	rc = inbox_postpone(d, p->hook.id, r->retry_at, poll_words(p, r), err);
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
		    poll_words(p, r));
	if (r->status == HW_UNSUPPORTED && !r->died &&
	    for_a_person(p, &err) == 0) {
		p->hook_next = p->hook_backoff_ms = 0;
		return;
	}
	if (blame(p, r, &err))
		host_log(p->lane->instance->name, &err);
}

void poll_failed(struct poll *p, const struct call_result *r)
{
	if (p->asking == HOOK)
		hook_failed(p, r);
	else
		back_off(p, r);
}
