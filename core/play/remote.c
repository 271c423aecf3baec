/* remote.c - a fixture played through helloword-worker: here is the desk's end
 * of the conversation, with the fixture as the world.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "play/play.h"
#include "wire/frame.h"

#define WORKER_WAIT_MS 20000 /* for one frame; then it is killed */
#define CALL_ID 1

struct remote {
	int fd;
	pid_t pid;
	struct frame_reader in;
	struct script *script;
	const struct asked *asked;
	const struct plugin *plugin;
	struct err *err;
};

/* -- the process -- */

static int spawn(struct remote *r, const char *worker)
{
	CLEANUP(free_ptr) char *name = xstrdup(worker);
	char *const argv[] = { name, NULL };
	char *const envp[] = { NULL };
	posix_spawn_file_actions_t files;
	int pair[2], rc;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return err_errno(r->err, ERR_SYSTEM, "socketpair");
	/* dup2() onto itself would leave close-on-exec on. */
	if (pair[1] == 3)
		pair[1] = fcntl(pair[1], F_DUPFD_CLOEXEC, 4);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, pair[1], 3);
	rc = posix_spawn(&r->pid, worker, &files, NULL, argv, envp);
	posix_spawn_file_actions_destroy(&files);
	close(pair[1]);
	r->fd = pair[0];
	errno = rc;
	return rc ? err_errno(r->err, ERR_SYSTEM, "cannot start %s", worker)
		  : 0;
}

static void remote_end(struct remote *r)
{
	int status = 0;

	close_fd(&r->fd);
	frame_reader_release(&r->in);
	if (r->pid <= 0)
		return;
	/* It leaves by itself when the socket closes, or is made to. */
	for (int ms = 0; waitpid(r->pid, &status, WNOHANG) == 0; ms++) {
		if (ms == 2000)
			kill(r->pid, SIGKILL);
		usleep(1000);
	}
	if (WIFSIGNALED(status))
		script_problem(r->script, "the worker died of signal %d",
			       WTERMSIG(status));
}

/* Gives the next frame's JSON (json_free), or NULL: the worker is gone. */
static cJSON *receive(struct remote *r, struct frame *f)
{
	struct pollfd p = { .fd = r->fd, .events = POLLIN };
	int got;

	while ((got = frame_next(&r->in, f, r->err)) == 0) {
		if (poll(&p, 1, WORKER_WAIT_MS) <= 0) {
			kill(r->pid, SIGKILL);
			err_set(r->err, ERR_FAILED, "the worker hangs");
			return NULL;
		}
		got = frame_fill(&r->in, r->fd, r->err);
		if (got <= 0)
			break;
	}
	if (got == 0)
		err_set(r->err, ERR_FAILED, "the worker is gone");
	return got > 0 ? json_parse(f->json, f->json_len, r->err) : NULL;
}

static int say(struct remote *r, const struct str *json, const void *blob,
	       size_t len)
{
	return frame_send(r->fd, str_c(json), json->len, blob, len, r->err);
}

/* -- answers -- */

static int say_failed(struct remote *r, hw_status status, const char *why)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_i64(&w, "id", CALL_ID);
	jw_key(&w, "failed");
	jw_object(&w);
	jw_kv_i64(&w, "status", status);
	jw_kv_text(&w, "text", why);
	jw_end(&w);
	jw_end(&w);
	return say(r, &json, NULL, 0);
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

static int on_http(struct remote *r, const cJSON *http, const struct frame *f)
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

	if (rc)
		return say_failed(r, rc, why);
	jw_object(&w);
	jw_kv_i64(&w, "id", CALL_ID);
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
	return say(r, &json, res.body, res.body_len);
}

static int on_keep(struct remote *r, const cJSON *keep)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	script_keep(r->script, json_text(keep, "key"),
		    json_text(keep, "value"));
	jw_object(&w);
	jw_kv_i64(&w, "id", CALL_ID);
	jw_kv_bool(&w, "kept", true);
	jw_end(&w);
	return say(r, &json, NULL, 0);
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
	jw_kv_i64(&w, "id", CALL_ID);
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
	return say(r, &json, answer->bytes, read ? (size_t)answer->n : 0);
}

