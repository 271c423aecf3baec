/* frame_fuzz.c - frames out of bytes, however they are cut, against lengths
 * that are added up by hand; and written again.
 *
 * The first byte of an input is how many bytes come at a time.
 * SPDX-License-Identifier: MIT */
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "wire/frame.h"

#define LEAST 2u /* bytes of an object */

/* The next frame's size, 0 when its bytes are not all there, -1 when there can
 * be none. */
static int64_t slow(const uint8_t *at, size_t left, uint32_t *json)
{
	uint32_t all;

	if (left < 4)
		return 0;
	memcpy(&all, at, 4);
	if (all < 4 + LEAST || all > FRAME_MAX)
		return -1;
	if (left < 8)
		return 0;
	memcpy(json, at + 4, 4);
	if (*json < LEAST || *json > all - 4)
		return -1;
	return left < (size_t)all + 4 ? 0 : (int64_t)all + 4;
}

static void same(const struct frame *f, const uint8_t *at, int64_t n,
		 uint32_t json)
{
	CLEANUP(str_release) struct str again = STR_INIT;
	struct err err = { 0 };

	FUZZ_HOLDS(f->json_len == json && f->blob_len == (size_t)n - 8 - json,
		   "%u of JSON and %u beside", f->json_len, f->blob_len);
	FUZZ_HOLDS(frame_put(&again, f->json, f->json_len, f->blob, f->blob_len,
			     &err) == 0 &&
			   again.len == (size_t)n &&
			   !memcmp(again.at, at, again.len),
		   "written again it differs: %s", err.text);
}

struct conversation {
	struct frame_reader in;
	const uint8_t *at, *end; /* what came and is not read as frames */
	bool broken;
};

static void read_frames(struct conversation *c, const uint8_t *came)
{
	struct err err = { 0 };
	struct frame f;
	int rc;

	do {
		uint32_t json = 0;
		int64_t n = slow(c->at, (size_t)(came - c->at), &json);

		rc = frame_next(&c->in, &f, &err);
		FUZZ_HOLDS(rc == (n > 0 ? 1 : (int)n),
			   "a frame of %lld bytes, read as %d: %s",
			   (long long)n, rc, err.text);
		if (rc > 0) {
			same(&f, c->at, n, json);
			c->at += n;
		}
	} while (rc > 0);
	c->broken = rc < 0;
	if (rc < 0)
		fuzz_sentence(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conversation c = { .in = FRAME_READER_INIT };
	size_t step = size ? data[0] + 1u : 1;
	struct err err = { 0 };
	int pair[2];

	if (size < 2 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return -1;
	c.at = data + 1;
	c.end = data + size;
	for (const uint8_t *at = c.at; at < c.end && !c.broken;) {
		size_t n = (size_t)(c.end - at) < step ? (size_t)(c.end - at)
						       : step;

		FUZZ_HOLDS(write(pair[0], at, n) == (ssize_t)n &&
				   frame_fill(&c.in, pair[1], &err) == 1,
			   "not filled: %s", err.text);
		at += n;
		read_frames(&c, at);
	}
	close(pair[0]);
	FUZZ_HOLDS(frame_fill(&c.in, pair[1], &err) == 0, "no end of file");
	close(pair[1]);
	frame_reader_release(&c.in);
	return 0;
}
