/* worker.c - see worker.h.
 * SPDX-License-Identifier: MIT */
#include "host/worker.h"

#include "base/log.h"
#include "base/when.h"
#include "host/guard.h"
#include "wire/limits.h"
#include "wire/serve.h"

#define GRACE_MS 2000 /* past a deadline, before the kill */
#define INLINE_REQUEST_MS 30000
#define BACKOFF_FIRST_MS 1000
#define BACKOFF_LAST_MS (5 * MINUTE_MS)
#define RETRY_MOST_MS DAY_MS /* whatever a platform asks for */

enum state { DOWN, STARTING, IDLE, BUSY };

struct worker {
	struct child child;
	struct sender *sender;
	const struct worker_desk *desk;
	struct instance *instance;
	char *program;
	enum state state;
	struct timer timer; /* deadline of a call, or end of the backoff */
	int64_t backoff_ms, not_before; /* not_before: clock_mono ms */
	int deaths;         /* calls in a row that it did not survive */
	bool proven;        /* it finished a call since it was started */
	int64_t id;         /* of the call in flight */
	int64_t request;    /* at the sender, 0 if none */
	bool effect;        /* that request is the marked one */
	struct guard guard; /* of the call in flight */
	int64_t streams[CALL_STREAMS_MAX]; /* opened by the call in flight */
	size_t stream_count;
	struct call_job *first, *last;
};

static void next_job(struct worker *w);

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
	w->timer.at = 0;
	if (w->request)
		sender_forget(w->sender, w->request);
	w->request = 0;
	close_streams(w);
}

static void finish(struct worker *w, const struct call_result *r)
{
	struct call_job *job = pop(w);

	drop_requests(w);
	note(w, r);
	job->done(job, r);
}

static void died(struct child *c, const char *how)
{
	struct worker *w = c->arg;
	enum state was = w->state;
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
	w->timer.at = 0;
	if (was == BUSY || (was == STARTING && w->first))
		finish(w, &r);
	next_job(w);
}

static void refused(struct worker *w, const cJSON *json)
{
	struct call_result r = {
		.status = (hw_status)json_i64(json, "status", HW_AUTH),
		.why = json_text(json, "error"),
	};

	child_stop(&w->child);
	w->state = DOWN;
	w->backoff_ms = BACKOFF_LAST_MS / 5;
	w->not_before = clock_mono() + w->backoff_ms;
	if (w->first)
		finish(w, &r);
	next_job(w);
}

/* -- services -- */

static bool answer(struct worker *w, const char *members, const void *blob,
		   size_t blob_len)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	str_printf(&json, "{\"id\":%lld,%s}", (long long)w->id, members);
	return child_send(&w->child, str_c(&json), json.len, blob, blob_len);
}

static void answer_failed(struct worker *w, hw_status status, const char *text)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_printf(&s, "\"failed\":{\"status\":%d,\"text\":", (int)status);
	json_quote(&s, text, strlen(text));
	str_puts(&s, "}");
	answer(w, str_c(&s), NULL, 0);
}

static void put_member(struct str *s, const cJSON *json, const char *key)
{
	const cJSON *v = json_get(json, key);
	char *text = v ? cJSON_PrintUnformatted(v) : NULL;

	if (text)
		str_printf(s, "\"%s\":%s", key, text);
	cJSON_free(text);
}

static void note_stream(struct worker *w, const cJSON *stream)
{
	int64_t n = json_i64(stream, "n", 0);

	if (n && w->stream_count < CALL_STREAMS_MAX)
		w->streams[w->stream_count++] = n;
}

static void on_reply(void *arg, const struct sender_reply *reply)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct worker *w = arg;

	w->request = 0;
	if (w->effect && w->first->effected)
		w->first->effected(w->first, reply);
	w->effect = false;
	if (reply->failed && !reply->json) {
		answer_failed(w, HW_RETRY, reply->text);
		return;
	}
	if (reply->failed)
		put_member(&s, reply->json, "failed");
	else if (json_get(reply->json, "response"))
		put_member(&s, reply->json, "response");
	else
		put_member(&s, reply->json, "stream");
	note_stream(w, json_get(reply->json, "stream"));
	if (!answer(w, str_c(&s), reply->blob, reply->blob_len))
		answer_failed(w, HW_BROKEN, "the reply is too large");
}

