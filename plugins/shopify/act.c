/* act.c - the verbs, and which replies mean that nothing was done.
 *
 * A reply counts as "not done" only by what stands here: a status that Shopify
 * gives before it runs anything, a code that it gives instead of running it, or
 * a sentence in userErrors, which it gives when a mutation was turned down
 * ("~ ": with a blank, so no code is one). Sentences about the idempotency key
 * say nothing of whether the first request was done: "?". All else, such as
 * INTERNAL_SERVER_ERROR, is unknown and looked up.
 * [source: shopify.dev "response status and error codes", 2026-11; enums of the
 * Admin API 2026-07]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"
#include "whole.h"

#define BEFORE_ANYTHING                                                     \
	{ 200, "THROTTLED", 0, 0 }, { 200, "ACCESS_DENIED", 1, 0 },         \
		{ 200, "MAX_COST_EXCEEDED", 1, 0 },                         \
		{ 200, "SHOP_INACTIVE", 0, 0 }, { 401, "*", 0, 0 },         \
		{ 402, "*", 0, 0 }, { 403, "*", 0, 0 }, { 404, "*", 0, 0 }, \
		{ 423, "*", 0, 0 }, { 429, "*", 0, 0 },                     \
	{                                                                   \
		430, "*", 0, 0                                              \
	}

static const struct hw_effect refund_effects[] = {
	{ HW_IS_ORDER, "/variables/input/orderId" },
	{ HW_IS_AMOUNT, "/variables/input/transactions/*/amount" },
	{ HW_IS_CURRENCY, "/variables/input/currency" },
	{ HW_IS_KEY, "/variables/key" },
	/* RefundInput has more that pays: refundMethods, refundDuties,
	 * allowOverRefunding, an amount of shipping. */
	{ HW_IS_ONLY, ": query variables" },
	{ HW_IS_ONLY, "/variables: key input" },
	{ HW_IS_ONLY, "/variables/input: orderId note notify currency "
		      "transactions refundLineItems shipping" },
	{ HW_IS_ONLY, "/variables/input/transactions/*: orderId parentId "
		      "gateway kind amount" },
	{ HW_IS_ONLY, "/variables/input/shipping: fullRefund" },
	{ HW_IS_ONLY, "/variables/input/refundLineItems/*: lineItemId "
		      "quantity restockType" },
};
static const struct hw_not_done refund_not_done[] = {
	BEFORE_ANYTHING,
	{ 200, "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", 0, 1 },
	{ 200, "~with a new idempotency key", 0, 1 },
	{ 200, "?idempoten", 0, 0 },
	{ 200, "?in progress", 0, 0 },
	{ 200, "~ ", 1, 0 },
};

/* No money moves; the action's amount, when it has one, must be the code's. */
static const struct hw_effect coupon_effects[] = {
	{ HW_IS_AMOUNT, "/variables/input/customerGets/value/discountAmount/"
			"amount" },
};
static const struct hw_option coupon_args[] = {
	[COUPON_PERCENT] = { "percent", HW_INT, 0, NULL, "1..100",
			     "instead of an amount" },
	[COUPON_DAYS] = { "days", HW_INT, 0, "90", "1..3650",
			  "how long it can be used" },
	[COUPON_CODE] = { "code", HW_STRING, 0, NULL, NULL,
			  "the code; left out: one that cannot be guessed" },
};
/* TAKEN is not here: it is the sign that the code was made. */
static const struct hw_not_done coupon_not_done[] = {
	BEFORE_ANYTHING,
	{ 200, "INVALID", 1, 0 },
	{ 200, "BLANK", 1, 0 },
	{ 200, "TOO_LONG", 1, 0 },
	{ 200, "TOO_SHORT", 1, 0 },
	{ 200, "INCLUSION", 1, 0 },
	{ 200, "VALUE_OUTSIDE_RANGE", 1, 0 },
	{ 200, "EXCEEDED_MAX", 1, 0 },
	{ 200, "GREATER_THAN", 1, 0 },
	{ 200, "LESS_THAN", 1, 0 },
	{ 200, "MAX_APP_DISCOUNTS", 1, 0 },
	{ 200, "MISSING_ARGUMENT", 1, 0 },
};

