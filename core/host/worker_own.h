/* worker_own.h - what the files of worker.h share: a worker with its state.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_WORKER_OWN_H
#define HW_HOST_WORKER_OWN_H

#include "host/guard.h"
#include "host/worker.h"
#include "wire/limits.h"

#define WORKER_GRACE_MS 2000 /* past a deadline, before the kill */

enum worker_state { DOWN, STARTING, IDLE, BUSY };

struct worker {
	struct child child;
	struct sender *sender;
	const struct worker_desk *desk;
	struct instance *instance;
	char *program;
	enum worker_state state;
	struct timer timer; /* next look at it, or end of the backoff */
	int64_t ends;     /* clock_mono ms: a call's, or a start's; 0: never */
	int64_t computed; /* ms when its call began, or at the last look */
	bool last_served; /* it has the least priority */
	int64_t backoff_ms, not_before; /* not_before: clock_mono ms */
	int deaths;         /* calls in a row that it did not survive */
	bool proven;        /* it finished a call since it was started */
	int64_t id;         /* of the call in flight */
	int64_t request;    /* at the sender, 0 if none */
	bool effect;        /* that request is the marked one */
	struct guard guard; /* of the call in flight */
	int64_t streams[CALL_STREAMS_MAX]; /* opened by the call in flight */
	size_t stream_count;
	struct call_job *first, *last;
};

/* worker.c: the call in flight is over; takes it off and tells its owner. */
void worker_finish(struct worker *w, const struct call_result *r);
/* What waits may begin. */
void worker_next(struct worker *w);
/* Takes the first job off; its call in flight asks for nothing any more. */
struct call_job *worker_pop(struct worker *w);
/* It said that it does not open. */
void worker_refused(struct worker *w, const cJSON *json);

/* worker_serve.c: a frame came. */
void worker_frame(struct child *c, const struct frame *f);
/* A text of a frame that people are shown: one line, of CALL_WHY_MAX bytes at
 * most; "" if there is none. Changes the frame's text. */
const char *worker_sentence(const cJSON *json, const char *key);
/* worker_watch.c: a call begins. */
void watch_call(struct worker *w, int64_t timeout_ms);
/* Looks at the call in flight; true: its time is over. */
bool watch_late(struct worker *w);
/* It has nothing to do. */
void watch_idle(struct worker *w);
/* Looks at one that should have nothing to do. */
void watch_restless(struct worker *w);

/* worker_ahead.c: the kept strings as they will be when `put`, a JSON object of
 * texts and nulls, is stored. */
void worker_put(struct str *kv, const char *put);
/* A frame that came while the desk stores; false: it must wait. */
bool worker_relayed(struct child *c, const struct frame *f);
/* The call asks for a request. */
void worker_http(struct worker *w, const cJSON *json, const struct frame *f);
/* All strings that the instance keeps, as a JSON object. */
void worker_load_kv(const struct worker *w, struct str *kv);

#endif