static int64_t time_left(const struct worker *w)
{
	int64_t left = w->timer.at ? w->timer.at - GRACE_MS - clock_mono()
				   : INLINE_REQUEST_MS;

	return left > 100 ? left : 100;
}

static void ask_sender(struct worker *w, const cJSON *json, const char *what,
		       const struct frame *f)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_puts(&s, "\"instance\":");
	json_quote(&s, w->instance->name, strlen(w->instance->name));
	str_putc(&s, ',');
	put_member(&s, json, what);
	str_printf(&s, ",\"timeout_ms\":%lld,\"max\":%zu",
		   (long long)time_left(w), REPLY_BODY_MAX);
	w->request = sender_ask(w->sender, str_c(&s), f->blob, f->blob_len,
				on_reply, w);
}

static void on_http(struct worker *w, const cJSON *json, const struct frame *f)
{
	struct http_ask ask = { .http = json_get(json, "http"),
				.body = f->blob,
				.body_len = f->blob_len };
	struct err why = { 0 };

	if (guard_request(&w->guard, w->instance, w->first, &ask, &w->effect,
			  &why))
		answer_failed(w, why.code == ERR_RETRY ? HW_RETRY : HW_BROKEN,
			      why.text);
	else
		ask_sender(w, json, "http", f);
}

static void on_stream(struct worker *w, const cJSON *json,
		      const struct frame *f)
{
	const cJSON *what = json_get(json, "stream");
	struct err err = { 0 };

	if (guard_stream(&w->guard, w->instance, &err))
		answer_failed(w, HW_BROKEN, err.text);
	else if (text_eq(json_text(what, "do"), "open") &&
		 w->stream_count == CALL_STREAMS_MAX)
		answer_failed(w, HW_BROKEN, "a call may open 8 streams");
	else
		ask_sender(w, json, "stream", f);
}

static void load_kv(const struct worker *w, struct str *kv)
{
	struct err err = { 0 };

	if (w->desk->kv_load(w->desk->arg, w->instance->name, kv, &err)) {
		log_error("%s: %s", w->instance->name, err.text);
		str_clear(kv), str_puts(kv, "{}");
	}
}

static void on_keep(struct worker *w, const cJSON *json)
{
	CLEANUP(str_release) struct str kept = STR_INIT;
	const cJSON *keep = json_get(json, "keep");
	const char *key = json_text(keep, "key");
	const char *value = json_text(keep, "value");
	struct err err = { 0 };

	load_kv(w, &kept);
	if (guard_keep(&w->guard, key, value, &kept, &err))
		answer_failed(w, HW_BROKEN, err.text);
	else if (w->desk->kv_keep(w->desk->arg, w->instance->name, key, value,
				  &err))
		answer_failed(w, HW_RETRY, err.text);
	else
		answer(w, "\"kept\":true", NULL, 0);
}

static void on_log(struct worker *w, const cJSON *json)
{
	static const enum log_level levels[] = { LOG_WARNING, LOG_WARNING,
						 LOG_INFO, LOG_DEBUG };
	int64_t level = json_i64(json, "log", 2);

	if (!guard_log(&w->guard)) {
		child_kill(&w->child, "floods the log");
		return;
	}
	log_write(levels[level >= 0 && level <= 3 ? level : 2], "%s: %.500s",
		  w->instance->name,
		  json_text(json, "text") ? json_text(json, "text") : "");
}

/* One large header must not stop an instance for years. */
static int64_t retry_at(const struct worker *w, const cJSON *json)
{
	int64_t at = json_i64(json, "retry_at", 0);
	int64_t most = w->desk->now(w->desk->arg) + RETRY_MOST_MS;

	return at < most ? at : most;
}

