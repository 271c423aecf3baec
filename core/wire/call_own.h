/* call_own.h - what the files of a call share: the members of struct hw_host,
 * which call_start() puts together. The plugin holds &c->host only, and
 * whatever it passes is believed in nothing. SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_CALL_OWN_H
#define HW_WIRE_CALL_OWN_H

#include "model/kinds.h"
#include "wire/call.h"

static inline struct call *call_of(struct hw_host *h)
{
	return CONTAINER_OF(h, struct call, host);
}

/* call_kv.c: what is kept between calls. */
hw_status call_kv_get(struct hw_host *h, const char *key, const char **value);
hw_status call_kv_put(struct hw_host *h, const char *key, const char *value);
hw_status call_kv_keep(struct hw_host *h, const char *key, const char *value);

/* call_http.c: a request, checked, to the door; notes the reply's Retry-After.
 */
hw_status call_http(struct hw_host *h, const struct hw_request *req,
		    struct hw_response *res);

/* call_emit.c */
hw_status call_emit(struct hw_host *h, int32_t type, const void *rec,
		    size_t size);
/* The same of a kind that need have no number; so many of its bytes stand
 * beside it. */
hw_status call_emit_kind(struct call *c, const struct kind *kind,
			 const void *rec, size_t size, size_t beside);
/* call_read.c: sets the readers of JSON, money and moments, and quoting. */
void call_readers(struct hw_host *h);
/* call_files.c: "files/1" and "files-in/1". */
extern const struct hw_files call_files;
extern const struct hw_files_in call_files_in;
/* call_stream.c: "stream/1" over the door. */
extern const struct hw_stream call_stream;

#endif
