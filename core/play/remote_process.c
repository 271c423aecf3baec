/* remote_process.c - the worker as a process: started, listened to, ended.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "play/remote_own.h"

#define SAID_MAX ((size_t)64 << 10) /* bytes that are kept */
#define LEAVE_MS 5000               /* then it is killed */

/* dup2() onto itself would leave close-on-exec on. */
static int beyond(int fd)
{
	int moved = fd > 3 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 4);

	if (moved != fd)
		close(fd);
	return moved;
}

static int spawn(struct remote *r, int socket, int said, struct err *err)
{
	const char *const argv[] = { r->how->worker, NULL };
	static const char *const none[] = { NULL };
	const char *const *vars = r->how->vars ? r->how->vars : none;
	posix_spawn_file_actions_t files;
	int rc;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, socket, 3);
	posix_spawn_file_actions_adddup2(&files, said, STDERR_FILENO);
	rc = posix_spawn(&r->pid, r->how->worker, &files, NULL,
			 (char *const *)(uintptr_t)argv,
			 (char *const *)(uintptr_t)vars);
	posix_spawn_file_actions_destroy(&files);
	errno = rc;
	return rc ? err_errno(err, ERR_SYSTEM, "cannot start %s",
			      r->how->worker)
		  : 0;
}

int remote_start(struct remote *r, const struct remote_how *how,
		 struct err *err)
{
	int pair[2], said[2], rc;

	*r = (struct remote){ .how = how,
			      .fd = -1,
			      .said_fd = -1,
			      .in = FRAME_READER_INIT,
			      .said = STR_LIMIT(SAID_MAX) };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) ||
	    pipe2(said, O_CLOEXEC | O_NONBLOCK))
		return err_errno(err, ERR_SYSTEM, "no socket or pipe");
	r->fd = pair[0];
	r->said_fd = said[0];
	pair[1] = beyond(pair[1]);
	said[1] = beyond(said[1]);
	rc = spawn(r, pair[1], said[1], err);
	close(pair[1]);
	close(said[1]);
	return rc;
}

/* Keeps the pipe of its standard error empty, so that it never waits there. */
static void listen_to(struct remote *r)
{
	char chunk[4096];
	ssize_t n;

	while (r->said_fd >= 0 &&
	       (n = read(r->said_fd, chunk, sizeof chunk)) > 0)
		if (r->said.len + (size_t)n < SAID_MAX)
			str_add(&r->said, chunk, (size_t)n);
}

/* It leaves by itself when the socket closes, or is made to. */
void remote_end(struct remote *r)
{
	close_fd(&r->fd);
	if (r->pid <= 0)
		return;
	for (int ms = 0; waitpid(r->pid, &r->status, WNOHANG) == 0; ms++) {
		if (ms == LEAVE_MS)
			kill(r->pid, SIGKILL);
		listen_to(r);
		usleep(1000);
	}
	r->pid = 0;
	listen_to(r);
	close_fd(&r->said_fd);
}

void remote_release(struct remote *r)
{
	remote_end(r);
	frame_reader_release(&r->in);
	str_release(&r->said);
}

bool remote_felled(const struct remote *r)
{
	return r->hung || WIFSIGNALED(r->status);
}

const char *remote_fate(const struct remote *r, struct arena *a)
{
	if (r->hung)
		return arena_printf(a, "hangs: it gave no sign in %d s",
				    r->how->wait_ms / 1000);
	if (WIFSIGNALED(r->status))
		return arena_printf(a, "died of signal %d (%s)",
				    WTERMSIG(r->status),
				    strsignal(WTERMSIG(r->status)));
	if (WIFEXITED(r->status) && WEXITSTATUS(r->status))
		return arena_printf(a, "ended with status %d",
				    WEXITSTATUS(r->status));
	return NULL;
}

static int wait_frame(struct remote *r)
{
	struct pollfd p[2] = { { .fd = r->fd, .events = POLLIN },
			       { .fd = r->said_fd, .events = POLLIN } };
	int rc;

	do {
		rc = poll(p, r->said_fd < 0 ? 1 : 2, r->how->wait_ms);
		listen_to(r);
		if (p[1].revents & (POLLHUP | POLLERR))
			close_fd(&r->said_fd), p[1].fd = -1;
	} while (rc > 0 && !p[0].revents);
	if (rc > 0)
		return 0;
	r->hung = true;
	kill(r->pid, SIGKILL);
	return err_set(r->err, ERR_FAILED, "the worker hangs");
}

/* Gives the next frame's JSON (json_free), or NULL: the worker is gone. */
cJSON *remote_receive(struct remote *r, struct frame *f)
{
	int got;

	while ((got = frame_next(&r->in, f, r->err)) == 0) {
		if (wait_frame(r))
			return NULL;
		got = frame_fill(&r->in, r->fd, r->err);
		if (got <= 0)
			break;
	}
	if (got == 0)
		err_set(r->err, ERR_FAILED, REMOTE_GONE);
	return got > 0 ? json_parse(f->json, f->json_len, r->err) : NULL;
}

int remote_say(struct remote *r, const struct str *json, const void *blob,
	       size_t len)
{
	return frame_send(r->fd, str_c(json), json->len, blob, len, r->err);
}
