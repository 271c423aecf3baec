/* frames_test.c - random and ill-ordered frames from a worker: the row
 * `frames`.
 *
 * Host, frame reader and guard are real. The worker is a thread of this
 * process: `serve`, which the host calls for a plugin inside of it, is ours,
 * and so is the sender, which only counts. A worker serves its first call well,
 * so that no backoff slows the row, and then sends what it must not.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/when.h"
#include "help/blank_desk.h"
#include "help/draw.h"
#include "help/full.h"
#include "help/own.h"
#include "host/effect.h"
#include "host/worker.h"
#include "wire/serve.h"

#define BURST 100 /* frames of one call, at most */
#define UNREAD                                                        \
	6 /* frames that fit into the socket: nobody reads them after \
	     a kill */

static int64_t frames_wanted;
static uint64_t seed;
static atomic_llong frames; /* sent */
static atomic_int lives;

/* -- what is sent -- */

/* A conversation as it is recorded between worker and desk, both directions;
 * %lld is the id of the call. The effects are not those of the action. */
static const char *const recorded[] = {
	"{\"id\":%lld,\"http\":{\"method\":\"GET\",\"url\":\"https://a.example/"
	"orders/1\",\"headers\":[\"A: b\"]}}",
	"{\"id\":%lld,\"http\":{\"method\":\"POST\",\"url\":\"https://"
	"a.example/pay\",\"headers\":[],\"effect\":true}}",
	"{\"id\":%lld,\"http\":{\"method\":\"POST\",\"url\":\"https://"
	"a.example/pay\",\"headers\":[]}}",
	"{\"id\":%lld,\"http\":{\"method\":\"DELETE\",\"url\":\"https://"
	"a.example/pay\",\"effect\":true,\"keep\":\"a=/b\"}}",
	"{\"id\":%lld,\"keep\":{\"key\":\"cursor\",\"value\":\"7\"}}",
	"{\"id\":%lld,\"keep\":{\"key\":\"cursor\",\"value\":null}}",
	"{\"id\":%lld,\"log\":1,\"text\":\"caf\\u00e9 \\u0000 x\"}",
	"{\"id\":%lld,\"log\":2,\"text\":\"a line\"}",
	"{\"id\":%lld,\"stream\":{\"do\":\"open\",\"host\":\"x\",\"port\":25,"
	"\"tls\":1}}",
	"{\"id\":%lld,\"stream\":{\"do\":\"write\",\"n\":1,\"secret\":3}}",
	"{\"id\":%lld,\"done\":0,\"why\":\"\",\"retry_at\":0,\"kv\":{\"a\":"
	"\"1\",\"gone\":null},\"count\":1}",
	"{\"id\":%lld,\"done\":-3,\"why\":\"refused\",\"retry_at\":"
	"9223372036854775807}",
	"{\"ready\":\"shopify\",\"version\":\"1.0.0\",\"id\":%lld}",
	"{\"error\":\"no\",\"status\":-2,\"id\":%lld}",
	"{\"hello\":1,\"minor\":0,\"plugin\":\"/x.so\",\"config\":[],\"id\":"
	"%lld}",
	"{\"id\":%lld,\"op\":\"marketplace.act\",\"arg\":{},\"now\":1,"
	"\"deadline\":2,\"kv\":{}}",
	"{\"id\":%lld,\"response\":{\"status\":200,\"headers\":[]}}",
	"{\"id\":%lld,\"failed\":{\"status\":-1,\"text\":\"x\"}}",
	"{\"id\":%lld,\"kept\":true}",
	"{\"id\":%lld,\"configure\":{\"instances\":[]}}",
	"{\"id\":%lld,\"cancel\":true}",
};
/* Legal while a call is served, so that the worker lives on. */
static const char *const lasting[] = {
	"{\"id\":%lld,\"http\":{\"method\":\"POST\",\"url\":\"https://"
	"a.example/pay\",\"headers\":[],\"effect\":true}}",
	"{\"id\":%lld,\"http\":{\"method\":\"PUT\",\"url\":\"file:///etc\"}}",
	"{\"id\":%lld,\"http\":{}}",
	"{\"id\":%lld,\"http\":{\"method\":5,\"url\":[],\"headers\":{}}}",
	"{\"id\":%lld,\"keep\":{\"key\":7,\"value\":{}}}",
	"{\"id\":%lld,\"keep\":[\"key\"]}",
	"{\"id\":%lld,\"log\":99999999999,\"text\":\"\\ud83d\\ude00\"}",
	"{\"id\":%lld,\"log\":{},\"text\":[]}",
	"{\"id\":%lld,\"stream\":{\"do\":\"open\"}}",
};
static const char *const bodies[] = {
	"{\"order\":\"O1\",\"amount\":\"9.99\",\"currency\":\"USD\","
	"\"key\":\"K\"}",
	"{\"order\":\"O2\",\"amount\":\"5.00\",\"currency\":\"USD\","
	"\"key\":\"K\"}",
	"{\"order\":\"O1\",\"amount\":\"5.00\",\"currency\":\"USD\","
	"\"key\":\"K\",\"also\":1}",
	"{\"kind\":\"order\",\"ref\":\"1\"}\n",
	"{\"kind\":\"outcome\",\"state\":\"settled\",\"ref\":\"x\"}\n",
	"",
};

