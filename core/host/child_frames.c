/* child_frames.c - what is said to a child and by it (child.h).
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/when.h"
#include "host/child_own.h"

#define STUCK_MS 30000 /* it took none of them for so long */
#define RELAYED_READS 16

/* What is gone is cut off now and then, not at each step: 64 MiB would be moved
 * some hundred times. */
static void forget_sent(struct child *c)
{
	if (c->sent < c->out.len / 2)
		return;
	memmove(c->out.at, c->out.at + c->sent, c->out.len - c->sent);
	str_cut(&c->out, c->out.len - c->sent);
	c->sent = 0;
}

static void flush(struct child *c)
{
	while (c->running && c->out.len > c->sent) {
		ssize_t n =
			send(c->watch.fd, c->out.at + c->sent,
			     c->out.len - c->sent, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break; /* full, or gone: poll tells */
		c->sent += (size_t)n;
		c->taken = clock_mono();
		forget_sent(c);
	}
	c->watch.out = c->out.len > c->sent;
}

bool child_send(struct child *c, const char *json, size_t json_len,
		const void *blob, size_t blob_len)
{
	size_t waits = c->out.len - c->sent;
	struct err err = { 0 };

	if (!c->running)
		return true;
	if (!frame_fits(json_len, blob_len))
		return false;
	if (waits && waits + json_len + blob_len > CHILD_OUT_MAX) {
		if (clock_mono() - c->taken <= STUCK_MS)
			return false;
		/* Its end is told to whoever waits for it, before this
		 * returns: nothing is left for the caller to end. */
		child_kill(c, "does not read its socket");
		return true;
	}
	if (!waits)
		c->taken = clock_mono();
	if (frame_put(&c->out, json, json_len, blob, blob_len, &err))
		return false;
	flush(c);
	return true;
}

/* A frame may be the cause of a relay; what that left waits for its turn, so
 * that others have theirs. */
static void serve_frames(struct child *c)
{
	struct err err = { 0 };
	struct frame f;
	int rc = 0;

	while (c->running && !c->held &&
	       (rc = frame_next(&c->in, &f, &err)) > 0)
		c->frame(c, &f);
	if (c->running && rc < 0)
		child_kill(c, "sent bytes that are no frame");
}

void child_ready(struct watch *w, short events)
{
	struct child *c = w->arg;
	struct err err = { 0 };
	int rc;

	if (events & POLLOUT)
		flush(c);
	if (c->held) { /* what was left comes before what follows it */
		c->held = false;
		serve_frames(c);
		if (c->held || !c->running)
			return;
	}
	if (!(events & (POLLIN | POLLHUP | POLLERR)))
		return;
	rc = frame_fill(&c->in, w->fd, &err);
	if (rc < 0 && err.code == ERR_RETRY)
		return;
	if (rc <= 0)
		child_lost(c);
	else
		serve_frames(c);
}

static void relay_frames(struct child *c)
{
	struct err err = { 0 };
	struct frame f;
	int rc = 0;

	while (!c->held && (rc = frame_next(&c->in, &f, &err)) > 0)
		if (!c->relay(c, &f)) {
			frame_put_back(&c->in, &f);
			c->held = true;
		}
	c->held |= rc < 0;
}

void child_relay(struct child *c)
{
	struct err err = { 0 };

	flush(c);
	for (int i = 0; i < RELAYED_READS && c->running && !c->held; i++) {
		if (frame_fill(&c->in, c->watch.fd, &err) <= 0)
			break;
		relay_frames(c);
	}
	c->watch.again = c->held;
}

bool child_took_all(const struct child *c)
{
	return c->out.len == c->sent;
}