static int on_stream(struct remote *r, const cJSON *stream,
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
	};
	hw_status rc;

	if (ask.what == STREAM_READ)
		ask.len = (uint32_t)json_i64(stream, "max", 0);
	rc = script_stream(r->script, &ask, &answer, &why);
	return rc ? say_failed(r, rc, why) : say_stream(r, &ask, &answer);
}

/* -- the conversation -- */

static int say_hello(struct remote *r)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	CLEANUP(free_ptr)
	char *config = cJSON_PrintUnformatted(r->asked->config);
	CLEANUP(free_ptr) char *path = realpath(r->plugin->path, NULL);
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
	return say(r, &json, NULL, 0);
}

static int say_call(struct remote *r)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	CLEANUP(free_ptr)
	char *arg =
		r->asked->arg ? cJSON_PrintUnformatted(r->asked->arg) : NULL;
	struct jw w = JW_INIT(&json);

	jw_object(&w);
	jw_kv_i64(&w, "id", CALL_ID);
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
	return say(r, &json, r->asked->body, r->asked->body_len);
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
	str_add(&out->records, f->blob, f->blob_len);
	cJSON_ArrayForEach (v, json_get(json, "kv"))
		kvs_push(&out->kv,
			 (struct kv){ arena_strdup(a, v->string),
				      cJSON_IsString(v)
					      ? arena_strdup(a, v->valuestring)
					      : NULL });
}

static int on_frame(struct remote *r, const cJSON *json, const struct frame *f)
{
	const cJSON *v;

	if ((v = json_get(json, "http")))
		return on_http(r, v, f);
	if ((v = json_get(json, "keep")))
		return on_keep(r, v);
	if ((v = json_get(json, "stream")))
		return on_stream(r, v, f);
	if (json_get(json, "log")) {
		script_log(r->script, (int32_t)json_i64(json, "log", 0),
			   json_text(json, "text"));
		return 0;
	}
	return err_set(r->err, ERR_FAILED, "the worker said what it may not");
}

static int call(struct remote *r, struct played *out)
{
	if (say_call(r))
		return -1;
	for (;;) {
		CLEANUP(json_free_ptr) cJSON *json = NULL;
		struct frame f;

		json = receive(r, &f);
		if (!json)
			return -1;
		if (json_get(json, "done")) {
			on_done(r, json, &f, out);
			return 0;
		}
		if (on_frame(r, json, &f))
			return -1;
	}
}

/* 1 when the instance is open, 0 when *out says why not. */
static int hello(struct remote *r, struct played *out)
{
	const char *error;

	if (say_hello(r))
		return -1;
	for (;;) {
		CLEANUP(json_free_ptr) cJSON *json = NULL;
		struct frame f;

		json = receive(r, &f);
		if (!json)
			return -1;
		error = json_text(json, "error");
		if (error) {
			out->status =
				(hw_status)json_i64(json, "status", HW_BROKEN);
			out->why = arena_strdup(&r->script->arena, error);
			return 0;
		}
		if (json_get(json, "ready"))
			return 1;
		if (on_frame(r, json, &f))
			return -1;
	}
}

int play_worker(struct played *out, const struct asked *a, struct script *s,
		const struct plugin *p, const char *worker, struct err *err)
{
	CLEANUP(remote_end)
	struct remote r = { .fd = -1,
			    .in = FRAME_READER_INIT,
			    .script = s,
			    .asked = a,
			    .plugin = p,
			    .err = err };
	int opened;

	if (spawn(&r, worker))
		return -1;
	opened = hello(&r, out);
	if (opened <= 0 || text_eq(a->op, "open"))
		return opened < 0 ? -1 : 0;
	return call(&r, out);
}
