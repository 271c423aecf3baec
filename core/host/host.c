/* host.c - see host.h.
 * SPDX-License-Identifier: MIT */
#include "host/host.h"

#include "base/log.h"
#include "base/when.h"
#include "desk/alert/alert.h"
#include "desk/config.h"
#include "desk/erase/erase.h"
#include "desk/intake/intake.h"
#include "host/manifest.h"

#define NUDGE_MS 1       /* after a command: let others of the batch come */
#define TICK_MAX_MS 1000 /* the desk's clock may jump: look this often */
#define JOBS_MAX_MS 500

/* -- what workers need of the desk -- */

static int load_kv(void *arg, const char *instance, struct str *out,
		   struct err *err)
{
	struct host *h = arg;

	return kv_load(desk_db(h->desk), instance, out, err);
}

/* Durable when it returns, whatever the call does afterwards. */
static int keep_kv(void *arg, const char *instance, const char *key,
		   const char *value, struct err *err)
{
	struct host *h = arg;

	if (db_begin(desk_db(h->desk), err))
		return -1;
	if (kv_save(h->desk, instance, key, value, err)) {
		db_rollback(desk_db(h->desk));
		return -1;
	}
	return db_commit(desk_db(h->desk), err);
}

static int64_t host_now(void *arg)
{
	struct host *h = arg;

	return desk_now(h->desk);
}

/* -- records of a call -- */

