/* sender.h - the desk's side of the sender process (docs/wire.md): requests
 * out, replies back, one id each.
 *
 * A request that does not fit into a frame, or for which there is no room,
 * fails by itself, unsent. When the sender dies every waiting request fails
 * with sent = true ("nobody knows"), and it is started anew with the same
 * configuration. SPDX-License-Identifier: MIT */
#ifndef HW_HOST_SENDER_H
#define HW_HOST_SENDER_H

#include "base/json.h"
#include "host/child.h"

struct sender;

struct sender_reply {
	const cJSON *json; /* the whole frame: response, stream or failed */
	const char *blob;
	size_t blob_len;
	bool failed;      /* no response; text says why */
	bool sent;        /* false: surely no byte of the request left */
	const char *text; /* of a failure */
};
typedef void sender_done(void *arg, const struct sender_reply *reply);

/* program: path of helloword-sender. configure: the JSON of its first frame,
 * copied. */
struct sender *sender_new(struct loop *loop, const char *program,
			  const char *configure, struct err *err);
void sender_free(struct sender *s);
/* A new configuration (reload). */
void sender_configure(struct sender *s, const char *configure);

/* Asks: body is the JSON members after the id, such as
 * "instance":"x","http":{...},"timeout_ms":30000. done() is called once, later.
 * Returns the id. */
int64_t sender_ask(struct sender *s, const char *members, const void *blob,
		   size_t blob_len, sender_done *done, void *arg);
/* Forgets a request: done() is not called any more. */
void sender_forget(struct sender *s, int64_t id);
/* child_relay() of the sender, for replies to `arg` only: the others wait for
 * the loop. */
void sender_relay(struct sender *s, const void *arg);
/* Nothing that was asked waits to be taken by it. */
bool sender_took_all(const struct sender *s);
pid_t sender_pid(const struct sender *s);

#endif
