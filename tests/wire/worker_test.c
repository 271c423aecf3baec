/* worker_test.c - a plugin may do what it likes: it costs its own call.
 * The real worker with the chaos plugin; this is the desk.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "wire/frame.h"
#include "wire/load.h"

#if defined(__SANITIZE_ADDRESS__)
#define LOCKED 0 /* a sanitized worker has no sandbox */
#else
#define LOCKED 1
#endif

struct worker {
	pid_t pid;
	int fd;
	struct frame_reader in;
	struct err err;
	int lines; /* of log */
	char *records;
	cJSON *last; /* the last frame */
	struct str log;
};

static char build[4096]; /* the folder that holds helloword-worker */

static char *built(const char *name)
{
	return path_join(build, name);
}

static void start(struct worker *w)
{
	char *program = built("helloword-worker");
	char *const argv[] = { program, NULL };
	char *const envp[] = { NULL };
	posix_spawn_file_actions_t files;
	int pair[2], null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	*w = (struct worker){ .in = FRAME_READER_INIT, .log = STR_INIT };
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, null, 2);
	posix_spawn_file_actions_addclose(&files, pair[0]);
	posix_spawn_file_actions_adddup2(&files, pair[1], 3);
	assert_int_equal(
		posix_spawn(&w->pid, program, &files, NULL, argv, envp), 0);
	posix_spawn_file_actions_destroy(&files);
	close(pair[1]);
	close(null);
	w->fd = pair[0];
	free(program);
}

/* The exit status, or 128 + the signal. */
static int end(struct worker *w)
{
	int status;

	close(w->fd);
	assert_int_equal(waitpid(w->pid, &status, 0), w->pid);
	frame_reader_release(&w->in);
	json_free(w->last);
	free(w->records);
	str_release(&w->log);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

static void say(struct worker *w, const char *json)
{
	assert_int_equal(
		frame_send(w->fd, json, strlen(json), NULL, 0, &w->err), 0);
}

/* The next frame that is no line of the log; NULL when the worker is gone or
 * says nothing for `ms`. */
static const cJSON *hear(struct worker *w, int ms)
{
	struct pollfd p = { .fd = w->fd, .events = POLLIN };
	struct frame f;
	int got;

	for (;;) {
		while ((got = frame_next(&w->in, &f, &w->err)) == 0)
			if (poll(&p, 1, ms) <= 0 ||
			    frame_fill(&w->in, w->fd, &w->err) <= 0)
				return NULL;
		assert_int_equal(got, 1);
		json_free(w->last);
		w->last = json_parse(f.json, f.json_len, &w->err);
		assert_non_null(w->last);
		if (!json_get(w->last, "log")) {
			free(w->records);
			w->records = xstrndup(f.blob, f.blob_len);
			return w->last;
		}
		w->lines++;
		str_printf(&w->log, "%s\n", json_text(w->last, "text"));
	}
}

static void hello(struct worker *w, const char *mood)
{
	CLEANUP(free_ptr) char *so = built("tests/chaos/chaos.so");
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"hello\":1,\"minor\":0,\"plugin\":\"%s\","
			       "\"config\":[\"%s\",null,5,43200000]}",
			       so, mood);

	start(w);
	say(w, json);
}

static void ready(struct worker *w)
{
	hello(w, "calm");
	assert_non_null(hear(w, 5000));
	assert_string_equal(json_text(w->last, "ready"), "chaos");
}

static void ask(struct worker *w, int id, const char *tracking)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"id\":%d,\"op\":\"carrier.track\",\"now\":5,"
			       "\"deadline\":9,\"kv\":{\"cursor\":\"1\"},"
			       "\"arg\":{\"tracking\":\"%s\"}}",
			       id, tracking);

	say(w, json);
}

/* One call; what it came to. */
static int64_t done(struct worker *w, int id, const char *tracking)
{
	ask(w, id, tracking);
	assert_non_null(hear(w, 10000));
	assert_int_equal(json_i64(w->last, "id", 0), id);
	return json_i64(w->last, "done", 99);
}

static const char *why(struct worker *w)
{
	const char *text = json_text(w->last, "why");

	return text ? text : "";
}

static void works(struct worker *w, int id)
{
	assert_int_equal(done(w, id, "fine"), 0);
	assert_non_null(strstr(w->records, "\"text\":\"fine\""));
	assert_int_equal(json_i64(w->last, "count", 0), 1);
}

static void a_worker_leaves_when_the_desk_closes(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	works(&w, 1);
	works(&w, 2);
	assert_int_equal(end(&w), 0);
}

static void numbers_and_durations_reach_open(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	assert_string_equal(str_c(&w.log), "count 5 pause 43200000\n");
	assert_int_equal(end(&w), 0);
}

static void a_refused_open_is_told(void **state)
{
	struct worker w;

	(void)state;
	hello(&w, "refuse");
	assert_non_null(hear(&w, 5000));
	assert_string_equal(json_text(w.last, "error"), "the token is refused");
	assert_int_equal(json_i64(w.last, "status", 0), -2);
	assert_int_equal(end(&w), 0);
}

