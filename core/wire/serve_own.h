/* serve_own.h - one conversation with the desk: its frames and calls (serve.c),
 * and what a plugin asks in the middle of a call (serve_door.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_SERVE_OWN_H
#define HW_WIRE_SERVE_OWN_H

#include "wire/frame.h"
#include "wire/op.h"
#include "wire/serve.h"

struct served {
	int fd;
	const struct serve_lock *lock;
	struct frame_reader in;
	struct err *err; /* why the conversation is over */
	bool over, open;
	int64_t id; /* of the call in flight */
	int lines;  /* it logged */
	struct plugin plugin;
	struct opened opened;
};

/* -- serve.c -- */

/* Gives a parsed frame (free with json_free); NULL at the end of the
 * conversation (d->err says nothing) or when it is broken. */
cJSON *serve_receive(struct served *d, struct frame *f);
int serve_send(const struct served *d, const struct str *json, const void *blob,
	       size_t len, struct err *err) MUST_CHECK;

/* -- serve_door.c -- */

/* Of a call, with its struct served as door_arg, and of open, which may only
 * log. */
extern const struct call_door serve_door, serve_open_door;

#endif