static const struct hw_effect return_effects[] = {
	{ HW_IS_ORDER, "/variables/input/orderId" },
};
static const struct hw_option return_args[] = {
	[RETURN_REASON] = { "reason", HW_CHOICE, 0, "OTHER",
			    "COLOR|DEFECTIVE|NOT_AS_DESCRIBED|OTHER|"
			    "SIZE_TOO_LARGE|SIZE_TOO_SMALL|STYLE|UNKNOWN|"
			    "UNWANTED|WRONG_ITEM",
			    "why the buyer sends it back" },
};
/* A mutation that says why in a sentence only. */
static const struct hw_not_done turned_down[] = {
	BEFORE_ANYTHING,
	{ 200, "~ ", 1, 0 },
};

/* The order that is replaced stands in the new one, the key is its first tag.
 * The order's input has more: payments, discounts, another currency. */
static const struct hw_effect reship_effects[] = {
	{ HW_IS_ORDER, "/variables/order/customAttributes/*/value" },
	{ HW_IS_KEY, "/variables/order/tags/0" },
	{ HW_IS_ONLY, ": query variables" },
	{ HW_IS_ONLY, "/variables: order" },
	{ HW_IS_ONLY, "/variables/order: customer email phone shippingAddress "
		      "lineItems shippingLines financialStatus tags note "
		      "customAttributes" },
	{ HW_IS_ONLY, "/variables/order/customer: toAssociate" },
	{ HW_IS_ONLY, "/variables/order/lineItems/*: variantId title sku "
		      "quantity requiresShipping priceSet" },
	{ HW_IS_ONLY, "/variables/order/shippingLines/*: title code priceSet" },
};
static const struct hw_option reship_args[] = {
	[RESHIP_SERVICE] = { "service", HW_CHOICE, 0, "standard",
			     "standard|express",
			     "how it is sent; standard: as the order was" },
};
static const struct hw_effect credit_effects[] = {
	{ HW_IS_AMOUNT, "/variables/credit/creditAmount/amount" },
	{ HW_IS_CURRENCY, "/variables/credit/creditAmount/currencyCode" },
	{ HW_IS_ONLY, ": query variables" },
	{ HW_IS_ONLY, "/variables: id credit" },
	{ HW_IS_ONLY, "/variables/credit: creditAmount" },
};
static const struct hw_not_done credit_not_done[] = {
	BEFORE_ANYTHING,
	{ 200, "ACCOUNT_NOT_FOUND", 1, 0 },
	{ 200, "CREDIT_LIMIT_EXCEEDED", 1, 0 },
	{ 200, "EXPIRES_AT_IN_PAST", 1, 0 },
	{ 200, "MISMATCHING_CURRENCY", 1, 0 },
	{ 200, "NEGATIVE_OR_ZERO_AMOUNT", 1, 0 },
	{ 200, "OWNER_NOT_FOUND", 1, 0 },
	{ 200, "UNSUPPORTED_CURRENCY", 1, 0 },
};

#define CODE_AT "/errors/0/extensions/code|"

