/* stream.h - "stream/1": TCP with TLS for what is no HTTP (mail).
 *
 * A plugin reaches only HOST:PORT pairs that its instance's options name, at
 * addresses that allow_address() permits. TLS is verified against the
 * instance's `ca` or the system's store, name and all; plain text and secrets
 * outside TLS are for loopback only. One question at a time a stream; it ends
 * when its call does, or when it is cancelled.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SENDER_STREAM_H
#define HW_SENDER_STREAM_H

#include <poll.h>

#include "sender/transfer.h"

struct streams;

/* reply(): as transfers_new(). Both are kept until the process ends. */
struct streams *streams_new(struct transfers *transfers,
			    void (*reply)(const struct str *json,
					  const void *blob, size_t len));

/* One question (docs/wire.md "stream"); every way it ends is one reply. */
void stream_ask(struct streams *all, int64_t id, struct account *account,
		const cJSON *frame, const void *blob, size_t len);
/* Forgets a question, and closes the stream it was about. */
void stream_cancel(struct streams *all, int64_t id);
bool streams_use(const struct streams *all, const struct account *account);
/* Ends the streams of an account that goes away; frees its TLS context. */
void streams_forget(struct streams *all, struct account *account);

/* What to wait for: fills at most max, lowers *max_ms to the next end of a
 * wait. Returns how many. */
unsigned streams_waits(struct streams *all, struct pollfd *at, unsigned max,
		       int *max_ms);
void streams_work(struct streams *all);

#endif