static bool tell(int fd, const char *json, size_t len, const char *blob,
		 size_t blob_len)
{
	struct err err = { 0 };

	atomic_fetch_add(&frames, 1);
	return frame_send(fd, json, len, blob, blob_len, &err) == 0;
}

static bool tell_bytes(int fd, const void *bytes, size_t len)
{
	atomic_fetch_add(&frames, 1);
	return send(fd, bytes, len, MSG_NOSIGNAL) == (ssize_t)len;
}

static char *filled(const char *form, int64_t id)
{
	const char *mark = strstr(form, "%lld");

	return xasprintf("%.*s%lld%s", (int)(mark - form), form, (long long)id,
			 mark + strlen("%lld"));
}

static void mutate(uint64_t *r, char *text)
{
	size_t len = strlen(text);

	for (uint64_t n = 1 + draw(r, 4); n; n--) {
		char *at = text + draw(r, len);

		switch (draw(r, 3)) {
		case 0:
			*at = (char)(1 + draw(r, 255));
			break;
		case 1: /* another place's byte */
			*at = text[draw(r, len)];
			break;
		default: /* one digit more or less */
			*at = "0123456789{}[]\",:"[draw(r, 17)];
		}
	}
}

static bool tell_form(int fd, uint64_t *r, const char *form, int64_t id,
		      bool mutated)
{
	CLEANUP(free_ptr) char *json = filled(form, id);
	const char *body = bodies[draw(r, COUNT_OF(bodies))];

	if (mutated)
		mutate(r, json);
	return tell(fd, json, strlen(json), body, strlen(body));
}

static bool tell_deep(int fd, uint64_t *r)
{
	char deep[20000];
	size_t n = 1 + draw(r, sizeof deep);

	memset(deep, draw(r, 2) ? '[' : '{', n);
	return tell(fd, deep, n < 2 ? 2 : n, NULL, 0);
}

/* It may be the beginning of a frame of which no more comes; nobody but the
 * deadline, which a thread has not, would end that: it hangs up itself. */
static bool tell_noise(int fd, uint64_t *r)
{
	unsigned char noise[64];
	uint32_t head[2] = { (uint32_t)draw(r, UINT32_MAX),
			     (uint32_t)draw(r, 100) };

	for (size_t i = 0; i < sizeof noise; i++)
		noise[i] = (unsigned char)draw(r, 256);
	switch (draw(r, 3)) {
	case 0:
		tell_bytes(fd, head, sizeof head);
		return false;
	case 1:
		tell_bytes(fd, noise, 1 + draw(r, sizeof noise));
		return false;
	default:
		return tell(fd, (char *)noise, 2 + draw(r, 62), NULL, 0);
	}
}

static int64_t wrong_id(uint64_t *r, int64_t id)
{
	const int64_t wrong[] = { 0, -1, id - 1, id + 1, INT64_MAX, INT64_MIN };

	return wrong[draw(r, COUNT_OF(wrong))];
}

