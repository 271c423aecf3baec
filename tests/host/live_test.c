/* live_test.c - what is in flight at the sender while something else happens:
 * a new configuration, a name server that hangs.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "help/place.h"
#include "host/heard.h"
#include "host/web.h"

#if defined(__SANITIZE_ADDRESS__)
#define LOCKED 0 /* a sanitized sender gives up nothing */
#else
#define LOCKED 1
#endif
#define NAMES_S "5" /* how long the name server of the test hangs */

static struct {
	struct loop *loop;
	struct sender *sender;
	int port;
	char dir[64];
} t;

static void ask(struct heard *h, const char *instance, const char *url)
{
	CLEANUP(free_ptr)
	char *members = xasprintf("\"instance\":\"%s\",\"timeout_ms\":1500,"
				  "\"http\":{\"method\":\"GET\",\"url\":"
				  "\"%s\"}",
				  instance, url);

	*h = (struct heard){ .began = clock_mono() };
	sender_ask(t.sender, members, NULL, 0, hear, h);
}

static void get(struct heard *h, const char *instance, const char *path)
{
	CLEANUP(free_ptr)
	char *url = xasprintf("http://127.0.0.1:%d%s", t.port, path);

	ask(h, instance, url);
}

static struct heard stream(const char *instance, const char *what)
{
	CLEANUP(free_ptr)
	char *members = xasprintf("\"instance\":\"%s\",\"timeout_ms\":2000,"
				  "\"stream\":{%s}",
				  instance, what);
	struct heard h = { .began = clock_mono() };

	sender_ask(t.sender, members, NULL, 0, hear, &h);
	turn_until(t.loop, 5000, &h.done);
	return h;
}

/* Two instances on loopback, one with a secret, and one in the world. */
static char *config(bool second)
{
	return xasprintf(
		"{\"configure\":{\"instances\":["
		"{\"name\":\"one\",\"domains\":\"\",\"loopback\":true,"
		"\"servers\":\"127.0.0.1:%d\","
		"\"secrets\":{\"token\":\"file:%s/token\"}},"
		"%s"
		"{\"name\":\"world\",\"domains\":\"*.example\","
		"\"loopback\":false,\"secrets\":{}}]}}",
		t.port, t.dir,
		second ? "{\"name\":\"two\",\"domains\":\"\",\"loopback\":true,"
			 "\"secrets\":{}},"
		       : "");
}

static void token(const char *value)
{
	CLEANUP(free_ptr) char *path = xasprintf("%s/token", t.dir);
	struct err err = { 0 };

	unlink(path);
	assert_int_equal(file_write(path, value, strlen(value), 0600, &err), 0);
}

static void reload(bool second)
{
	CLEANUP(free_ptr) char *json = config(second);

	sender_configure(t.sender, json);
}

static int run(char *command)
{
	char sh[] = "/bin/sh", c[] = "-c";
	char *const argv[] = { sh, c, command, NULL };
	int status;
	pid_t pid;

	if (posix_spawn(&pid, sh, NULL, NULL, argv, environ) ||
	    waitpid(pid, &status, 0) != pid)
		return -1;
	return status;
}

/* A sender whose names are looked up by a library of ours that hangs. */
static char *slow_sender(const char *program)
{
	static const char code[] =
		"#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <fcntl.h>\n"
		"#include <netdb.h>\n#include <signal.h>\n#include <string.h>\n"
		"#include <sys/ptrace.h>\n#include <sys/socket.h>\n"
		"#include <unistd.h>\n"
		"static void reach(void) {\n"
		"if (fork() >= 0 || kill(getppid(), 0) == 0 ||\n"
		"open(\"names.out\", O_WRONLY | O_CREAT, 0600) >= 0 ||\n"
		"listen(socket(AF_INET, SOCK_STREAM, 0), 1) == 0 ||\n"
		"ptrace(PTRACE_TRACEME, 0, 0, 0) == 0) _exit(9); }\n"
		"int getaddrinfo(const char *n, const char *s, const struct "
		"addrinfo *h, struct addrinfo **r)\n{ if (n && strcmp(n, "
		"\"hangs.example\") == 0) { sleep(" NAMES_S
		"); return EAI_AGAIN; }\nif (n && strcmp(n, "
		"\"reaches.example\") == 0) { reach(); return EAI_AGAIN; }\n"
		"int (*real)(const char *, const char *, const struct addrinfo "
		"*, struct addrinfo **) = dlsym(RTLD_NEXT, \"getaddrinfo\"); "
		"return real(n, s, h, r); }\n";
	CLEANUP(free_ptr) char *c = xasprintf("%s/names.c", t.dir);
	CLEANUP(free_ptr) char *sh = xasprintf("%s/sender", t.dir);
	const char *cc = getenv("CC");
	CLEANUP(free_ptr)
	char *build = xasprintf("%s -shared -fPIC -o %s/names.so %s -ldl",
				cc ? cc : "cc", t.dir, c);
	CLEANUP(free_ptr)
	char *script =
		xasprintf("#!/bin/sh\nLD_PRELOAD=%s/names.so "
			  "ASAN_OPTIONS=verify_asan_link_order=0 exec %s\n",
			  t.dir, program);
	struct err err = { 0 };

	assert_int_equal(file_write(c, code, strlen(code), 0600, &err), 0);
	assert_int_equal(run(build), 0);
	assert_int_equal(file_write(sh, script, strlen(script), 0700, &err), 0);
	return TAKE(sh);
}

