/* serve_bench.c - a desk without work: how long it takes to be ready and what
 * it holds in memory.
 *
 *	start           exec of `helloword serve` to its word "ready", against
 *			the spawn and end of sqlite3 reading the same file
 *	memory.desk     PSS of that desk; memory.sender, memory.worker: of its
 *			children, kB
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "bench/report.h"

#define STARTS 7
#define GOAL_MS 300

static char build[4096], scratch[300];

static void write_manifest(void)
{
	CLEANUP(free_ptr) char *path = path_join(scratch, "serve.conf");
	CLEANUP(free_ptr) char *token = path_join(scratch, "token");
	CLEANUP(free_ptr) char *here = realpath(".", NULL);
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	str_printf(&s,
		   "desk = { state = \"serve\"; policy = \"%s/policy\"; };\n"
		   "http = { listen = \"127.0.0.1:0\"; };\n"
		   "instances = ( { name = \"dhl\"; plugin = \"dhl\"; "
		   "base_url = \"http://127.0.0.1:9\"; "
		   "api_key = \"file:%s\"; loopback = true; } );\n",
		   here, token);
	must(file_write(token, "x", 1, 0600, &err) == 0, err.text);
	must(file_write(path, str_c(&s), s.len, 0600, &err) == 0, err.text);
}

struct running {
	pid_t pid;
	int out;
};

/* Runs until it says a line that starts with "ready". */
static struct running serve(void)
{
	CLEANUP(free_ptr) char *program = path_join(build, "helloword");
	CLEANUP(free_ptr) char *conf = path_join(scratch, "serve.conf");
	char serve_word[] = "serve", c_word[] = "-c", said[64] = { 0 };
	char *const argv[] = { program, serve_word, c_word, conf, NULL };
	posix_spawn_file_actions_t files;
	struct running r;
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

static void stop(struct running *r)
{
	kill(r->pid, SIGTERM);
	waitpid(r->pid, NULL, 0);
	close(r->out);
}

static double spawn_sqlite(void)
{
	CLEANUP(free_ptr) char *db = path_join(scratch, "serve/helloword.db");
	char program[] = "sqlite3", only[] = "-readonly";
	char sql[] = "SELECT count(*) FROM sqlite_schema";
	char *const argv[] = { program, only, db, sql, NULL };
	posix_spawn_file_actions_t files;
	double from = seconds();
	int status = 1;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	must(posix_spawnp(&pid, program, &files, NULL, argv, environ) == 0,
	     "there is no sqlite3");
	waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&files);
	must(status == 0, "sqlite3 failed");
	return seconds() - from;
}

/* kB; 0 when the process has gone. */
static double pss_of(pid_t pid)
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

static pid_t wait_child(pid_t parent, const char *name)
{
	double end = seconds() + 5;
	pid_t pid;

	while (!(pid = child_of(parent, name)) && seconds() < end)
		usleep(10000);
	return pid;
}

int main(void)
{
	static struct samples starts = { .absolute = true },
			      desk = { .alone = true },
			      sender = { .alone = true },
			      worker = { .alone = true };
	const char *dir = getenv("HW_SCRATCH");
	ssize_t len = readlink("/proc/self/exe", build, sizeof build - 1);

	for (int up = 0; up < 3 && len > 0; up++) {
		while (len > 0 && build[--len] != '/')
			build[len] = '\0';
		build[len] = '\0';
	}
	must(dir != NULL, "HW_SCRATCH names no folder");
	snprintf(scratch, sizeof scratch, "%s", dir);
	write_manifest();
	for (int i = 0; i <= STARTS; i++) {
		double from = seconds(), ready;
		struct running r = serve();
		pid_t sends, works;

		ready = seconds() - from;
		sends = wait_child(r.pid, "helloword-sende");
		works = wait_child(r.pid, "helloword-worke");
		if (i) { /* the first one made the database */
			sample(&starts, ready * 1e3, spawn_sqlite() * 1e3);
			sample(&desk, pss_of(r.pid), 0);
			sample(&sender, pss_of(sends), 0);
			sample(&worker, pss_of(works), 0);
		}
		stop(&r);
	}
	report("start", "ms", &starts, GOAL_MS, false);
	report("memory.desk", "kB", &desk, 20000, false);
	report("memory.sender", "kB", &sender, 15000, false);
	report("memory.worker", "kB", &worker, 3000, false);
	return 0;
}
