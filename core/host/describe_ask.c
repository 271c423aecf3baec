/* describe_ask.c - a short-lived worker is asked about a plugin's file.
 * SPDX-License-Identifier: MIT */
#include "host/describe_own.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/when.h"
#include "host/manifest.h"

#define DESCRIBE_MS 5000
#define HURRY_MS 1000 /* in a desk at work, which does nothing meanwhile */

static int64_t limit_ms = DESCRIBE_MS;

static int run(const char *const *argv, int out, pid_t *pid, struct err *err)
{
	static const char *const environment[] = { "LC_ALL=C.UTF-8", NULL };
	posix_spawn_file_actions_t actions;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	rc = posix_spawn(pid, argv[0], &actions, NULL,
			 (char *const *)(uintptr_t)argv,
			 (char *const *)(uintptr_t)environment);
	posix_spawn_file_actions_destroy(&actions);
	if (!rc)
		return 0;
	errno = rc;
	return err_errno(err, ERR_SYSTEM, "%s: cannot be started", argv[0]);
}

/* Reads to the end of the pipe, but not for ever. */
static int collect(int fd, struct str *out, struct err *err)
{
	int64_t until = clock_mono() + limit_ms;
	char chunk[8192];

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = until - clock_mono();
		ssize_t n;

		if (left <= 0 || poll(&p, 1, (int)left) == 0)
			return err_set(err, ERR_CONFIG,
				       "it did not describe itself in time");
		n = read(fd, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		str_add(out, chunk, (size_t)n);
	}
}

int describe_ask(const char *worker, const char *how, const char *so,
		 struct str *out, struct err *err)
{
	const char *const argv[] = { worker, how, so, NULL };
	int fds[2], rc, status = 0;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return err_errno(err, ERR_SYSTEM, "pipe");
	rc = run(argv, fds[1], &pid, err);
	close(fds[1]);
	if (rc == 0) {
		rc = collect(fds[0], out, err);
		if (rc)
			kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		if (!rc && (status || out->bad))
			rc = err_set(err, ERR_CONFIG,
				     "%s: is no plugin that this program can "
				     "use; its worker said why above",
				     so);
	}
	close(fds[0]);
	return rc;
}

void describe_hurry(void)
{
	limit_ms = HURRY_MS;
}

void describe_forget(void)
{
	known_forget();
	limit_ms = DESCRIBE_MS;
}
