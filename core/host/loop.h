/* loop.h - the one poll loop of the desk's process: descriptors and timers,
 * one thread, no callbacks inside callbacks.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_LOOP_H
#define HW_HOST_LOOP_H

#include "base/err.h"

struct loop;

/* Gives a loop (loop_free); watches and timers stay their owners'. */
struct loop *loop_new(void);
void loop_free(struct loop *loop);

/* Watches fd for POLLIN and, when `out` asks for it, POLLOUT. The watch lives
 * until loop_unwatch; it may be removed from inside its own callback. */
struct watch {
	int fd;
	bool out;
	bool again; /* ready() once more, whether or not something comes */
	void (*ready)(struct watch *w, short events);
	void *arg;
};
void loop_watch(struct loop *loop, struct watch *w);
void loop_unwatch(struct loop *loop, struct watch *w);

/* Calls fire() once at `at` (clock_mono ms); 0 is not set. Setting `at` anew
 * moves it, also from inside fire(). */
struct timer {
	int64_t at;
	void (*fire)(struct timer *t);
	void *arg;
};
void loop_timer(struct loop *loop, struct timer *t);
void loop_untimer(struct loop *loop, struct timer *t);

/* Waits for the next event (at most max_ms) and serves it. -1 when the kernel
 * refuses to wait (ERR_SYSTEM). */
int loop_turn(struct loop *loop, int64_t max_ms, struct err *err) MUST_CHECK;

#endif
