/* notify_test.c - what a service manager hears of the desk, by a manager's
 * socket that is ours.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/when.h"
#include "help/place.h"
#include "host/notify.h"

#define PATIENCE_MS 60000

static struct {
	char *dir, *conf, *socket;
	int fd;
	pid_t desk;
	char said[4096]; /* the last datagram */
} t = { .fd = -1 };

/* -- the manager -- */

static int manager_at(const char *name)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	size_t len = strlen(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	assert_true(len < sizeof a.sun_path);
	memcpy(a.sun_path, name, len);
	if (*name == '@')
		a.sun_path[0] = '\0';
	assert_int_equal(
		bind(fd, (const struct sockaddr *)&a,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)),
		0);
	return fd;
}

/* The next datagram within ms; false if there is none. */
static bool hear(int ms)
{
	struct pollfd p = { t.fd, POLLIN, 0 };
	ssize_t n;

	if (poll(&p, 1, ms) != 1)
		return false;
	n = recv(t.fd, t.said, sizeof t.said - 1, 0);
	assert_true(n > 0);
	t.said[n] = '\0';
	return true;
}

static bool says(const char *line)
{
	CLEANUP(free_ptr) char *all = xasprintf("\n%s", t.said);
	CLEANUP(free_ptr) char *wanted = xasprintf("\n%s", line);

	return strstr(all, wanted) != NULL;
}

/* Passes over what else is said. */
static void hear_word(const char *line)
{
	do {
		if (!hear(PATIENCE_MS))
			fail_msg("the manager never heard %s", line);
	} while (!says(line));
}

/* The clock that the protocol names, ms. */
static int64_t monotonic(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t number_after(const char *name)
{
	const char *at = strstr(t.said, name);

	return at ? strtoll(at + strlen(name), NULL, 10) : -1;
}

/* -- the desk -- */

static void write_conf(const char *more)
{
	CLEANUP(free_ptr) char *here = getcwd(NULL, 0);
	CLEANUP(free_ptr)
	char *text = xasprintf("desk = { state = \"state\"; policy = "
			       "\"%s/policy\"; %s };\n"
			       "http = { listen = \"127.0.0.1:0\"; };\n",
			       here, more);
	struct err err = { 0 };

	assert_int_equal(file_write(t.conf, text, strlen(text), 0600, &err), 0);
}

static void start_desk(const char *watchdog_usec)
{
	CLEANUP(free_ptr) char *program = built("helloword");
	CLEANUP(free_ptr) char *port = path_join(t.dir, "port");
	CLEANUP(free_ptr) char *log = path_join(t.dir, "log");

	unlink(port);
	t.desk = fork();
	if (t.desk)
		return;
	setenv("NOTIFY_SOCKET", t.socket, 1);
	setenv("HELLOWORD_SANDBOX", "1", 1);
	if (watchdog_usec)
		setenv("WATCHDOG_USEC", watchdog_usec, 1);
	close(1);
	open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(1, 2);
	execl(program, "helloword", "serve", "-c", t.conf, "--port-file", port,
	      (char *)NULL);
	_exit(127);
}

static void stop_desk(void)
{
	int status = -1;

	if (!t.desk)
		return;
	kill(t.desk, SIGTERM);
	waitpid(t.desk, &status, 0);
	t.desk = 0;
	assert_int_equal(status, 0);
}

static int64_t in_file(const char *name)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(free_ptr) char *path = path_join(t.dir, name);
	struct err err = { 0 };

	return file_read(&s, path, 100, &err) ? -1
					      : strtoll(str_c(&s), NULL, 10);
}

static int setup(void **state)
{
	(void)state;
	t.dir = xstrdup(scratch_dir());
	t.conf = path_join(t.dir, "helloword.conf");
	t.socket = path_join(t.dir, "notify");
	unlink(t.socket);
	t.fd = manager_at(t.socket);
	write_conf("");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (t.desk > 0) {
		kill(t.desk, SIGKILL);
		waitpid(t.desk, NULL, 0);
		t.desk = 0;
	}
	close_fd(&t.fd);
	free(t.dir);
	free(t.conf);
	free(t.socket);
	return 0;
}

/* -- tests -- */

static bool takes_connections(int64_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	CLEANUP(close_fd) int fd = socket(AF_INET, SOCK_STREAM, 0);

	return connect(fd, (const struct sockaddr *)&a, sizeof a) == 0;
}

static bool control_listens(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	CLEANUP(close_fd) int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(a.sun_path, sizeof a.sun_path, "%s/state/desk.sock", t.dir);
	return connect(fd, (const struct sockaddr *)&a, sizeof a) == 0;
}

static void ready_is_said_once_the_desk_can_be_used(void **state)
{
	CLEANUP(free_ptr) char *db = NULL;

	(void)state;
	start_desk(NULL);
	assert_true(hear(PATIENCE_MS));
	assert_true(says("READY=1\n"));
	assert_true(says("STATUS=0 instances, policy "));
	assert_true(takes_connections(in_file("port")));
	assert_true(control_listens());
	db = path_join(t.dir, "state/helloword.db-wal");
	assert_true(file_exists(db));
	kill(t.desk, SIGTERM);
	hear_word("STOPPING=1\n");
	stop_desk();
	assert_false(hear(0));
}

static void a_desk_that_cannot_start_never_says_it(void **state)
{
	int status = -1;

	(void)state;
	write_conf("polcy = 1;");
	start_desk(NULL);
	waitpid(t.desk, &status, 0);
	t.desk = 0;
	assert_int_equal(WEXITSTATUS(status), 78);
	while (hear(0))
		assert_false(says("READY=1\n"));
}

