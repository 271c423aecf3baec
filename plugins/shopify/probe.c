/* probe.c - whose shop is it, and what may this app not do there?
 *
 * missing_scopes names the scopes that are not granted, read_all_orders when
 * the first sync is to go beyond 60 days, and protected_customer_data when
 * Shopify hides the buyers. [source: shopify.dev "access scopes" and
 * "protected customer data", 2026-11]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"

const char shopify_probe_query[] =
	"query Probe{shop{id name currencyCode ianaTimezone} "
	"currentAppInstallation{accessScopes{handle}} "
	"webhookSubscriptions(first:100){nodes{topic}}}";

const char shopify_buyers_query[] =
	"query Buyers{orders(first:1){nodes{id email phone "
	"shippingAddress{name} customer{id displayName}}}}";

static const char *const wanted[] = { "read_orders",
				      "write_orders",
				      "read_returns",
				      "write_returns",
				      "write_discounts",
				      "write_store_credit_account_transactions",
				      NULL };

/* A right to write holds the right to read. */
static int granted(struct hw_host *h, const struct hw_json *have,
		   const char *scope)
{
	const char *write = strncmp(scope, "read_", 5) == 0
				    ? h->text(h, "write_%s", scope + 5)
				    : scope;

	for (uint32_t i = 0; i < h->json_count(have); i++)
		if (shopify_is(h, h->json_item(have, i), "handle", scope) ||
		    shopify_is(h, h->json_item(have, i), "handle", write))
			return 1;
	return 0;
}

static const char *add(struct hw_host *h, const char *list, const char *word)
{
	return h->text(h, "%s%s%s", list, *list ? " " : "", word);
}

static const char *missing(struct hw_host *h, const struct shopify *s,
			   const struct hw_json *have)
{
	const char *list = "";

	for (const char *const *w = wanted; *w; w++)
		if (!granted(h, have, *w))
			list = add(h, list, *w);
	if (!granted(h, have, "read_shopify_payments_disputes")) {
		list = add(h, list, "read_shopify_payments_disputes");
		h->log(h, HW_INFO,
		       "without read_shopify_payments_disputes no dispute is "
		       "seen");
	}
	if (!granted(h, have, "read_all_orders")) {
		h->log(h, s->lookback_ms > 60 * DAY_MS ? HW_WARNING : HW_INFO,
		       "without read_all_orders Shopify shows orders of the "
		       "last 60 days only");
		if (s->lookback_ms > 60 * DAY_MS)
			list = add(h, list, "read_all_orders");
	}
	return list;
}

static void check_hooks(struct hw_host *h, const struct shopify *s,
			const struct hw_json *list)
{
	for (uint32_t i = 0; i < h->json_count(list); i++)
		if (shopify_is(h, h->json_item(list, i), "topic",
			       "ORDERS_UPDATED"))
			return;
	if (s->hooks)
		h->log(h, HW_WARNING,
		       "this app has no webhook subscription for "
		       "ORDERS_UPDATED: changes are seen by polling only");
}

hw_status shopify_probe(struct hw_host *h, void *self)
{
	struct shopify *s = self;
	const struct hw_json *data, *have, *ignored;
	const char *list;
	hw_status rc = shopify_query(h, s, shopify_probe_query, "{}", 0, &data);

	if (rc)
		return rc;
	if (!h->json_text(data, "shop/id"))
		return h->fail(h, HW_BROKEN, 0, "Shopify names no shop");
	have = h->json_at(data, "currentAppInstallation/accessScopes");
	list = missing(h, s, have);
	check_hooks(h, s, h->json_at(data, "webhookSubscriptions/nodes"));
	if (granted(h, have, "read_orders")) {
		s->told_hidden = 0;
		rc = shopify_query(h, s, shopify_buyers_query, "{}", 0,
				   &ignored);
		if (rc && strcmp(s->code, "ACCESS_DENIED") != 0)
			return rc;
		if (rc || s->hidden)
			list = add(h, list, "protected_customer_data");
	}
	return hw_emit_account(
		h, &(struct hw_account){
			   .ref = h->json_text(data, "shop/id"),
			   .name = h->json_text(data, "shop/name"),
			   .currency = h->json_text(data, "shop/currencyCode"),
			   .zone = h->json_text(data, "shop/ianaTimezone"),
			   .missing_scopes = list,
		   });
}
