/* reship_order.c - the order that goes out in the place of another.
 *
 * The same lines or some of them, each at no price, to the same buyer and
 * address. [source: Admin API 2026-07: OrderCreateOrderInput]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"
#include "whole.h"

#define TAG_MAX 40 /* characters of a tag [limits, 2026-11] */

const char shopify_replaced_query[] =
	"query Replaced($id:ID!){order(id:$id){id name email phone "
	"currencyCode customer{id} shippingAddress{firstName lastName name "
	"company address1 address2 city provinceCode zip countryCodeV2 phone} "
	"shippingLine{title code} lineItems(first:240){pageInfo{hasNextPage} "
	"nodes{id title sku currentQuantity requiresShipping variant{id}}}}}";

#define FREE "{\"shopMoney\":{\"amount\":\"0.00\",\"currencyCode\":%s}}"

static const char *free_of_charge(struct hw_host *h,
				  const struct hw_json *order)
{
	return h->text(h, FREE,
		       h->json_quote(h, h->json_text(order, "currencyCode")));
}

/* How many of this line: those that are named, or what the buyer still has of
 * what is sent in a parcel. */
static int64_t wanted(struct hw_host *h, const struct hw_action *a,
		      const struct hw_json *line)
{
	int64_t n = 0;

	if (!a->items.count)
		return h->json_int(line, "requiresShipping", 0)
			       ? h->json_int(line, "currentQuantity", 0)
			       : 0;
	for (uint32_t i = 0; i < a->items.count; i++) {
		const struct hw_item *item =
			(const void *)((const char *)a->items.at +
				       (size_t)i * a->items.stride);

		if (shopify_is(h, line, "id", item->line_ref))
			n += item->quantity;
	}
	return n;
}

/* A product that was deleted since is named by its title. */
static const char *line_of(struct hw_host *h, const struct hw_json *order,
			   const struct hw_json *line, int64_t n)
{
	const char *variant = h->json_text(line, "variant/id");
	const char *what =
		variant ? h->text(h, "\"variantId\":%s",
				  h->json_quote(h, variant))
			: h->text(h, "\"title\":%s,\"sku\":%s",
				  h->json_quote(h, h->json_text(line, "title")),
				  h->json_quote(h, h->json_text(line, "sku")));

	return h->text(h,
		       "{%s,\"quantity\":%lld,\"requiresShipping\":true,"
		       "\"priceSet\":%s}",
		       what, (long long)n, free_of_charge(h, order));
}

/* NULL after fail(). */
static const char *lines_of(struct hw_host *h, const struct hw_action *a,
			    const struct hw_json *order)
{
	const struct hw_json *list = h->json_at(order, "lineItems/nodes");
	const char *out = "";
	uint32_t named = 0;

	for (uint32_t i = 0; i < h->json_count(list); i++) {
		const struct hw_json *line = h->json_item(list, i);
		int64_t n = wanted(h, a, line);

		if (n < 1)
			continue;
		if (a->items.count &&
		    n > h->json_int(line, "currentQuantity", 0))
			break;
		named++;
		out = h->text(h, "%s%s%s", out, *out ? "," : "",
			      line_of(h, order, line, n));
	}
	if (*out && (!a->items.count || named == a->items.count))
		return out;
	h->fail(h, HW_REJECTED, 0,
		"these lines cannot be sent once more: not of this order, paid "
		"back, or nothing that is sent in a parcel");
	return NULL;
}

static const char *address_of(struct hw_host *h, const struct hw_json *order)
{
	static const char *const same[] = {
		"firstName", "lastName",     "company", "address1", "address2",
		"city",      "provinceCode", "zip",     "phone",    NULL
	};
	const struct hw_json *from = h->json_at(order, "shippingAddress");
	int named = h->json_text(from, "firstName") ||
		    h->json_text(from, "lastName");
	const char *out =
		h->text(h, "\"countryCode\":%s",
			h->json_quote(h, h->json_text(from, "countryCodeV2")));

	if (!named)
		out = h->text(h, "%s,\"lastName\":%s", out,
			      h->json_quote(h, h->json_text(from, "name")));
	for (const char *const *f = same; *f; f++)
		if (h->json_text(from, *f))
			out = h->text(h, "%s,\"%s\":%s", out, *f,
				      h->json_quote(h, h->json_text(from, *f)));
	return h->text(h, "{%s}", out);
}