/* A config in which every text is `text`, and all else absent. */
static char *config_of(const char *so, const char *text)
{
	CLEANUP(str_release) struct str config = STR_INIT;
	struct err err = { 0 };
	struct plugin p;
	struct hw_option o;

	if (plugin_load(&p, so, NULL, &err))
		fail_msg("%s", err.text);
	for (uint32_t i = 0; i < p.head.options.count; i++) {
		table_get(&p.head.options, i, &o, sizeof o);
		str_printf(&config, "%s%s", i ? "," : "",
			   o.type == HW_INT || o.type == HW_BOOL ||
					   o.type == HW_DURATION
				   ? "null"
				   : text);
	}
	return str_take(&config);
}

static void options_that_are_empty_or_absent_end_no_worker(void **state)
{
	static const char *const plugins[] = { "plugins/shopify",
					       "plugins/email", "plugins/dhl",
					       "tests/chaos/chaos" };
	static const char *const texts[] = { "null", "\"\"", "\" \"" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(plugins) * COUNT_OF(texts); i++) {
		const char *file = plugins[i / COUNT_OF(texts)];
		const char *id = strrchr(file, '/') + 1;
		const char *text = texts[i % COUNT_OF(texts)];
		CLEANUP(free_ptr) char *name = xasprintf("%s.so", file);
		CLEANUP(free_ptr) char *so = built(name);
		CLEANUP(free_ptr) char *config = config_of(so, text);
		CLEANUP(free_ptr)
		char *json = xasprintf("{\"hello\":1,\"plugin\":\"%s\","
				       "\"config\":[%s]}",
				       so, config);
		struct worker w;

		start(&w);
		say(&w, json);
		if (!hear(&w, 5000))
			fail_msg("%s died of options that are %s", id, text);
		assert_true(text_eq(json_text(w.last, "ready"), id) ||
			    json_text(w.last, "error"));
		end(&w);
	}
}

static void a_required_option_without_a_value_is_named(void **state)
{
	CLEANUP(free_ptr) char *so = built("plugins/shopify.so");
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"hello\":1,\"plugin\":\"%s\","
			       "\"config\":[]}",
			       so);
	struct worker w;

	(void)state;
	start(&w);
	say(&w, json);
	assert_non_null(hear(&w, 5000));
	assert_non_null(strstr(json_text(w.last, "error"), "\"shop\""));
	end(&w);
}

static void a_plugin_that_is_none_is_told(void **state)
{
	struct worker w;

	(void)state;
	start(&w);
	say(&w, "{\"hello\":1,\"plugin\":\"/etc/hostname\",\"config\":[]}");
	assert_non_null(hear(&w, 5000));
	assert_non_null(strstr(json_text(w.last, "error"), "/etc/hostname"));
	assert_int_equal(end(&w), 0);
}

static void a_crash_ends_the_worker_without_an_answer(void **state)
{
	static const struct {
		const char *deed;
		int status;
	} ends[] = { { "crash", 128 + SIGSEGV },
		     { "exit", 0 },
		     { "memory", 128 + SIGABRT } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct worker w;

		ready(&w);
		ask(&w, 1, ends[i].deed);
		assert_null(hear(&w, 10000));
		if (LOCKED || ends[i].status == 0)
			assert_int_equal(end(&w), ends[i].status);
		else
			assert_int_not_equal(end(&w), 0);
	}
}

static void a_hanging_plugin_can_be_killed(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	ask(&w, 1, "hang");
	assert_null(hear(&w, 200));
	kill(w.pid, SIGKILL);
	assert_int_equal(end(&w), 128 + SIGKILL);
}

/* Each deed leaves the worker able to serve the next call. */
static void breaches_are_named_and_cost_one_call(void **state)
{
	static const struct {
		const char *deed, *why;
	} breaches[] = {
		{ "flood", "more than 4000 records" },
		{ "big", "more than 24 MiB" },
		{ "no-status", "returned 17" },
		{ "nothing", "a key that is empty" },
		{ "bad-money", "order.total in a currency" },
		{ "bad-choice", "scan.status that is none of its words (99)" },
		{ "bad-type", "type 4711" },
		{ "bad-header", "a header that is none" },
		{ "keys", "more than 1000 keys" },
	};
	struct worker w;

	(void)state;
	ready(&w);
	for (size_t i = 0; i < COUNT_OF(breaches); i++) {
		assert_int_equal(done(&w, 10, breaches[i].deed), -5);
		if (!strstr(why(&w), breaches[i].why))
			fail_msg("%s: %s", breaches[i].deed, why(&w));
		assert_int_equal(json_i64(w.last, "count", 9), 0);
		assert_null(json_get(w.last, "kv"));
		assert_string_equal(w.records, "");
		works(&w, 11);
	}
	assert_int_equal(end(&w), 0);
}

