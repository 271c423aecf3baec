/* call_stream.c - "stream/1": each function is one question to the door.
 * SPDX-License-Identifier: MIT */
#include "wire/call_own.h"

#define STREAM_BYTES_MAX (4u << 20) /* of one read or write */

static hw_status ask(struct hw_host *h, const struct stream_ask *what,
		     struct stream_answer *answer)
{
	struct call *c = call_of(h);

	if (!c->door->stream)
		return call_fail(c, HW_UNSUPPORTED, 0, "no streams here");
	return c->door->stream(c, what, answer);
}

static hw_status too_much(struct hw_host *h, uint32_t len)
{
	struct call *c = call_of(h);

	return call_broken(c, "%s moved %u bytes through a stream at once",
			   c->name, len);
}

static int32_t stream_open(struct hw_host *h, const char *name, int32_t port,
			   int32_t tls)
{
	struct stream_ask what = {
		.what = STREAM_OPEN, .host = name, .port = port, .tls = tls
	};
	struct call *c = call_of(h);
	struct stream_answer answer = { 0 };
	hw_status rc;

	if (!name || port < 1 || port > 65535 || tls < HW_PLAIN ||
	    tls > HW_STARTTLS)
		return call_broken(c, "%s opened a stream to nowhere", c->name);
	rc = ask(h, &what, &answer);
	return rc ? rc : answer.n;
}

static hw_status stream_start_tls(struct hw_host *h, int32_t n)
{
	struct stream_ask what = { .what = STREAM_START_TLS, .n = n };
	struct stream_answer answer = { 0 };

	return ask(h, &what, &answer);
}

static int32_t stream_read(struct hw_host *h, int32_t n, void *buf,
			   uint32_t len, int64_t wait_ms)
{
	struct stream_ask what = {
		.what = STREAM_READ, .n = n, .len = len, .wait_ms = wait_ms
	};
	struct stream_answer answer = { 0 };
	hw_status rc;

	if (len > STREAM_BYTES_MAX)
		what.len = STREAM_BYTES_MAX;
	if (!buf || len == 0)
		return too_much(h, len);
	rc = ask(h, &what, &answer);
	if (rc)
		return rc;
	if (answer.n > 0 && (uint32_t)answer.n <= what.len)
		memcpy(buf, answer.bytes, (size_t)answer.n);
	return answer.n;
}

static hw_status stream_write(struct hw_host *h, int32_t n, const void *buf,
			      uint32_t len, int32_t secret)
{
	struct stream_ask what = { .what = STREAM_WRITE,
				   .n = n,
				   .bytes = buf,
				   .len = len,
				   .secret = secret };
	struct stream_answer answer = { 0 };

	if (len == 0)
		return HW_OK;
	if (!buf || len > STREAM_BYTES_MAX)
		return too_much(h, len);
	return ask(h, &what, &answer);
}

static void stream_close(struct hw_host *h, int32_t n)
{
	struct stream_ask what = { .what = STREAM_CLOSE, .n = n };
	struct stream_answer answer = { 0 };

	ask(h, &what, &answer);
}

const struct hw_stream call_stream = {
	.size = sizeof(struct hw_stream),
	.open = stream_open,
	.start_tls = stream_start_tls,
	.read = stream_read,
	.write = stream_write,
	.close = stream_close,
};
