/* hook.c - webhooks are hints: each names an object, which is read again.
 *
 * Bodies look as the REST resources do (snake_case, numbers as ids).
 * [source: shopify.dev webhook topics; Admin REST resources, 2026-11]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"
#include "whole.h"

const char shopify_dispute_query[] =
	"query Dispute($id:ID!){dispute(id:$id){" SHOPIFY_DISPUTE "}}";

static int topic_is(const struct hw_hook *k, const char *prefix)
{
	return strncmp(k->topic, prefix, strlen(prefix)) == 0;
}

static const char *gid(struct hw_host *h, const char *type, int64_t id)
{
	return id > 0 ? h->text(h, "gid://shopify/%s/%lld", type, (long long)id)
		      : NULL;
}

/* orders/...: the body is the order. returns/... and reverse_deliveries/...
 * hold it, or their return does; the others name it. */
static const char *order_of(struct hw_host *h, const struct hw_hook *k,
			    const struct hw_json *doc)
{
	static const char *const inside[] = { "order/admin_graphql_api_id",
					      "return/order/"
					      "admin_graphql_api_id",
					      NULL };
	static const char *const named[] = { "order_id", "order/id",
					     "return/order_id",
					     "return/order/id", NULL };
	const char *id;

	if (topic_is(k, "orders/")) {
		id = h->json_text(doc, "admin_graphql_api_id");
		return id ? id : gid(h, "Order", h->json_int(doc, "id", 0));
	}
	for (const char *const *p = inside; *p; p++)
		if ((id = h->json_text(doc, *p)))
			return id;
	for (const char *const *p = named; *p; p++)
		if ((id = gid(h, "Order", h->json_int(doc, *p, 0))))
			return id;
	return NULL;
}

static hw_status read_dispute(struct hw_host *h, struct shopify *s,
			      const struct hw_json *doc)
{
	const char *id =
		gid(h, "ShopifyPaymentsDispute", h->json_int(doc, "id", 0));
	const struct hw_json *data;
	hw_status rc;

	if (!id) {
		h->log(h, HW_WARNING, "a webhook names no dispute");
		return HW_OK;
	}
	rc = shopify_query(h, s, shopify_dispute_query, shopify_id(h, id), 0,
			   &data);
	if (rc == HW_AUTH && strcmp(s->code, "ACCESS_DENIED") == 0) {
		h->log(h, HW_WARNING,
		       "a dispute cannot be read: the scope "
		       "read_shopify_payments_disputes is missing");
		return HW_OK;
	}
	if (rc)
		return rc;
	if (!h->json_at(data, "dispute/id")) {
		h->log(h, HW_WARNING,
		       "a webhook names the dispute %s, and Shopify shows none",
		       id);
		return HW_OK;
	}
	return shopify_emit_dispute(h, h->json_at(data, "dispute"));
}

/* What a person must do, since no call of this plugin does it: the host raises
 * an alert. */
static hw_status for_a_person(struct hw_host *h, const struct hw_hook *k)
{
	if (topic_is(k, "app/uninstalled"))
		return h->fail(h, HW_UNSUPPORTED, 0,
			       "the app was uninstalled from the shop");
	if (topic_is(k, "customers/data_request") ||
	    topic_is(k, "customers/redact") || topic_is(k, "shop/redact"))
		return h->fail(h, HW_UNSUPPORTED, 0,
			       "Shopify asks for personal data to be told or "
			       "erased (%s): see its page in the admin",
			       k->topic);
	return HW_OK;
}

/* A long order is left to the next sync: kv "long" (sync.c). */
static hw_status put_aside(struct hw_host *h, const char *id)
{
	const char *list = NULL;

	h->kv_get(h, "long", &list);
	if (!list || !*list)
		return h->kv_put(h, "long", id);
	if (strstr(h->text(h, "%s ", list), h->text(h, "%s ", id)))
		return HW_OK;
	return h->kv_put(h, "long", h->text(h, "%s %s", list, id));
}

static hw_status read_order(struct hw_host *h, struct shopify *s,
			    const char *id)
{
	const struct hw_json *data, *order;
	struct shopify_order o;
	hw_status rc = shopify_query(h, s, shopify_order_query,
				     shopify_id(h, id), 0, &data);

	if (rc)
		return rc;
	order = h->json_at(data, "order");
	if (order && !h->json_text(order, "id"))
		return h->fail(h, HW_BROKEN, 0,
			       "Shopify sent an order without its id");
	if (!order)
		return HW_OK; /* deleted, or older than this app may see */
	if (shopify_is_long(h, order))
		return put_aside(h, id);
	shopify_parts(h, order, &o);
	return shopify_emit_order(h, &o);
}

hw_status shopify_hook(struct hw_host *h, void *self, const struct hw_hook *k)
{
	struct shopify *s = self;
	const struct hw_json *doc;
	const char *id;
	hw_status rc = for_a_person(h, k);

	if (rc)
		return rc;
	doc = h->json_parse(h, k->body, k->body_len);
	if (!doc)
		return HW_BROKEN;
	if (topic_is(k, "disputes/"))
		return read_dispute(h, s, doc);
	id = order_of(h, k, doc);
	if (!id || strncmp(id, "gid://shopify/Order/", 20) != 0) {
		h->log(h, HW_INFO, "webhook %.60s names no order", k->topic);
		return HW_OK;
	}
	return read_order(h, s, id);
}