/* False: the host hung up. */
static bool tell_one(int fd, uint64_t *r, int64_t id)
{
	const char *any = recorded[draw(r, COUNT_OF(recorded))];

	switch (draw(r, 40)) {
	case 0:
		return tell_noise(fd, r);
	case 1:
		return tell_deep(fd, r);
	case 2:
		return tell_form(fd, r, any, wrong_id(r, id), false);
	case 3:
	case 4:
		return tell_form(fd, r, any, id, true);
	case 5:
	case 6:
		return tell_form(fd, r, any, id, false);
	default:
		return tell_form(fd, r, lasting[draw(r, COUNT_OF(lasting))], id,
				 false);
	}
}

/* -- the worker -- */

/* The next call's id; -1 when the host hung up. */
static int64_t next_call(int fd, struct frame_reader *in)
{
	struct err err = { 0 };
	struct frame f;
	int rc;

	for (;;) {
		while ((rc = frame_next(in, &f, &err)) > 0) {
			cJSON *json = json_parse(f.json, f.json_len, &err);
			int64_t id = json_i64(json, "id", -1);
			bool call = json_text(json, "op") != NULL;

			json_free(json);
			if (call)
				return id;
		}
		if (rc < 0 || frame_fill(in, fd, &err) <= 0)
			return -1;
	}
}

static void well(int fd, int64_t id)
{
	CLEANUP(free_ptr)
	char *json = filled("{\"id\":%lld,\"done\":0}", id);
	struct err err = { 0 };

	if (frame_send(fd, json, strlen(json), "{}\n", 3, &err))
		return;
}

/* Of a few, nothing is heard before they begin. */
static bool early(int life)
{
	return life == 5 || life == 50;
}

int serve(int fd, const struct serve_lock *lock, struct err *err)
{
	static const char ready[] = "{\"ready\":\"x\",\"version\":\"1\"}";
	struct frame_reader in = FRAME_READER_INIT;
	int life = atomic_fetch_add(&lives, 1);
	uint64_t r = seed + (uint64_t)life;
	int64_t id = 0;
	int least = 1;

	(void)lock;
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &least, sizeof least);
	for (int i = 0; early(life) && i < BURST && tell_one(fd, &r, 1); i++)
		;
	if (frame_send(fd, ready, sizeof ready - 1, NULL, 0, err) == 0 &&
	    (id = next_call(fd, &in)) >= 0)
		well(fd, id);
	while (id >= 0 && (id = next_call(fd, &in)) >= 0) {
		bool heard = true;

		for (uint64_t n = draw(&r, BURST); n && heard; n--)
			heard = tell_one(fd, &r, id);
		if (!heard)
			break;
		well(fd, id);
	}
	frame_reader_release(&in);
	return 0;
}

/* -- the sender: every request that the guard lets through comes here -- */

static struct {
	int64_t id, asked, effects;
	sender_done *done;
	void *arg;
} sent;

int64_t sender_ask(struct sender *s, const char *members, const void *blob,
		   size_t blob_len, sender_done *done, void *arg)
{
	(void)s, (void)blob, (void)blob_len;
	if (strstr(members, "\"do\":\"close\""))
		return ++sent.id;
	sent.asked++;
	if (strstr(members, "\"effect\":true") || strstr(members, "POST") ||
	    strstr(members, "DELETE"))
		sent.effects++;
	sent.done = done;
	sent.arg = arg;
	return ++sent.id;
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
	if (id == sent.id)
		sent.done = NULL;
}

static void reply(void)
{
	static const char json[] =
		"{\"response\":{\"status\":200,\"headers\":[]}}";
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *whole = NULL;
	sender_done *done = sent.done;

	if (!done)
		return;
	sent.done = NULL;
	whole = json_parse(json, sizeof json - 1, &err);
	done(sent.arg,
	     &(struct sender_reply){
		     .json = whole, .blob = "{}", .blob_len = 2, .text = "" });
}

/* -- the host -- */

static struct {
	struct loop *loop;
	struct worker *worker;
	struct instance instance;
	struct verb_info verb;
	int64_t calls, ok, died, breaches, effects;
	bool over;
} t;

