/* whole_query.c - the queries for an order and its lists.
 * SPDX-License-Identifier: MIT */
#include "whole_own.h"

#define NUMBER_(n) #n
#define NUMBER(n) NUMBER_(n)
#define FIRST(list, n, what) list "(first:" NUMBER(n) "){" what "}"

#define SHOP_AND_BUYER                                             \
	"{shopMoney{amount currencyCode} presentmentMoney{amount " \
	"currencyCode}}"
#define PAGE_INFO "pageInfo{hasNextPage endCursor}"

#define LINE                                                             \
	"id sku title quantity refundableQuantity originalUnitPriceSet{" \
	"presentmentMoney{amount currencyCode}}"
#define TRANSACTION                                     \
	"id kind status gateway processedAt errorCode " \
	"parentTransaction{id} amountSet" SHOP_AND_BUYER
#define REFUND(deep) "id note " FIRST("transactions", deep, "nodes{id}")
#define PARCEL(deep)                                         \
	"id status createdAt updatedAt estimatedDeliveryAt " \
	"deliveredAt " FIRST("trackingInfo", deep, "company number url")
#define RETURN                                                     \
	"id name status createdAt returnLineItems(first:1){nodes{" \
	"customerNote returnReasonDefinition{handle}}}"
#define HEAD                                                              \
	"id name createdAt updatedAt cancelledAt closed email phone "     \
	"customerLocale customer{id displayName numberOfOrders} "         \
	"shippingAddress{name address1 address2 city zip countryCodeV2} " \
	"totalPriceSet" SHOP_AND_BUYER

#define TRANSACTIONS(n) FIRST("transactions", n, TRANSACTION)
#define REFUNDS(n, deep) FIRST("refunds", n, REFUND(deep))
#define PARCELS(n, deep) FIRST("fulfillments", n, PARCEL(deep))

#define FEW_OF_ALL                                                           \
	HEAD " lineItems(first:5){" PAGE_INFO " nodes{" LINE                 \
	     "}} " TRANSACTIONS(FEW) " " REFUNDS(FEW, DEEP_FEW) " " PARCELS( \
		     FEW, DEEP_FEW) " returns(first:1){" PAGE_INFO           \
				    " nodes{" RETURN "}}"

const char shopify_orders_query[] =
	"query Orders($n:Int!,$after:String,$q:String!){orders(first:$n,"
	"after:$after,query:$q,sortKey:UPDATED_AT){" PAGE_INFO
	" nodes{" FEW_OF_ALL "}}}";
const char shopify_order_query[] =
	"query Order($id:ID!){order(id:$id){" FEW_OF_ALL "}}";

const char shopify_payments_query[] =
	"query Payments($id:ID!){order(id:$id){id updatedAt " TRANSACTIONS(
		OWN) " " REFUNDS(OWN_REFUNDS, OWN_DEEP) "}}";
const char shopify_long_payments_query[] =
	"query LongPayments($id:ID!){order(id:$id){id updatedAt " TRANSACTIONS(
		LONG) " " REFUNDS(LONG_REFUNDS, OWN_DEEP) "}}";
const char shopify_lines_query[] =
	"query Lines($id:ID!,$after:String){order(id:$id){" HEAD
	" lineItems(first:240,after:$after){" PAGE_INFO " nodes{" LINE "}}}}";
const char shopify_returns_query[] =
	"query Returns($id:ID!,$after:String){order(id:$id){id returns("
	"first:100,after:$after){" PAGE_INFO " nodes{" RETURN "}}}}";

const char shopify_transactions_query[] =
	"query Transactions($id:ID!){order(id:$id){" TRANSACTIONS(
		MOST_TRANSACTIONS) "}}";
const char shopify_refunds_query[] =
	"query Refunds($id:ID!){order(id:$id){" REFUNDS(MOST_REFUNDS,
							MOST_DEEP) "}}";
const char shopify_parcels_query[] =
	"query Parcels($id:ID!){order(id:$id){id " PARCELS(MOST_PARCELS,
							   MOST_DEEP) "}}";
