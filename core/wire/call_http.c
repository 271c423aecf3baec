/* call_http.c - a request of a plugin, checked before it reaches the door.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "base/when.h"
#include "wire/call_own.h"

/* A line end in a header or URL would let text make headers of its own. */
static bool one_line(const char *text)
{
	for (; *text; text++)
		if (iscntrl((unsigned char)*text) && *text != '\t')
			return false;
	return true;
}

static hw_status headers_check(struct call *c, const char *const *headers)
{
	size_t n = 0;

	for (; headers && headers[n]; n++)
		if (n >= 100 || !one_line(headers[n]) ||
		    !strchr(headers[n], ':') || headers[n][0] == ':')
			return call_broken(c,
					   "%s sent a request with a header "
					   "that is none, or over 100 of them",
					   c->name);
	return HW_OK;
}

static hw_status request_check(struct call *c, const struct hw_request *req)
{
	if (!req || !req->method || !req->url)
		return call_broken(c,
				   "%s sent a request without a method or "
				   "a URL",
				   c->name);
	if (!one_line(req->method) || strchr(req->method, ' ') ||
	    !one_line(req->url) || strchr(req->url, ' '))
		return call_broken(c,
				   "%s sent a request whose method or URL "
				   "holds a blank or a control character",
				   c->name);
	if (req->body_len > CALL_BODY_MAX || (req->body_len && !req->body))
		return call_broken(c,
				   "%s sent a request with a body of %zu "
				   "bytes",
				   c->name, req->body_len);
	return headers_check(c, req->headers);
}

/* Retry-After of the last reply, in seconds, a day at most: what a header says
 * may be anything. */
static int64_t pause_of(const struct call *c, const struct hw_response *res)
{
	static const char name[] = "retry-after:";
	int64_t s = 0;

	if (res->status != 429 && res->status != 503)
		return 0;
	for (const char *const *at = res->headers; at && *at; at++)
		if (text_starts(*at, name))
			s = strtoll(*at + sizeof name - 1, NULL, 10);
	if (s > DAY_MS / SECOND_MS)
		s = DAY_MS / SECOND_MS;
	return s > 0 ? c->now + s * SECOND_MS : 0;
}

hw_status call_http(struct hw_host *h, const struct hw_request *req,
		    struct hw_response *res)
{
	static const char *const none[] = { NULL };
	struct call *c = call_of(h);
	struct hw_response answer = { 0 };
	hw_status rc = request_check(c, req);

	c->pause_until = 0;
	if (rc == HW_OK && !c->door->http)
		rc = call_fail(c, HW_UNSUPPORTED, 0,
			       "there is no network here");
	if (rc == HW_OK)
		rc = c->door->http(c, req, &answer);
	c->pause_until = pause_of(c, &answer);
	if (!answer.headers)
		answer.headers = none;
	if (!answer.body)
		answer.body = "";
	if (res)
		*res = answer;
	return rc;
}