static void a_reload_is_told_with_its_moment_and_its_end(void **state)
{
	int64_t before, at;

	(void)state;
	start_desk(NULL);
	hear_word("READY=1\n");
	before = monotonic();
	kill(t.desk, SIGHUP);
	assert_true(hear(PATIENCE_MS));
	assert_true(says("RELOADING=1\n"));
	at = number_after("MONOTONIC_USEC=");
	assert_true(at / 1000 >= before - 1 && at / 1000 <= monotonic());
	assert_true(hear(PATIENCE_MS));
	assert_true(says("READY=1\n"));
	write_conf("polcy = 1;");
	kill(t.desk, SIGHUP);
	hear_word("RELOADING=1\n");
	assert_true(hear(PATIENCE_MS));
	assert_true(says("READY=1\n"));
	assert_non_null(strstr(t.said, "the last reload was refused"));
	stop_desk();
}

/* Reading a manifest that is a pipe waits for its writer: a loop that hangs. */
static void the_watchdog_is_fed_only_while_the_loop_turns(void **state)
{
	int64_t hung, fed = 0;
	int fd;

	(void)state;
	start_desk("400000");
	hear_word("READY=1\n");
	for (int i = 0; i < 3; i++)
		hear_word("WATCHDOG=1\n");
	assert_int_equal(unlink(t.conf), 0);
	assert_int_equal(mkfifo(t.conf, 0600), 0);
	kill(t.desk, SIGHUP);
	hear_word("RELOADING=1\n");
	for (hung = clock_mono(); clock_mono() - hung < 1500;)
		fed += hear(100) && says("WATCHDOG=1\n");
	assert_int_equal(fed, 0);
	fd = open(t.conf, O_WRONLY);
	assert_true(fd >= 0);
	close(fd);
	hear_word("READY=1\n");
	hear_word("WATCHDOG=1\n");
	stop_desk();
}

/* By what the kernel says they were started with. */
static void no_child_can_speak_in_the_desks_name(void **state)
{
	CLEANUP(free_ptr) char *list = NULL;
	CLEANUP(str_release) struct str children = STR_INIT;
	struct err err = { 0 };
	char *save = NULL;
	int seen = 0;

	(void)state;
	start_desk("60000000");
	hear_word("READY=1\n");
	list = xasprintf("/proc/%d/task/%d/children", (int)t.desk, (int)t.desk);
	assert_int_equal(file_read(&children, list, 4096, &err), 0);
	for (char *pid = strtok_r(children.at, " ", &save); pid;
	     pid = strtok_r(NULL, " ", &save)) {
		CLEANUP(free_ptr)
		char *path = xasprintf("/proc/%s/environ", pid);
		CLEANUP(str_release) struct str s = STR_INIT;

		if (file_read(&s, path, 65536, &err))
			continue; /* another user may not look */
		seen++;
		assert_null(s.len ? memmem(s.at, s.len, "NOTIFY", 6) : NULL);
		assert_null(s.len ? memmem(s.at, s.len, "WATCHDOG", 8) : NULL);
	}
	assert_true(seen > 0 || geteuid() != 0);
	stop_desk();
}

static void an_abstract_socket_does_as_well(void **state)
{
	CLEANUP(free_ptr)
	char *name = xasprintf("@hw-notify-test-%d", (int)getpid());
	struct notify n;

	(void)state;
	close_fd(&t.fd);
	t.fd = manager_at(name);
	setenv("NOTIFY_SOCKET", name, 1);
	setenv("WATCHDOG_USEC", "1000", 1);
	setenv("WATCHDOG_PID", "1", 1);
	notify_open(&n);
	assert_true(n.fd >= 0);
	assert_int_equal(n.every_ms, 0); /* it is process 1 that is watched */
	assert_null(getenv("NOTIFY_SOCKET"));
	assert_null(getenv("WATCHDOG_USEC"));
	notify_ready(&n, "here");
	assert_true(hear(1000));
	assert_string_equal(t.said, "READY=1\nSTATUS=here\n");
	notify_close(&n);
}

static void a_manager_that_does_not_read_stalls_nobody(void **state)
{
	struct notify n;

	(void)state;
	setenv("NOTIFY_SOCKET", t.socket, 1);
	notify_open(&n);
	alarm(20);
	for (int i = 0; i < 100000; i++)
		notify_ready(&n, "again");
	alarm(0);
	notify_close(&n);
	/* And one that is not there. */
	setenv("NOTIFY_SOCKET", "/nowhere/at/all", 1);
	notify_open(&n);
	assert_int_equal(n.fd, -1);
	notify_ready(&n, "nobody hears it");
	notify_turned(&n);
	assert_int_equal(notify_wait_ms(&n, 1000), 1000);
}

static void root_is_refused_unless_it_is_meant(void **state)
{
	int status = -1;

	(void)state;
	if (geteuid() != 0)
		skip();
	t.desk = fork();
	if (!t.desk) {
		CLEANUP(free_ptr) char *program = built("helloword");

		unsetenv("HELLOWORD_SANDBOX");
		execl(program, "helloword", "serve", "-c", t.conf,
		      (char *)NULL);
		_exit(127);
	}
	waitpid(t.desk, &status, 0);
	t.desk = 0;
	assert_int_equal(WEXITSTATUS(status), 77);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ready_is_said_once_the_desk_can_be_used),
		TEST(a_desk_that_cannot_start_never_says_it),
		TEST(a_reload_is_told_with_its_moment_and_its_end),
		TEST(the_watchdog_is_fed_only_while_the_loop_turns),
		TEST(no_child_can_speak_in_the_desks_name),
		TEST(an_abstract_socket_does_as_well),
		TEST(a_manager_that_does_not_read_stalls_nobody),
		TEST(root_is_refused_unless_it_is_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
