/* refund.c - money back, once.
 *
 * Shopify suggests first: which payments can give how much, and for a whole
 * refund or one of lines, which lines. The amount is the action's; it is
 * spread over the payments in Shopify's order, each with its own gateway, in
 * the currency that the buyer paid in. What was sent first is kept and sent
 * again under the same key, letter by letter: a new suggestion may spread the
 * amount otherwise. Nothing goes back to the stock: that is the warehouse's
 * word. [source: Admin API 2026-07: Order.suggestedRefund,
 * RefundInput; changelog "making idempotency mandatory"]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"

const char shopify_suggest_query[] =
	"query Suggest($id:ID!,$full:Boolean,$lines:[RefundLineItemInput!]){"
	"order(id:$id){id refunds(first:70){note} suggestedRefund("
	"suggestFullRefund:$full,refundLineItems:$lines){"
	"amountSet{presentmentMoney{amount currencyCode}} "
	"suggestedTransactions{gateway parentTransaction{id} "
	"amountSet{presentmentMoney{amount currencyCode}} "
	"maximumRefundableSet{presentmentMoney{amount currencyCode}}} "
	"refundLineItems{quantity lineItem{id}} "
	"shipping{maximumRefundableSet{presentmentMoney{amount "
	"currencyCode}}}}}}";

const char shopify_refund_mutation[] =
	"mutation Refund($key:String!,$input:RefundInput!){refundCreate("
	"input:$input) @idempotent(key:$key){refund{id} userErrors{field "
	"message}}}";

static const char *line(struct hw_host *h, const char *list, const char *id,
			int64_t quantity)
{
	return h->text(h,
		       "%s%s{\"lineItemId\":%s,\"quantity\":%lld,"
		       "\"restockType\":\"NO_RESTOCK\"}",
		       list, *list ? "," : "", h->json_quote(h, id),
		       (long long)quantity);
}

static const char *wanted_lines(struct hw_host *h, const struct hw_action *a)
{
	const char *list = "";

	for (uint32_t i = 0; i < a->items.count; i++) {
		const struct hw_item *item =
			(const void *)((const char *)a->items.at +
				       (size_t)i * a->items.stride);

		list = line(h, list, item->line_ref, item->quantity);
	}
	return list;
}

/* Minor units of a bag, in the action's currency; 0 in any other. */
static int64_t minor(struct hw_host *h, const struct hw_json *from,
		     const char *bag, const struct hw_action *a)
{
	const struct hw_json *m =
		h->json_at(from, h->text(h, "%s/presentmentMoney", bag));
	const char *amount = h->json_text(m, "amount");
	int bad = 0;

	if (!amount || !shopify_is(h, m, "currencyCode", a->amount.currency))
		return 0;
	return h->money(h, amount, a->amount.currency, &bad).minor;
}

static int64_t left_of(struct hw_host *h, const struct hw_json *t,
		       const struct hw_action *a)
{
	int64_t most = minor(h, t, "maximumRefundableSet", a);

	return most > 0 ? most : minor(h, t, "amountSet", a);
}

/* The refund is there already, though an earlier answer did not say so. */
static int is_there(struct hw_host *h, const struct hw_json *order,
		    const struct hw_action *a)
{
	const struct hw_json *list = h->json_at(order, "refunds");

	for (uint32_t i = 0; i < h->json_count(list); i++) {
		const char *note = h->json_text(h->json_item(list, i), "note");

		if (note && strstr(note, a->key))
			return 1;
	}
	return 0;
}

/* The action's amount over the payments; NULL when they do not hold it. */
static const char *spread(struct hw_host *h, const struct hw_json *list,
			  const struct hw_action *a)
{
	int64_t rest = a->amount.minor;
	const char *out = "";

	for (uint32_t i = 0; rest > 0 && i < h->json_count(list); i++) {
		const struct hw_json *t = h->json_item(list, i);
		const char *gateway = h->json_text(t, "gateway");
		struct hw_money part = a->amount;
		int64_t left = left_of(h, t, a);

		if (left <= 0)
			continue;
		part.minor = left < rest ? left : rest;
		rest -= part.minor;
		out = h->text(
			h,
			"%s%s{\"orderId\":%s,\"parentId\":%s,"
			"\"gateway\":%s,\"kind\":\"REFUND\","
			"\"amount\":\"%s\"}",
			out, *out ? "," : "", h->json_quote(h, a->order_ref),
			h->json_quote(h, h->json_text(t, "parentTransaction/"
							 "id")),
			h->json_quote(h, gateway ? gateway : ""),
			h->amount(h, part));
	}
	return rest > 0 ? NULL : out;
}

