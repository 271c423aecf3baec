/* @ID@.c - the shop @NAME@: orders in, refunds out.
 * SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#include <stdlib.h>
#include <string.h>

enum { OPT_BASE, OPT_TOKEN };
static const struct hw_option options[] = {
	[OPT_BASE] = { "base", HW_URL, 0, "https://api.@ID@.example", NULL, "address of the API" },
	[OPT_TOKEN] = { "token", HW_SECRET, 1, NULL, NULL, "API token" },
};

struct account {
	char *base, *auth;
};

static void account_close(void *self)
{
	struct account *a = self;

	free(a->base);
	free(a->auth);
	free(a);
}

static hw_status account_open(struct hw_host *h, const union hw_value *cfg, void **self)
{
	struct account *a = calloc(1, sizeof *a);

	if (!a)
		return h->fail(h, HW_RETRY, 0, "out of memory");
	a->base = strdup(cfg[OPT_BASE].s);
	a->auth = strdup(h->text(h, "Authorization: Bearer %s", cfg[OPT_TOKEN].s));
	*self = a;
	return HW_OK;
}

/* One request; *json is what came, checked. All ops share this. */
static hw_status ask(struct hw_host *h, const struct account *a, struct hw_request *req,
		     const struct hw_json **json)
{
	const char *headers[] = { a->auth, "Content-Type: application/json", NULL };
	struct hw_response res;
	hw_status rc;

	req->headers = headers;
	req->url = h->text(h, "%s%s", a->base, req->url);
	if ((rc = h->http(h, req, &res)))
		return rc;
	if (res.status == 401 || res.status == 403)
		return h->fail(h, HW_AUTH, 0, "@NAME@ refuses the token");
	if (res.status == 422)
		return h->fail(h, HW_REJECTED, 0, "@NAME@ refuses: %.200s", res.body);
	if (res.status != 200)
		return h->fail(h, HW_RETRY, 0, "@NAME@ answers HTTP %d", (int)res.status);
	*json = h->json_parse(h, res.body, res.body_len);
	return *json ? HW_OK : HW_BROKEN;
}

/* A list that was asked for: without it, none would look like an empty one. */
static hw_status list_at(struct hw_host *h, const struct hw_json *json, const char *path,
			 const struct hw_json **list)
{
	*list = h->json_at(json, path);
	if (*list && !h->json_text(*list, ""))
		return HW_OK;
	return h->fail(h, HW_BROKEN, 0, "@NAME@ answers without %s", path);
}

/* So for a text. */
static hw_status need(struct hw_host *h, const struct hw_json *json, const char *path)
{
	return h->json_text(json, path) ? HW_OK : h->fail(h, HW_BROKEN, 0, "@NAME@ answers without %s", path);
}

static hw_status account_probe(struct hw_host *h, void *self)
{
	struct hw_request req = { .method = "GET", .url = "/account" };
	const struct hw_json *json;
	hw_status rc = ask(h, self, &req, &json);

	if (rc || (rc = need(h, json, "id")))
		return rc;
	return hw_emit_account(h, &(struct hw_account){ .ref = h->json_text(json, "id"),
							.name = h->json_text(json, "name"),
							.currency = h->json_text(json, "currency") });
}

static hw_status emit_order(struct hw_host *h, const struct hw_json *json, int *bad)
{
	struct hw_order o = { .status = HW_ORDER_OPEN };

	o.ref = h->json_text(json, "id");
	o.name = h->json_text(json, "number");
	o.version = h->json_int(json, "version", 0);
	o.placed = h->when(h, h->json_text(json, "placed"), bad);
	o.email = h->json_text(json, "email");
	o.total = h->money(h, h->json_text(json, "total"), h->json_text(json, "currency"), bad);
	return hw_emit_order(h, &o);
}

/* One page a call; the cursor commits with the page's records. */
static hw_status sync(struct hw_host *h, void *self)
{
	struct hw_request req = { .method = "GET" };
	const struct hw_json *json, *orders;
	const char *cursor, *next;
	int bad = 0;
	hw_status rc;

	h->kv_get(h, "cursor", &cursor);
	req.url = h->text(h, "/orders?after=%s", h->url_quote(h, cursor ? cursor : "0"));
	if ((rc = ask(h, self, &req, &json)))
		return rc;
	if ((rc = list_at(h, json, "orders", &orders)))
		return rc;
	for (uint32_t i = 0; i < h->json_count(orders); i++)
		if ((rc = emit_order(h, h->json_item(orders, i), &bad)))
			return rc;
	if (bad)
		return h->fail(h, HW_BROKEN, 0, "@NAME@ sent an amount or a moment that cannot be read");
	next = h->json_text(json, "next");
	h->kv_put(h, "cursor", next ? next : cursor);
	return h->json_int(json, "more", 0) ? HW_MORE : HW_OK;
}

