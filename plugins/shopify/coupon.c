/* coupon.c - a discount code, once.
 *
 * Codes are unique in a shop, so the code is the key: it is made of the
 * action's (or given), the title carries our reference, and a code that is
 * TAKEN with that title is ours. An amount is in the shop's currency: Shopify
 * takes no other. [source: Admin API 2026-07: discountCodeBasicCreate]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"

const char shopify_coupon_mutation[] =
	"mutation Coupon($input:DiscountCodeBasicInput!){"
	"discountCodeBasicCreate(basicCodeDiscount:$input){codeDiscountNode{id}"
	" userErrors{field message code}}}";

const char shopify_coupon_query[] =
	"query Coupon($code:String!){shop{currencyCode} "
	"codeDiscountNodeByCode(code:$code){id codeDiscount{__typename "
	"... on DiscountCodeBasic{title}}}}";

/* "TY-" and the first 10 hex digits of the key, without its dash. */
static const char *code_of(struct hw_host *h, const struct hw_action *a)
{
	char code[16] = "TY-";
	size_t n = 3;

	if (a->args[COUPON_CODE].s && *a->args[COUPON_CODE].s)
		return a->args[COUPON_CODE].s;
	for (const char *k = a->key; *k && n < 13; k++)
		if (*k != '-')
			code[n++] =
				(char)(*k >= 'a' && *k <= 'z' ? *k - 32 : *k);
	code[n] = '\0';
	return h->text(h, "%s", code);
}

enum { FREE, OURS, ELSEWHERE };

/* Is there none, or is all there that tells whether it is ours? */
static int is_readable(struct hw_host *h, const struct hw_json *node)
{
	if (!node)
		return 1;
	if (!h->json_text(node, "id") ||
	    !h->json_text(node, "codeDiscount/__typename"))
		return 0;
	return h->json_text(node, "codeDiscount/title") ||
	       !shopify_is(h, node, "codeDiscount/__typename",
			   "DiscountCodeBasic");
}

static hw_status look(struct hw_host *h, struct shopify *s,
		      const struct hw_action *a, int *whose, const char **id,
		      const struct hw_json **data)
{
	const char *title;
	hw_status rc = shopify_query(
		h, s, shopify_coupon_query,
		h->text(h, "{\"code\":%s}", h->json_quote(h, code_of(h, a))), 0,
		data);

	if (rc)
		return rc;
	*id = h->json_text(*data, "codeDiscountNodeByCode/id");
	if (!is_readable(h, h->json_at(*data, "codeDiscountNodeByCode")))
		return h->fail(h, HW_BROKEN, 0,
			       "Shopify sent a discount without its id, type "
			       "or title");
	title = h->json_text(*data, "codeDiscountNodeByCode/codeDiscount/"
				    "title");
	*whose = !*id                             ? FREE
		 : title && strstr(title, a->key) ? OURS
						  : ELSEWHERE;
	return HW_OK;
}

static hw_status made(struct hw_host *h, const struct hw_action *a,
		      const char *id)
{
	return hw_emit_outcome(h, &(struct hw_outcome){
					  .ref = id,
					  .result = code_of(h, a),
					  .state = HW_SETTLED,
					  .amount = a->amount,
				  });
}

hw_status shopify_coupon_find(struct hw_host *h, struct shopify *s,
			      const struct hw_action *a)
{
	const struct hw_json *data;
	const char *id;
	int whose = FREE;
	hw_status rc = look(h, s, a, &whose, &id, &data);

	if (rc)
		return rc;
	return whose == OURS ? made(h, a, id)
			     : hw_emit_outcome(h, &(struct hw_outcome){
							  .state = HW_ABSENT });
}

/* NULL after fail(). */
static const char *value_of(struct hw_host *h, const struct hw_action *a,
			    const char *currency)
{
	int64_t percent = a->args[COUPON_PERCENT].i;

	if ((a->amount.minor > 0) == (percent > 0)) {
		h->fail(h, HW_REJECTED, 0,
			"a code needs either an amount or `percent`");
		return NULL;
	}
	if (percent)
		return h->text(h, "{\"percentage\":%lld.%02lld}",
			       (long long)(percent / 100),
			       (long long)(percent % 100));
	if (!currency || strcmp(currency, a->amount.currency) != 0) {
		h->fail(h, HW_REJECTED, 0,
			"a code's amount is in the shop's currency, %s",
			currency ? currency : "which it does not tell");
		return NULL;
	}
	return h->text(h,
		       "{\"discountAmount\":{\"amount\":\"%s\","
		       "\"appliesOnEachItem\":false}}",
		       h->amount(h, a->amount));
}

static const char *variables(struct hw_host *h, const struct hw_action *a,
			     const char *value)
{
	int64_t days = a->args[COUPON_DAYS].i ? a->args[COUPON_DAYS].i : 90;
	int64_t now = h->now(h);

	return h->text(
		h,
		"{\"input\":{\"title\":%s,\"code\":%s,\"startsAt\":\"%s\","
		"\"endsAt\":\"%s\",\"usageLimit\":1,\"appliesOncePerCustomer\":"
		"true,\"context\":{\"all\":\"ALL\"},\"customerGets\":{\"items\""
		":{\"all\":true},\"value\":%s}}}",
		h->json_quote(h, a->note), h->json_quote(h, code_of(h, a)),
		shopify_iso(h, now), shopify_iso(h, now + days * DAY_MS),
		value);
}

static hw_status create(struct hw_host *h, struct shopify *s,
			const struct hw_action *a, const char *value)
{
	const struct hw_json *data;
	const char *id;
	int whose = FREE;
	hw_status rc = shopify_query(h, s, shopify_coupon_mutation,
				     variables(h, a, value), HW_EFFECT, &data);

	if (rc)
		return rc;
	if (shopify_is(h, data, "discountCodeBasicCreate/userErrors/0/code",
		       "TAKEN")) {
		rc = look(h, s, a, &whose, &id, &data);
		if (!rc && whose == OURS)
			return made(h, a, id);
		return rc ? rc
			  : h->fail(h, HW_REJECTED, 0,
				    "the code %s is taken by another discount",
				    code_of(h, a));
	}
	rc = shopify_user_error(h, data, "discountCodeBasicCreate");
	if (rc)
		return rc;
	id = h->json_text(data, "discountCodeBasicCreate/codeDiscountNode/id");
	return id ? made(h, a, id)
		  : h->fail(h, HW_BROKEN, 0, "Shopify named no discount");
}

hw_status shopify_coupon(struct hw_host *h, struct shopify *s,
			 const struct hw_action *a)
{
	const struct hw_json *data;
	const char *id, *value;
	int whose = FREE;
	hw_status rc = look(h, s, a, &whose, &id, &data);

	if (rc)
		return rc;
	if (whose == ELSEWHERE)
		return h->fail(h, HW_REJECTED, 0,
			       "the code %s is taken by another discount",
			       code_of(h, a));
	value = value_of(h, a, h->json_text(data, "shop/currencyCode"));
	return value ? create(h, s, a, value) : HW_REJECTED;
}