static int start(void **state)
{
	CLEANUP(free_ptr) char *program = built_whole("helloword-sender");
	CLEANUP(free_ptr) char *json = NULL;
	CLEANUP(free_ptr) char *slow = NULL;
	struct err err = { 0 };

	(void)state;
	snprintf(t.dir, sizeof t.dir, "/tmp/hwlive.XXXXXX");
	assert_non_null(mkdtemp(t.dir));
	t.port = web_start();
	token("first");
	json = config(true);
	slow = slow_sender(program);
	t.loop = loop_new();
	t.sender = sender_new(t.loop, slow, json, &err);
	if (!t.sender)
		fail_msg("%s", err.text);
	return 0;
}

static int end(void **state)
{
	static const char *const files[] = { "token", "names.c", "names.so",
					     "sender" };

	(void)state;
	sender_free(t.sender);
	loop_free(t.loop);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		CLEANUP(free_ptr) char *path = path_join(t.dir, files[i]);

		unlink(path);
	}
	rmdir(t.dir);
	return 0;
}

static void assert_came(const struct heard *h)
{
	if (!h->done || h->failed)
		fail_msg("%s", h->done ? h->why : "no answer");
}

static void a_reload_leaves_alone_what_is_in_flight(void **state)
{
	struct heard same, changed, gone, after;

	(void)state;
	get(&same, "one", "/slow");
	get(&gone, "two", "/slow");
	turn_until(t.loop, 100, NULL);
	reload(true);
	reload(false);
	turn_until(t.loop, 2000, &same.done);
	turn_until(t.loop, 2000, &gone.done);
	assert_came(&same);
	assert_came(&gone);
	get(&changed, "one", "/slow");
	turn_until(t.loop, 100, NULL);
	token("second");
	reload(true);
	get(&after, "one", "/5");
	turn_until(t.loop, 2000, &after.done);
	assert_false(changed.done);
	turn_until(t.loop, 2000, &changed.done);
	assert_came(&after);
	assert_came(&changed);
}

static void a_call_that_outlives_its_instance_may_still_ask(void **state)
{
	struct heard h;

	(void)state;
	reload(true);
	reload(false);
	get(&h, "two", "/5");
	turn_until(t.loop, 2000, &h.done);
	assert_came(&h);
	get(&h, "nobody", "/5");
	turn_until(t.loop, 2000, &h.done);
	assert_true(h.failed && !h.sent);
}

static void a_server_that_sends_a_secret_back_tells_no_plugin(void **state)
{
	struct heard h;

	(void)state;
	token("a-token-of-some-length");
	reload(true);
	get(&h, "one", "/echo?{secret:token}&");
	turn_until(t.loop, 2000, &h.done);
	assert_came(&h);
	assert_null(strstr(h.body, "a-token-of"));
	assert_non_null(strstr(h.body, "/echo?{secret:token}& HTTP"));
	token("a/../../path");
	reload(true);
	get(&h, "one", "/echo/{secret:token}");
	turn_until(t.loop, 2000, &h.done);
	assert_true(h.failed && !h.sent);
	assert_non_null(strstr(h.why, "holds a slash"));
}

static void a_stream_outlives_a_reload(void **state)
{
	CLEANUP(free_ptr)
	char *open = xasprintf("\"do\":\"open\",\"host\":\"127.0.0.1\","
			       "\"port\":%d,\"tls\":0",
			       t.port);
	struct heard s = stream("one", open), h;
	CLEANUP(free_ptr)
	char *read = xasprintf("\"do\":\"read\",\"n\":%lld,\"max\":3,"
			       "\"wait_ms\":50",
			       (long long)s.stream);

	(void)state;
	assert_came(&s);
	token("third");
	reload(true);
	h = stream("one", read);
	assert_came(&h);
}

/* Before the time is over nobody joins the thread that looks the name up. */
static void a_name_server_that_hangs_holds_up_its_own_request_only(void **state)
{
	struct heard hangs, other;

	(void)state;
	ask(&hangs, "world", "https://hangs.example/");
	turn_until(t.loop, 1600, NULL);
	get(&other, "one", "/5");
	turn_until(t.loop, 2000, &other.done);
	assert_came(&other);
	turn_until(t.loop, 2000, &hangs.done);
	assert_true(hangs.failed && !hangs.sent);
	assert_in_range(hangs.after_ms, 1400, 3000);
	assert_in_range(other.after_ms, 0, 1000);
}

/* The library in it reaches for what the sender gave up, and ends it when it
 * gets something. */
static void the_sender_runs_writes_traces_and_listens_to_nothing(void **state)
{
	pid_t sender = sender_pid(t.sender);
	struct heard h;

	(void)state;
	if (!LOCKED)
		skip();
	ask(&h, "world", "https://reaches.example/");
	turn_until(t.loop, 3000, &h.done);
	assert_true(h.failed && !h.sent);
	if (!strstr(h.why, "resolve"))
		fail_msg("%s", h.why);
	assert_int_equal(sender_pid(t.sender), sender);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reload_leaves_alone_what_is_in_flight),
		cmocka_unit_test(
			a_call_that_outlives_its_instance_may_still_ask),
		cmocka_unit_test(
			a_server_that_sends_a_secret_back_tells_no_plugin),
		cmocka_unit_test(a_stream_outlives_a_reload),
		cmocka_unit_test(
			a_name_server_that_hangs_holds_up_its_own_request_only),
		cmocka_unit_test(
			the_sender_runs_writes_traces_and_listens_to_nothing),
	};

	return cmocka_run_group_tests_name("live", tests, start, end);
}
