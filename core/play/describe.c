/* describe.c - what a plugin says of itself, by a worker.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "play/remote.h"

#define DESCRIPTOR_MAX ((size_t)16 << 20)

static int spawn(const struct remote_how *how, const int out[2],
		 const int said[2], pid_t *pid, struct err *err)
{
	const char *const argv[] = { how->worker, "--describe", how->so, NULL };
	static const char *const none[] = { NULL };
	const char *const *vars = how->vars ? how->vars : none;
	posix_spawn_file_actions_t files;
	int rc;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, said[1], STDERR_FILENO);
	rc = posix_spawn(pid, how->worker, &files, NULL,
			 (char *const *)(uintptr_t)argv,
			 (char *const *)(uintptr_t)vars);
	posix_spawn_file_actions_destroy(&files);
	errno = rc;
	return rc ? err_errno(err, ERR_SYSTEM, "cannot start %s", how->worker)
		  : 0;
}

/* False at the end of the pipe. */
static bool take(int fd, struct str *to)
{
	char chunk[8192];
	ssize_t n = read(fd, chunk, sizeof chunk);

	if (n > 0)
		str_add(to, chunk, (size_t)n);
	return n > 0 || (n < 0 && errno == EINTR);
}

static bool collect(int out, struct str *json, int said, struct str *words,
		    int wait_ms)
{
	struct pollfd p[2] = { { .fd = out, .events = POLLIN },
			       { .fd = said, .events = POLLIN } };

	while (p[0].fd >= 0 || p[1].fd >= 0) {
		if (poll(p, 2, wait_ms) <= 0)
			return false;
		if (p[0].revents && !take(out, json))
			p[0].fd = -1;
		if (p[1].revents && !take(said, words))
			p[1].fd = -1;
	}
	return true;
}

int remote_describe(const struct remote_how *how, struct str *json,
		    struct str *said, struct err *err)
{
	int out[2], words[2], rc, status = 0;
	bool ended;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) || pipe2(words, O_CLOEXEC))
		return err_errno(err, ERR_SYSTEM, "no pipe");
	rc = spawn(how, out, words, &pid, err);
	close(out[1]);
	close(words[1]);
	if (rc == 0) {
		ended = collect(out[0], json, words[0], said, how->wait_ms);
		if (!ended)
			kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		if (!ended)
			str_puts(said, "it hangs while it is loaded");
		else if (WIFSIGNALED(status))
			str_printf(said,
				   "the worker died of signal %d (%s) "
				   "while it was loaded",
				   WTERMSIG(status),
				   strsignal(WTERMSIG(status)));
		rc = status ? 0 : 1;
	}
	close(out[0]);
	close(words[0]);
	return rc;
}
