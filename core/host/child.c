/* child.c - see child.h: its life; child_frames.c is what is said.
 * SPDX-License-Identifier: MIT */
#include "host/child_own.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/when.h"

#define CHILD_FD 3
#define LAST_WORDS_MS 50

/* The parent's end must not be descriptor 3 itself, or the child's dup2 would
 * be a no-op that leaves close-on-exec set. */
static int pair(int fds[2], struct err *err)
{
	int moved;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		return err_errno(err, ERR_SYSTEM, "socketpair");
	if (fds[1] == CHILD_FD) {
		moved = fcntl(fds[1], F_DUPFD_CLOEXEC, CHILD_FD + 1);
		close(fds[1]);
		fds[1] = moved;
	}
	return 0;
}

static int spawn(struct child *c, const char *const *argv, int fd, int words,
		 struct err *err)
{
	static const char *const environment[] = { "LC_ALL=C.UTF-8", NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	if (words >= 0)
		posix_spawn_file_actions_adddup2(&actions, words,
						 STDERR_FILENO);
	posix_spawn_file_actions_adddup2(&actions, fd, CHILD_FD);
	posix_spawnattr_init(&attr);
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK |
						POSIX_SPAWN_SETSIGDEF |
						POSIX_SPAWN_SETPGROUP);
	rc = posix_spawn(&c->pid, argv[0], &actions, &attr,
			 (char *const *)(uintptr_t)argv,
			 (char *const *)(uintptr_t)environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	if (!rc)
		return 0;
	c->pid = 0;
	errno = rc;
	return err_errno(err, ERR_SYSTEM, "%s: cannot be started", argv[0]);
}

static const char *reap(struct child *c)
{
	int status = 0;

	if (!c->pid)
		return "ended";
	kill(c->pid, SIGKILL);
	while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
		;
	c->pid = 0;
	words_close(&c->words);
	if (WIFSIGNALED(status))
		return strsignal(WTERMSIG(status));
	return WEXITSTATUS(status) ? "exited with an error" : "exited";
}

static void forget(struct child *c)
{
	c->running = false;
	loop_unwatch(c->loop, &c->watch);
	loop_untimer(c->loop, &c->ending);
	close_fd(&c->watch.fd);
	str_clear(&c->out);
	c->sent = 0;
	frame_reader_release(&c->in);
	c->in = (struct frame_reader)FRAME_READER_INIT;
}

void child_stop(struct child *c)
{
	if (!c->running && !c->pid && !c->ending.at)
		return;
	forget(c);
	reap(c);
}

void child_kill(struct child *c, const char *how)
{
	if (!c->running)
		return;
	child_stop(c);
	c->gone(c, how);
}

/* It may just be exiting: its own reason is better than our kill, and worth a
 * moment, which others do not wait for. */
static void last_words(struct timer *t)
{
	struct child *c = t->arg;
	const char *how;
	int status = 0;

	if (c->pid && waitpid(c->pid, &status, WNOHANG) == c->pid) {
		c->pid = 0;
		words_close(&c->words);
		how = WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
					  : "exited";
	} else if (c->pid && clock_mono() < c->reap_by) {
		t->at = clock_mono() + 1;
		return;
	} else {
		how = reap(c);
	}
	loop_untimer(c->loop, t);
	c->gone(c, how);
}

void child_lost(struct child *c)
{
	forget(c);
	c->reap_by = clock_mono() + LAST_WORDS_MS;
	c->ending = (struct timer){ .at = 1, .fire = last_words, .arg = c };
	loop_timer(c->loop, &c->ending);
}

static void begin(struct child *c, int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	c->running = true;
	c->held = false;
	str_release(&c->out); /* of an earlier life */
	c->sent = 0;
	c->in = (struct frame_reader)FRAME_READER_INIT;
	c->out = (struct str)STR_LIMIT(CHILD_OUT_MAX * 2);
	c->watch = (struct watch){ .fd = fd, .ready = child_ready, .arg = c };
	loop_watch(c->loop, &c->watch);
}

int child_start(struct child *c, const char *const *argv, struct err *err)
{
	int fds[2], words = -1, rc;

	if (pair(fds, err))
		return -1;
	if (c->said)
		words = words_open(&c->words, c->loop, c->name, c->said, err);
	rc = c->said && words < 0 ? -1 : spawn(c, argv, fds[1], words, err);
	close(fds[1]);
	if (words >= 0)
		close(words);
	if (rc) {
		words_close(&c->words);
		close(fds[0]);
		return -1;
	}
	begin(c, fds[0]);
	return 0;
}

/* -- inside this process -- */

struct inside {
	void (*run)(int fd);
	int fd;
};

static void *run_inside(void *arg)
{
	struct inside in = *(struct inside *)arg;

	free(arg);
	in.run(in.fd);
	close(in.fd);
	return NULL;
}

int child_inside(struct child *c, void (*run)(int fd), struct err *err)
{
	struct inside *in = xcalloc(1, sizeof *in);
	int fds[2], rc;
	pthread_t thread;

	if (pair(fds, err)) {
		free(in);
		return -1;
	}
	*in = (struct inside){ run, fds[1] };
	rc = pthread_create(&thread, NULL, run_inside, in);
	if (rc) {
		free(in);
		close(fds[0]);
		close(fds[1]);
		errno = rc;
		return err_errno(err, ERR_SYSTEM, "pthread_create");
	}
	pthread_detach(thread);
	begin(c, fds[0]);
	return 0;
}

void child_release(struct child *c)
{
	child_stop(c);
	frame_reader_release(&c->in);
	str_release(&c->out);
}
