/* worker_fuzz.c - what a worker may say to the desk: frames in any order, to
 * the desk's side of the conversation (host/worker.c, host/guard.c).
 *
 * An input is frames in order, one a line: JSON, and after a tab the blob, in
 * which '|' is a line end. A line "!" is the worker's death. Three calls wait:
 * a reading one, an act, a hook; their ids are 1, 2, 3.
 * SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <semaphore.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "help/place.h"
#include "host/worker.h"
#include "wire/limits.h"
#include "wire/load.h"
#include "wire/may.h"

/* -- the worker's end: threads that do nothing but hold it open -- */

#define LIVES_MAX 64
static struct life {
	int fd;
	sem_t over;
} lives[LIVES_MAX];
static int started, begun; /* asked for; running */
static sem_t running, gone;

static void hold_open(int fd)
{
	struct life *l = &lives[begun];

	l->fd = fd;
	sem_post(&running);
	while (sem_wait(&l->over))
		;
	shutdown(fd, SHUT_RDWR);
	sem_post(&gone);
}

int __real_child_inside(struct child *c, void (*run)(int fd), struct err *err);
int __wrap_child_inside(struct child *c, void (*run)(int fd), struct err *err);
int __wrap_child_inside(struct child *c, void (*run)(int fd), struct err *err)
{
	(void)run;
	if (started == LIVES_MAX)
		return err_set(err, ERR_SYSTEM, "it died often enough");
	sem_init(&lives[started].over, 0, 0);
	if (__real_child_inside(c, hold_open, err))
		return -1;
	started++;
	while (sem_wait(&running))
		;
	begun++;
	return 0;
}

static void end_life(void)
{
	struct life *l = &lives[begun - 1];

	if (l->fd < 0)
		return;
	sem_post(&l->over);
	while (sem_wait(&gone))
		;
	l->fd = -1;
}

/* -- the sender: answers a turn later -- */

static struct instance *instance;
static struct asked {
	int64_t id;
	sender_done *done;
	void *arg;
} waiting[16];
static size_t waits;
static int64_t last_id;
static const char *current; /* the call in flight */
static bool allowed;        /* its effect was asked about and agreed to */

static void check_request(const cJSON *http, const void *body, size_t len)
{
	const char *verb = NULL;
	struct err err = { 0 };

	FUZZ_HOLDS(may_send(json_get(instance->descriptor, "requests"), http,
			    body, len, &verb, &err) == 0,
		   "an undeclared request left: %s", err.text);
	FUZZ_HOLDS(!verb || (allowed && json_bool(http, "effect", false)),
		   "the effect of %s left in %s", verb, current);
	allowed = false;
}

int64_t sender_ask(struct sender *s, const char *members, const void *blob,
		   size_t blob_len, sender_done *done, void *arg)
{
	CLEANUP(free_ptr) char *text = xasprintf("{%s}", members);
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(text, strlen(text), &err);

	(void)s;
	FUZZ_HOLDS(json, "the sender is asked with no JSON: %s", err.text);
	FUZZ_HOLDS(!json_get(json, "stream"), "a shop has a stream");
	FUZZ_HOLDS(blob_len <= CALL_BODY_MAX, "a body of %zu", blob_len);
	check_request(json_get(json, "http"), blob, blob_len);
	FUZZ_HOLDS(waits < COUNT_OF(waiting), "many requests at once");
	waiting[waits++] = (struct asked){ ++last_id, done, arg };
	return last_id;
}

void sender_relay(struct sender *s, const void *arg)
{
	(void)s, (void)arg;
}

bool sender_took_all(const struct sender *s)
{
	(void)s;
	return true;
}

void sender_forget(struct sender *s, int64_t id)
{
	(void)s;
	for (size_t i = 0; i < waits; i++)
		if (waiting[i].id == id)
			waiting[i] = waiting[--waits];
}

static void answer_one(void)
{
	static const char text[] =
		"{\"response\":{\"status\":200,\"headers\":[\"a: b\"]}}";
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(text, strlen(text), &err);
	const struct sender_reply reply = {
		.json = json, .blob = "{}", .blob_len = 2, .sent = true
	};
	struct asked a;

	FUZZ_HOLDS(json, "%s", err.text);
	if (!waits)
		return;
	a = waiting[--waits];
	a.done(a.arg, &reply);
}

/* -- the desk -- */

static int load_none(void *arg, const char *name, struct str *out,
		     struct err *err)
{
	(void)arg, (void)name, (void)err;
	str_puts(out, "{\"cursor\":\"1\"}");
	return 0;
}

static int keep_it(void *arg, const char *name, const char *key,
		   const char *value, struct err *err)
{
	(void)arg, (void)name, (void)err;
	FUZZ_HOLDS(*key && strlen(key) <= CALL_KEY_MAX &&
			   utf8_check(key, strlen(key)) < 0,
		   "kept under \"%s\"", key);
	FUZZ_HOLDS(!value || strlen(value) <= CALL_VALUE_MAX, "a long value");
	return 0;
}

#define NOW INT64_C(1795514400000)
static int64_t desk_clock(void *arg)
{
	(void)arg;
	return NOW;
}

static const struct worker_desk desk = { load_none, keep_it, desk_clock, NULL };

/* -- calls -- */

static int dones[3];

