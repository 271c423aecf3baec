/* walls_test.c - the desk's and the sender's own process, locked in as at their
 * start, try to get out; what they need still works.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/harden.h"
#include "help/attempts.h"
#include "help/place.h"
#include "host/walls.h"
#include "sender/lock.h"

static struct {
	char dir[64]; /* holds secret/token, state/, policy/, other/ */
	char *secret, *state, *policy, *other, *token;
	char *worker, *sender;
	char *own; /* a secret that the manifest names */
	struct manifest manifest;
	struct instance instance, *instances[1];
	pid_t victim;
} t;

static char *folder(const char *name)
{
	char *path = path_join(t.dir, name);

	assert_int_equal(mkdir(path, 0700), 0);
	return path;
}

static int start(void **state)
{
	CLEANUP(free_ptr) char *own = NULL;
	struct err err = { 0 };

	(void)state;
	snprintf(t.dir, sizeof t.dir, "/tmp/hwwalls.XXXXXX");
	assert_non_null(mkdtemp(t.dir));
	t.secret = folder("secret");
	t.state = folder("state");
	t.policy = folder("policy");
	t.other = folder("other");
	own = folder("own");
	t.token = path_join(t.secret, "token");
	t.own = path_join(own, "token");
	assert_int_equal(file_write(t.token, "x", 1, 0600, &err), 0);
	assert_int_equal(file_write(t.own, "x", 1, 0600, &err), 0);
	t.worker = built_whole("helloword-worker");
	t.sender = built_whole("helloword-sender");
	t.instance = (struct instance){
		.secrets = xasprintf("{\"token\":\"file:%s\"}", t.own), .ca = ""
	};
	t.instances[0] = &t.instance;
	t.manifest = (struct manifest){ .dir = t.policy,
					.state = t.state,
					.policy = t.policy,
					.anchor_folder = "",
					.instances = t.instances,
					.count = 1 };
	t.victim = fork();
	if (t.victim == 0)
		for (;;)
			pause();
	return 0;
}

static int erase(const char *path, const struct stat *st, int what,
		 struct FTW *where)
{
	(void)st, (void)what, (void)where;
	return remove(path);
}

static int end(void **state)
{
	char **all[] = { &t.secret, &t.state,  &t.policy, &t.other,
			 &t.token,  &t.worker, &t.sender, &t.own };

	(void)state;
	kill(t.victim, SIGKILL);
	waitpid(t.victim, NULL, 0);
	for (size_t i = 0; i < COUNT_OF(all); i++)
		free(*all[i]);
	free((void *)(uintptr_t)t.instance.secrets);
	return nftw(t.dir, erase, 8, FTW_DEPTH | FTW_PHYS);
}

/* -- a process that is locked in -- */

static int no_lock(struct err *err)
{
	(void)err;
	return 0;
}

static int desk_lock(struct err *err)
{
	const struct walls w = { .manifest = &t.manifest,
				 .worker = t.worker,
				 .sender = t.sender,
				 .plugins = t.policy };

	return walls_raise(&w, err);
}

/* As it lives: a child of the desk. */
static int locked_sender(struct err *err)
{
	return desk_lock(err) || sender_lock(err) ? -1 : 0;
}

/* What run() says in a process that was locked, at most 8 KiB. */
static void in_process(int (*lock)(struct err *err),
		       void (*run)(char *out, size_t size), char *out,
		       size_t size)
{
	struct err err = { 0 };
	int fds[2], status;
	ssize_t n = 0, got = 0;
	pid_t child;

	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0) {
		char said[8192] = "";

		if (lock(&err))
			snprintf(said, sizeof said, "%s", err.text);
		else
			run(said, sizeof said);
		_exit(write(fds[1], said, strlen(said)) < 0);
	}
	close(fds[1]);
	while ((n = read(fds[0], out + got, size - 1 - (size_t)got)) > 0)
		got += n;
	out[got] = '\0';
	close(fds[0]);
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void attempt(int from, char *out, size_t size)
{
	const struct attempts_at at = { t.token, t.state, t.other, t.victim };
	int n = attempts_make(from, &at, out, size);
	size_t len = strlen(out);

	snprintf(out + len, size - len, "; %d tried", n);
}

static void from_sender(char *out, size_t size)
{
	attempt(FROM_SENDER, out, size);
}

static void from_desk(char *out, size_t size)
{
	attempt(FROM_DESK, out, size);
}

static size_t reached(int (*lock)(struct err *err),
		      void (*run)(char *out, size_t size), const char *title)
{
	char out[8192];
	size_t n = 0;

	in_process(lock, run, out, sizeof out);
	print_message("# %s%s\n", title, out);
	for (const char *at = out; (at = strstr(at, ", ")); at++)
		n++;
	return n;
}

/* -- */