const struct hw_verb shopify_verbs[SHOPIFY_VERBS] = {
	{ .name = "refund",
	  .help = "gives money back to the buyer's own means of payment",
	  /* refundCreate takes @idempotent, required since 2026-04: the same
	   * key gives the same refund. Shopify documents no lifetime; a day is
	   * what others grant. */
	  .effect_class = 'A',
	  .money = 1,
	  .lag_ms = 60000,
	  .key_life_ms = DAY_MS,
	  .effects = HW_TABLE(refund_effects),
	  .not_done = HW_TABLE(refund_not_done),
	  .code_at = CODE_AT SHOPIFY_REFUND_AT },
	{ .name = "coupon",
	  .help = "makes a discount code that can be used once",
	  /* The code is made of the action's key, and found by it. */
	  .effect_class = 'B',
	  .lag_ms = 60000,
	  .args = HW_TABLE(coupon_args),
	  .effects = HW_TABLE(coupon_effects),
	  .not_done = HW_TABLE(coupon_not_done),
	  .code_at = CODE_AT SHOPIFY_COUPON_AT },
	{ .name = "return",
	  .help = "opens a return for what was sent",
	  /* Our reference stands in each line's note. */
	  .effect_class = 'B',
	  .lag_ms = 60000,
	  .args = HW_TABLE(return_args),
	  .effects = HW_TABLE(return_effects),
	  .not_done = HW_TABLE(turned_down),
	  .code_at = CODE_AT SHOPIFY_RETURN_AT },
	{ .name = "reship",
	  .help = "sends an order once more, at no cost to the buyer",
	  /* The key is a tag of the new order, which search hears of later than
	   * the shop itself. */
	  .effect_class = 'B',
	  .lag_ms = 300000,
	  .args = HW_TABLE(reship_args),
	  .effects = HW_TABLE(reship_effects),
	  .not_done = HW_TABLE(turned_down),
	  .code_at = CODE_AT SHOPIFY_RESHIP_AT },
	{ .name = "store_credit",
	  .help = "gives the buyer credit in the shop",
	  /* No key, and no note that would come back. */
	  .effect_class = 'D',
	  .lag_ms = 60000,
	  .effects = HW_TABLE(credit_effects),
	  .not_done = HW_TABLE(credit_not_done),
	  .code_at = CODE_AT SHOPIFY_CREDIT_AT },
};

/* One that cannot be read might be ours: then nothing is told of any. */
static hw_status check_payments(struct hw_host *h,
				const struct shopify_order *o)
{
	static const char *const texts[] = {
		"id",
		"kind",
		"status",
		"amountSet/presentmentMoney/amount",
		"amountSet/presentmentMoney/currencyCode",
		"amountSet/shopMoney/amount",
		"amountSet/shopMoney/currencyCode",
		NULL
	};
	const struct hw_json *list = o->transactions->list;

	for (uint32_t i = 0; i < h->json_count(list); i++)
		for (const char *const *t = texts; *t; t++)
			if (!h->json_text(h->json_item(list, i), *t))
				return h->fail(h, HW_BROKEN, 0,
					       "Shopify sent a payment without "
					       "its %s",
					       *t);
	return HW_OK;
}

static hw_status find_payments(struct hw_host *h, struct shopify *s,
			       const struct hw_action *a)
{
	struct shopify_order o;
	hw_status rc = shopify_payments(h, s, a->order_ref, &o);

	if (!rc)
		rc = check_payments(h, &o);
	return rc ? rc : shopify_emit_payments(h, &o, a->order_ref, 0);
}

static const struct {
	shopify_does *act, *find;
} does[SHOPIFY_VERBS] = {
	{ shopify_refund, find_payments },
	{ shopify_coupon, shopify_coupon_find },
	{ shopify_return, shopify_return_find },
	{ shopify_reship, shopify_reship_find },
	{ shopify_credit, shopify_credit_find },
};

static int verb_index(const struct hw_action *a)
{
	for (int i = 0; i < SHOPIFY_VERBS; i++)
		if (strcmp(shopify_verbs[i].name, a->verb) == 0)
			return i;
	return -1;
}

hw_status shopify_act(struct hw_host *h, void *self, const struct hw_action *a)
{
	int i = verb_index(a);

	return i < 0 ? h->fail(h, HW_UNSUPPORTED, 0, "no verb \"%s\"", a->verb)
		     : does[i].act(h, self, a);
}

hw_status shopify_find(struct hw_host *h, void *self, const struct hw_action *a)
{
	int i = verb_index(a);

	return i < 0 ? h->fail(h, HW_UNSUPPORTED, 0, "no verb \"%s\"", a->verb)
		     : does[i].find(h, self, a);
}
