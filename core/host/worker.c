/* worker.c - see worker.h: its life and the queue of its calls.
 * SPDX-License-Identifier: MIT */
#include "host/worker_own.h"

#include "base/log.h"
#include "base/when.h"
#include "wire/serve.h"

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_LAST_MS (5 * MINUTE_MS)

/* -- ends of calls -- */

static struct call_job *pop(struct worker *w)
{
	struct call_job *job = w->first;

	w->first = job->next;
	if (!w->first)
		w->last = NULL;
	job->next = NULL;
	return job;
}

static void note(struct worker *w, const struct call_result *r)
{
	struct instance_stats *s = &w->instance->stats;

	s->calls++;
	if (r->status >= HW_OK) {
		s->last_ok = w->desk->now(w->desk->arg);
		s->why[0] = '\0';
		return;
	}
	s->errors++;
	snprintf(s->why, sizeof s->why, "%s", r->why);
}

static void closed(void *arg, const struct sender_reply *reply)
{
	(void)arg;
	(void)reply;
}

/* A stream ends with its call, however that ended. */
static void close_streams(struct worker *w)
{
	for (size_t i = 0; i < w->stream_count; i++) {
		CLEANUP(str_release) struct str s = STR_INIT;

		str_puts(&s, "\"instance\":");
		json_quote(&s, w->instance->name, strlen(w->instance->name));
		str_printf(&s, ",\"stream\":{\"do\":\"close\",\"n\":%lld}",
			   (long long)w->streams[i]);
		sender_ask(w->sender, str_c(&s), NULL, 0, closed, NULL);
	}
	w->stream_count = 0;
}

static void drop_requests(struct worker *w)
{
	w->timer.at = w->ends = 0;
	if (w->request)
		sender_forget(w->sender, w->request);
	w->request = 0;
	close_streams(w);
}

struct call_job *worker_pop(struct worker *w)
{
	struct call_job *job = pop(w);

	drop_requests(w);
	return job;
}

void worker_finish(struct worker *w, const struct call_result *r)
{
	struct call_job *job = worker_pop(w);

	note(w, r);
	job->done(job, r);
}

static void died(struct child *c, const char *how)
{
	struct worker *w = c->arg;
	enum worker_state was = w->state;
	struct call_result r = { .status = HW_RETRY, .died = true };
	char why[200];

	w->state = DOWN;
	w->deaths += was == BUSY;
	w->backoff_ms = w->proven       ? 0
			: w->backoff_ms ? w->backoff_ms * 2
					: BACKOFF_FIRST_MS;
	if (w->backoff_ms > BACKOFF_LAST_MS)
		w->backoff_ms = BACKOFF_LAST_MS;
	snprintf(why, sizeof why, "worker died: %s", how);
	r.why = why;
	w->not_before = clock_mono() + w->backoff_ms;
	w->timer.at = w->ends = 0;
	if (was == BUSY || (was == STARTING && w->first))
		worker_finish(w, &r);
	worker_next(w);
}

void worker_refused(struct worker *w, const cJSON *json)
{
	const char *why = worker_sentence(json, "error");
	int64_t told = json_i64(json, "status", HW_AUTH);
	struct call_result r = {
		.status = told < HW_OK && told > HW_BROKEN ? (hw_status)told
							   : HW_BROKEN,
		.why = *why ? why : "it does not open, and does not say why",
	};

	child_stop(&w->child);
	w->state = DOWN;
	w->backoff_ms = BACKOFF_LAST_MS / 5;
	w->not_before = clock_mono() + w->backoff_ms;
	if (w->first)
		worker_finish(w, &r);
	worker_next(w);
}

/* -- starting and calling -- */

#define START_MS 10000

static void run_inline(int fd)
{
	struct err err = { 0 };

	if (serve(fd, NULL, &err))
		log_error("inline plugin: %s", err.text);
}

static int start_child(struct worker *w, struct err *err)
{
	const char *const argv[] = { w->program, NULL };

	return w->program ? child_start(&w->child, argv, err)
			  : child_inside(&w->child, run_inline, err);
}

static void start(struct worker *w)
{
	CLEANUP(str_release) struct str hello = STR_INIT;
	struct err err = { 0 };

	if (start_child(w, &err)) {
		died(&w->child, err.text);
		return;
	}
	w->state = STARTING;
	w->proven = false;
	w->last_served = false;
	w->timer.at = w->ends = clock_mono() + START_MS;
	str_printf(&hello,
		   "{\"hello\":1,\"minor\":%d,\"plugin\":", HW_ABI_MINOR);
	json_quote(&hello, w->instance->so, strlen(w->instance->so));
	str_printf(&hello, ",\"config\":%s}", w->instance->config);
	child_send(&w->child, str_c(&hello), hello.len, NULL, 0);
}

