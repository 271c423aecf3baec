/* loop.c - see loop.h.
 * SPDX-License-Identifier: MIT */
#include "host/loop.h"

#include <errno.h>
#include <poll.h>

#include "base/vec.h"
#include "base/when.h"

VEC(watch_list, struct watch *);
VEC(timer_list, struct timer *);
VEC(poll_list, struct pollfd);

struct loop {
	struct watch_list watches; /* NULL where one was removed */
	struct timer_list timers;
	struct poll_list polls;
};

struct loop *loop_new(void)
{
	return xcalloc(1, sizeof(struct loop));
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	watch_list_release(&loop->watches);
	timer_list_release(&loop->timers);
	poll_list_release(&loop->polls);
	free(loop);
}

void loop_watch(struct loop *loop, struct watch *w)
{
	for (size_t i = 0; i < loop->watches.len; i++)
		if (!loop->watches.at[i]) {
			loop->watches.at[i] = w;
			return;
		}
	watch_list_push(&loop->watches, w);
}

void loop_unwatch(struct loop *loop, struct watch *w)
{
	for (size_t i = 0; i < loop->watches.len; i++)
		if (loop->watches.at[i] == w)
			loop->watches.at[i] = NULL;
}

void loop_timer(struct loop *loop, struct timer *t)
{
	for (size_t i = 0; i < loop->timers.len; i++)
		if (!loop->timers.at[i]) {
			loop->timers.at[i] = t;
			return;
		}
	timer_list_push(&loop->timers, t);
}

void loop_untimer(struct loop *loop, struct timer *t)
{
	for (size_t i = 0; i < loop->timers.len; i++)
		if (loop->timers.at[i] == t)
			loop->timers.at[i] = NULL;
}

static int64_t wait_ms(const struct loop *loop, int64_t max_ms)
{
	int64_t now = clock_mono(), wait = max_ms;

	for (size_t i = 0; i < loop->timers.len; i++) {
		const struct timer *t = loop->timers.at[i];

		if (t && t->at && t->at - now < wait)
			wait = t->at - now;
	}
	for (size_t i = 0; i < loop->watches.len; i++)
		if (loop->watches.at[i] && loop->watches.at[i]->again)
			wait = 0;
	return wait < 0 ? 0 : wait;
}

static void fire_timers(struct loop *loop)
{
	int64_t now = clock_mono();

	for (size_t i = 0; i < loop->timers.len; i++) {
		struct timer *t = loop->timers.at[i];

		if (!t || !t->at || t->at > now)
			continue;
		t->at = 0;
		t->fire(t);
	}
}

/* Slots line up with the polled list; a slot emptied or filled meanwhile by
 * another callback is not served with somebody else's events. */
static void serve(struct loop *loop, size_t polled)
{
	for (size_t i = 0; i < polled; i++) {
		struct watch *w = loop->watches.at[i];
		const struct pollfd *p = &loop->polls.at[i];

		if (!w || w->fd != p->fd || !(p->revents || w->again))
			continue;
		w->again = false;
		w->ready(w, p->revents);
	}
}

int loop_turn(struct loop *loop, int64_t max_ms, struct err *err)
{
	size_t n = loop->watches.len;
	int rc;

	poll_list_clear(&loop->polls);
	for (size_t i = 0; i < n; i++) {
		const struct watch *w = loop->watches.at[i];
		short events = (short)(POLLIN | (w && w->out ? POLLOUT : 0));

		poll_list_push(&loop->polls,
			       (struct pollfd){ w ? w->fd : -1, events, 0 });
	}
	rc = poll(loop->polls.at, (nfds_t)n, (int)wait_ms(loop, max_ms));
	if (rc < 0 && errno != EINTR)
		return err_errno(err, ERR_SYSTEM, "poll");
	if (rc >= 0)
		serve(loop, n);
	fire_timers(loop);
	return 0;
}
