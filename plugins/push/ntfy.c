/* ntfy.c - messages of ntfy, published as JSON and read back.
 * [source: docs.ntfy.sh/publish ("Publish as JSON"), docs.ntfy.sh/subscribe/api
 * ("Poll for messages"), codes of its errors from ntfy 2.13]
 *
 * The key of a message is its sequence_id, so that it can be found again, and
 * so that a second one of it takes the place of the first on the phone.
 * SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "push.h"

/* -- publishing -- */

static const char *tags(struct hw_host *h, const struct push *p)
{
	const char *at = push_or(p->tags, ""), *all = "";

	while (*(at += strspn(at, ", "))) {
		size_t len = strcspn(at, ", ");

		all = h->text(
			h, "%s%s%s", all, *all ? "," : "",
			h->json_quote(h, h->text(h, "%.*s", (int)len, at)));
		at += len;
	}
	return all;
}

static const char *body_of(struct hw_host *h, const struct push *p,
			   const struct hw_text_out *out, const char *topic)
{
	const char *title = push_or(out->subject, NULL), *all;

	all = h->text(h,
		      "{\"topic\":%s,\"message\":%s,\"priority\":%lld,"
		      "\"tags\":[%s],\"sequence_id\":%s",
		      h->json_quote(h, topic), h->json_quote(h, out->text),
		      (long long)p->priority, tags(h, p),
		      h->json_quote(h, out->key));
	if (title)
		all = h->text(h, "%s,\"title\":%s", all,
			      h->json_quote(h, title));
	if (p->click)
		all = h->text(h, "%s,\"click\":%s", all,
			      h->json_quote(h, p->click));
	return h->text(h, "%s}", all);
}

/* Every reply but the wanted one. unclear: what may hide a message that went.
 */
static hw_status other(struct hw_host *h, const struct hw_response *res,
		       hw_status unclear)
{
	switch (res->status) {
	case 401:
	case 403:
		return h->fail(h, HW_AUTH, 0,
			       "ntfy does not let this token publish to the "
			       "topic");
	case 404:
		return h->fail(h, HW_RETRY, 0,
			       "there is no ntfy at "
			       "\"base_url\"");
	case 429:
		return h->fail(h, HW_RETRY, 0, "ntfy's limit is reached");
	case 503:
		return h->fail(h, HW_RETRY, 0,
			       "ntfy cannot take a message now");
	default:
		return h->fail(h, unclear, 0, "ntfy answers HTTP %d",
			       (int)res->status);
	}
}

static hw_status refused(struct hw_host *h, const struct hw_response *res)
{
	const struct hw_json *json = h->json_parse(h, res->body, res->body_len);
	int64_t code = h->json_int(json, "code", 0);

	if (!code)
		return h->fail(h, HW_BROKEN, 0,
			       "ntfy refuses the message and gives no code");
	return h->fail(
		h, HW_REJECTED, 0, "ntfy refuses the message with code %lld%s",
		(long long)code,
		code == 40009 || code == 40010 ? ": the topic is not allowed"
					       : "");
}

static hw_status published(struct hw_host *h, const struct hw_response *res,
			   const char *topic)
{
	const struct hw_json *m;
	const char *id, *where;

	if (res->status == 400 || res->status == 413)
		return refused(h, res);
	if (res->status != 200)
		return other(h, res, HW_BROKEN);
	if (!(m = h->json_parse(h, res->body, res->body_len)))
		return HW_BROKEN;
	id = h->json_text(m, "id");
	where = h->json_text(m, "topic");
	if (!id || !*id || !where || strcmp(where, topic) != 0)
		return h->fail(h, HW_BROKEN, 0,
			       "ntfy answers without an id, or for another "
			       "topic");
	return hw_emit_outcome(
		h, &(struct hw_outcome){ .ref = id, .state = HW_ACCEPTED });
}

static hw_status check_message(struct hw_host *h, const struct hw_text_out *out,
			       const char *topic)
{
	size_t len = strlen(push_or(out->text, ""));

	if (!topic)
		return h->fail(h, HW_REJECTED, 0,
			       "the message names no topic, and \"topic\" is "
			       "not set");
	if (!push_is_topic(topic))
		return h->fail(h, HW_REJECTED, 0,
			       "what the message is for is no topic: letters, "
			       "digits, _ and -, 64 at most");
	if (!len)
		return h->fail(h, HW_REJECTED, 0, "the message has no text");
	if (len > TEXT_MAX)
		return h->fail(h, HW_REJECTED, 0,
			       "the text has %zu bytes, and ntfy takes %d; "
			       "shorten it",
			       len, TEXT_MAX);
	return HW_OK;
}

static const char *const *headers_of(struct hw_host *h, const struct push *p)
{
	const char **all = h->alloc(h, 4 * sizeof *all);
	size_t n = 0;

	all[n++] = "Content-Type: application/json";
	if (p->has_token)
		all[n] = "Authorization: Bearer {secret:token}";
	return all;
}

