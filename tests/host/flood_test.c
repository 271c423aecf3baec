/* flood_test.c - what one worker or one reply may cost the others: nothing.
 *
 * The worker is this program again, started by the host; it says what no
 * plugin's worker would say. Sender and HTTP are real.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/when.h"
#include "help/blank_desk.h"
#include "help/place.h"
#include "host/heard.h"
#include "host/web.h"
#include "host/worker.h"
#include "wire/frame.h"

/* -- a worker that keeps to no rule -- */

static struct frame_reader in = FRAME_READER_INIT;

static cJSON *receive(struct frame *f)
{
	struct err err = { 0 };
	cJSON *json;

	while (frame_next(&in, f, &err) == 0)
		if (frame_fill(&in, 3, &err) <= 0)
			exit(0);
	json = json_parse(f->json, f->json_len, &err);
	if (!json)
		exit(1);
	return json;
}

static void tell(const char *json, const void *blob, size_t len)
{
	struct err err = { 0 };

	if (frame_send(3, json, strlen(json), blob, len, &err))
		exit(0);
}

static void done(int64_t id, const char *more, const void *blob, size_t len)
{
	CLEANUP(free_ptr)
	char *json =
		xasprintf("{\"id\":%lld,\"done\":0%s}", (long long)id, more);

	tell(json, blob, len);
}

/* Asks, hears, and tells what came as the record. */
static void ask(int64_t id, const char *question, const void *blob, size_t len)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"id\":%lld,%s}", (long long)id, question);
	CLEANUP(free_ptr) char *record = NULL;
	struct frame f;
	cJSON *answer;

	tell(json, blob, len);
	answer = receive(&f);
	record = xasprintf("%s %u\n",
			   json_get(answer, "failed") ? "failed" : "came",
			   f.blob_len);
	json_free(answer);
	done(id, "", record, strlen(record));
}

/* What it hands in; false when `what` is a question. */
static bool hand_in(int64_t id, const char *what)
{
	CLEANUP(free_ptr) char *text = web_many("x", 200 << 10);
	CLEANUP(free_ptr) char *json = NULL;

	if (text_eq(what, "records")) {
		CLEANUP(free_ptr) char *lines = web_many("{}\n", 8 << 20);

		done(id, "", lines, strlen(lines));
	} else if (text_eq(what, "json")) {
		CLEANUP(free_ptr) char *long_text = web_many("x", 8 << 20);

		json = xasprintf(",\"why\":\"%s\"", long_text);
		done(id, json, NULL, 0);
	} else if (text_eq(what, "kv")) {
		json = xasprintf(",\"kv\":{\"a\":\"%s\",\"b\":\"%s\",\"c\":\"%s"
				 "\"}",
				 text, text, text);
		done(id, json, NULL, 0);
	} else if (text_eq(what, "log")) {
		json = xasprintf("{\"id\":%lld,\"log\":2,\"text\":\"x\"}",
				 (long long)id);
		for (int i = 0; i < 2000; i++)
			tell(json, NULL, 0);
		done(id, "", NULL, 0);
	} else {
		return false;
	}
	return true;
}

static void question(int64_t id, const char *what, const char *url)
{
	CLEANUP(free_ptr) char *text = NULL;
	CLEANUP(free_ptr) char *json = NULL;
	const char *method = text_eq(what, "body")     ? "POST"
			     : text_eq(what, "method") ? "GET\\r\\nX: y"
						       : "GET";

	if (text_eq(what, "stream")) {
		ask(id,
		    "\"stream\":{\"do\":\"open\",\"host\":\"x\",\"port\":1,"
		    "\"tls\":1}",
		    NULL, 0);
		return;
	}
	if (text_eq(what, "keep")) {
		text = web_many("x", 300 << 10);
		json = xasprintf("\"keep\":{\"key\":\"a\",\"value\":\"%s\"}",
				 text);
		ask(id, json, NULL, 0);
		return;
	}
	if (text_eq(what, "body"))
		text = web_many("x", FRAME_MAX - 4096);
	json = xasprintf("\"http\":{\"method\":\"%s\",\"url\":\"%s\"}", method,
			 url);
	ask(id, json, text, text ? strlen(text) : 0);
}

