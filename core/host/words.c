/* words.c - see words.h.
 * SPDX-License-Identifier: MIT */
#include "host/words.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"

static void tell(struct words *w)
{
	if (!w->len)
		return;
	w->line[w->len] = '\0';
	w->len = 0;
	if (clock_mono() - w->since > MINUTE_MS) {
		w->since = clock_mono();
		w->lines = 0;
	}
	if (++w->lines <= WORDS_A_MINUTE)
		said_add(w->said, w->name, LOG_WARNING, w->line);
	else if (w->lines == WORDS_A_MINUTE + 1)
		log_warning("%s prints more than %d lines a minute; the others "
			    "are not kept",
			    w->name, WORDS_A_MINUTE);
}

static void take(struct words *w, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n' || w->len == WORDS_LINE_MAX)
			tell(w);
		if (bytes[i] != '\n')
			w->line[w->len++] = (char)(bytes[i] ? bytes[i] : ' ');
	}
}

/* False: there is no more, now or ever. */
static bool take_some(struct words *w)
{
	char bytes[4096];
	ssize_t n;

	do {
		n = read(w->watch.fd, bytes, sizeof bytes);
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		take(w, bytes, (size_t)n);
	if (n == 0) {
		tell(w);
		loop_unwatch(w->loop, &w->watch);
		close_fd(&w->watch.fd);
	}
	return n > 0;
}

static void ready(struct watch *watch, short events)
{
	(void)events;
	take_some(watch->arg);
}

int words_open(struct words *w, struct loop *loop, const char *name,
	       struct said *said, struct err *err)
{
	int fds[2];

	/* Starting again does not start the minute again. */
	w->loop = loop;
	w->name = name;
	w->said = said;
	w->watch.fd = -1;
	w->len = 0;
	if (pipe2(fds, O_CLOEXEC))
		return err_errno(err, ERR_SYSTEM, "pipe");
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	w->watch = (struct watch){ .fd = fds[0], .ready = ready, .arg = w };
	loop_watch(loop, &w->watch);
	return fds[1];
}

void words_close(struct words *w)
{
	if (!w->loop || w->watch.fd < 0)
		return;
	for (int i = 0; i < 16 && w->watch.fd >= 0 && take_some(w); i++)
		;
	tell(w);
	if (w->watch.fd < 0)
		return;
	loop_unwatch(w->loop, &w->watch);
	close_fd(&w->watch.fd);
}
