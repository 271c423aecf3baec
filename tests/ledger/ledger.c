/* ledger.c - a marketplace that refunds through the simulator's plain API
 * (plugins/shopify/sim/ledger.c), built once for each class of effects:
 * ledger-a sends a key that is honoured, ledger-b reads our note back, ledger-c
 * only amounts and times, and of ledger-d nobody can tell anything. For the
 * tests. SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#include <stdlib.h>
#include <string.h>

enum { OPT_BASE, OPT_COUNT };
static const struct hw_option options[OPT_COUNT] = {
	[OPT_BASE] = { "base_url", HW_URL, 1, NULL, NULL, "the simulator" },
};

static hw_status open_ledger(struct hw_host *h, const union hw_value *cfg,
			     void **self)
{
	*self = strdup(cfg[OPT_BASE].s);
	return *self ? HW_OK : h->fail(h, HW_RETRY, 0, "out of memory");
}

static hw_status probe(struct hw_host *h, void *self)
{
	(void)self;
	return hw_emit_account(
		h, &(struct hw_account){ .ref = "L1", .name = "Ledger" });
}

/* -- reading -- */

static hw_status get(struct hw_host *h, const char *url,
		     const struct hw_json **json)
{
	struct hw_request q = { .method = "GET", .url = url };
	struct hw_response r;
	hw_status rc = h->http(h, &q, &r);

	if (rc)
		return rc;
	if (r.status != 200)
		return h->fail(h, HW_RETRY, 0, "HTTP %d", r.status);
	*json = h->json_parse(h, r.body, r.body_len);
	return *json ? HW_OK : HW_BROKEN;
}

static hw_status emit_payments(struct hw_host *h, const struct hw_json *order)
{
	const struct hw_json *list = h->json_at(order, "payments");
	hw_status rc = HW_OK;

	for (uint32_t i = 0; !rc && i < h->json_count(list); i++) {
		const struct hw_json *p = h->json_item(list, i);
		const char *type = h->json_text(p, "type");
		struct hw_payment out = {
			.ref = h->json_text(p, "id"),
			.order_ref = h->json_text(order, "id"),
			.kind = type && strcmp(type, "sale") == 0 ? HW_SALE
								  : HW_REFUND,
			.status = HW_PAY_SUCCESS,
			.amount = h->money(h, h->json_text(p, "amount"),
					   h->json_text(p, "currency"), NULL),
			.at = h->when(h, h->json_text(p, "at"), NULL),
			.note = h->json_text(p, "note"),
		};

		rc = hw_emit_payment(h, &out);
	}
	return rc;
}

static hw_status emit_order(struct hw_host *h, const struct hw_json *o)
{
	struct hw_order out = {
		.ref = h->json_text(o, "id"),
		.name = h->json_text(o, "name"),
		.status = HW_ORDER_OPEN,
		.placed = h->when(h, h->json_text(o, "placed"), NULL),
		.total = h->money(h, h->json_text(o, "total"),
				  h->json_text(o, "currency"), NULL),
	};
	hw_status rc = hw_emit_order(h, &out);

	return rc ? rc : emit_payments(h, o);
}

static hw_status read_all(struct hw_host *h, void *self)
{
	const char *from = NULL;
	const struct hw_json *page, *list;
	hw_status rc = h->kv_get(h, "from", &from);

	rc = rc ? rc
		: get(h,
		      h->text(h, "%s/ledger/orders?from=%s", (char *)self,
			      from ? from : "0"),
		      &page);
	if (rc)
		return rc;
	list = h->json_at(page, "orders");
	for (uint32_t i = 0; !rc && i < h->json_count(list); i++)
		rc = emit_order(h, h->json_item(list, i));
	if (rc || !h->json_at(page, "next"))
		return rc;
	rc = h->kv_put(
		h, "from",
		h->text(h, "%lld", (long long)h->json_int(page, "next", 0)));
	return rc ? rc : HW_MORE;
}

static hw_status find(struct hw_host *h, void *self, const struct hw_action *a)
{
	const struct hw_json *order;
	hw_status rc = get(h,
			   h->text(h, "%s/ledger/order?id=%s", (char *)self,
				   h->url_quote(h, a->order_ref)),
			   &order);

	return rc ? rc : emit_payments(h, order);
}

/* -- the effect -- */

static hw_status act(struct hw_host *h, void *self, const struct hw_action *a)
{
	static const char *const headers[] = { "Content-Type: application/json",
					       NULL };
	const char *body = h->text(
		h,
		"{\"order\":%s,\"amount\":\"%s\",\"currency\":\"%s\",\"note\":"
		"%s,\"key\":%s}",
		h->json_quote(h, a->order_ref), h->amount(h, a->amount),
		a->amount.currency, h->json_quote(h, a->note),
		h->json_quote(h, a->key));
	struct hw_request q = { .method = "POST",
				.url = h->text(h, "%s/ledger/refunds",
					       (char *)self),
				.headers = headers,
				.body = body,
				.body_len = strlen(body),
				.flags = HW_EFFECT };
	struct hw_response r;
	const struct hw_json *json;
	hw_status rc = h->http(h, &q, &r);

	if (rc)
		return rc;
	if (r.status != 201)
		return h->fail(h, HW_RETRY, 0, "HTTP %d", r.status);
	json = h->json_parse(h, r.body, r.body_len);
	if (!h->json_text(json, "id"))
		return h->fail(h, HW_BROKEN, 0, "no id");
	return hw_emit_outcome(
		h, &(struct hw_outcome){ .ref = h->json_text(json, "id"),
					 .state = HW_ACCEPTED,
					 .amount = a->amount });
}

static const struct hw_effect effects[] = {
	{ HW_IS_ORDER, "/order" },
	{ HW_IS_AMOUNT, "/amount" },
	{ HW_IS_CURRENCY, "/currency" },
	{ HW_IS_KEY, "/key" },
	{ HW_IS_ONLY, ": order amount currency note key" },
};
static const struct hw_not_done not_done[] = {
	{ 422, "*", 1, 0 },
};
static const struct hw_verb verbs[] = {
	{ .name = "refund",
	  .help = "gives money back",
	  .effect_class = LEDGER_CLASS,
	  .money = 1,
	  .lag_ms = LEDGER_LAG_MS,
	  .key_life_ms = 24 * 60 * 60 * 1000,
	  .effects = HW_TABLE(effects),
	  .not_done = HW_TABLE(not_done),
	  .code_at = "/code" },
};
static const struct hw_ask asks[] = {
	{ "POST", "/ledger/refunds", NULL, NULL, "refund" },
};
static const struct hw_marketplace marketplace = {
	.sync = read_all,
	.act = act,
	.find = find,
	.verbs = HW_TABLE(verbs),
};
static const struct hw_iface provides[] = { HW_IFACE(HW_MARKETPLACE_1,
						     marketplace) };

HW_PLUGIN = {
	HW_HEADER,
	.id = LEDGER_ID,
	.version = "1.0.0",
	.summary = "the simulator's plain API",
	.domains = "ledger.invalid",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.requests = HW_TABLE(asks),
	.open = open_ledger,
	.close = free,
	.probe = probe,
};