/* -- refunds -- */

/* Where the request below holds what the host checks before it lets it go. */
static const struct hw_effect refund_effects[] = {
	{ HW_IS_ORDER, "/order" },
	{ HW_IS_AMOUNT, "/amount" },
	{ HW_IS_CURRENCY, "/currency" },
	{ HW_IS_KEY, "/key" },
	{ HW_IS_ONLY, ": order amount currency key note" },
};
static const struct hw_not_done refund_not_done[] = {
	{ 422, "not_refundable", .final = 1 },
};
static const struct hw_verb verbs[] = {
	{ .name = "refund", .help = "pay back a part of an order", .effect_class = 'A', .money = 1,
	  .key_life_ms = 24 * 3600 * 1000, .effects = HW_TABLE(refund_effects),
	  .not_done = HW_TABLE(refund_not_done), .code_at = "/error/code" },
};

/* The requests but GET that leave: the host lets no other pass. */
static const struct hw_ask requests[] = {
	{ .method = "POST", .path = "/refunds", .verb = "refund" },
};

static hw_status act(struct hw_host *h, void *self, const struct hw_action *a)
{
	struct hw_request req = { .method = "POST", .url = "/refunds", .flags = HW_EFFECT };
	const struct hw_json *json;
	hw_status rc;

	req.body = h->text(h, "{\"order\":%s,\"amount\":\"%s\",\"currency\":\"%s\",\"key\":%s,\"note\":%s}",
			   h->json_quote(h, a->order_ref), h->amount(h, a->amount), a->amount.currency,
			   h->json_quote(h, a->key), h->json_quote(h, a->note));
	req.body_len = strlen(req.body);
	if ((rc = ask(h, self, &req, &json)) || (rc = need(h, json, "id")))
		return rc;
	return hw_emit_outcome(h, &(struct hw_outcome){ .ref = h->json_text(json, "id"),
							.state = HW_ACCEPTED, .amount = a->amount });
}

/* The order's payments as they are now; the host finds ours among them. */
static hw_status find(struct hw_host *h, void *self, const struct hw_action *a)
{
	struct hw_request req = { .method = "GET" };
	const struct hw_json *json, *list;
	hw_status rc;

	req.url = h->text(h, "/orders/%s/refunds", h->url_quote(h, a->order_ref));
	if ((rc = ask(h, self, &req, &json)))
		return rc;
	if ((rc = list_at(h, json, "refunds", &list)))
		return rc;
	for (uint32_t i = 0; i < h->json_count(list); i++) {
		const struct hw_json *r = h->json_item(list, i);
		struct hw_payment p = { .order_ref = a->order_ref, .kind = HW_REFUND,
					.status = HW_PAY_SUCCESS };
		int bad = 0;

		p.ref = h->json_text(r, "id");
		p.note = h->json_text(r, "note");
		p.amount = h->money(h, h->json_text(r, "amount"), h->json_text(r, "currency"), &bad);
		/* One that cannot be read might be ours. */
		if (bad || !p.ref || !p.note || p.amount.minor <= 0)
			return h->fail(h, HW_BROKEN, 0, "@NAME@ sent a refund that cannot be read");
		if ((rc = hw_emit_payment(h, &p)))
			return rc;
	}
	return HW_OK;
}

static const struct hw_marketplace marketplace = {
	.sync = sync, .act = act, .find = find, .verbs = HW_TABLE(verbs),
};
static const struct hw_iface provides[] = { HW_IFACE(HW_MARKETPLACE_1, marketplace) };

HW_PLUGIN = {
	HW_HEADER, .id = "@ID@", .version = "0.1.0", .summary = "the shop @NAME@", .domains = "api.@ID@.example",
	.options = HW_TABLE(options), .provides = HW_TABLE(provides), .requests = HW_TABLE(requests),
	.open = account_open, .close = account_close, .probe = account_probe,
};
