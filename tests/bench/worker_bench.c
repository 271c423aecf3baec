/* worker_bench.c - what a worker costs.
 *
 *	worker.start    from spawn to ready with its plugin, against the spawn
 *			and end of a static program that does nothing
 *	worker.call     one call there and back with one record, against an
 *			echo of as many bytes over a socketpair
 * SPDX-License-Identifier: MIT */
#include <sched.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "bench/report.h"
#include "wire/frame.h"

#define GROUPS 10
#define STARTS 10 /* a group */

static char build[4096];

struct worker {
	pid_t pid;
	int fd;
	struct frame_reader in;
};

static void hear(struct worker *w, const char *what)
{
	struct frame f = { 0 };
	struct err err;
	int got;

	do {
		while ((got = frame_next(&w->in, &f, &err)) == 0)
			must(frame_fill(&w->in, w->fd, &err) == 1, "gone");
		must(got == 1, "no frame");
	} while (memmem(f.json, f.json_len, "\"log\"", 5));
	must(memmem(f.json, f.json_len, what, strlen(what)) != NULL, what);
}

static void say(struct worker *w, const char *json)
{
	struct err err;

	must(frame_send(w->fd, json, strlen(json), NULL, 0, &err) == 0,
	     "cannot send");
}

static void start(struct worker *w)
{
	CLEANUP(free_ptr) char *program = path_join(build, "helloword-worker");
	CLEANUP(free_ptr)
	char *hello =
		xasprintf("{\"hello\":1,\"plugin\":\"%s/tests/chaos/chaos.so\","
			  "\"config\":[\"calm\",null,3,1]}",
			  build);
	char *const argv[] = { program, NULL };
	char *const envp[] = { NULL };
	posix_spawn_file_actions_t files;
	int pair[2];

	*w = (struct worker){ .in = FRAME_READER_INIT };
	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0,
	     "socketpair");
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, pair[1], 3);
	if (pair[1] == 3)
		posix_spawn_file_actions_adddup2(&files, 3, 3);
	must(posix_spawn(&w->pid, program, &files, NULL, argv, envp) == 0,
	     "cannot start the worker");
	posix_spawn_file_actions_destroy(&files);
	close(pair[1]);
	w->fd = pair[0];
	say(w, hello);
	hear(w, "\"ready\"");
}

static void end(struct worker *w)
{
	int status;

	close(w->fd);
	waitpid(w->pid, &status, 0);
	frame_reader_release(&w->in);
	must(status == 0, "the worker failed");
}

/* Spawn and end of a program: until it is known to have run. */
static double spawn_true(const char *program)
{
	char name[] = "true", *const argv[] = { name, NULL };
	double from = seconds();
	int status;
	pid_t pid;

	must(posix_spawn(&pid, program, NULL, NULL, argv, argv + 1) == 0,
	     "cannot start true");
	waitpid(pid, &status, 0);
	return seconds() - from;
}

static void starts(const char *nothing)
{
	static struct samples s;

	for (int g = 0; g < GROUPS; g++) {
		double ready = 0, bare = 0;

		for (int i = 0; i < STARTS; i++) {
			struct worker w;
			double from = seconds();

			start(&w);
			ready += seconds() - from;
			end(&w);
			bare += spawn_true(nothing);
		}
		sample(&s, ready / STARTS * 1e3, bare / STARTS * 1e3);
	}
	report("worker.start", "ms", &s, 5, false);
}

/* -- one call -- */

static const char call[] =
	"{\"id\":1,\"op\":\"carrier.track\",\"now\":5,\"deadline\":9,"
	"\"kv\":{},\"arg\":{\"tracking\":\"fine\"}}";

static void pass(int fd, char *bytes, size_t len, bool out)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = out ? write(fd, bytes + done, len - done)
				: read(fd, bytes + done, len - done);

		if (n <= 0)
			_exit(0); /* the other side has gone */
		done += (size_t)n;
	}
}

/* A process that answers `in` bytes with `out` bytes. */
static pid_t start_echo(int *fd, size_t in, size_t out)
{
	static char bytes[65536];
	int pair[2];
	pid_t pid;

	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0,
	     "socketpair");
	pid = fork();
	must(pid >= 0, "fork");
	if (!pid) {
		close(pair[0]);
		for (;;) {
			pass(pair[1], bytes, in, false);
			pass(pair[1], bytes, out, true);
		}
	}
	close(pair[1]);
	*fd = pair[0];
	return pid;
}

/* Everything on one processor: whether a wake-up crosses to an idle one is the
 * scheduler's mood, and costs more than the call. */
static void pin(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((size_t)sched_getcpu(), &one);
	must(sched_setaffinity(0, sizeof one, &one) == 0, "cannot pin");
}

static void calls(void)
{
	static char bytes[65536];
	static struct samples s;
	/* As long as the call and the frame of one record that answers it. */
	size_t in = sizeof call + 7, out = 400;
	long n = size_of("BENCH_CALLS", 5000) / GROUPS;
	struct worker w;
	pid_t echo;
	int fd;

	pin();
	/* First: a fork would hold the worker's socket open. */
	echo = start_echo(&fd, in, out);
	start(&w);
	for (int g = 0; g < GROUPS; g++) {
		double from = seconds(), bare;

		for (long i = 0; i < n; i++) {
			say(&w, call);
			hear(&w, "\"done\":0");
		}
		bare = seconds();
		for (long i = 0; i < n; i++) {
			pass(fd, bytes, in, true);
			pass(fd, bytes, out, false);
		}
		sample(&s, (bare - from) / (double)n * 1e6,
		       (seconds() - bare) / (double)n * 1e6);
	}
	report("worker.call", "us", &s, 2, false);
	end(&w);
	close(fd);
	waitpid(echo, NULL, 0);
}

int main(void)
{
	ssize_t len = readlink("/proc/self/exe", build, sizeof build - 1);
	CLEANUP(free_ptr) char *nothing = NULL;

	for (int up = 0; up < 3 && len > 0; up++) {
		while (len > 0 && build[--len] != '/')
			build[len] = '\0';
		build[len] = '\0';
	}
	nothing = path_join(build, "tests/bench/nothing");
	starts(nothing);
	calls();
	return 0;
}