static void on_done(struct worker *w, const cJSON *json, const struct frame *f)
{
	CLEANUP(str_release) struct str kv = STR_INIT, kept = STR_INIT;
	struct guard guard = w->guard; /* done() may start the next call */
	const cJSON *kv_json = json_get(json, "kv");
	char *text = kv_json ? cJSON_PrintUnformatted(kv_json) : NULL;
	struct call_result r = {
		.status = (hw_status)json_i64(json, "done", HW_BROKEN),
		.why = json_text(json, "why") ? json_text(json, "why") : "",
		.retry_at = retry_at(w, json),
		.records = f->blob,
		.records_len = f->blob_len,
	};

	if (text)
		str_puts(&kv, text);
	cJSON_free(text);
	r.kv = str_c(&kv);
	r.kv_len = kv.len;
	if (kv_json)
		load_kv(w, &kept);
	guard_result(&guard, &r, kv_json, &kept);
	w->proven = true;
	w->deaths = 0;
	w->backoff_ms = 0;
	w->state = IDLE;
	finish(w, &r);
	next_job(w);
}

/* -- frames -- */

/* Which frames are legal when; anything else is a broken worker. */
static void on_busy(struct worker *w, const cJSON *json, const struct frame *f)
{
	if (json_i64(json, "id", -1) != w->id)
		child_kill(&w->child, "spoke of another call");
	else if (json_get(json, "log"))
		on_log(w, json);
	else if (w->request)
		child_kill(&w->child, "spoke before it was answered");
	else if (json_get(json, "done"))
		on_done(w, json, f);
	else if (json_get(json, "http"))
		on_http(w, json, f);
	else if (json_get(json, "stream"))
		on_stream(w, json, f);
	else if (json_get(json, "keep"))
		on_keep(w, json);
	else
		child_kill(&w->child, "sent a frame nobody knows");
}

static void on_frame(struct child *c, const struct frame *f)
{
	struct worker *w = c->arg;
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = NULL;

	if (f->json_len <= FRAME_JSON_MAX)
		json = json_parse(f->json, f->json_len, &err);
	if (!json) {
		child_kill(c, f->json_len > FRAME_JSON_MAX
				      ? "sent a frame of over 1 MiB of JSON"
				      : "spoke no JSON");
	} else if (w->state == STARTING && json_text(json, "ready")) {
		w->state = IDLE;
		w->timer.at = 0;
		next_job(w);
	} else if (w->state == STARTING && json_text(json, "error")) {
		refused(w, json);
	} else if (w->state == BUSY) {
		on_busy(w, json, f);
	} else if (json_get(json, "log")) {
		on_log(w, json);
	} else {
		child_kill(c, "spoke without being asked");
	}
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
	w->timer.at = clock_mono() + START_MS;
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

	load_kv(w, &kv);
	tell_deaths(w, &kv);
	w->id++;
	w->guard = (struct guard){ 0 };
	w->state = BUSY;
	/* Inside this process a debugger may hold it for as long as it likes.
	 */
	w->timer.at =
		w->program ? clock_mono() + job->timeout_ms + GRACE_MS : 0;
	str_printf(&json,
		   "{\"id\":%lld,\"op\":\"%s\",\"arg\":%s,\"now\":%lld,"
		   "\"deadline\":%lld,\"kv\":%s}",
		   (long long)w->id, job->op, job->arg, (long long)now,
		   (long long)now + (long long)job->timeout_ms, str_c(&kv));
	if (child_send(&w->child, str_c(&json), json.len, job->body,
		       job->body_len))
		return;
	w->state = IDLE;
	finish(w, &(struct call_result){ .status = HW_BROKEN,
					 .why = "the call is too large",
					 .records = "",
					 .kv = "" });
}

static void next_job(struct worker *w)
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

	if (w->state == BUSY || w->state == STARTING)
		child_kill(&w->child, "did not answer in time");
	else
		next_job(w);
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
				   .foreign = true,
				   .name = instance->name,
				   .watch.fd = -1,
				   .frame = on_frame,
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
	next_job(w);
}

void worker_submit_next(struct worker *w, struct call_job *job)
{
	struct call_job **at = w->state == BUSY ? &w->first->next : &w->first;

	job->next = *at;
	*at = job;
	if (!job->next)
		w->last = job;
	next_job(w);
}

bool worker_idle(const struct worker *w)
{
	return !w->first;
}

pid_t worker_pid(const struct worker *w)
{
	return w->child.pid;
}
