/* shopify.h - what the files of this plugin share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SHOPIFY_H
#define HW_SHOPIFY_H

#include "hw_plugin.h"

enum {
	OPT_SHOP,
	OPT_CLIENT_ID,
	OPT_CLIENT_SECRET,
	OPT_TOKEN,
	OPT_WEBHOOK_SECRET,
	OPT_WEBHOOK_PREVIOUS,
	OPT_VERSION,
	OPT_PAGE,
	OPT_LOOKBACK,
	OPT_BASE
};

struct shopify {
	char *base;      /* "https://shop.myshopify.com" */
	char *version;   /* "2026-07" */
	char *client_id; /* NULL: a static token */
	int64_t page, lookback_ms;
	int has_token; /* the sender holds {secret:access_token} */
};

/* -- graphql.c ---------------------------------------------------------------
 */

/* One operation. variables: a JSON object's text. *data gets "data". Throttling
 * fails with HW_RETRY and the moment enough points are restored; errors of the
 * transport and of GraphQL fail; userErrors are the caller's business. */
hw_status shopify_query(struct hw_host *h, struct shopify *s, const char *query,
			const char *variables, uint32_t flags,
			const struct hw_json **data);

/* -- order.c -----------------------------------------------------------------
 */

#define SHOPIFY_MONEY                                              \
	"{shopMoney{amount currencyCode} presentmentMoney{amount " \
	"currencyCode}}"
#define SHOPIFY_TRANSACTIONS                                          \
	"transactions(first:100){id kind status gateway processedAt " \
	"parentTransaction{id} amountSet" SHOPIFY_MONEY "} "          \
	"refunds(first:50){id note createdAt "                        \
	"transactions(first:10){nodes{id}}}"
#define SHOPIFY_ORDER                                                     \
	"id name createdAt updatedAt cancelledAt closed email phone "     \
	"customerLocale customer{id displayName numberOfOrders} "         \
	"shippingAddress{name address1 address2 city zip countryCodeV2} " \
	"totalPriceSet" SHOPIFY_MONEY                                     \
	" lineItems(first:100){nodes{id sku title quantity "              \
	"refundableQuantity originalUnitPriceSet" SHOPIFY_MONEY           \
	"}} " SHOPIFY_TRANSACTIONS                                        \
	" fulfillments(first:20){id status createdAt updatedAt "          \
	"estimatedDeliveryAt deliveredAt trackingInfo(first:3){company "  \
	"number url}} returns(first:20){nodes{id name status}}"

/* Emits an order and all that hangs on it. */
hw_status shopify_emit_order(struct hw_host *h, const struct hw_json *order);
/* Emits the payments of an order only. */
hw_status shopify_emit_payments(struct hw_host *h, const struct hw_json *order,
				const char *order_ref, int64_t version);
hw_status shopify_emit_dispute(struct hw_host *h, const struct hw_json *d);

/* -- sync.c, refund.c
 * ---------------------------------------------------------- */

hw_status shopify_sync(struct hw_host *h, void *self);
hw_status shopify_hook(struct hw_host *h, void *self, const struct hw_hook *k);
hw_status shopify_act(struct hw_host *h, void *self, const struct hw_action *a);
hw_status shopify_find(struct hw_host *h, void *self,
		       const struct hw_action *a);
extern const struct hw_verb shopify_verbs[];

#endif
