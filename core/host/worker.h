/* worker.h - a worker process and the calls that wait for it.
 *
 * One worker is one lane of one instance: one call at a time, in order. A call
 * past its deadline kills the worker; one that crashes, hangs, floods or lies
 * (guard.h) costs its own call and nothing else. Run inside this process
 * (--inline) it is believed the same little, but its crash is ours and nothing
 * kills it. It is started when there is a call and backs off when it died
 * before it finished one.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_WORKER_H
#define HW_HOST_WORKER_H

#include "host/instance.h"
#include "host/sender.h"
#include "hw_plugin.h"

struct worker;
struct call_job;

struct call_result {
	hw_status status;
	bool died;           /* the worker did not finish the call */
	bool breach;         /* the plugin broke the contract; why says how */
	const char *why;     /* one sentence, "" when it went well */
	int64_t retry_at;    /* within a day */
	const char *records; /* JSON lines; borrowed for the call of done() */
	size_t records_len;
	const char *beside; /* bytes of files, as the records say; borrowed */
	size_t beside_len;
	const char *scanned; /* as of struct delivery */
	const char *kv;      /* JSON object or "" */
	size_t kv_len;
};

/* A request that a plugin makes. */
struct http_ask {
	const cJSON *http; /* method, url, headers, effect, keep */
	const void *body;
	size_t body_len;
	const char *verb; /* whose effect it is declared to be, NULL: none's */
};

/* One call. Embedded in what waits for it; must live until done() or
 * worker_free(). */
struct call_job {
	const char *op;  /* "carrier.track" */
	const char *arg; /* JSON object or "{}" */
	/* [nullable] What the call before it put, a JSON object: that is not
	 * stored yet (worker_relay). Borrowed until it has begun. */
	const char *put;
	const void *body; /* hook only */
	size_t body_len;
	int64_t timeout_ms;
	/* [nullable] Asked when its turn has come, before the worker hears of
	 * it. False: it is not called; done() is, with HW_RETRY and why. */
	bool (*starting)(struct call_job *job, struct err *why);
	/* [nullable] Asked for the request that is the effect of ask->verb.
	 * True: it may leave. False: `why` is told to the plugin and no byte
	 * leaves. Without it only a channel's message may have an effect. */
	bool (*effect)(struct call_job *job, const struct http_ask *ask,
		       struct err *why);
	/* [nullable] The reply of the marked request, before the plugin. */
	void (*effected)(struct call_job *job, const struct sender_reply *r);
	void (*done)(struct call_job *job, const struct call_result *result);
	struct call_job *next;
};

/* What workers need from the desk: durable strings of their instance. */
struct worker_desk {
	int (*kv_load)(void *arg, const char *instance, struct str *out,
		       struct err *err);
	int (*kv_keep)(void *arg, const char *instance, const char *key,
		       const char *value, struct err *err);
	int64_t (*now)(void *arg);
	void *arg;
};

/* program: path of helloword-worker, or NULL to run the plugin inside this
 * process, where a debugger sees it and its crash is ours. */
struct worker *worker_new(struct loop *loop, struct sender *sender,
			  const struct worker_desk *desk, const char *program,
			  struct instance *instance);
/* Its jobs are forgotten, done() is not called: those that wait were never
 * begun, and of the one in flight nobody knows. */
void worker_free(struct worker *w);

void worker_submit(struct worker *w, struct call_job *job);
/* Before all that wait: for the call that another one has just allowed. */
void worker_submit_next(struct worker *w, struct call_job *job);
/* For a call that was begun before what the one before it handed in is stored:
 * lets it ask the sender and hear the answer, while the desk stores. Nothing
 * else of it is looked at, and nobody else is served. To be called from inside
 * that work: nothing here touches the desk. */
void worker_relay(struct worker *w);
/* Ends the call in flight, whose ground is gone. It was no fault of its worker,
 * which is started anew; done() is not called. */
void worker_drop(struct worker *w);

bool worker_idle(const struct worker *w);
pid_t worker_pid(const struct worker *w);

#endif
