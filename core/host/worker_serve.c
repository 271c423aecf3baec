/* worker_serve.c - what a worker says while it serves a call: which frames are
 * legal when, and the services that a call offers.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/utf8.h"
#include "base/when.h"
#include "host/worker_own.h"

#define INLINE_REQUEST_MS 30000
#define RETRY_MOST_MS DAY_MS /* whatever a platform asks for */

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
	int64_t left = w->ends ? w->ends - WORKER_GRACE_MS - clock_mono()
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

void worker_http(struct worker *w, const cJSON *json, const struct frame *f)
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

void worker_load_kv(const struct worker *w, struct str *kv)
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

	worker_load_kv(w, &kept);
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
	said_add(&w->instance->said, w->instance->name,
		 levels[level >= 0 && level <= 3 ? level : 2],
		 worker_sentence(json, "text"));
}

/* One large header must not stop an instance for years. */
static int64_t retry_at(const struct worker *w, const cJSON *json)
{
	int64_t at = json_i64(json, "retry_at", 0);
	int64_t most = w->desk->now(w->desk->arg) + RETRY_MOST_MS;

	return at < most ? at : most;
}

const char *worker_sentence(const cJSON *json, const char *key)
{
	const cJSON *v = json_get(json, key);
	char *text = cJSON_IsString(v) ? v->valuestring : NULL;

	if (!text)
		return "";
	text[utf8_prefix(text, strlen(text), CALL_WHY_MAX)] = '\0';
	utf8_one_line(text);
	return text;
}

static void on_done(struct worker *w, const cJSON *json, const struct frame *f)
{
	CLEANUP(str_release) struct str kv = STR_INIT, kept = STR_INIT;
	struct guard guard = w->guard; /* done() may start the next call */
	const cJSON *kv_json = json_get(json, "kv");
	char *text = kv_json ? cJSON_PrintUnformatted(kv_json) : NULL;
	struct call_result r = {
		.status =
			guard_status(&guard, json_i64(json, "done", HW_BROKEN)),
		.why = worker_sentence(json, "why"),
		.retry_at = retry_at(w, json),
		.records = f->blob,
		.records_len = f->blob_len,
	};

	guard_beside(&guard, &r, json_i64(json, "beside", 0));
	if (text)
		str_puts(&kv, text);
	cJSON_free(text);
	r.kv = str_c(&kv);
	r.kv_len = kv.len;
	if (kv_json)
		worker_load_kv(w, &kept);
	guard_result(&guard, &r, kv_json, &kept);
	w->proven = true;
	w->deaths = 0;
	w->backoff_ms = 0;
	w->state = IDLE;
	worker_finish(w, &r);
	worker_next(w);
	watch_idle(w);
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
		worker_http(w, json, f);
	else if (json_get(json, "stream"))
		on_stream(w, json, f);
	else if (json_get(json, "keep"))
		on_keep(w, json);
	else
		child_kill(&w->child, "sent a frame nobody knows");
}

void worker_frame(struct child *c, const struct frame *f)
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
		w->timer.at = w->ends = 0;
		worker_next(w);
		watch_idle(w);
	} else if (w->state == STARTING && json_text(json, "error")) {
		worker_refused(w, json);
	} else if (w->state == BUSY) {
		on_busy(w, json, f);
	} else if (json_get(json, "log")) {
		on_log(w, json);
	} else {
		child_kill(c, "spoke without being asked");
	}
}