/* By express when it is asked for, else as the order itself was sent. */
static const char *shipping_of(struct hw_host *h, const struct hw_action *a,
			       const struct hw_json *order)
{
	const char *service = a->args[RESHIP_SERVICE].s;
	const char *title = h->json_text(order, "shippingLine/title");
	const char *code = h->json_text(order, "shippingLine/code");

	if (service && strcmp(service, "express") == 0)
		title = "Express", code = "express";
	else if (!title)
		title = "Standard", code = "standard";
	return h->text(h, "[{\"title\":%s,\"code\":%s,\"priceSet\":%s}]",
		       h->json_quote(h, title),
		       h->json_quote(h, code ? code : title),
		       free_of_charge(h, order));
}

static const char *buyer_of(struct hw_host *h, const struct hw_json *order)
{
	const char *id = h->json_text(order, "customer/id"), *out = "";

	if (id)
		out = h->text(h, "\"customer\":{\"toAssociate\":%s},",
			      shopify_id(h, id));
	if (h->json_text(order, "email"))
		out = h->text(h, "%s\"email\":%s,", out,
			      h->json_quote(h, h->json_text(order, "email")));
	if (h->json_text(order, "phone"))
		out = h->text(h, "%s\"phone\":%s,", out,
			      h->json_quote(h, h->json_text(order, "phone")));
	return out;
}

/* The key, and for people the number of the order; a tag is short. */
static const char *tags_of(struct hw_host *h, const struct hw_action *a,
			   const struct hw_json *order)
{
	const char *name = h->json_text(order, "name");
	const char *tag = h->text(h, "replaces %s", name ? name : "");

	return strlen(tag) > TAG_MAX || !name
		       ? h->text(h, "[%s]", h->json_quote(h, a->key))
		       : h->text(h, "[%s,%s]", h->json_quote(h, a->key),
				 h->json_quote(h, tag));
}

static const char *order_of(struct hw_host *h, const struct hw_action *a,
			    const struct hw_json *order, const char *lines)
{
	return h->text(
		h,
		"{\"order\":{%s\"shippingAddress\":%s,\"lineItems\":[%s],"
		"\"shippingLines\":%s,\"financialStatus\":\"PAID\","
		"\"tags\":%s,\"note\":%s,\"customAttributes\":[{"
		"\"key\":\"Replaces\",\"value\":%s}]}}",
		buyer_of(h, order), address_of(h, order), lines,
		shipping_of(h, a, order), tags_of(h, a, order),
		h->json_quote(h, a->note), h->json_quote(h, a->order_ref));
}

static hw_status replaced(struct hw_host *h, struct shopify *s,
			  const struct hw_action *a,
			  const struct hw_json **order)
{
	const struct hw_json *data;
	hw_status rc = shopify_query(h, s, shopify_replaced_query,
				     shopify_id(h, a->order_ref), 0, &data);

	if (rc || (rc = shopify_order_is(h, data, a->order_ref)))
		return rc;
	*order = h->json_at(data, "order");
	if (!h->json_text(*order, "shippingAddress/address1") ||
	    !h->json_text(*order, "shippingAddress/countryCodeV2"))
		return h->fail(h, HW_REJECTED, 0,
			       "Shopify shows no address for this order: it "
			       "has none, or the app may not see it");
	if (!h->json_text(*order, "currencyCode"))
		return h->fail(h, HW_BROKEN, 0,
			       "Shopify sent an order without its currency");
	if (h->json_int(*order, "lineItems/pageInfo/hasNextPage", 1))
		return h->fail(h, HW_REJECTED, 0,
			       "an order of more than 240 lines: send it once "
			       "more in Shopify");
	return HW_OK;
}

hw_status shopify_reship_order(struct hw_host *h, struct shopify *s,
			       const struct hw_action *a,
			       const char **variables)
{
	const struct hw_json *order;
	const char *lines;
	hw_status rc = replaced(h, s, a, &order);

	if (rc)
		return rc;
	lines = lines_of(h, a, order);
	if (!lines)
		return HW_REJECTED;
	*variables = order_of(h, a, order, lines);
	return HW_OK;
}
