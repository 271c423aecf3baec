/* serve_door.c - a plugin's questions in the middle of a call: requests,
 * streams, strings to keep and lines of log, as frames to the desk.
 * SPDX-License-Identifier: MIT */
#include "wire/serve_own.h"

/* The conversation is over, so the call is too: nobody will hear how. */
static hw_status hang_up(struct call *c, struct served *d)
{
	d->over = true;
	if (d->err->code == ERR_NONE)
		err_set(d->err, ERR_SYSTEM, "the desk went away in a call");
	return call_broken(c, "%s", d->err->text);
}

static hw_status ask_failed(struct call *c, const cJSON *failed)
{
	const char *text = json_text(failed, "text");

	return call_fail(c, (hw_status)json_i64(failed, "status", HW_BROKEN),
			 json_i64(failed, "retry_at", 0), "%s",
			 text ? text : "it failed");
}

/* Sends a question; *answer is freed with the call, *f is valid until the
 * next. */
static hw_status ask(struct call *c, const struct str *json, const void *blob,
		     size_t len, const cJSON **answer, struct frame *f)
{
	struct served *d = c->door_arg;
	struct err err = { 0 };
	cJSON *tree;

	if (d->over)
		return HW_BROKEN;
	if (json->len > FRAME_JSON_MAX)
		return call_broken(c, "%s asked with over 1 MiB of JSON",
				   c->name);
	if (serve_send(d, json, blob, len, &err)) {
		if (err.code == ERR_DATA)
			return call_broken(c, "%s asked for too much: %s",
					   c->name, err.text);
		*d->err = err;
		return hang_up(c, d);
	}
	tree = serve_receive(d, f);
	if (!tree)
		return hang_up(c, d);
	json_trees_push(&c->trees, (struct json_tree){ tree });
	if (json_i64(tree, "id", -1) != d->id) {
		err_set(d->err, ERR_BUG, "the desk answered another call");
		return hang_up(c, d);
	}
	c->now = json_i64(tree, "now", c->now);
	*answer = tree;
	return json_get(tree, "failed")
		       ? ask_failed(c, json_get(tree, "failed"))
		       : HW_OK;
}

static hw_status nonsense(struct call *c)
{
	struct served *d = c->door_arg;

	err_set(d->err, ERR_BUG, "the desk gave no answer to the question");
	return hang_up(c, d);
}

static const char **headers_of(struct call *c, const cJSON *list)
{
	int n = cJSON_IsArray(list) ? cJSON_GetArraySize(list) : 0;
	const char **headers =
		arena_alloc(&c->arena, sizeof *headers * ((size_t)n + 1));
	const cJSON *v;

	n = 0;
	cJSON_ArrayForEach (v, list)
		if (cJSON_IsString(v))
			headers[n++] = v->valuestring;
	return headers;
}

static void put_request(struct call *c, struct jw *w,
			const struct hw_request *req)
{
	jw_key(w, "http");
	jw_object(w);
	jw_kv_text(w, "method", call_text(c, req->method));
	jw_kv_text(w, "url", call_text(c, req->url));
	jw_key(w, "headers");
	jw_array(w);
	for (size_t i = 0; req->headers && req->headers[i]; i++)
		jw_text(w, call_text(c, req->headers[i]));
	jw_end(w);
	jw_kv_bool(w, "effect", (req->flags & HW_EFFECT) != 0);
	if (req->keep)
		jw_kv_text(w, "keep", call_text(c, req->keep));
	jw_end(w);
}

/* {"id": 7, ... opened; the caller closes it. */
static struct jw question(struct call *c, struct str *json)
{
	const struct served *d = c->door_arg;
	struct jw w = JW_INIT(json);

	jw_object(&w);
	jw_kv_i64(&w, "id", d->id);
	return w;
}