hw_status push_send(struct hw_host *h, void *self,
		    const struct hw_text_out *out)
{
	const struct push *p = self;
	const char *topic = push_or(out->to_addr, p->topic);
	struct hw_request req = { .method = "POST", .flags = HW_EFFECT };
	struct hw_response res;
	hw_status rc = check_message(h, out, topic);

	if (rc)
		return rc;
	req.url = h->text(h, "%s/", p->base);
	req.headers = headers_of(h, p);
	req.body = body_of(h, p, out, topic);
	req.body_len = strlen(req.body);
	rc = h->http(h, &req, &res);
	if (rc == HW_RETRY)
		return h->fail(h, HW_BROKEN, 0,
			       "no answer came, and nobody knows whether the "
			       "message went");
	return rc ? rc : published(h, &res, topic);
}

/* -- looking -- */

/* 1 when this line is the message, 0 when not; HW_BROKEN when that cannot be
 * told: "not there" must not come of what nobody can read. A server before 2.16
 * knows no sequence_id, and the same words may be an earlier message's. */
static int32_t is_ours(struct hw_host *h, const struct hw_json *m,
		       const struct hw_text_out *out)
{
	const char *id = h->json_text(m, "id");
	const char *event = h->json_text(m, "event");
	const char *sequence = h->json_text(m, "sequence_id");
	const char *text = h->json_text(m, "message");

	if (!id || !*id || !event)
		return h->fail(h, HW_BROKEN, 0,
			       "ntfy lists a message without an id or event");
	if (sequence)
		return strcmp(sequence, out->key) == 0;
	if (text && strcmp(text, out->text) == 0)
		return h->fail(h, HW_BROKEN, 0,
			       "a message of these words is there, and nothing "
			       "tells whose; ntfy 2.16 gives our key back");
	return 0;
}

/* An empty answer may be a list without messages, or none. */
static bool is_list(const struct hw_response *res)
{
	static const char type[] = "content-type: application/x-ndjson";

	for (const char *const *at = res->headers; at && *at; at++)
		if (strncasecmp(*at, type, sizeof type - 1) == 0)
			return true;
	return false;
}

/* One JSON object a line. */
static hw_status look_into(struct hw_host *h, const struct hw_response *res,
			   const struct hw_text_out *out)
{
	const char *at = res->body;

	if (!is_list(res))
		return h->fail(h, HW_BROKEN, 0,
			       "what answers is no ntfy; look at \"base_url\"");

	while (*at) {
		size_t len = strcspn(at, "\n");
		const struct hw_json *m =
			len ? h->json_parse(h, at, len) : NULL;
		int32_t ours = m ? is_ours(h, m, out) : len ? HW_BROKEN : 0;

		if (ours < 0)
			return ours;
		if (ours)
			return hw_emit_outcome(
				h, &(struct hw_outcome){
					   .ref = h->json_text(m, "id"),
					   .state = HW_SETTLED });
		at += len + (at[len] == '\n');
	}
	return hw_emit_outcome(h, &(struct hw_outcome){ .state = HW_ABSENT });
}

static hw_status poll(struct hw_host *h, const struct push *p,
		      const char *topic, const char *since,
		      struct hw_response *res)
{
	struct hw_request req = { .method = "GET",
				  .headers = headers_of(h, p) };

	req.url =
		h->text(h, "%s/%s/json?poll=1&since=%s", p->base, topic, since);
	return h->http(h, &req, res);
}

/* A server keeps messages for 12 hours, unless its keeper says otherwise. */
hw_status push_find(struct hw_host *h, void *self,
		    const struct hw_text_out *out)
{
	const struct push *p = self;
	const char *topic = push_or(out->to_addr, p->topic);
	struct hw_response res;
	hw_status rc = check_message(h, out, topic);

	if (rc || (rc = poll(h, p, topic, "12h", &res)))
		return rc;
	if (res.status == 403)
		return h->fail(h, HW_UNSUPPORTED, 0,
			       "the token may not read the topic, so nobody "
			       "can see whether the message went");
	if (res.status != 200)
		return other(h, &res, HW_RETRY);
	return look_into(h, &res, out);
}

/* Without a topic there is nothing to ask for. */
hw_status push_probe(struct hw_host *h, void *self)
{
	const struct push *p = self;
	struct hw_response res;
	hw_status rc;

	if (!p->topic)
		return HW_OK;
	if ((rc = poll(h, p, p->topic, "1s", &res)))
		return rc;
	if (res.status == 200)
		return HW_OK;
	if (res.status != 403)
		return other(h, &res, HW_RETRY);
	h->log(h, HW_WARNING,
	       "the token may not read the topic: a message whose reply got "
	       "lost will wait for a person");
	return HW_OK;
}
