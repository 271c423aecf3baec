/* remote_own.h - what the three files of a remote share: the conversation
 * (remote.c), the process (remote_process.c), what the world answers
 * (remote_world.c). Errors go to r->err, of the call under way.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PLAY_REMOTE_OWN_H
#define HW_PLAY_REMOTE_OWN_H

#include "play/remote.h"

/* Gives the next frame's JSON (json_free); its blob is borrowed until the next
 * one. NULL: the worker is gone, or hung and was killed. */
cJSON *remote_receive(struct remote *r, struct frame *f);
int remote_say(struct remote *r, const struct str *json, const void *blob,
	       size_t len) MUST_CHECK;

/* What the plugin asked for, answered from the script. -1: the worker is gone,
 * or a twist killed it. */
int remote_on_http(struct remote *r, const cJSON *http,
		   const struct frame *f) MUST_CHECK;
int remote_on_keep(struct remote *r, const cJSON *keep) MUST_CHECK;
int remote_on_stream(struct remote *r, const cJSON *stream,
		     const struct frame *f) MUST_CHECK;

#endif
