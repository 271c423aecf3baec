/* serve.c - see serve.h.
 * SPDX-License-Identifier: MIT */
#include "bench/serve.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "bench/house.h"
#include "bench/report.h"

struct serving serve_start(const char *path)
{
	CLEANUP(free_ptr) char *program = path_join(house_build(), "helloword");
	CLEANUP(free_ptr) char *conf = xstrdup(path);
	char serve_word[] = "serve", c_word[] = "-c", said[64] = { 0 };
	char root[] = "--allow-root"; /* a trial, whoever runs it */
	char *const argv[] = { program, serve_word, root, c_word, conf, NULL };
	posix_spawn_file_actions_t files;
	struct serving r;
	int pipes[2];

	must(pipe2(pipes, O_CLOEXEC) == 0, "pipe");
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, pipes[1], 1);
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
	must(posix_spawn(&r.pid, program, &files, NULL, argv, environ) == 0,
	     "cannot start the desk");
	posix_spawn_file_actions_destroy(&files);
	close(pipes[1]);
	r.out = pipes[0];
	must(read(r.out, said, sizeof said - 1) > 0 &&
		     strncmp(said, "ready", 5) == 0,
	     "the desk did not become ready");
	return r;
}

void serve_stop(struct serving *r)
{
	kill(r->pid, SIGTERM);
	waitpid(r->pid, NULL, 0);
	close(r->out);
}

double serve_pss(pid_t pid)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("/proc/%d/smaps_rollup", (int)pid);
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	const char *at;

	if (file_read(&s, path, 65536, &err))
		return 0;
	at = strstr(str_c(&s), "\nPss:");
	return at ? strtod(at + 5, NULL) : 0;
}

/* The first child of a process whose name starts so. */
static pid_t child_of(pid_t parent, const char *name)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("/proc/%d/task/%d/children", (int)parent,
			       (int)parent);
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	char *end;

	if (file_read(&s, path, 65536, &err))
		return 0;
	for (const char *at = str_c(&s); *at; at = end) {
		pid_t pid = (pid_t)strtol(at, &end, 10);
		CLEANUP(free_ptr) char *comm = xasprintf("/proc/%d/comm", pid);
		CLEANUP(str_release) struct str is = STR_INIT;

		if (end == at)
			break;
		if (pid && file_read(&is, comm, 64, &err) == 0 &&
		    text_starts(str_c(&is), name))
			return pid;
	}
	return 0;
}

pid_t serve_child(pid_t parent, const char *name)
{
	double end = seconds() + 5;
	pid_t pid;

	while (!(pid = child_of(parent, name)) && seconds() < end)
		usleep(10000);
	return pid;
}

double serve_pss_settled(pid_t pid)
{
	double before = -1, now = serve_pss(pid);

	for (int i = 0; i < 40 && (now <= 0 || now != before); i++) {
		usleep(100000);
		before = now;
		now = serve_pss(pid);
	}
	return now;
}