static bool is_answer(const char *line, size_t len)
{
	static const char *const heads[] = { "{\"kind\":\"outcome\"",
					     "{\"kind\":\"account\"" };

	for (size_t i = 0; i < COUNT_OF(heads); i++)
		if (len >= strlen(heads[i]) &&
		    memcmp(line, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

/* A line that is no fact goes to answers, the others to facts. */
static void sort_lines(const struct call_result *r, struct str *facts,
		       struct str *answers)
{
	const char *at = r->records, *end = at + r->records_len;

	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((line ? line : end) - at);
		struct str *to = is_answer(at, len) ? answers : facts;

		str_add(to, at, len);
		str_putc(to, '\n');
		at += len + 1;
	}
}

static void meanwhile(void *worker)
{
	worker_relay(worker);
}

static int deliver(struct host *h, struct instance *in,
		   const struct call_result *r, struct delivery *d,
		   struct str *answers, struct err *err)
{
	CLEANUP(str_release) struct str facts = STR_INIT;

	sort_lines(r, &facts, answers);
	d->instance = in->name;
	d->shop = in->shop;
	d->kv = r->kv;
	d->kv_len = r->kv_len;
	d->records = str_c(&facts);
	d->records_len = facts.len;
	d->beside = r->beside;
	d->beside_len = r->beside_len;
	d->scanned = r->scanned;
	if (desk_deliver(h->desk, d, err))
		return -1;
	h->deliveries++;
	h->commands += d->taken;
	in->stats.records += d->taken;
	in->stats.quarantined += d->quarantined;
	return 0;
}

int host_deliver(struct host *h, struct instance *in, const char *via,
		 const struct call_result *r, int64_t inbox,
		 struct str *answers, struct err *err)
{
	struct delivery d = { .via = via,
			      .inbox = inbox,
			      .meanwhile = h->ahead ? meanwhile : NULL,
			      .arg = h->ahead };

	return deliver(h, in, r, &d, answers, err);
}

int host_deliver_with(struct host *h, struct instance *in, const char *via,
		      const struct call_result *r, struct command *last,
		      struct err *err)
{
	CLEANUP(str_release) struct str answers = STR_INIT;
	struct delivery d = { .via = via, .last = last };

	return deliver(h, in, r, &d, &answers, err);
}

void host_answers(const struct call_result *r, struct str *answers)
{
	CLEANUP(str_release) struct str facts = STR_INIT;

	sort_lines(r, &facts, answers);
}

void host_log(const char *name, const struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_put_unquoted(&s, err->text);
	log_error("%s: %s", name, str_c(&s));
}

void host_alert_each(struct host *h, const char *level, const char *cause,
		     const char *instance, const char *what)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	CLEANUP(free_ptr) char *key = xasprintf("%s:%s", cause, instance);
	CLEANUP(free_ptr) char *text = xasprintf("%s: %s", instance, what);
	struct command cmd = alert_command(&json, level, key, text);
	struct err err = { 0 };

	if (desk_do(h->desk, &cmd, &err))
		host_log(instance, &err);
}

void host_alert(struct host *h, const char *level, const char *cause,
		const char *instance, const char *what)
{
	CLEANUP(free_ptr) char *key = xasprintf("%s:%s", cause, instance);

	if (!db_i64(desk_db(h->desk), 0,
		    "SELECT 1 FROM alerts WHERE cause = ?1 AND acknowledged "
		    "IS NULL",
		    "s", key))
		host_alert_each(h, level, cause, instance, what);
}

/* -- time -- */

static int64_t scaled(const struct host *h, int64_t ms)
{
	double wait = h->speed > 1 ? (double)ms / h->speed : (double)ms;

	return wait < 5 ? 5 : (int64_t)wait;
}

/* A large database is cleaned of what was erased between other things. */
static void erase_some(struct host *h)
{
	struct err err = { 0 };

	if (erase_step(h->desk, &err) < 0)
		host_log("erase", &err);
}

static void on_tick(struct timer *t)
{
	struct host *h = t->arg;
	struct err err = { 0 };
	int64_t wait;

	wait = desk_tick(h->desk, &err) < 0 ? -1 : desk_next_due(h->desk);
	if (err.code)
		host_log("deadlines", &err);
	erase_some(h);
	wait = wait < 0 ? TICK_MAX_MS : wait - desk_now(h->desk);
	if (wait > TICK_MAX_MS)
		wait = TICK_MAX_MS;
	t->at = clock_mono() + scaled(h, wait < 0 ? 0 : wait);
}

static void on_jobs(struct timer *t)
{
	struct host *h = t->arg;

	perform_some(h);
	lanes_reap(h);
	t->at = clock_mono() + scaled(h, JOBS_MAX_MS);
}

void host_nudge(struct host *h)
{
	h->jobs.at = clock_mono() + NUDGE_MS;
	h->tick.at = h->jobs.at;
}

/* -- life -- */

static void put_sender_config(struct jw *w, const struct instance *in)
{
	jw_object(w);
	jw_kv_text(w, "name", in->name);
	jw_kv_text(w, "domains", in->domains);
	jw_key(w, "secrets");
	jw_raw(w, in->secrets, strlen(in->secrets));
	jw_kv_text(w, "servers", in->servers);
	jw_kv_text(w, "ca", *in->ca ? in->ca : NULL);
	jw_kv_bool(w, "loopback", in->loopback);
	jw_end(w);
}

static void sender_config(struct str *s, struct instance **instances,
			  size_t count)
{
	struct jw w = JW_INIT(s);

	jw_object(&w);
	jw_key(&w, "configure");
	jw_object(&w);
	jw_key(&w, "instances");
	jw_array(&w);
	for (size_t i = 0; i < count; i++)
		put_sender_config(&w, instances[i]);
	jw_end(&w);
	jw_end(&w);
	jw_end(&w);
}

int host_start(struct host *h, struct instance **instances, size_t count,
	       struct err *err)
{
	CLEANUP(str_release) struct str config = STR_INIT;

	describe_hurry();
	h->worker_desk = (struct worker_desk){ load_kv, keep_kv, host_now, h };
	sender_config(&config, instances, count);
	h->sender = sender_new(h->loop, h->sender_program, str_c(&config), err);
	if (!h->sender)
		return -1;
	if (lanes_prepare(h, instances, count, err))
		return -1;
	lanes_set(h, instances, count);
	h->tick = (struct timer){ .at = 1, .fire = on_tick, .arg = h };
	h->jobs = (struct timer){ .at = 1, .fire = on_jobs, .arg = h };
	loop_timer(h->loop, &h->tick);
	loop_timer(h->loop, &h->jobs);
	return 0;
}

void host_reload(struct host *h, struct instance **instances, size_t count)
{
	CLEANUP(str_release) struct str config = STR_INIT;

	lanes_set(h, instances, count);
	sender_config(&config, instances, count);
	sender_configure(h->sender, str_c(&config));
	host_nudge(h);
}

void host_stop(struct host *h)
{
	loop_untimer(h->loop, &h->tick);
	loop_untimer(h->loop, &h->jobs);
	lanes_stop(h);
	perform_stop(h);
	sender_free(h->sender);
	h->sender = NULL;
	describe_forget();
}