static hw_status door_http(struct call *c, const struct hw_request *req,
			   struct hw_response *res)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = question(c, &json);
	const cJSON *answer = NULL, *response;
	struct frame f = { 0 };
	hw_status rc;

	put_request(c, &w, req);
	jw_end(&w);
	rc = ask(c, &json, req->body, req->body_len, &answer, &f);
	if (rc)
		return rc;
	response = json_get(answer, "response");
	if (!response)
		return nonsense(c);
	*res = (struct hw_response){
		.status = (int32_t)json_i64(response, "status", 0),
		.headers = headers_of(c, json_get(response, "headers")),
		.body = arena_copy(&c->arena, f.blob, f.blob_len),
		.body_len = f.blob_len,
	};
	return HW_OK;
}

static hw_status door_keep(struct call *c, const char *key, const char *value)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = question(c, &json);
	const cJSON *answer = NULL;
	struct frame f = { 0 };
	hw_status rc;

	jw_key(&w, "keep");
	jw_object(&w);
	jw_kv_text(&w, "key", key);
	jw_kv_text(&w, "value", value);
	jw_end(&w);
	jw_end(&w);
	rc = ask(c, &json, NULL, 0, &answer, &f);
	if (rc)
		return rc;
	return json_bool(answer, "kept", false) ? HW_OK : nonsense(c);
}

static void put_stream(struct call *c, struct jw *w,
		       const struct stream_ask *what)
{
	static const char *const words[] = {
		[STREAM_OPEN] = "open",   [STREAM_START_TLS] = "start_tls",
		[STREAM_READ] = "read",   [STREAM_WRITE] = "write",
		[STREAM_CLOSE] = "close",
	};

	jw_key(w, "stream");
	jw_object(w);
	jw_kv_text(w, "do", words[what->what]);
	if (what->what == STREAM_OPEN) {
		jw_kv_text(w, "host", call_text(c, what->host));
		jw_kv_i64(w, "port", what->port);
		jw_kv_i64(w, "tls", what->tls);
	} else {
		jw_kv_i64(w, "n", what->n);
	}
	if (what->what == STREAM_READ) {
		jw_kv_i64(w, "max", what->len);
		jw_kv_i64(w, "wait_ms", what->wait_ms);
	}
	if (what->what == STREAM_WRITE)
		jw_kv_i64(w, "secret", what->secret);
	jw_end(w);
}

static hw_status door_stream(struct call *c, const struct stream_ask *what,
			     struct stream_answer *out)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = question(c, &json);
	const cJSON *answer = NULL, *stream;
	struct frame f = { 0 };
	hw_status rc;

	put_stream(c, &w, what);
	jw_end(&w);
	rc = ask(c, &json, what->bytes, what->bytes ? what->len : 0, &answer,
		 &f);
	if (rc)
		return rc;
	stream = json_get(answer, "stream");
	if (!stream || f.blob_len > what->len)
		return nonsense(c);
	if (what->what == STREAM_OPEN)
		out->n = (int32_t)json_i64(stream, "n", 0);
	if (what->what != STREAM_READ)
		return HW_OK;
	out->bytes = arena_copy(&c->arena, f.blob, f.blob_len);
	out->n = json_bool(stream, "idle", false) ? HW_STREAM_IDLE
						  : (int32_t)f.blob_len;
	return HW_OK;
}

static void door_log(struct call *c, int32_t level, const char *text)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = question(c, &json);
	struct served *d = c->door_arg;

	if (d->over || d->lines > CALL_LOG_MAX)
		return;
	if (d->lines++ == CALL_LOG_MAX)
		text = "more lines of this call are not shown";
	jw_kv_i64(&w, "log", level);
	jw_kv_text(&w, "text", text);
	jw_end(&w);
	if (serve_send(d, &json, NULL, 0, d->err))
		d->over = true;
}

const struct call_door serve_door = {
	.http = door_http,
	.keep = door_keep,
	.stream = door_stream,
	.log = door_log,
};

const struct call_door serve_open_door = { .log = door_log };
