/* refund.c - money back, once.
 *
 * Class A: refundCreate takes @idempotent(key:), required since 2026-04; the
 * same key gives the same refund. The reply's userErrors carry no code, only a
 * message: a 200 with one means that nothing was done.
 * [source: shopify.dev changelog "making idempotency mandatory", SDL 2026-07]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"

static const char order_query[] = "query Payments($id:ID!){order(id:$id){id "
				  "updatedAt " SHOPIFY_TRANSACTIONS "}}";

static const char refund_mutation[] =
	"mutation Refund($key:String!,$input:RefundInput!){refundCreate("
	"input:$input) @idempotent(key:$key){refund{id} userErrors{field "
	"message}}}";

static const struct hw_effect refund_effects[] = {
	{ HW_IS_ORDER, "/variables/input/orderId" },
	{ HW_IS_AMOUNT, "/variables/input/transactions/*/amount" },
	{ HW_IS_CURRENCY, "/variables/input/currency" },
	{ HW_IS_KEY, "/variables/key" },
};
static const struct hw_not_done refund_not_done[] = {
	{ 200, "THROTTLED", 0, 0 },
	{ 200, "IDEMPOTENCY_CONCURRENT_REQUEST", 0, 0 },
	{ 200, "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", 0, 1 },
	{ 200, "+", 1, 0 },
	{ 401, "*", 0, 0 },
	{ 429, "*", 0, 0 },
};

#define DAY_MS INT64_C(86400000)

const struct hw_verb shopify_verbs[] = {
	{ .name = "refund",
	  .help = "gives money back to the buyer's own means of payment",
	  .effect_class = 'A',
	  .money = 1,
	  .lag_ms = 60000,
	  /* Shopify documents no lifetime; a day is what others grant. */
	  .key_life_ms = DAY_MS,
	  .effects = HW_TABLE(refund_effects),
	  .not_done = HW_TABLE(refund_not_done),
	  .code_at = "/errors/0/extensions/code|"
		     "/data/refundCreate/userErrors/0/message" },
};

static hw_status read_order(struct hw_host *h, struct shopify *s,
			    const char *order_ref, const struct hw_json **order)
{
	const struct hw_json *data;
	hw_status rc = shopify_query(
		h, s, order_query,
		h->text(h, "{\"id\":%s}", h->json_quote(h, order_ref)), 0,
		&data);

	if (rc)
		return rc;
	*order = h->json_at(data, "order");
	return h->json_at(*order, "id")
		       ? HW_OK
		       : h->fail(h, HW_REJECTED, 0, "there is no such order");
}

static int is(struct hw_host *h, const struct hw_json *t, const char *path,
	      const char *word)
{
	const char *text = h->json_text(t, path);

	return text && strcmp(text, word) == 0;
}

/* The payment to give back from: the largest successful sale or capture. */
static const struct hw_json *
paid_by(struct hw_host *h, const struct hw_json *order, const char *currency)
{
	const struct hw_json *list = h->json_at(order, "transactions");
	const struct hw_json *best = NULL;
	int64_t most = 0;

	for (uint32_t i = 0; i < h->json_count(list); i++) {
		const struct hw_json *t = h->json_item(list, i);
		const char *amount =
			h->json_text(t, "amountSet/presentmentMoney/amount");
		int bad = 0;
		int64_t minor =
			amount ? h->money(h, amount, currency, &bad).minor : 0;

		if ((is(h, t, "kind", "SALE") || is(h, t, "kind", "CAPTURE")) &&
		    is(h, t, "status", "SUCCESS") &&
		    is(h, t, "amountSet/presentmentMoney/currencyCode",
		       currency) &&
		    minor > most) {
			most = minor;
			best = t;
		}
	}
	return best;
}

static const char *refund_variables(struct hw_host *h,
				    const struct hw_action *a,
				    const struct hw_json *paid)
{
	const char *gateway = h->json_text(paid, "gateway");

	return h->text(h,
		       "{\"key\":%s,\"input\":{\"orderId\":%s,\"note\":%s,"
		       "\"notify\":false,\"currency\":%s,\"transactions\":[{"
		       "\"orderId\":%s,\"parentId\":%s,\"gateway\":%s,"
		       "\"kind\":\"REFUND\",\"amount\":\"%s\"}]}}",
		       h->json_quote(h, a->key), h->json_quote(h, a->order_ref),
		       h->json_quote(h, a->note),
		       h->json_quote(h, a->amount.currency),
		       h->json_quote(h, a->order_ref),
		       h->json_quote(h, h->json_text(paid, "id")),
		       h->json_quote(h, gateway ? gateway : ""),
		       h->amount(h, a->amount));
}

hw_status shopify_act(struct hw_host *h, void *self, const struct hw_action *a)
{
	struct shopify *s = self;
	const struct hw_json *order, *paid, *data;
	const char *id, *message;
	hw_status rc;

	if (strcmp(a->verb, "refund") != 0)
		return h->fail(h, HW_UNSUPPORTED, 0, "no verb \"%s\"", a->verb);
	if ((rc = read_order(h, s, a->order_ref, &order)))
		return rc;
	paid = paid_by(h, order, a->amount.currency);
	if (!paid)
		return h->fail(h, HW_REJECTED, 0,
			       "the order has no payment in %s",
			       a->amount.currency);
	rc = shopify_query(h, s, refund_mutation, refund_variables(h, a, paid),
			   HW_EFFECT, &data);
	if (rc)
		return rc;
	message = h->json_text(data, "refundCreate/userErrors/0/message");
	if (message)
		return h->fail(h, HW_REJECTED, 0, "Shopify: %.200s", message);
	id = h->json_text(data, "refundCreate/refund/id");
	if (!id)
		return h->fail(h, HW_BROKEN, 0, "Shopify named no refund");
	return hw_emit_outcome(h, &(struct hw_outcome){ .ref = id,
							.state = HW_ACCEPTED,
							.amount = a->amount });
}

hw_status shopify_find(struct hw_host *h, void *self, const struct hw_action *a)
{
	const struct hw_json *order;
	hw_status rc = read_order(h, self, a->order_ref, &order);

	return rc ? rc : shopify_emit_payments(h, order, a->order_ref, 0);
}
