/* remote.c - see remote.h.
 * SPDX-License-Identifier: MIT */
#include "play/remote.h"

#include "play/remote_own.h"

static int say_hello(struct remote *r)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	CLEANUP(free_ptr)
	char *config = cJSON_PrintUnformatted(r->asked->config);
	CLEANUP(free_ptr) char *path = realpath(r->how->so, NULL);
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_i64(&w, "hello", 1);
	jw_kv_i64(&w, "minor", HW_ABI_MINOR);
	jw_kv_text(&w, "plugin", path);
	jw_key(&w, "config");
	jw_raw(&w, config, strlen(config));
	jw_kv_i64(&w, "now", r->asked->now);
	jw_kv_i64(&w, "deadline", r->asked->deadline);
	jw_end(&w);
	return remote_say(r, &json, NULL, 0);
}

static int say_call(struct remote *r)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	CLEANUP(free_ptr)
	char *arg =
		r->asked->arg ? cJSON_PrintUnformatted(r->asked->arg) : NULL;
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_i64(&w, "id", r->id);
	jw_kv_text(&w, "op", r->asked->op);
	if (arg) {
		jw_key(&w, "arg");
		jw_raw(&w, arg, strlen(arg));
	}
	jw_kv_i64(&w, "now", r->asked->now);
	jw_kv_i64(&w, "deadline", r->asked->deadline);
	jw_key(&w, "kv");
	jw_object(&w);
	for (size_t i = 0; i < r->asked->kv.len; i++)
		jw_kv_text(&w, r->asked->kv.at[i].key,
			   r->asked->kv.at[i].value);
	jw_end(&w);
	jw_end(&w);
	return remote_say(r, &json, r->asked->body, r->asked->body_len);
}

/* How much of the blob is records: the rest is bytes of files. */
static size_t records_of(const cJSON *json, const struct frame *f)
{
	int64_t beside = json_i64(json, "beside", 0);

	return beside > 0 && (uint64_t)beside <= f->blob_len
		       ? f->blob_len - (size_t)beside
		       : f->blob_len;
}

static void on_done(struct remote *r, const cJSON *json, const struct frame *f,
		    struct played *out)
{
	struct arena *a = &r->script->arena;
	const char *why = json_text(json, "why");
	const cJSON *v;

	out->status = (hw_status)json_i64(json, "done", HW_BROKEN);
	out->why = why ? arena_strdup(a, why) : NULL;
	out->retry_at = json_i64(json, "retry_at", 0);
	str_add(&out->records, f->blob, records_of(json, f));
	cJSON_ArrayForEach (v, json_get(json, "kv"))
		kvs_push(&out->kv,
			 (struct kv){ arena_strdup(a, v->string),
				      cJSON_IsString(v)
					      ? arena_strdup(a, v->valuestring)
					      : NULL });
}

/* Every frame is of the call that is under way; lines of open() have none. */
static bool is_of_call(const struct remote *r, const cJSON *json, bool opening)
{
	return json_i64(json, "id", -1) == (opening ? 0 : r->id);
}

static int on_frame(struct remote *r, const cJSON *json, const struct frame *f,
		    bool opening)
{
	const cJSON *v;

	if (!is_of_call(r, json, opening))
		return err_set(r->err, ERR_FAILED,
			       "the worker spoke of a call that is not under "
			       "way");
	if (!opening && (v = json_get(json, "http")))
		return remote_on_http(r, v, f);
	if (!opening && (v = json_get(json, "keep")))
		return remote_on_keep(r, v);
	if (!opening && (v = json_get(json, "stream")))
		return remote_on_stream(r, v, f);
	if (json_get(json, "log")) {
		script_log(r->script, (int32_t)json_i64(json, "log", 0),
			   json_text(json, "text"));
		return 0;
	}
	return err_set(r->err, ERR_FAILED, "the worker said what it may not");
}

/* 1 when the conversation came to its end, 0 to go on. */
static int on_answer(struct remote *r, const cJSON *json, const struct frame *f,
		     struct played *out)
{
	if (!json_get(json, "done") || !is_of_call(r, json, false))
		return on_frame(r, json, f, false);
	on_done(r, json, f, out);
	return 1;
}

static void prepare(struct remote *r, const struct asked *a, struct script *s,
		    struct err *err)
{
	r->asked = a;
	r->script = s;
	r->err = err;
}

int remote_call(struct remote *r, const struct asked *a, struct script *s,
		struct played *out, struct err *err)
{
	int rc = 0;

	prepare(r, a, s, err);
	r->id++;
	if (say_call(r))
		return -1;
	while (rc == 0) {
		CLEANUP(json_free_ptr) cJSON *json = NULL;
		struct frame f;

		json = remote_receive(r, &f);
		rc = json ? on_answer(r, json, &f, out) : -1;
	}
	return rc < 0 ? -1 : 0;
}

int remote_open(struct remote *r, const struct asked *a, struct script *s,
		struct played *out, struct err *err)
{
	const char *error;

	prepare(r, a, s, err);
	if (say_hello(r))
		return -1;
	for (;;) {
		CLEANUP(json_free_ptr) cJSON *json = NULL;
		struct frame f;

		json = remote_receive(r, &f);
		if (!json)
			return -1;
		error = json_text(json, "error");
		if (error) {
			out->status =
				(hw_status)json_i64(json, "status", HW_BROKEN);
			out->why = arena_strdup(&s->arena, error);
			return 0;
		}
		if (json_get(json, "ready"))
			return 1;
		if (on_frame(r, json, &f, true))
			return -1;
	}
}

static int play(struct remote *r, const struct asked *a, struct script *s,
		struct played *out, struct err *err)
{
	int opened = remote_open(r, a, s, out, err);

	if (opened <= 0 || text_eq(a->op, "open"))
		return opened < 0 ? -1 : 0;
	return remote_call(r, a, s, out, err);
}

int play_worker(struct played *out, const struct asked *a, struct script *s,
		const struct plugin *p, const char *worker, struct err *err)
{
	const struct remote_how how = { worker, p->path, NULL, 20000 };
	CLEANUP(remote_release) struct remote r;
	const char *fate;
	int rc;

	if (remote_start(&r, &how, err))
		return -1;
	rc = play(&r, a, s, out, err);
	remote_end(&r);
	fate = remote_fate(&r, &s->arena);
	if (fate)
		script_problem(s, "the worker %s", fate);
	if (r.said.len)
		script_problem(s, "the worker says: %s", str_c(&r.said));
	return rc;
}
