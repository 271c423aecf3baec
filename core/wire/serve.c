/* serve.c - hello, calls, and a plugin's questions in the middle of them.
 * SPDX-License-Identifier: MIT */
#include "wire/serve.h"

#include "wire/frame.h"
#include "wire/op.h"

#define READER_KEEP ((size_t)1 << 20) /* bytes kept between calls */

struct served {
	int fd;
	const struct serve_lock *lock;
	struct frame_reader in;
	struct err *err; /* why the conversation is over */
	bool over, open;
	int64_t id; /* of the call in flight */
	int lines;  /* it logged */
	struct plugin plugin;
	struct opened opened;
};

/* -- frames -- */

static int receive(struct served *d, struct frame *f)
{
	for (;;) {
		int got = frame_next(&d->in, f, d->err);

		if (got)
			return got;
		got = frame_fill(&d->in, d->fd, d->err);
		if (got <= 0)
			return got;
	}
}

/* Gives a parsed frame (free with json_free); NULL at the end of the
 * conversation (d->err says nothing) or when it is broken. */
static cJSON *receive_json(struct served *d, struct frame *f)
{
	int got = receive(d, f);
	cJSON *json;

	if (got <= 0)
		return NULL;
	json = json_parse(f->json, f->json_len, d->err);
	if (!json)
		err_context(d->err, "the desk sent what is no frame");
	return json;
}

static int send_str(const struct served *d, const struct str *json,
		    const void *blob, size_t len, struct err *err)
{
	return frame_send(d->fd, str_c(json), json->len, blob, len, err);
}

/* -- questions -- */

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
	if (send_str(d, json, blob, len, &err)) {
		if (err.code == ERR_DATA)
			return call_broken(c, "%s asked for too much: %s",
					   c->name, err.text);
		*d->err = err;
		return hang_up(c, d);
	}
	tree = receive_json(d, f);
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
	if (send_str(d, &json, NULL, 0, d->err))
		d->over = true;
}

static const struct call_door door = {
	.http = door_http,
	.keep = door_keep,
	.stream = door_stream,
	.log = door_log,
};

/* -- calls -- */

static int answer_call(struct served *d, struct call *c, hw_status status)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	if (d->over)
		return -1;
	call_put_done(c, d->id, status, &json);
	if (json.len > FRAME_JSON_MAX) {
		str_clear(&json);
		call_broken(c, "%s put what makes over 1 MiB of JSON", c->name);
		call_put_done(c, d->id, call_end(c, status), &json);
	}
	return send_str(d, &json, c->records.at, c->records.len, d->err);
}

static void take_kv(struct call *c, const cJSON *kv)
{
	const cJSON *v;

	cJSON_ArrayForEach (v, kv)
		if (cJSON_IsString(v))
			call_kv(c, v->string, v->valuestring);
}

/* One call; `ask` and the frame's blob were received just now. */
static int one_call(struct served *d, const cJSON *json, const struct frame *f)
{
	CLEANUP(call_release) struct call c;
	const char *op = json_text(json, "op");
	const char *body;

	call_start(&c, &door, d, op ? op : "");
	if (!op || !json_as_i64(json_get(json, "id"), &d->id))
		return err_set(d->err, ERR_BUG, "the desk made no call");
	d->lines = 0;
	c.now = json_i64(json, "now", 0);
	c.deadline = json_i64(json, "deadline", 0);
	take_kv(&c, json_get(json, "kv"));
	/* The next frame takes the reader's bytes away. */
	body = arena_copy(&c.arena, f->blob, f->blob_len);
	return answer_call(d, &c,
			   opened_call(&d->opened, &c, json_get(json, "arg"),
				       body, f->blob_len));
}

/* A big answer must not stay with an idle worker. */
static void reader_shrink(struct frame_reader *r)
{
	if (r->in.cap > READER_KEEP && r->taken == r->in.len) {
		frame_reader_release(r);
		*r = (struct frame_reader)FRAME_READER_INIT;
	}
}

static int calls(struct served *d)
{
	for (;;) {
		CLEANUP(json_free_ptr) cJSON *json = NULL;
		struct frame f;

		reader_shrink(&d->in);
		json = receive_json(d, &f);
		if (!json)
			return d->err->code == ERR_NONE ? 0 : -1;
		if (one_call(d, json, &f))
			return -1;
	}
}

/* -- hello -- */

static const struct call_door open_door = { .log = door_log };

static int say_error(const struct served *d, hw_status status, const char *text,
		     struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_text(&w, "error", text);
	jw_kv_i64(&w, "status", status);
	jw_end(&w);
	return send_str(d, &json, NULL, 0, err);
}

static int say_ready(const struct served *d, const struct plugin *p,
		     struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_text(&w, "ready", p->head.id);
	jw_kv_text(&w, "version", p->head.version);
	jw_end(&w);
	return send_str(d, &json, NULL, 0, err);
}

/* 1 when the instance is open, 0 when the desk was told why not. */
static int open_instance(struct served *d, const cJSON *hello)
{
	CLEANUP(call_release) struct call c;
	struct err err = { 0 };
	const char *path = json_text(hello, "plugin");
	hw_status status;

	call_start(&c, &open_door, d, "open");
	if (json_i64(hello, "hello", 0) != 1 || !path)
		return err_set(d->err, ERR_BUG, "the desk did not say hello");
	if (plugin_load(&d->plugin, path, d->lock ? d->lock->load : NULL, &err))
		return say_error(d, HW_BROKEN, err.text, d->err);
	if (d->lock && *d->lock->missing())
		call_log(&c, HW_WARNING, "%s", d->lock->missing());
	c.now = json_i64(hello, "now", 0);
	c.deadline = json_i64(hello, "deadline", 0);
	status = opened_start(&d->opened, &d->plugin, json_get(hello, "config"),
			      &c);
	if (status < HW_OK)
		return say_error(d, status, c.why, d->err);
	d->open = true;
	return (d->lock && d->lock->opened(d->err)) ||
			       say_ready(d, &d->plugin, d->err)
		       ? -1
		       : 1;
}

int serve(int fd, const struct serve_lock *lock, struct err *err)
{
	struct served *d = xcalloc(1, sizeof *d);
	cJSON *hello;
	struct frame f;
	int opened;

	*d = (struct served){
		.fd = fd, .lock = lock, .in = FRAME_READER_INIT, .err = err
	};
	hello = receive_json(d, &f);
	if (!hello) {
		free(d);
		return err->code == ERR_NONE ? 0 : -1;
	}
	opened = open_instance(d, hello);
	json_free(hello);
	if (opened > 0)
		opened = calls(d);
	/* Also of a conversation that broke: inside the desk it is not the end
	 * of the process. */
	if (d->open && d->plugin.head.close)
		d->plugin.head.close(d->opened.self);
	frame_reader_release(&d->in);
	free(d);
	return opened;
}