static _Noreturn void rogue(void)
{
	struct frame f;
	cJSON *json = receive(&f);

	tell("{\"ready\":\"x\",\"version\":\"1\"}", NULL, 0);
	for (;;) {
		const cJSON *arg;

		json_free(json);
		json = receive(&f);
		arg = json_get(json, "arg");
		if (!hand_in(json_i64(json, "id", 0), json_text(arg, "do")))
			question(json_i64(json, "id", 0), json_text(arg, "do"),
				 json_text(arg, "url"));
	}
}

/* -- the host -- */

static struct {
	struct loop *loop;
	struct sender *sender;
	struct worker *worker;
	struct instance instance;
	int port;
	char self[4096];
} t;

struct call {
	struct call_job job; /* first */
	bool over, died, breach;
	hw_status status;
	char why[300], records[100];
	size_t records_len;
};

static void call_over(struct call_job *job, const struct call_result *r)
{
	struct call *c = CONTAINER_OF(job, struct call, job);

	c->over = true;
	c->died = r->died;
	c->breach = r->breach;
	c->status = r->status;
	c->records_len = r->records_len;
	snprintf(c->why, sizeof c->why, "%s", r->why);
	snprintf(c->records, sizeof c->records, "%.*s",
		 (int)(r->records_len < 90 ? r->records_len : 90),
		 r->records ? r->records : "");
}

static struct call call_with(const char *what, const char *path)
{
	CLEANUP(free_ptr)
	char *arg = xasprintf("{\"do\":\"%s\",\"url\":"
			      "\"http://127.0.0.1:%d%s\"}",
			      what, t.port, path);
	struct call c = { .job = { .op = "probe",
				   .arg = arg,
				   .timeout_ms = 8000,
				   .done = call_over } };

	worker_submit(t.worker, &c.job);
	assert_true(turn_until(t.loop, 10 * SECOND_MS, &c.over));
	return c;
}

static int start(void **state)
{
	static const char asks[] =
		"{\"requests\":[{\"method\":\"POST\",\"path\":\"/up\"}]}";
	CLEANUP(free_ptr) char *program = built("helloword-sender");
	struct err err = { 0 };

	(void)state;
	assert_true(readlink("/proc/self/exe", t.self, sizeof t.self - 1) > 0);
	t.port = web_start();
	t.instance = (struct instance){ .name = "home",
					.so = "x",
					.config = "[]",
					.descriptor = json_parse(
						asks, strlen(asks), &err) };
	t.loop = loop_new();
	t.sender = sender_new(t.loop, program,
			      "{\"configure\":{\"instances\":[{\"name\":"
			      "\"home\",\"domains\":\"\",\"loopback\":true,"
			      "\"secrets\":{}}]}}",
			      &err);
	assert_non_null(t.sender);
	t.worker =
		worker_new(t.loop, t.sender, &blank_desk, t.self, &t.instance);
	return 0;
}

static int end(void **state)
{
	(void)state;
	worker_free(t.worker);
	sender_free(t.sender);
	loop_free(t.loop);
	json_free(t.instance.descriptor);
	return 0;
}

static void works(void)
{
	struct call c = call_with("get", "/5");

	assert_int_equal(c.status, HW_OK);
	assert_string_equal(c.records, "came 5\n");
}

static void breaks(const char *what, const char *path, const char *why)
{
	struct call c = call_with(what, path);

	if (!c.breach || c.status != HW_BROKEN || c.records_len ||
	    !strstr(c.why, why))
		fail_msg("%s: status %d, %zu bytes: %s", what, (int)c.status,
			 c.records_len, c.why);
	works();
}

