/* remote.c - see remote.h.
 * SPDX-License-Identifier: MIT */
#include "play/remote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

#define SAID_MAX ((size_t)64 << 10) /* bytes that are kept */
#define LEAVE_MS 5000               /* then it is killed */

/* -- the process -- */

/* dup2() onto itself would leave close-on-exec on. */
static int beyond(int fd)
{
	int moved = fd > 3 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 4);

	if (moved != fd)
		close(fd);
	return moved;
}

static int spawn(struct remote *r, int socket, int said, struct err *err)
{
	const char *const argv[] = { r->how->worker, NULL };
	static const char *const none[] = { NULL };
	const char *const *vars = r->how->vars ? r->how->vars : none;
	posix_spawn_file_actions_t files;
	int rc;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, socket, 3);
	posix_spawn_file_actions_adddup2(&files, said, STDERR_FILENO);
	rc = posix_spawn(&r->pid, r->how->worker, &files, NULL,
			 (char *const *)(uintptr_t)argv,
			 (char *const *)(uintptr_t)vars);
	posix_spawn_file_actions_destroy(&files);
	errno = rc;
	return rc ? err_errno(err, ERR_SYSTEM, "cannot start %s",
			      r->how->worker)
		  : 0;
}

int remote_start(struct remote *r, const struct remote_how *how,
		 struct err *err)
{
	int pair[2], said[2], rc;

	*r = (struct remote){ .how = how,
			      .fd = -1,
			      .said_fd = -1,
			      .in = FRAME_READER_INIT,
			      .said = STR_LIMIT(SAID_MAX) };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) ||
	    pipe2(said, O_CLOEXEC | O_NONBLOCK))
		return err_errno(err, ERR_SYSTEM, "no socket or pipe");
	r->fd = pair[0];
	r->said_fd = said[0];
	pair[1] = beyond(pair[1]);
	said[1] = beyond(said[1]);
	rc = spawn(r, pair[1], said[1], err);
	close(pair[1]);
	close(said[1]);
	return rc;
}

/* Keeps the pipe of its standard error empty, so that it never waits there. */
static void listen_to(struct remote *r)
{
	char chunk[4096];
	ssize_t n;

	while (r->said_fd >= 0 &&
	       (n = read(r->said_fd, chunk, sizeof chunk)) > 0)
		if (r->said.len + (size_t)n < SAID_MAX)
			str_add(&r->said, chunk, (size_t)n);
}

/* It leaves by itself when the socket closes, or is made to. */
void remote_end(struct remote *r)
{
	close_fd(&r->fd);
	if (r->pid <= 0)
		return;
	for (int ms = 0; waitpid(r->pid, &r->status, WNOHANG) == 0; ms++) {
		if (ms == LEAVE_MS)
			kill(r->pid, SIGKILL);
		listen_to(r);
		usleep(1000);
	}
	r->pid = 0;
	listen_to(r);
	close_fd(&r->said_fd);
}

void remote_release(struct remote *r)
{
	remote_end(r);
	frame_reader_release(&r->in);
	str_release(&r->said);
}

bool remote_felled(const struct remote *r)
{
	return r->hung || WIFSIGNALED(r->status);
}

const char *remote_fate(const struct remote *r, struct arena *a)
{
	if (r->hung)
		return arena_printf(a, "hangs: it gave no sign in %d s",
				    r->how->wait_ms / 1000);
	if (WIFSIGNALED(r->status))
		return arena_printf(a, "died of signal %d (%s)",
				    WTERMSIG(r->status),
				    strsignal(WTERMSIG(r->status)));
	if (WIFEXITED(r->status) && WEXITSTATUS(r->status))
		return arena_printf(a, "ended with status %d",
				    WEXITSTATUS(r->status));
	return NULL;
}

static int wait_frame(struct remote *r)
{
	struct pollfd p[2] = { { .fd = r->fd, .events = POLLIN },
			       { .fd = r->said_fd, .events = POLLIN } };
	int rc;

	do {
		rc = poll(p, r->said_fd < 0 ? 1 : 2, r->how->wait_ms);
		listen_to(r);
		if (p[1].revents & (POLLHUP | POLLERR))
			close_fd(&r->said_fd), p[1].fd = -1;
	} while (rc > 0 && !p[0].revents);
	if (rc > 0)
		return 0;
	r->hung = true;
	kill(r->pid, SIGKILL);
	return err_set(r->err, ERR_FAILED, "the worker hangs");
}

/* Gives the next frame's JSON (json_free), or NULL: the worker is gone. */
static cJSON *receive(struct remote *r, struct frame *f)
{
	int got;

	while ((got = frame_next(&r->in, f, r->err)) == 0) {
		if (wait_frame(r))
			return NULL;
		got = frame_fill(&r->in, r->fd, r->err);
		if (got <= 0)
			break;
	}
	if (got == 0)
		err_set(r->err, ERR_FAILED, REMOTE_GONE);
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
	jw_kv_i64(&w, "id", r->id);
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

static int kill_it(struct remote *r)
{
	r->killed = true;
	kill(r->pid, SIGKILL);
	return err_set(r->err, ERR_FAILED, "it was killed");
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
	return say(r, &json, res.body, res.body_len);
}

static int on_keep(struct remote *r, const cJSON *keep)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);

	script_keep(r->script, json_text(keep, "key"),
		    json_text(keep, "value"));
	jw_object(&w);
	jw_kv_i64(&w, "id", r->id);
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

/* -- the conversation -- */

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
		return on_http(r, v, f);
	if (!opening && (v = json_get(json, "keep")))
		return on_keep(r, v);
	if (!opening && (v = json_get(json, "stream")))
		return on_stream(r, v, f);
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

		json = receive(r, &f);
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

		json = receive(r, &f);
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
