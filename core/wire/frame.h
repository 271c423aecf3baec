/* frame.h - how the desk talks with its workers and its sender.
 *
 * One frame is: u32 length of all that follows, u32 length of the JSON, the
 * JSON (one object), then a blob of bytes (a body, records, an attachment), so
 * bodies are never quoted or copied through a parser. Integers are in the
 * machine's byte order: both ends are one machine. A frame over FRAME_MAX or
 * with lengths that disagree ends the conversation: the peer is broken.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_FRAME_H
#define HW_WIRE_FRAME_H

#include "base/err.h"
#include "base/str.h"
#include "wire/limits.h"

/* A received frame; both parts are borrowed from the reader and valid until
 * the next frame is asked for. */
struct frame {
	const char *json;
	uint32_t json_len;
	const char *blob;
	uint32_t blob_len;
};

/* Would they make a frame? */
bool frame_fits(size_t json_len, size_t blob_len);

/* Appends a frame to an output buffer. -1 with ERR_DATA when over FRAME_MAX. */
int frame_put(struct str *out, const char *json, size_t json_len,
	      const void *blob, size_t blob_len, struct err *err) MUST_CHECK;

/* Blocking: writes a whole frame to fd, retrying EINTR and short writes.
 * -1 with ERR_SYSTEM when the peer is gone. */
int frame_send(int fd, const char *json, size_t json_len, const void *blob,
	       size_t blob_len, struct err *err) MUST_CHECK;

/* Collects bytes until they make frames; used by both ends. */
struct frame_reader {
	struct str in;
	size_t taken; /* bytes of `in` already given out */
};
#define FRAME_READER_INIT                                      \
	{                                                      \
		.in = STR_LIMIT(FRAME_MAX + 4096u), .taken = 0 \
	}

/* Reads what fd has now (one read; blocks only if fd does). 1 when bytes came,
 * 0 at end of file, -1 with ERR_SYSTEM, or ERR_RETRY on EAGAIN. */
int frame_fill(struct frame_reader *r, int fd, struct err *err) MUST_CHECK;

/* The next whole frame: 1 and *out, 0 when more bytes are needed, -1 with
 * ERR_DATA when the bytes cannot be a frame. */
int frame_next(struct frame_reader *r, struct frame *out,
	       struct err *err) MUST_CHECK;

/* The frame that frame_next() gave out last comes again. Nothing was read
 * since. */
void frame_put_back(struct frame_reader *r, const struct frame *f);

void frame_reader_release(struct frame_reader *r);

#endif