static void a_reply_that_makes_no_frame_costs_its_own_call(void **state)
{
	pid_t sender = sender_pid(t.sender);
	struct call c = call_with("get", "/33554390");

	(void)state;
	assert_string_equal(c.records, "failed 0\n");
	assert_int_equal(sender_pid(t.sender), sender);
	c = call_with("get", "/32505856");
	assert_string_equal(c.records, "came 32505856\n");
	works();
}

static void call_heard(void *arg, const struct sender_reply *reply)
{
	struct call *c = arg;

	c->over = true;
	c->status = reply->failed ? reply->sent ? 2 : 1 : 0;
}

static void a_request_that_makes_no_frame_fails_by_itself(void **state)
{
	CLEANUP(free_ptr) char *body = web_many("x", FRAME_MAX);
	CLEANUP(free_ptr)
	char *get = xasprintf("\"instance\":\"home\",\"timeout_ms\":5000,"
			      "\"http\":{\"method\":\"GET\",\"url\":"
			      "\"http://127.0.0.1:%d/slow\"}",
			      t.port);
	pid_t sender = sender_pid(t.sender);
	struct call slow = { .over = false }, big = { .over = false };

	(void)state;
	sender_ask(t.sender, get, NULL, 0, call_heard, &slow);
	sender_ask(t.sender, get, body, FRAME_MAX, call_heard, &big);
	assert_false(big.over); /* later, not at once */
	assert_true(turn_until(t.loop, 10 * SECOND_MS, &big.over));
	assert_int_equal(big.status, 1); /* surely not sent */
	assert_true(turn_until(t.loop, 10 * SECOND_MS, &slow.over));
	assert_int_equal(slow.status, 0);
	assert_int_equal(sender_pid(t.sender), sender);
}

static void what_a_call_hands_in_is_counted_by_the_desk(void **state)
{
	int64_t began = clock_mono();

	(void)state;
	breaks("records", "/", "more than 4000 records");
	breaks("kv", "/", "it puts 614403 bytes");
	breaks("keep", "/", "key or value is too long");
	assert_int_equal(blank_kept, 0);
	assert_in_range(clock_mono() - began, 0, 3000);
}

static void a_request_is_looked_at_by_the_desk(void **state)
{
	(void)state;
	breaks("body", "/up", "a body of");
	breaks("method", "/5", "method or URL is none");
}

/* Or it could speak HTTP over it, with a token, and pay. */
static void a_shop_has_no_streams(void **state)
{
	struct call c = call_with("stream", "/");

	(void)state;
	assert_false(c.breach); /* refused by the sender: nobody names it */
	t.instance.is_marketplace = true;
	breaks("stream", "/", "has no streams");
	t.instance.is_marketplace = false;
}

static void a_flood_of_json_or_log_ends_the_worker_soon(void **state)
{
	int64_t began = clock_mono();
	struct call c = call_with("json", "/");

	(void)state;
	assert_true(c.died);
	assert_non_null(strstr(c.why, "over 1 MiB of JSON"));
	works();
	c = call_with("log", "/");
	assert_true(c.died);
	assert_non_null(strstr(c.why, "floods the log"));
	works();
	assert_in_range(clock_mono() - began, 0, 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_reply_that_makes_no_frame_costs_its_own_call),
		cmocka_unit_test(a_request_that_makes_no_frame_fails_by_itself),
		cmocka_unit_test(what_a_call_hands_in_is_counted_by_the_desk),
		cmocka_unit_test(a_request_is_looked_at_by_the_desk),
		cmocka_unit_test(a_shop_has_no_streams),
		cmocka_unit_test(a_flood_of_json_or_log_ends_the_worker_soon),
	};

	if (fcntl(3, F_GETFD) >= 0 && !getenv("PATH"))
		rogue();
	return cmocka_run_group_tests_name("flood", tests, start, end);
}
