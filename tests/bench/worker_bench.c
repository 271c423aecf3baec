/* worker_bench.c - what a worker costs: from spawn to ready against the spawn
 * of a program that does nothing, and one call there and back.
 * SPDX-License-Identifier: MIT */
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "wire/frame.h"

#define STARTS 100
#define CALLS 5000

static char build[4096];

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *at, size_t n)
{
	qsort(at, n, sizeof *at, by_size);
	return at[n / 2];
}

struct worker {
	pid_t pid;
	int fd;
	struct frame_reader in;
};

static void must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "worker_bench: %s\n", what);
	exit(1);
}

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
		xasprintf("{\"hello\":1,\"plugin\":\"%s/plugins/chaos.so\","
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
	double ready[STARTS], bare[STARTS], r, b;

	for (int i = 0; i < STARTS; i++) {
		struct worker w;
		double from = seconds();

		start(&w);
		ready[i] = seconds() - from;
		end(&w);
		bare[i] = spawn_true(nothing);
	}
	r = median(ready, STARTS);
	b = median(bare, STARTS);
	printf("worker start: ready %.2f ms, %s %.2f ms, ratio %.1f\n", r * 1e3,
	       nothing, b * 1e3, r / b);
}

static void calls(void)
{
	static const char call[] =
		"{\"id\":1,\"op\":\"carrier.track\",\"now\":5,\"deadline\":9,"
		"\"kv\":{},\"arg\":{\"tracking\":\"fine\"}}";
	struct worker w;
	double from;

	start(&w);
	from = seconds();
	for (int i = 0; i < CALLS; i++) {
		say(&w, call);
		hear(&w, "\"done\":0");
	}
	printf("worker call: %.1f us there and back, one record\n",
	       (seconds() - from) / CALLS * 1e6);
	end(&w);
}

int main(int argc, char **argv)
{
	ssize_t len = readlink("/proc/self/exe", build, sizeof build - 1);

	for (int up = 0; up < 3 && len > 0; up++) {
		while (len > 0 && build[--len] != '/')
			build[len] = '\0';
		build[len] = '\0';
	}
	/* A static program that does nothing is the fair baseline. */
	starts(argc > 1 ? argv[1] : "/bin/true");
	calls();
	return 0;
}
