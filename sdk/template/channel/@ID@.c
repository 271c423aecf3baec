/* @ID@.c - short messages through @NAME@.
 * SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#include <stdlib.h>
#include <string.h>

enum { OPT_BASE, OPT_TOKEN, OPT_SENDER };
static const struct hw_option options[] = {
	[OPT_BASE] = { "base", HW_URL, 0, "https://api.@ID@.example", NULL, "address of the API" },
	[OPT_TOKEN] = { "token", HW_SECRET, 1, NULL, NULL, "API token" },
	[OPT_SENDER] = { "sender", HW_STRING, 1, NULL, NULL, "who the messages come from" },
};

struct account {
	char *base, *auth, *sender;
};

static void account_close(void *self)
{
	struct account *a = self;

	free(a->base);
	free(a->auth);
	free(a->sender);
	free(a);
}

static hw_status account_open(struct hw_host *h, const union hw_value *cfg, void **self)
{
	struct account *a = calloc(1, sizeof *a);

	if (!a)
		return h->fail(h, HW_RETRY, 0, "out of memory");
	a->base = strdup(cfg[OPT_BASE].s);
	a->auth = strdup(h->text(h, "Authorization: Bearer %s", cfg[OPT_TOKEN].s));
	a->sender = strdup(cfg[OPT_SENDER].s);
	*self = a;
	return HW_OK;
}

static hw_status send(struct hw_host *h, void *self, const struct hw_text_out *out)
{
	const struct account *a = self;
	const char *headers[] = { a->auth, "Content-Type: application/json", NULL };
	struct hw_request req = { .method = "POST", .headers = headers, .flags = HW_EFFECT };
	const struct hw_json *json;
	struct hw_response res;
	hw_status rc;

	req.url = h->text(h, "%s/messages", a->base);
	req.body = h->text(h, "{\"from\":%s,\"to\":%s,\"text\":%s,\"key\":%s}", h->json_quote(h, a->sender),
			   h->json_quote(h, out->to_addr), h->json_quote(h, out->text),
			   h->json_quote(h, out->key));
	req.body_len = strlen(req.body);
	if ((rc = h->http(h, &req, &res)))
		return rc;
	if (res.status == 400)
		return h->fail(h, HW_REJECTED, 0, "@NAME@ refuses: %.200s", res.body);
	if (res.status == 401)
		return h->fail(h, HW_AUTH, 0, "@NAME@ refuses the token");
	if (res.status != 201)
		return h->fail(h, HW_RETRY, 0, "@NAME@ answers HTTP %d", (int)res.status);
	if (!(json = h->json_parse(h, res.body, res.body_len)))
		return HW_BROKEN;
	/* A reply that does not name the message says nothing of it. */
	if (!h->json_text(json, "id"))
		return h->fail(h, HW_BROKEN, 0, "@NAME@ answers without an id");
	return hw_emit_outcome(h, &(struct hw_outcome){ .ref = h->json_text(json, "id"),
							.state = HW_ACCEPTED });
}

/* The requests but GET that leave: the host lets no other pass. */
static const struct hw_ask requests[] = {
	{ .method = "POST", .path = "/messages", .verb = "reply" },
};

/* The remote honours .key: class 'A', a message may be sent again with it. */
static const struct hw_channel channel = {
	.send = send, .name = "sms", .length_max = 480, .effect_class = 'A',
};
static const struct hw_iface provides[] = { HW_IFACE(HW_CHANNEL_1, channel) };

HW_PLUGIN = {
	HW_HEADER, .id = "@ID@", .version = "0.1.0", .summary = "messages by @NAME@", .domains = "api.@ID@.example",
	.options = HW_TABLE(options), .provides = HW_TABLE(provides), .requests = HW_TABLE(requests),
	.open = account_open, .close = account_close,
};
