/* hostile_reply.c - whole replies that are none.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "judge/hostile.h"

#define ELSEWHERE "elsewhere.example"
#define PAUSE_S 120
#define BLANKS ((size_t)8 << 20) /* bytes that still reach the plugin */
#define DEEP 100000              /* levels */

struct making {
	const struct place *place;
	struct twist twist;
	struct weighing w;
};

static int go(struct making *m, const char *sent, enum expect expect)
{
	m->w.sent = arena_printf(m->place->arena, "%s as reply %zu", sent,
				 (m->place->step + 1) / 2);
	m->w.expect = expect;
	m->twist.step = m->place->step;
	return hostile_try(m->place, &m->twist, &m->w);
}

static int body(const struct place *p, const char *sent, enum expect expect,
		const char *bytes, size_t len)
{
	struct making m = { .place = p, .twist.res = p->res };

	m.twist.res.body = bytes;
	m.twist.res.body_len = len;
	return go(&m, sent, expect);
}

static int text(const struct place *p, const char *sent, enum expect expect,
		const char *bytes)
{
	return body(p, sent, expect, bytes, strlen(bytes));
}

/* -- no reply -- */

static int lost(const struct place *p)
{
	static const struct {
		const char *sent;
		hw_status failed;
		const char *why;
	} ways[] = {
		{ "a connection lost after the request", HW_RETRY,
		  "the connection was lost after the request had left" },
		{ "no answer in time", HW_RETRY, "no answer within 30 s" },
		{ "64 MiB of blanks", HW_BROKEN, "the reply is too large" },
	};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < COUNT_OF(ways); i++) {
		struct making m = { .place = p,
				    .twist = { .failed = ways[i].failed,
					       .why = ways[i].why,
					       .res.body = "" } };

		rc = go(&m, ways[i].sent, EXPECT_FAILURE);
	}
	return rc;
}

/* -- another status -- */

static const char page[] =
	"<!DOCTYPE html><html><head><title>503 Service Unavailable</title>"
	"</head><body><h1>Please come back later</h1></body></html>\n";

static int status(const struct place *p, int32_t code, const char *header,
		  const char *bytes, const char *sent, enum expect expect)
{
	const char **headers = arena_alloc(p->arena, 3 * sizeof *headers);
	struct making m = { .place = p };

	headers[0] = bytes == page ? "content-type: text/html"
				   : "content-type: application/json";
	headers[1] = header;
	m.twist.res = (struct hw_response){ .status = code,
					    .headers = headers,
					    .body = bytes,
					    .body_len = strlen(bytes) };
	m.w.retry_at = p->sample->asked.now + PAUSE_S * SECOND_MS;
	m.w.elsewhere = ELSEWHERE;
	return go(&m, sent, expect);
}

static int statuses(const struct place *p)
{
	static const char location[] = "location: https://" ELSEWHERE "/take";

	return status(p, 401, NULL, "{}", "HTTP 401", EXPECT_AUTH) ||
			       status(p, 403, NULL, "{}", "HTTP 403",
				      EXPECT_DENIED) ||
			       status(p, 429, "retry-after: 120", "{}",
				      "HTTP 429 with Retry-After: 120",
				      EXPECT_PAUSE) ||
			       status(p, 500, NULL, "{}", "HTTP 500",
				      EXPECT_FAILURE) ||
			       status(p, 503, NULL, page,
				      "HTTP 503 with a page for people",
				      EXPECT_FAILURE) ||
			       status(p, 302, location, "",
				      "a redirect to another host",
				      EXPECT_FAILURE)
		       ? -1
		       : 0;
}

/* -- another body -- */

static const char *noise(struct arena *a, size_t len)
{
	unsigned char *bytes = arena_alloc(a, len + 1);
	uint32_t x = 2463534242u;

	for (size_t i = 0; i < len; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		bytes[i] = (unsigned char)x;
	}
	return (const char *)bytes;
}

static int truncated(const struct place *p)
{
	size_t len = p->res.body_len;
	const size_t at[] = { 1, len / 4, len / 2, len - len / 4, len - 1 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < COUNT_OF(at); i++)
		if (at[i] && at[i] < len)
			rc = body(p, "a reply cut short", EXPECT_FAILURE,
				  arena_strndup(p->arena, p->res.body, at[i]),
				  at[i]);
	return rc;
}

static const char *filled(struct arena *a, char c, size_t len)
{
	char *bytes = arena_alloc(a, len + 1);

	memset(bytes, c, len);
	return bytes;
}

/* A byte that UTF-8 has not, in the first text. */
static int invalid(const struct place *p)
{
	char *copy = arena_copy(p->arena, p->res.body, p->res.body_len);
	char *quote = memchr(copy, '"', p->res.body_len);

	if (!quote || quote[1] == '"')
		return 0;
	quote[1] = (char)0xff;
	return body(p, "text that is not UTF-8", EXPECT_FAILURE, copy,
		    p->res.body_len);
}

/* Where the plugin reads JSON, what is not there is no answer. */
static int not_json(const struct place *p)
{
	return body(p, "noise", EXPECT_FAILURE, noise(p->arena, 600), 600) ||
			       text(p, "nothing", EXPECT_FAILURE, "") ||
			       text(p, "HTTP 200 with a page for people",
				    EXPECT_FAILURE, page) ||
			       body(p, "8 MiB of blanks", EXPECT_FAILURE,
				    filled(p->arena, ' ', BLANKS), BLANKS) ||
			       body(p, "100,000 nested lists", EXPECT_FAILURE,
				    filled(p->arena, '[', DEEP), DEEP) ||
			       truncated(p) || invalid(p)
		       ? -1
		       : 0;
}

static int other_json(const struct place *p)
{
	const char **headers = arena_alloc(p->arena, 2 * sizeof *headers);
	struct making m = { .place = p, .twist.res = p->res };

	headers[0] = "content-type: text/html";
	m.twist.res.headers = headers;
	return text(p, "{}", EXPECT_SOUND, "{}") ||
			       text(p, "null", EXPECT_SOUND, "null") ||
			       text(p, "[]", EXPECT_SOUND, "[]") ||
			       text(p, "a text", EXPECT_SOUND, "\"ok\"") ||
			       go(&m, "the right body as text/html",
				  EXPECT_SAME_OR)
		       ? -1
		       : 0;
}

/* A file, for example: anything may be one. */
static int other_bytes(const struct place *p)
{
	return body(p, "noise", EXPECT_ANY, noise(p->arena, 600), 600) ||
			       text(p, "nothing", EXPECT_ANY, "") ||
			       body(p, "8 MiB of blanks", EXPECT_ANY,
				    filled(p->arena, ' ', BLANKS), BLANKS)
		       ? -1
		       : 0;
}

int hostile_replies(const struct place *p)
{
	if (lost(p) || statuses(p))
		return -1;
	if (!p->json)
		return other_bytes(p);
	return not_json(p) || other_json(p) ? -1 : 0;
}
