/* guard.h - what one call of a worker may ask of the desk.
 *
 * The worker holds its plugin to the same limits (wire/limits.h) and says so
 * in words; but plugin and worker share memory, so what counts is looked at
 * here. A breach is remembered: the call ends HW_BROKEN, with nothing of what
 * it handed in, whatever the plugin says afterwards.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_GUARD_H
#define HW_HOST_GUARD_H

#include "host/worker.h"

struct guard {
	char breach[440]; /* the first one of this call, "" if none */
	int lines, keeps;
	bool replied; /* a channel's message left */
};

/* 0: the request may leave, and *effect says whether it is the marked one
 * (job->effect() has agreed). -1: it does not; err says why, with ERR_RETRY
 * when it may be tried later. */
int guard_request(struct guard *g, const struct instance *in,
		  struct call_job *job, struct http_ask *ask, bool *effect,
		  struct err *err) MUST_CHECK;

/* May it speak over a stream? Not for a shop: what goes over one cannot be
 * looked at, and could be a request that pays. */
int guard_stream(struct guard *g, const struct instance *in,
		 struct err *err) MUST_CHECK;

/* May this string be kept beside `kept`, all that the instance keeps now (a
 * JSON object)? */
int guard_keep(struct guard *g, const char *key, const char *value,
	       const struct str *kept, struct err *err) MUST_CHECK;

/* False: this line is one too many. */
bool guard_log(struct guard *g);

/* The status that a worker tells; what is none is a breach. */
hw_status guard_status(struct guard *g, int64_t told);

/* The last `told` bytes of what was handed in are files. */
void guard_beside(struct guard *g, struct call_result *r, int64_t told);

/* What a call came to, cut to a failure when it broke a rule. kv: parsed from
 * r->kv, may be NULL. */
void guard_result(struct guard *g, struct call_result *r, const cJSON *kv,
		  const struct str *kept);

#endif
