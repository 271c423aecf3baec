/* gateway.c - mail through the seller's own HTTP gateway.
 *
 * For sellers whose mail system already has an API: the plugin reads new
 * messages as JSON and hands replies over as JSON. The gateway answers 200 to a
 * message id that it was given before, so a second hand-over is harmless.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "hw_plugin.h"

enum { OPT_URL, OPT_TOKEN };
static const struct hw_option options[] = {
	[OPT_URL] = { "url", HW_URL, 1, NULL, NULL,
		      "address of the gateway; /inbox and /outbox hang on it" },
	[OPT_TOKEN] = { "token", HW_SECRET, 1, NULL, NULL,
			"sent as a bearer token" },
};

static const char *const headers[] = { "Authorization: Bearer {secret:token}",
				       "Content-Type: application/json", NULL };

static hw_status gateway_open(struct hw_host *h, const union hw_value *cfg,
			      void **self)
{
	*self = strdup(cfg[OPT_URL].s);
	return *self ? HW_OK : h->fail(h, HW_RETRY, 0, "out of memory");
}

static hw_status ask(struct hw_host *h, struct hw_request *req,
		     struct hw_response *res)
{
	hw_status rc = h->http(h, req, res);

	if (rc)
		return rc;
	if (res->status == 401 || res->status == 403)
		return h->fail(h, HW_AUTH, 0, "the gateway refused the token");
	if (res->status >= 400 && res->status < 500 && res->status != 429)
		return h->fail(h, HW_REJECTED, 0, "the gateway answered %d",
			       (int)res->status);
	if (res->status != 200)
		return h->fail(h, HW_RETRY, 0, "the gateway answered %d",
			       (int)res->status);
	return HW_OK;
}

static hw_status emit_message(struct hw_host *h, const struct hw_json *m)
{
	static const char *const words[] = { "",           "human", "bounce",
					     "auto_reply", "list",  "own" };
	const char *origin = h->json_text(m, "origin");
	const char *at = h->json_text(m, "at");
	int bad = 0;
	struct hw_text_in in = {
		.ref = h->json_text(m, "message_id"),
		.channel = "email",
		.thread = h->json_text(m, "thread"),
		.from_name = h->json_text(m, "from_name"),
		.from_addr = h->json_text(m, "from"),
		.to_addr = h->json_text(m, "to"),
		.subject = h->json_text(m, "subject"),
		.text = h->json_text(m, "text"),
		.message_id = h->json_text(m, "message_id"),
		.in_reply_to = h->json_text(m, "in_reply_to"),
		.references = h->json_text(m, "references"),
		.origin = HW_HUMAN,
		.at = at ? h->when(h, at, &bad) : (struct hw_when){ 0 },
	};

	for (int32_t i = 1; origin && i <= HW_OWN; i++)
		if (strcmp(words[i], origin) == 0)
			in.origin = i;
	if (!in.thread)
		in.thread = in.ref;
	return hw_emit_text_in(h, &in);
}

static hw_status gateway_fetch(struct hw_host *h, void *self)
{
	const char *cursor = NULL, *next;
	const struct hw_json *doc, *list;
	struct hw_request req = { .method = "GET", .headers = headers };
	struct hw_response res;
	hw_status rc;

	h->kv_get(h, "cursor", &cursor);
	req.url = h->text(h, "%s/inbox?after=%s", (const char *)self,
			  h->url_quote(h, cursor ? cursor : ""));
	if ((rc = ask(h, &req, &res)))
		return rc;
	if (!(doc = h->json_parse(h, res.body, res.body_len)))
		return HW_BROKEN;
	list = h->json_at(doc, "messages");
	for (uint32_t i = 0; !rc && i < h->json_count(list); i++)
		rc = emit_message(h, h->json_item(list, i));
	next = h->json_text(doc, "next");
	if (!rc && next)
		h->kv_put(h, "cursor", next);
	return rc ? rc : h->json_int(doc, "more", 0) ? HW_MORE : HW_OK;
}

static hw_status gateway_send(struct hw_host *h, void *self,
			      const struct hw_text_out *m)
{
	const char *body = h->text(
		h,
		"{\"message_id\":%s,\"to\":%s,\"to_name\":%s,\"subject\":%s,"
		"\"text\":%s,\"in_reply_to\":%s,\"references\":%s,"
		"\"automatic\":%s}",
		h->json_quote(h, m->message_id), h->json_quote(h, m->to_addr),
		h->json_quote(h, m->to_name), h->json_quote(h, m->subject),
		h->json_quote(h, m->text), h->json_quote(h, m->in_reply_to),
		h->json_quote(h, m->references),
		m->automatic ? "true" : "false");
	struct hw_request req = { .method = "POST",
				  .url = h->text(h, "%s/outbox",
						 (const char *)self),
				  .headers = headers,
				  .body = body,
				  .body_len = strlen(body) };
	struct hw_response res;
	hw_status rc = ask(h, &req, &res);

	return rc ? rc
		  : hw_emit_outcome(
			    h, &(struct hw_outcome){ .ref = m->message_id,
						     .state = HW_SETTLED });
}

static hw_status gateway_find(struct hw_host *h, void *self,
			      const struct hw_text_out *m)
{
	struct hw_request req = {
		.method = "GET",
		.url = h->text(h, "%s/outbox?id=%s", (const char *)self,
			       h->url_quote(h, m->message_id)),
		.headers = headers,
	};
	struct hw_response res;
	hw_status rc = ask(h, &req, &res);
	const struct hw_json *doc =
		rc ? NULL : h->json_parse(h, res.body, res.body_len);

	if (rc || !doc)
		return rc ? rc : HW_BROKEN;
	return hw_emit_outcome(
		h, &(struct hw_outcome){ .ref = m->message_id,
					 .state = h->json_int(doc, "known", 0)
							  ? HW_SETTLED
							  : HW_ABSENT });
}

static const struct hw_channel channel = {
	.fetch = gateway_fetch,
	.send = gateway_send,
	.name = "email",
	.effect_class = 'B',
	.lag_ms = 10000,
	.find = gateway_find,
};
static const struct hw_iface provides[] = { HW_IFACE(HW_CHANNEL_1, channel) };

HW_PLUGIN = {
	HW_HEADER,
	.id = "gateway",
	.version = "1.0.0",
	.summary = "Mail through your own HTTP gateway",
	.domains = "",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.open = gateway_open,
	.close = free,
};
