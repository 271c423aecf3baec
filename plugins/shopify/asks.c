/* asks.c - every request that this plugin makes, for the host to know them by.
 *
 * Operations are constants and what varies stands in their variables, so a
 * request is exactly one of these or does not leave.
 * SPDX-License-Identifier: MIT */
#include "shopify.h"
#include "whole.h"

#define GRAPHQL(text, verb)                                               \
	{                                                                 \
		"POST", "/admin/api/*/graphql.json", "/query", text, verb \
	}

const struct hw_ask shopify_asks[SHOPIFY_ASKS] = {
	{ "POST", "/admin/oauth/access_token", NULL, NULL, NULL },
	GRAPHQL(shopify_probe_query, NULL),
	GRAPHQL(shopify_buyers_query, NULL),
	GRAPHQL(shopify_orders_query, NULL),
	GRAPHQL(shopify_order_query, NULL),
	GRAPHQL(shopify_payments_query, NULL),
	GRAPHQL(shopify_long_payments_query, NULL),
	GRAPHQL(shopify_transactions_query, NULL),
	GRAPHQL(shopify_refunds_query, NULL),
	GRAPHQL(shopify_lines_query, NULL),
	GRAPHQL(shopify_returns_query, NULL),
	GRAPHQL(shopify_parcels_query, NULL),
	GRAPHQL(shopify_disputes_query, NULL),
	GRAPHQL(shopify_dispute_query, NULL),
	GRAPHQL(shopify_suggest_query, NULL),
	GRAPHQL(shopify_coupon_query, NULL),
	GRAPHQL(shopify_returnable_query, NULL),
	GRAPHQL(shopify_return_query, NULL),
	GRAPHQL(shopify_replaced_query, NULL),
	GRAPHQL(shopify_reship_query, NULL),
	GRAPHQL(shopify_customer_query, NULL),
	GRAPHQL(shopify_refund_mutation, "refund"),
	GRAPHQL(shopify_coupon_mutation, "coupon"),
	GRAPHQL(shopify_return_mutation, "return"),
	GRAPHQL(shopify_reship_mutation, "reship"),
	GRAPHQL(shopify_credit_mutation, "store_credit"),
};
