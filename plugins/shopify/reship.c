/* reship.c - the goods of an order once more, once.
 *
 * An order of the same lines to the same address, at no price. The API takes
 * no key for it, so the key is its first tag: it is looked for there before it
 * is made and after an answer that was lost. Search hears of a new order a
 * little later, which is what lag_ms of the verb is for. An order without our
 * tag among those found means that the shop was not searched, and then nothing
 * is made. The buyer hears of it from us, and what is not in stock is
 * refused by the shop. [source: Admin API 2026-07: orderCreate,
 * OrderCreateOrderInput, search syntax of orders]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"
#include "whole.h"

const char shopify_reship_query[] =
	"query FindReship($q:String!){orders(first:10,query:$q){nodes{id name "
	"tags}}}";

/* What the shop does beside it cannot be varied. */
const char shopify_reship_mutation[] =
	"mutation Reship($order:OrderCreateOrderInput!){orderCreate("
	"order:$order,options:{inventoryBehaviour:DECREMENT_OBEYING_POLICY,"
	"sendReceipt:false,sendFulfillmentReceipt:false}){order{id name} "
	"userErrors{field message code}}}";

/* -- finding it -- */

static int has_tag(struct hw_host *h, const struct hw_json *order,
		   const char *tag)
{
	const struct hw_json *tags = h->json_at(order, "tags");

	for (uint32_t i = 0; i < h->json_count(tags); i++) {
		const char *t = h->json_text(h->json_item(tags, i), "");

		if (t && strcmp(t, tag) == 0)
			return 1;
	}
	return 0;
}

/* *found: ours, or NULL. What was found without our tag, or cannot be read, is
 * no answer: it might be ours. */
static hw_status look(struct hw_host *h, struct shopify *s,
		      const struct hw_action *a, const struct hw_json **found)
{
	const struct hw_json *data, *list;
	hw_status rc = shopify_query(
		h, s, shopify_reship_query,
		h->text(h, "{\"q\":%s}",
			h->json_quote(h, h->text(h, "tag:'%s'", a->key))),
		0, &data);

	*found = NULL;
	if (rc || (rc = shopify_list(h, data, "orders/nodes", &list)))
		return rc;
	for (uint32_t i = 0; i < h->json_count(list); i++) {
		const struct hw_json *one = h->json_item(list, i);

		if (!h->json_text(one, "id") || !has_tag(h, one, a->key))
			return h->fail(h, HW_BROKEN, 0,
				       "Shopify was asked for one tag and "
				       "sent an order without it");
		if (!*found)
			*found = one;
	}
	return HW_OK;
}

static hw_status made(struct hw_host *h, const struct hw_json *order)
{
	return hw_emit_outcome(
		h, &(struct hw_outcome){ .ref = h->json_text(order, "id"),
					 .result = h->json_text(order, "name"),
					 .state = HW_SETTLED });
}

hw_status shopify_reship_find(struct hw_host *h, struct shopify *s,
			      const struct hw_action *a)
{
	const struct hw_json *found;
	hw_status rc = look(h, s, a, &found);

	if (rc)
		return rc;
	return found ? made(h, found)
		     : hw_emit_outcome(
			       h, &(struct hw_outcome){ .state = HW_ABSENT });
}

hw_status shopify_reship(struct hw_host *h, struct shopify *s,
			 const struct hw_action *a)
{
	const struct hw_json *found, *order, *data;
	const char *variables;
	hw_status rc = look(h, s, a, &found);

	if (rc || found)
		return rc ? rc : made(h, found);
	if ((rc = shopify_reship_order(h, s, a, &variables)))
		return rc;
	rc = shopify_query(h, s, shopify_reship_mutation, variables, HW_EFFECT,
			   &data);
	if (rc)
		return rc;
	order = h->json_at(data, "orderCreate/order");
	if (h->json_text(order, "id"))
		return made(h, order);
	rc = shopify_user_error(h, data, "orderCreate");
	return rc ? rc : h->fail(h, HW_BROKEN, 0, "Shopify named no order");
}
