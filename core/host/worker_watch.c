/* worker_watch.c - how much of the processor a worker takes from the others.
 *
 * A call has its time, and may spend it all on computing: then the others come
 * first, also the desk and other instances' workers, which are of the same
 * priority before. Priority that is given up cannot be had back without
 * privileges, so such a worker ends when nothing waits for it, and another one
 * is started for the next call. Between calls a worker has nothing to do: one
 * that works, such as a plugin that told its end itself and goes on, is killed.
 * SPDX-License-Identifier: MIT */
#include <sys/resource.h>
#include <time.h>

#include "base/log.h"
#include "base/when.h"
#include "host/worker_own.h"

#define LOOK_MS 200     /* from one look at a call to the next */
#define HEAVY_MS 200    /* of computing in one call: it comes last */
#define IDLE_MS 1000    /* from one look between calls to the next */
#define RESTLESS_MS 300 /* of computing meanwhile */
#define LESS 15         /* a thirtieth of what it had: it still ends */
#define LEAST 19        /* there is no less */

/* What its process has computed so far, ms; 0 if there is none. */
static int64_t computed(const struct worker *w)
{
	struct timespec t;
	clockid_t clock;

	if (!w->child.pid || clock_getcpuclockid(w->child.pid, &clock) ||
	    clock_gettime(clock, &t))
		return 0;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void look_again(struct worker *w, int64_t in)
{
	int64_t at = clock_mono() + in;

	w->timer.at = at < w->ends ? at : w->ends;
}

void watch_call(struct worker *w, int64_t timeout_ms)
{
	/* Inside this process a debugger may hold it for as long as it likes.
	 */
	if (!w->program)
		return;
	w->ends = clock_mono() + timeout_ms + WORKER_GRACE_MS;
	w->computed = computed(w);
	look_again(w, timeout_ms < LOOK_MS ? timeout_ms : LOOK_MS);
}

static int lower(void)
{
	int own = getpriority(PRIO_PROCESS, 0) + LESS;

	return own < LEAST ? own : LEAST;
}

static bool is_late(const struct worker *w)
{
	return clock_mono() >= w->ends - WORKER_GRACE_MS;
}

bool watch_late(struct worker *w)
{
	if (clock_mono() >= w->ends)
		return true;
	if (!w->last_served && w->child.pid &&
	    (is_late(w) || computed(w) - w->computed >= HEAVY_MS))
		w->last_served = setpriority(PRIO_PROCESS, (id_t)w->child.pid,
					     lower()) == 0;
	look_again(w, LOOK_MS);
	return false;
}

void watch_idle(struct worker *w)
{
	if (w->state != IDLE || !w->program)
		return;
	if (w->last_served) {
		child_stop(&w->child);
		w->state = DOWN;
		return;
	}
	w->computed = computed(w);
	w->timer.at = clock_mono() + IDLE_MS;
}

void watch_restless(struct worker *w)
{
	if (computed(w) - w->computed < RESTLESS_MS) {
		watch_idle(w);
		return;
	}
	log_warning("%s: its worker went on computing after its call; it is "
		    "started anew",
		    w->instance->name);
	child_kill(&w->child, "went on computing after its call");
}