/* Lines are told when the action names them, or when all is given back. */
static const char *lines_told(struct hw_host *h, const struct hw_json *s,
			      const struct hw_action *a)
{
	const struct hw_json *list = h->json_at(s, "refundLineItems");
	int whole = !a->items.count &&
		    minor(h, s, "amountSet", a) == a->amount.minor;
	const char *out = wanted_lines(h, a), *shipping = "";

	for (uint32_t i = 0; whole && i < h->json_count(list); i++) {
		const struct hw_json *l = h->json_item(list, i);

		out = line(h, out, h->json_text(l, "lineItem/id"),
			   h->json_int(l, "quantity", 0));
	}
	if (whole && minor(h, s, "shipping/maximumRefundableSet", a) > 0)
		shipping = ",\"shipping\":{\"fullRefund\":true}";
	return *out || *shipping ? h->text(h, ",\"refundLineItems\":[%s]%s",
					   out, shipping)
				 : "";
}

static hw_status suggest(struct hw_host *h, struct shopify *s,
			 const struct hw_action *a,
			 const struct hw_json **suggested)
{
	const char *lines = wanted_lines(h, a);
	const struct hw_json *data;
	hw_status rc = shopify_query(
		h, s, shopify_suggest_query,
		h->text(h, "{\"id\":%s,\"full\":%s,\"lines\":%s%s%s}",
			h->json_quote(h, a->order_ref),
			*lines ? "null" : "true", *lines ? "[" : "",
			*lines ? lines : "null", *lines ? "]" : ""),
		0, &data);

	if (rc)
		return rc;
	if (!h->json_at(data, "order/id"))
		return h->fail(h, HW_REJECTED, 0, "there is no order %s",
			       a->order_ref);
	if (is_there(h, h->json_at(data, "order"), a))
		return h->fail(h, HW_RETRY, 0,
			       "the refund is there already; the next look "
			       "takes it in");
	*suggested = h->json_at(data, "order/suggestedRefund");
	return HW_OK;
}

/* -- the first request -- */

/* Where it is kept: a place by the key's first two digits, so that what nobody
 * asks for again is written over one day. */
static const char *place(struct hw_host *h, const struct hw_action *a)
{
	return h->text(h, "refund.%.2s", a->key);
}

/* "KEY VARIABLES", NULL when this key was not sent yet. */
static const char *sent_before(struct hw_host *h, const struct hw_action *a)
{
	const char *kept = NULL;
	size_t len = strlen(a->key);

	if (h->kv_get(h, place(h, a), &kept) || !kept ||
	    strncmp(kept, a->key, len) != 0 || kept[len] != ' ')
		return NULL;
	return kept + len + 1;
}

static hw_status first_time(struct hw_host *h, const struct hw_action *a,
			    const struct hw_json *suggested,
			    const char **variables)
{
	const char *transactions =
		spread(h, h->json_at(suggested, "suggestedTransactions"), a);

	if (!transactions)
		return h->fail(h, HW_REJECTED, 0,
			       "the payments of this order have less than %s "
			       "%s left to give back",
			       h->amount(h, a->amount), a->amount.currency);
	*variables = h->text(
		h,
		"{\"key\":%s,\"input\":{\"orderId\":%s,\"note\":%s,"
		"\"notify\":false,\"currency\":%s,\"transactions\":[%s]%s}}",
		h->json_quote(h, a->key), h->json_quote(h, a->order_ref),
		h->json_quote(h, a->note), h->json_quote(h, a->amount.currency),
		transactions, lines_told(h, suggested, a));
	return h->kv_keep(h, place(h, a),
			  h->text(h, "%s %s", a->key, *variables));
}

hw_status shopify_refund(struct hw_host *h, struct shopify *s,
			 const struct hw_action *a)
{
	const struct hw_json *suggested = NULL, *data;
	const char *variables = sent_before(h, a), *id;
	hw_status rc = suggest(h, s, a, &suggested);

	if (rc)
		return rc;
	if (!variables && (rc = first_time(h, a, suggested, &variables)))
		return rc;
	rc = shopify_query(h, s, shopify_refund_mutation, variables, HW_EFFECT,
			   &data);
	if (rc || (rc = shopify_user_error(h, data, "refundCreate")))
		return rc;
	id = h->json_text(data, "refundCreate/refund/id");
	if (!id)
		return h->fail(h, HW_BROKEN, 0, "Shopify named no refund");
	return hw_emit_outcome(h, &(struct hw_outcome){ .ref = id,
							.state = HW_ACCEPTED,
							.amount = a->amount });
}