/* How often the calls before this one took the worker with them stands among
 * the kept strings, so that a plugin can go around what it does not survive.
 * A desk that was killed itself tells of none. */
static void tell_deaths(const struct worker *w, struct str *kv)
{
	CLEANUP(str_release) struct str told = STR_INIT;
	const char *rest = str_c(kv) + 1;

	if (!w->deaths)
		return;
	str_printf(&told, "{\"host.deaths\":\"%d\"%s%s", w->deaths,
		   *rest == '}' ? "" : ",", rest);
	str_clear(kv);
	str_add(kv, str_c(&told), told.len);
}

/* May the first job begin? If not it is over. */
static bool may_start(struct worker *w)
{
	struct err why = { 0 };
	struct call_result r = { .status = HW_RETRY, .why = why.text };
	struct call_job *job = w->first;

	if (!job->starting || job->starting(job, &why))
		return true;
	pop(w);
	job->done(job, &r);
	return false;
}

static void call(struct worker *w)
{
	CLEANUP(str_release) struct str json = STR_INIT, kv = STR_INIT;
	const struct call_job *job = w->first;
	int64_t now = w->desk->now(w->desk->arg);

	worker_load_kv(w, &kv);
	if (job->put)
		worker_put(&kv, job->put);
	tell_deaths(w, &kv);
	w->id++;
	w->guard = (struct guard){ 0 };
	w->state = BUSY;
	watch_call(w, job->timeout_ms);
	str_printf(&json,
		   "{\"id\":%lld,\"op\":\"%s\",\"arg\":%s,\"now\":%lld,"
		   "\"deadline\":%lld,\"kv\":%s}",
		   (long long)w->id, job->op, job->arg, (long long)now,
		   (long long)now + (long long)job->timeout_ms, str_c(&kv));
	if (child_send(&w->child, str_c(&json), json.len, job->body,
		       job->body_len))
		return;
	w->state = IDLE;
	worker_finish(w, &(struct call_result){ .status = HW_BROKEN,
						.why = "the call is too large",
						.records = "",
						.kv = "" });
}

void worker_next(struct worker *w)
{
	while (w->first && w->state == IDLE)
		if (may_start(w))
			call(w);
	if (!w->first || w->state == BUSY || w->state == STARTING)
		return;
	if (w->not_before > clock_mono())
		w->timer.at = w->not_before;
	else
		start(w);
}

static void on_timer(struct timer *t)
{
	struct worker *w = t->arg;

	if (w->state == STARTING || (w->state == BUSY && watch_late(w)))
		child_kill(&w->child, "did not answer in time");
	else if (w->state == IDLE && !w->first)
		watch_restless(w);
	else if (w->state != BUSY)
		worker_next(w);
}

struct worker *worker_new(struct loop *loop, struct sender *sender,
			  const struct worker_desk *desk, const char *program,
			  struct instance *instance)
{
	struct worker *w = xcalloc(1, sizeof *w);

	w->sender = sender;
	w->desk = desk;
	w->program = program ? xstrdup(program) : NULL;
	w->instance = instance;
	w->child = (struct child){ .loop = loop,
				   .said = &instance->said,
				   .name = instance->name,
				   .watch.fd = -1,
				   .frame = worker_frame,
				   .relay = worker_relayed,
				   .gone = died,
				   .arg = w };
	w->timer = (struct timer){ .fire = on_timer, .arg = w };
	loop_timer(loop, &w->timer);
	return w;
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	child_stop(&w->child);
	drop_requests(w);
	loop_untimer(w->child.loop, &w->timer);
	child_release(&w->child);
	free(w->program);
	free(w);
}

void worker_submit(struct worker *w, struct call_job *job)
{
	job->next = NULL;
	if (w->last)
		w->last->next = job;
	else
		w->first = job;
	w->last = job;
	worker_next(w);
}

void worker_submit_next(struct worker *w, struct call_job *job)
{
	struct call_job **at = w->state == BUSY ? &w->first->next : &w->first;

	job->next = *at;
	*at = job;
	if (!job->next)
		w->last = job;
	worker_next(w);
}

bool worker_idle(const struct worker *w)
{
	return !w->first;
}

pid_t worker_pid(const struct worker *w)
{
	return w->child.pid;
}