static void what_is_tried_succeeds_where_nothing_is_locked(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_true(reached(no_lock, from_sender, "unlocked") >= 25);
	/* It was moved and removed. */
	assert_int_equal(file_write(t.token, "x", 1, 0600, &err), 0);
}

/* The search for another instance's token would find it. */
static void a_text_in_memory_is_found(void **state)
{
	static const char own[] = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
	CLEANUP(free_ptr) char *copy = NULL;

	(void)state;
	if (SANITIZED)
		skip(); /* it guards what lies between */
	copy = xstrdup(own);
	assert_true(attempts_find(own, strlen(own)) >= 1);
	copy[0] = 'x';
	assert_int_equal(attempts_find(own, strlen(own)), 0);
}

static void the_sender_reaches_nothing_it_has_no_use_for(void **state)
{
	(void)state;
	if (SANITIZED)
		skip();
	assert_int_equal(reached(locked_sender, from_sender, "sender"), 0);
}

static void the_desk_reaches_nothing_it_has_no_use_for(void **state)
{
	(void)state;
	if (SANITIZED)
		skip();
	assert_int_equal(reached(desk_lock, from_desk, "desk"), 0);
}

/* -- what must go on -- */

static void *thread(void *arg)
{
	*(bool *)arg = true;
	return NULL;
}

static void say(char *out, size_t size, bool works, const char *what)
{
	size_t len = strlen(out);

	if (!works)
		snprintf(out + len, size - len, "%s fails (%s). ", what,
			 strerror(errno));
}

static bool reads(const char *path)
{
	CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd >= 0;
}

static void use_sender(char *out, size_t size)
{
	struct addrinfo *found = NULL;
	struct rlimit core;
	bool ran = false;
	pthread_t id;

	say(out, size, reads(t.own), "its secret");
	say(out, size, reads("/etc/ssl/openssl.cnf"), "OpenSSL's");
	say(out, size, getaddrinfo("localhost", "80", NULL, &found) == 0,
	    "a name");
	say(out, size, socket(AF_INET, SOCK_STREAM, 0) >= 0, "a socket");
	say(out, size,
	    pthread_create(&id, NULL, thread, &ran) == 0 &&
		    pthread_join(id, NULL) == 0 && ran,
	    "a thread");
	say(out, size, getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0,
	    "no core");
}

static bool runs(const char *program, const char *word)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		execl(program, program, word, (char *)NULL);
		_exit(99);
	}
	waitpid(child, &status, 0);
	errno = 0;
	return WIFEXITED(status) && WEXITSTATUS(status) != 99;
}

static void use_desk(char *out, size_t size)
{
	CLEANUP(free_ptr) char *file = path_join(t.state, "made");
	CLEANUP(free_ptr) char *wal = path_join(t.state, "cut");
	struct instance in = { .secrets = "{}", .ca = "" };
	struct instance *all[] = { &in };
	struct manifest other = t.manifest;
	struct err err = { 0 };
	int fd;

	say(out, size, file_write(file, "x", 1, 0600, &err) == 0, "a write");
	fd = open(wal, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	say(out, size, fd >= 0 && ftruncate(fd, 0) == 0, "a truncation");
	say(out, size, unlink(wal) == 0, "a removal");
	say(out, size, runs(t.worker, "--nothing"), "the worker");
	say(out, size, runs(t.sender, "--nothing"), "the sender");
	say(out, size, !runs("/bin/true", "x"), "keeping others from running");
	say(out, size, walls_hold(&t.manifest, &err) == 0, "the same manifest");
	other.policy = t.other;
	say(out, size,
	    walls_hold(&other, &err) && strstr(err.text, "/other is outside"),
	    "refusing another policy");
	in.secrets = xasprintf("{\"token\":\"file:%s\"}", t.token);
	other = t.manifest;
	other.instances = all;
	other.count = 1;
	say(out, size,
	    walls_hold(&other, &err) && strstr(err.text, "start it anew"),
	    "refusing another secret");
}

static void the_sender_still_does_its_work(void **state)
{
	char out[8192];

	(void)state;
	in_process(locked_sender, use_sender, out, sizeof out);
	assert_string_equal(out, "");
}

static void the_desk_still_does_its_work(void **state)
{
	char out[8192];

	(void)state;
	if (SANITIZED)
		skip();
	in_process(desk_lock, use_desk, out, sizeof out);
	assert_string_equal(out, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_is_tried_succeeds_where_nothing_is_locked),
		cmocka_unit_test(a_text_in_memory_is_found),
		cmocka_unit_test(the_sender_reaches_nothing_it_has_no_use_for),
		cmocka_unit_test(the_desk_reaches_nothing_it_has_no_use_for),
		cmocka_unit_test(the_sender_still_does_its_work),
		cmocka_unit_test(the_desk_still_does_its_work),
	};

	return cmocka_run_group_tests_name("walls", tests, start, end);
}