static void a_failure_without_a_word_drops_records(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	assert_int_equal(done(&w, 1, "silent"), -2);
	assert_string_equal(why(&w), "carrier.track failed without saying why");
	assert_string_equal(w.records, "");
	assert_int_equal(end(&w), 0);
}

static void text_that_is_not_utf8_is_repaired(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	assert_int_equal(done(&w, 1, "latin1"), 0);
	assert_non_null(strstr(w.records, "caf\xef\xbf\xbd"));
	assert_string_equal(json_text(json_get(w.last, "kv"), "cursor"),
			    "\xef\xbf\xbd");
	assert_non_null(strstr(str_c(&w.log), "is not UTF-8"));
	assert_int_equal(end(&w), 0);
}

static void a_flood_of_log_lines_is_cut(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	w.lines = 0;
	assert_int_equal(done(&w, 1, "flood-log"), 0);
	assert_int_equal(w.lines, 501);
	assert_int_equal(end(&w), 0);
}

static void a_forged_frame_carries_another_id(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	ask(&w, 1, "forge");
	assert_non_null(hear(&w, 5000));
	assert_int_equal(json_i64(w.last, "id", 0), 999);
	end(&w);
}

static void output_and_input_of_a_plugin_go_nowhere(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	assert_int_equal(done(&w, 1, "print"), 0);
	assert_non_null(strstr(w.records, "nothing to read"));
	assert_int_equal(end(&w), 0);
}

static void a_plugin_inherits_nothing(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	assert_int_equal(done(&w, 1, "inside"), 0);
	assert_int_equal(json_i64(w.last, "count", 0), 1);
	assert_non_null(strstr(w.records, "\"nothing\""));
	assert_int_equal(end(&w), 0);
}

static void a_plugin_reaches_nothing_of_the_machine(void **state)
{
	struct worker w;

	(void)state;
	if (!LOCKED)
		skip();
	ready(&w);
	assert_int_equal(done(&w, 1, "escape"), 0);
	if (json_i64(w.last, "count", 0) != 1)
		fail_msg("it reached: %s", w.records);
	works(&w, 2);
	assert_int_equal(end(&w), 0);
}

static void an_operation_that_is_not_there_is_unsupported(void **state)
{
	struct worker w;

	(void)state;
	ready(&w);
	say(&w, "{\"id\":1,\"op\":\"marketplace.sync\"}");
	assert_non_null(hear(&w, 5000));
	assert_int_equal(json_i64(w.last, "done", 0), -4);
	say(&w, "{\"id\":2,\"op\":\"carrier.track\",\"arg\":{}}");
	assert_non_null(hear(&w, 5000));
	assert_int_equal(json_i64(w.last, "done", 0), -3);
	say(&w, "{\"id\":3,\"op\":\"nonsense\"}");
	assert_non_null(hear(&w, 5000));
	assert_int_equal(json_i64(w.last, "done", 0), -4);
	assert_int_equal(end(&w), 0);
}

static void a_desk_that_talks_nonsense_is_left(void **state)
{
	static const char *const nonsense[] = { "{\"op\":\"probe\"}", "[]",
						"{\"id\":1}", "{x}" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(nonsense); i++) {
		struct worker w;

		ready(&w);
		say(&w, nonsense[i]);
		assert_null(hear(&w, 5000));
		assert_int_not_equal(end(&w), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_worker_leaves_when_the_desk_closes),
		cmocka_unit_test(numbers_and_durations_reach_open),
		cmocka_unit_test(a_refused_open_is_told),
		cmocka_unit_test(
			options_that_are_empty_or_absent_end_no_worker),
		cmocka_unit_test(a_required_option_without_a_value_is_named),
		cmocka_unit_test(a_plugin_that_is_none_is_told),
		cmocka_unit_test(a_crash_ends_the_worker_without_an_answer),
		cmocka_unit_test(a_hanging_plugin_can_be_killed),
		cmocka_unit_test(breaches_are_named_and_cost_one_call),
		cmocka_unit_test(a_failure_without_a_word_drops_records),
		cmocka_unit_test(text_that_is_not_utf8_is_repaired),
		cmocka_unit_test(a_flood_of_log_lines_is_cut),
		cmocka_unit_test(a_forged_frame_carries_another_id),
		cmocka_unit_test(output_and_input_of_a_plugin_go_nowhere),
		cmocka_unit_test(a_plugin_inherits_nothing),
		cmocka_unit_test(a_plugin_reaches_nothing_of_the_machine),
		cmocka_unit_test(an_operation_that_is_not_there_is_unsupported),
		cmocka_unit_test(a_desk_that_talks_nonsense_is_left),
	};
	ssize_t len = readlink("/proc/self/exe", build, sizeof build - 1);

	/* $B/tests/wire/worker_test -> $B */
	for (int up = 0; up < 3 && len > 0; up++)
		while (len > 0 && build[--len] != '/')
			build[len] = '\0';
	if (len > 0)
		build[len] = '\0';
	return cmocka_run_group_tests(tests, NULL, NULL);
}
