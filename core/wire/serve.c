/* serve.c - hello and calls (serve.h).
 * SPDX-License-Identifier: MIT */
#include "wire/serve_own.h"

#define READER_KEEP ((size_t)1 << 20) /* bytes kept between calls */

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

cJSON *serve_receive(struct served *d, struct frame *f)
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

int serve_send(const struct served *d, const struct str *json, const void *blob,
	       size_t len, struct err *err)
{
	return frame_send(d->fd, str_c(json), json->len, blob, len, err);
}

/* -- calls -- */

/* The blob is its records, and the bytes of files behind them. */
static int send_done(struct served *d, const struct str *json,
		     const struct call *c)
{
	CLEANUP(str_release) struct str both = STR_INIT;

	if (!c->beside.len)
		return serve_send(d, json, c->records.at, c->records.len,
				  d->err);
	str_reserve(&both, c->records.len + c->beside.len);
	str_add(&both, c->records.at, c->records.len);
	str_add(&both, c->beside.at, c->beside.len);
	return serve_send(d, json, both.at, both.len, d->err);
}

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
	return send_done(d, &json, c);
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

	call_start(&c, &serve_door, d, op ? op : "");
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
		json = serve_receive(d, &f);
		if (!json)
			return d->err->code == ERR_NONE ? 0 : -1;
		if (one_call(d, json, &f))
			return -1;
	}
}

/* -- hello -- */

static int say_error(const struct served *d, hw_status status, const char *text,
		     struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_text(&w, "error", text);
	jw_kv_i64(&w, "status", status);
	jw_end(&w);
	return serve_send(d, &json, NULL, 0, err);
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
	return serve_send(d, &json, NULL, 0, err);
}

/* 1 when the instance is open, 0 when the desk was told why not. */
static int open_instance(struct served *d, const cJSON *hello)
{
	CLEANUP(call_release) struct call c;
	struct err err = { 0 };
	const char *path = json_text(hello, "plugin");
	hw_status status;

	call_start(&c, &serve_open_door, d, "open");
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
	hello = serve_receive(d, &f);
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
