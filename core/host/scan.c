/* scan.c - see scan.h.
 * SPDX-License-Identifier: MIT */
#include "host/scan.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/when.h"

#define TIME_MS (30 * SECOND_MS)
#define ANSWER_MAX 1024
#define HEAD_LEN 14 /* "zINSTREAM", its NUL, and the length */
#define TAIL_LEN 4  /* a chunk of nothing */

struct scan {
	struct loop *loop;
	struct watch watch;
	struct timer timer;
	uint8_t head[HEAD_LEN], tail[TAIL_LEN];
	const uint8_t *bytes;
	size_t len, sent;
	struct str answer;
	void (*done)(void *arg, enum scan_says says);
	void *arg;
};

static void end(struct scan *s, enum scan_says says)
{
	if (s->watch.fd >= 0) {
		loop_unwatch(s->loop, &s->watch);
		close(s->watch.fd);
	}
	loop_untimer(s->loop, &s->timer);
	str_release(&s->answer);
	s->done(s->arg, says);
	free(s);
}

/* "stream: OK", "stream: Eicar-Signature FOUND", "... ERROR" */
static enum scan_says says(const char *answer)
{
	if (text_eq(answer, "stream: OK"))
		return SCAN_CLEAN;
	return text_ends(answer, " FOUND") ? SCAN_FOUND : SCAN_FAILED;
}

/* What is to be sent next: of the head, the file or the tail. */
static size_t next(const struct scan *s, const uint8_t **at)
{
	if (s->sent < HEAD_LEN) {
		*at = s->head + s->sent;
		return HEAD_LEN - s->sent;
	}
	if (s->sent < HEAD_LEN + s->len) {
		*at = s->bytes + (s->sent - HEAD_LEN);
		return s->len - (s->sent - HEAD_LEN);
	}
	*at = s->tail + (s->sent - HEAD_LEN - s->len);
	return HEAD_LEN + s->len + TAIL_LEN - s->sent;
}

/* False: the scanner hung up, and may have said why. */
static bool send_some(struct scan *s)
{
	const uint8_t *at;
	size_t left;

	while ((left = next(s, &at)) > 0) {
		ssize_t n = send(s->watch.fd, at, left, MSG_NOSIGNAL);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return true;
		if (n <= 0)
			return false;
		s->sent += (size_t)n;
	}
	s->watch.out = false;
	return true;
}

/* True: it has spoken, or will not. */
static bool hear(struct scan *s)
{
	char chunk[256];
	ssize_t n;

	while ((n = recv(s->watch.fd, chunk, sizeof chunk, 0)) > 0) {
		const char *nul = memchr(chunk, '\0', (size_t)n);

		str_add(&s->answer, chunk,
			nul ? (size_t)(nul - chunk) : (size_t)n);
		if (nul || s->answer.len > ANSWER_MAX)
			return true;
	}
	return n == 0 || (errno != EAGAIN && errno != EINTR);
}

static void on_ready(struct watch *w, short events)
{
	struct scan *s = w->arg;

	if ((events & POLLOUT) && !send_some(s))
		s->watch.out = false;
	if ((events & (POLLIN | POLLHUP | POLLERR)) && hear(s))
		end(s, says(str_c(&s->answer)));
}

static void on_time(struct timer *t)
{
	struct scan *s = t->arg;

	if (s->watch.fd >= 0)
		log_warning("the virus scanner did not answer within 30 s");
	end(s, SCAN_SILENT);
}

/* -1: it is not there. */
static int reach(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof address.sun_path)
		return -1;
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && connect(fd, (const void *)&address, sizeof address)) {
		close(fd);
		return -1;
	}
	return fd;
}

struct scan *scan_begin(struct loop *loop, const char *path, const void *bytes,
			size_t len,
			void (*done)(void *arg, enum scan_says says), void *arg)
{
	struct scan *s = xcalloc(1, sizeof *s);

	*s = (struct scan){ .loop = loop,
			    .bytes = bytes,
			    .len = len,
			    .answer = STR_INIT,
			    .done = done,
			    .arg = arg };
	memcpy(s->head, "zINSTREAM", 10);
	for (int i = 0; i < 4; i++)
		s->head[10 + i] = (uint8_t)(len >> (24 - 8 * i));
	s->watch = (struct watch){
		.fd = reach(path), .out = true, .ready = on_ready, .arg = s
	};
	s->timer = (struct timer){ .at = clock_mono() + TIME_MS,
				   .fire = on_time,
				   .arg = s };
	if (s->watch.fd < 0) {
		log_warning("the virus scanner at %s cannot be reached", path);
		s->timer.at = clock_mono() + 1;
	} else {
		loop_watch(loop, &s->watch);
	}
	loop_timer(loop, &s->timer);
	return s;
}

void scan_stop(struct scan *s)
{
	end(s, SCAN_SILENT);
}
