/* remote_world.c - what a worker asks for, answered from the script.
 * SPDX-License-Identifier: MIT */
#include <signal.h>

#include "play/remote_own.h"

static int say_failed(struct remote *r, hw_status status, const char *why)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_i64(&w, "id", r->id);
	jw_key(&w, "failed");
	jw_object(&w);
	jw_kv_i64(&w, "status", status);
	jw_kv_text(&w, "text", why);
	jw_end(&w);
	jw_end(&w);
	return remote_say(r, &json, NULL, 0);
}

static const char *const *headers_of(struct script *s, const cJSON *list)
{
	int n = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
	const char **headers =
		arena_alloc(&s->arena, sizeof *headers * ((size_t)n + 1));
	const cJSON *v;

	n = 0;
	cJSON_ArrayForEach (v, list)
		headers[n++] = arena_strdup(&s->arena, v->valuestring);
	return headers;
}

static int kill_it(struct remote *r)
{
	r->killed = true;
	kill(r->pid, SIGKILL);
	return err_set(r->err, ERR_FAILED, "it was killed");
}

int remote_on_http(struct remote *r, const cJSON *http, const struct frame *f)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);
	struct hw_response res = { 0 };
	const char *why = NULL;
	struct hw_request req = {
		.method = json_text(http, "method"),
		.url = json_text(http, "url"),
		.headers = headers_of(r->script, json_get(http, "headers")),
		.body = f->blob,
		.body_len = f->blob_len,
		.flags = json_bool(http, "effect", false) ? HW_EFFECT : 0,
		.keep = json_text(http, "keep"),
	};
	hw_status rc = script_http(r->script, &req, &res, &why);

	if (r->script->kill)
		return kill_it(r);
	if (rc)
		return say_failed(r, rc, why);
	jw_object(&w);
	jw_kv_i64(&w, "id", r->id);
	jw_key(&w, "response");
	jw_object(&w);
	jw_kv_i64(&w, "status", res.status);
	jw_key(&w, "headers");
	jw_array(&w);
	for (size_t i = 0; res.headers && res.headers[i]; i++)
		jw_text(&w, res.headers[i]);
	jw_end(&w);
	jw_end(&w);
	jw_end(&w);
	return remote_say(r, &json, res.body, res.body_len);
}

int remote_on_keep(struct remote *r, const cJSON *keep)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	script_keep(r->script, json_text(keep, "key"),
		    json_text(keep, "value"));
	jw_object(&w);
	jw_kv_i64(&w, "id", r->id);
	jw_kv_bool(&w, "kept", true);
	jw_end(&w);
	return remote_say(r, &json, NULL, 0);
}

static enum stream_do stream_word(const char *word)
{
	static const char *const words[] = { "open", "start_tls", "read",
					     "write" };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (text_eq(words[i], word))
			return (enum stream_do)i;
	return STREAM_CLOSE;
}

static int say_stream(struct remote *r, const struct stream_ask *ask,
		      const struct stream_answer *answer)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);
	bool read = ask->what == STREAM_READ && answer->n > 0;

	jw_object(&w);
	jw_kv_i64(&w, "id", r->id);
	if (r->script->waited)
		jw_kv_i64(&w, "now", r->asked->now + r->script->waited);
	jw_key(&w, "stream");
	jw_object(&w);
	if (ask->what == STREAM_OPEN)
		jw_kv_i64(&w, "n", answer->n);
	else if (ask->what != STREAM_READ)
		jw_kv_bool(&w, "ok", true);
	else if (answer->n == HW_STREAM_IDLE)
		jw_kv_bool(&w, "idle", true);
	else
		jw_kv_i64(&w, "len", answer->n);
	jw_end(&w);
	jw_end(&w);
	return remote_say(r, &json, answer->bytes,
			  read ? (size_t)answer->n : 0);
}

int remote_on_stream(struct remote *r, const cJSON *stream,
		     const struct frame *f)
{
	struct stream_answer answer = { 0 };
	const char *why = NULL;
	struct stream_ask ask = {
		.what = stream_word(json_text(stream, "do")),
		.n = (int32_t)json_i64(stream, "n", 0),
		.host = json_text(stream, "host"),
		.port = (int32_t)json_i64(stream, "port", 0),
		.tls = (int32_t)json_i64(stream, "tls", 0),
		.secret = (int32_t)json_i64(stream, "secret", 0),
		.bytes = f->blob,
		.len = f->blob_len,
		.wait_ms = json_i64(stream, "wait_ms", 0),
	};
	hw_status rc;

	if (ask.what == STREAM_READ)
		ask.len = (uint32_t)json_i64(stream, "max", 0);
	rc = script_stream(r->script, &ask, &answer, &why);
	if (r->script->kill)
		return kill_it(r);
	return rc ? say_failed(r, rc, why) : say_stream(r, &ask, &answer);
}
