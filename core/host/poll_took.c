/* poll_took.c - a call that ended: whose account it is, what it hands in, and
 * the call that is made ahead (poll.c).
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "desk/config.h"
#include "desk/ledger/restored.h"
#include "host/poll_own.h"
#include "wire/call.h"

static struct poll *of(struct call_job *job)
{
	return CONTAINER_OF(job, struct poll, job);
}

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

/* -- what it hands in -- */

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
	/* A copy: its worker may have died since, and begins it later. */
	str_clear(&p->put);
	str_add(&p->put, r->kv, r->kv_len);
	poll_submit(p, SYNC, "marketplace.sync", "{}", str_c(&p->put));
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
	p->next = r->status == HW_MORE
			  ? 0
			  : desk_mono(p->host->desk) + poll_interval(p);
	poll_tell_next(p);
	if (p->asking == PROBE && probed(p, &answers, err))
		return -1;
	if (at_the_end(p, r) && restored_read(p->host->desk, in->name, err))
		return -1;
	p->backoff_ms = 0;
	p->failures = 0;
	in->stats.paused = false;
	if (poll_about_parcel(p))
		return parcel_looked(p->host->desk, in, &p->parcel, err);
	return 0;
}

/* The carrier takes no such number, or has no such thing: an answer, too. */
static int took_refusal(struct poll *p, const struct call_result *r,
			struct err *err)
{
	const struct instance *in = p->lane->instance;

	log_info("%s: %s", in->name, poll_words(p, r));
	p->backoff_ms = 0;
	p->failures = 0;
	p->next = desk_mono(p->host->desk) + poll_interval(p);
	return parcel_looked(p->host->desk, in, &p->parcel, err);
}

void poll_done(struct call_job *job, const struct call_result *r)
{
	struct poll *p = of(job);

	if (!poll_scan(p, r))
		poll_ended(p, r);
}

void poll_ended(struct poll *p, const struct call_result *r)
{
	bool refused = r->status == HW_REJECTED || r->status == HW_UNSUPPORTED;
	struct err err = { 0 };

	p->busy = false;
	if (p->again) { /* with the credentials of before, or half so */
		p->again = false;
	} else if (r->status < HW_OK && !(refused && poll_about_parcel(p))) {
		poll_failed(p, r);
	} else if (r->status < HW_OK ? took_refusal(p, r, &err)
				     : took(p, r, &err)) {
		struct call_result failed = { .status = HW_RETRY,
					      .why = err.text };

		host_log(p->lane->instance->name, &err);
		poll_failed(p, &failed);
	}
	str_release(&p->hook.body);
	arena_clear(&p->arena);
	if (r->records_len)
		host_nudge(p->host);
	p->timer.at = 1;
}