static bool on_effect(struct call_job *job, const struct http_ask *ask,
		      struct err *why)
{
	static const struct action action = { .order_ref = "O1",
					      .key = "K",
					      .amount = { 500, "USD" } };

	(void)job;
	if (effect_check(&t.verb, &action, ask, why))
		return false;
	t.effects++;
	return true;
}

static void on_effected(struct call_job *job, const struct sender_reply *r)
{
	(void)job, (void)r;
	t.effects++;
}

static void on_done(struct call_job *job, const struct call_result *r)
{
	(void)job;
	t.over = true;
	t.calls++;
	t.ok += r->status >= HW_OK;
	t.died += r->died;
	t.breaches += r->breach;
	if (r->breach)
		assert_true(r->records_len == 0 && r->kv_len == 0);
}

static void call(struct call_job *job)
{
	struct err err = { 0 };

	t.over = false;
	worker_submit(t.worker, job);
	while (!t.over) {
		if (loop_turn(t.loop, 2000, &err))
			fail_msg("%s", err.text);
		reply();
	}
}

/* At least so many frames were looked at. */
static int64_t handled(void)
{
	return atomic_load(&frames) - UNREAD * t.died;
}

static void no_frame_of_a_worker_does_what_it_must_not(void **state)
{
	struct call_job acting = { .op = "marketplace.act",
				   .arg = "{}",
				   .timeout_ms = 8000,
				   .effect = on_effect,
				   .effected = on_effected,
				   .done = on_done };
	struct call_job reading = { .op = "marketplace.sync",
				    .arg = "{}",
				    .timeout_ms = 8000,
				    .done = on_done };
	int files = 0;

	(void)state;
	while (handled() < frames_wanted) {
		call(t.calls % 2 ? &acting : &reading);
		if (t.calls == 20)
			files = open_files();
	}
	print_message("# seed %llu: %lld frames, %d workers, %lld calls: %lld "
		      "ok, %lld broke the contract, %lld died; %lld reads "
		      "left, %lld keeps, %lld effects\n",
		      (unsigned long long)seed, (long long)handled(),
		      (int)lives, (long long)t.calls, (long long)t.ok,
		      (long long)t.breaches, (long long)t.died,
		      (long long)sent.asked, (long long)blank_kept,
		      (long long)t.effects);
	assert_int_equal(t.effects, 0);
	assert_int_equal(sent.effects, 0);
	assert_true(t.breaches > 100 && t.died > 100 && t.ok > 100);
	assert_in_range(open_files(), 0, files + 4);
}

static int start(void **state)
{
	static const char asks[] = "{\"requests\":[{\"method\":\"POST\","
				   "\"path\":\"/pay\",\"verb\":\"refund\"}]}";
	static const char effects[] =
		"[{\"what\":\"order\",\"where\":\"/order\"},{\"what\":"
		"\"amount\",\"where\":\"/amount\"},{\"what\":\"currency\","
		"\"where\":\"/currency\"},{\"what\":\"key\",\"where\":\"/key\"}"
		",{\"what\":\"only\",\"where\":\": order amount currency "
		"key\"}]";
	struct err err = { 0 };

	(void)state;
	seed = full_seed(1);
	frames_wanted = full_or_quick(1000000, 40000);
	t.verb = (struct verb_info){
		.name = "refund",
		.money = true,
		.effects = json_parse(effects, sizeof effects - 1, &err),
		.code_at = "",
	};
	t.instance = (struct instance){
		.name = "wild",
		.so = "x",
		.config = "[]",
		.is_marketplace = true,
		.descriptor = json_parse(asks, sizeof asks - 1, &err),
	};
	t.loop = loop_new();
	t.worker = worker_new(t.loop, NULL, &blank_desk, NULL, &t.instance);
	/* What a worker says is a line of the log each. */
	assert_non_null(freopen("/dev/null", "w", stderr));
	return 0;
}

static int end(void **state)
{
	(void)state;
	worker_free(t.worker);
	loop_free(t.loop);
	json_free(t.instance.descriptor);
	json_free((cJSON *)(uintptr_t)t.verb.effects);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_frame_of_a_worker_does_what_it_must_not),
	};

	return cmocka_run_group_tests_name("frames", tests, start, end);
}