static void check_kv(const struct call_result *r)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *kv = r->kv_len ? json_parse(r->kv, r->kv_len, &err) : NULL;
	const cJSON *one;

	FUZZ_HOLDS(!r->kv_len || kv, "kv: %s", err.text);
	cJSON_ArrayForEach (one, kv)
		FUZZ_HOLDS(cJSON_IsNull(one) || cJSON_IsString(one),
			   "kv holds what is no text: %s", r->kv);
}

static void check_result(struct call_job *job, const struct call_result *r)
{
	int n = text_eq(job->op, "marketplace.sync")  ? 0
		: text_eq(job->op, "marketplace.act") ? 1
						      : 2;

	FUZZ_HOLDS(!dones[n]++, "%s is over twice", job->op);
	FUZZ_HOLDS(r->status >= HW_BROKEN && r->status <= HW_MORE,
		   "%s ends with %d", job->op, r->status);
	if (r->status < HW_OK)
		fuzz_sentence_text(r->why);
	FUZZ_HOLDS(!r->breach || (r->status == HW_BROKEN && !r->records_len &&
				  !r->beside_len && !r->kv_len),
		   "a breach, and something is handed in");
	FUZZ_HOLDS(r->retry_at <= NOW + 86400000, "not before %lld",
		   (long long)r->retry_at);
	/* Read to the end: a length that is none is found. */
	for (size_t i = 0; i < r->beside_len; i++)
		FUZZ_HOLDS(r->beside[i], "a file has a byte that was not sent");
	check_kv(r);
	allowed = false;
}

static bool starting(struct call_job *job, struct err *why)
{
	(void)why;
	current = job->op;
	return true;
}

static bool effect(struct call_job *job, const struct http_ask *ask,
		   struct err *why)
{
	(void)why;
	FUZZ_HOLDS(text_eq(job->op, "marketplace.act") && ask->verb,
		   "%s is asked about an effect", job->op);
	allowed = true;
	return true;
}

static void effected(struct call_job *job, const struct sender_reply *r)
{
	FUZZ_HOLDS(text_eq(job->op, "marketplace.act") && r->json,
		   "%s had an effect", job->op);
}

/* -- an input -- */

static void load(void)
{
	static struct plugin p;
	static struct str told = STR_INIT;
	struct err err = { 0 };

	log_open("fuzz", LOG_ERROR);
	sem_init(&running, 0, 0);
	sem_init(&gone, 0, 0);
	if (plugin_load(&p, built("plugins/shopify.so"), NULL, &err))
		fuzz_fail("%s", err.text);
	plugin_describe(&told, &p);
	instance = instance_new();
	instance->name = "shop";
	instance->so = p.path;
	instance->config = "[]";
	instance->descriptor = json_parse(str_c(&told), told.len, &err);
	if (!instance->descriptor || instance_describe(instance, &err))
		fuzz_fail("%s", err.text);
}

static void say(char *line)
{
	CLEANUP(str_release) struct str frame = STR_INIT;
	char *tab = strchr(line, '\t'), *blob = tab ? tab + 1 : line;
	struct err err = { 0 };

	if (tab)
		*tab = '\0';
	for (char *c = tab ? blob : NULL; c && *c; c++)
		*c = (char)(*c == '|' ? '\n' : *c);
	if (!begun || lives[begun - 1].fd < 0)
		return;
	if (text_eq(line, "!"))
		end_life();
	else if (frame_put(&frame, line, strlen(line), blob,
			   tab ? strlen(blob) : 0, &err) == 0)
		send(lives[begun - 1].fd, frame.at, frame.len,
		     MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void turn(struct loop *loop)
{
	char unread[4096];
	struct err err = { 0 };

	for (int i = 0; i < 2; i++)
		if (loop_turn(loop, 0, &err))
			fuzz_fail("%s", err.text);
	answer_one();
	while (begun && lives[begun - 1].fd >= 0 &&
	       recv(lives[begun - 1].fd, unread, sizeof unread, MSG_DONTWAIT) >
		       0)
		;
}

static void talk(struct worker *w, struct loop *loop, struct fuzz_text *t)
{
	struct call_job jobs[3] = {
		{ .op = "marketplace.sync", .arg = "{}" },
		{ .op = "marketplace.act",
		  .arg = "{}",
		  .effect = effect,
		  .effected = effected },
		{ .op = "marketplace.hook", .arg = "{}" },
	};
	char *line;

	for (size_t i = 0; i < COUNT_OF(jobs); i++) {
		jobs[i].timeout_ms = 30000;
		jobs[i].starting = starting;
		jobs[i].done = check_result;
		worker_submit(w, &jobs[i]);
	}
	while ((line = fuzz_line(t))) {
		say(line);
		free(line);
		turn(loop);
	}
	worker_free(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_text t = { (const char *)data, (const char *)data + size };
	struct loop *loop = loop_new();
	struct worker *w;

	if (!instance)
		load();
	started = begun = 0;
	waits = 0;
	memset(dones, 0, sizeof dones);
	w = worker_new(loop, NULL, &desk, NULL, instance);
	talk(w, loop, &t);
	for (int i = 0; i < begun; i++)
		if (lives[i].fd >= 0) {
			sem_post(&lives[i].over);
			while (sem_wait(&gone))
				;
		}
	loop_free(loop);
	return 0;
}
