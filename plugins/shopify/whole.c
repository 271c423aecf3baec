/* whole.c - an order with all that hangs on it.
 *
 * A page of orders shows a few of each list; cost is counted by what may come,
 * not by what comes, so short lists make large pages. An order with a list
 * that may go on is read again by itself: connections (lines, returns) page by
 * page, plain lists (payments, refunds, parcels), which have no cursor, once
 * more with the most that 1,000 points allow. What is beyond even that is told
 * in the log. [source: Admin API 2026-07: Order]
 * SPDX-License-Identifier: MIT */
#include "shopify.h"

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
#define REFUND(n) "id note transactions(first:" #n "){nodes{id}}"
#define PARCEL(n)                                            \
	"id status createdAt updatedAt estimatedDeliveryAt " \
	"deliveredAt trackingInfo(first:" #n "){company number url}"
#define RETURN                                                     \
	"id name status createdAt returnLineItems(first:1){nodes{" \
	"customerNote returnReasonDefinition{handle}}}"
#define HEAD                                                              \
	"id name createdAt updatedAt cancelledAt closed email phone "     \
	"customerLocale customer{id displayName numberOfOrders} "         \
	"shippingAddress{name address1 address2 city zip countryCodeV2} " \
	"totalPriceSet" SHOP_AND_BUYER

/* In a page. At the limit a list counts as one that may go on. */
#define LINES_FEW 5
#define FEW 4
#define DEEP_FEW 2

const char shopify_orders_query[] =
	"query Orders($n:Int!,$after:String,$q:String!){orders(first:$n,"
	"after:$after,query:$q,sortKey:UPDATED_AT){" PAGE_INFO " nodes{" HEAD
	" lineItems(first:5){" PAGE_INFO " nodes{" LINE "}}"
	" transactions(first:4){" TRANSACTION "}"
	" refunds(first:4){" REFUND(2) "}"
				       " fulfillments(first:4){" PARCEL(
					       2) "}"
						  " returns(first:1){" PAGE_INFO
						  " nodes{" RETURN "}}}}}";

/* By itself. */
#define OWN 20
#define OWN_REFUNDS 10
#define OWN_DEEP 5

static const char one_query[] =
	"query Order($id:ID!){order(id:$id){" HEAD
	" lineItems(first:50){" PAGE_INFO " nodes{" LINE "}}"
	" transactions(first:20){" TRANSACTION "}"
	" refunds(first:10){" REFUND(
		5) "}"
		   " fulfillments(first:20){" PARCEL(
			   5) "}"
			      " returns(first:10){" PAGE_INFO " nodes{" RETURN
			      "}}}}";

static const char payments_query[] =
	"query Payments($id:ID!){order(id:$id){id updatedAt"
	" transactions(first:20){" TRANSACTION "}"
	" refunds(first:10){" REFUND(5) "}}}";

/* To the end: the most that 1,000 points allow. */
#define MOST_TRANSACTIONS 190
#define MOST_REFUNDS 70
#define MOST_PARCELS 80
#define MOST_DEEP 10

static const char all_transactions[] =
	"query "
	"Transactions($id:ID!){order(id:$id){transactions(first:190)"
	"{" TRANSACTION "}}}";
static const char all_refunds[] =
	"query Refunds($id:ID!){order(id:$id){refunds(first:70){" REFUND(
		10) "}}}";
static const char all_parcels[] =
	"query Parcels($id:ID!){order(id:$id){fulfillments(first:80){" PARCEL(
		10) "}}}";
static const char more_lines[] =
	"query Lines($id:ID!,$after:String){order(id:$id){lineItems("
	"first:240,after:$after){" PAGE_INFO " nodes{" LINE "}}}}";
static const char more_returns[] =
	"query Returns($id:ID!,$after:String){order(id:$id){returns("
	"first:100,after:$after){" PAGE_INFO " nodes{" RETURN "}}}}";

/* -- is there more? ----------------------------------------------------------
 */

/* A list, or one that each of its items holds, is at its limit. */
static int at_limit(struct hw_host *h, const struct hw_json *list,
		    uint32_t limit, const char *inner, uint32_t inner_limit)
{
	if (h->json_count(list) >= limit)
		return 1;
	for (uint32_t i = 0; inner && i < h->json_count(list); i++)
		if (h->json_count(h->json_at(h->json_item(list, i), inner)) >=
		    inner_limit)
			return 1;
	return 0;
}

static int refunds_at(struct hw_host *h, const struct hw_json *order,
		      uint32_t limit, uint32_t deep)
{
	return at_limit(h, h->json_at(order, "refunds"), limit,
			"transactions/nodes", deep);
}

static int parcels_at(struct hw_host *h, const struct hw_json *order,
		      uint32_t limit, uint32_t deep)
{
	return at_limit(h, h->json_at(order, "fulfillments"), limit,
			"trackingInfo", deep);
}

static int transactions_at(struct hw_host *h, const struct hw_json *order,
			   uint32_t limit)
{
	return at_limit(h, h->json_at(order, "transactions"), limit, NULL, 0);
}

static int has_next(struct hw_host *h, const struct hw_json *order,
		    const char *name)
{
	return (int)h->json_int(order,
				h->text(h, "%s/pageInfo/hasNextPage", name), 0);
}

int shopify_is_long(struct hw_host *h, const struct hw_json *order)
{
	return has_next(h, order, "lineItems") ||
	       has_next(h, order, "returns") ||
	       transactions_at(h, order, FEW) ||
	       refunds_at(h, order, FEW, DEEP_FEW) ||
	       parcels_at(h, order, FEW, DEEP_FEW);
}

/* -- parts -------------------------------------------------------------------
 */

static struct shopify_part *part(struct hw_host *h, const struct hw_json *from,
				 const char *path)
{
	struct shopify_part *p = h->alloc(h, sizeof *p);

	p->list = h->json_at(from, path);
	return p;
}

void shopify_parts(struct hw_host *h, const struct hw_json *order,
		   struct shopify_order *out)
{
	*out = (struct shopify_order){
		.head = order,
		.lines = part(h, order, "lineItems/nodes"),
		.transactions = part(h, order, "transactions"),
		.refunds = part(h, order, "refunds"),
		.fulfillments = part(h, order, "fulfillments"),
		.returns = part(h, order, "returns/nodes"),
	};
}

/* A plain list that was at its limit, asked for whole. */
static hw_status whole_list(struct hw_host *h, struct shopify *s,
			    const char *id, const char *query, const char *name,
			    struct shopify_part **out)
{
	const struct hw_json *data;
	hw_status rc = shopify_query(h, s, query, shopify_id(h, id), 0, &data);

	if (rc)
		return rc;
	if (!h->json_at(data, h->text(h, "order/%s", name)))
		return h->fail(h, HW_BROKEN, 0, "Shopify sent no %s of %s",
			       name, id);
	*out = part(h, data, h->text(h, "order/%s", name));
	return HW_OK;
}

static void tell_limit(struct hw_host *h, const char *id, const char *what)
{
	h->log(h, HW_ERROR,
	       "order %s has more %s than Shopify shows in one answer, and "
	       "there is no next one: look at it in Shopify",
	       id, what);
}

/* A connection, from where the first page ended. */
static hw_status rest_of(struct hw_host *h, struct shopify *s, const char *id,
			 const char *query, const char *name,
			 const struct hw_json *first, struct shopify_part *last)
{
	const struct hw_json *order = first, *data;

	while (has_next(h, order, name)) {
		const char *end = h->json_text(
			order, h->text(h, "%s/pageInfo/endCursor", name));
		hw_status rc = shopify_query(
			h, s, query,
			h->text(h, "{\"id\":%s,\"after\":%s}",
				h->json_quote(h, id), h->json_quote(h, end)),
			0, &data);

		if (rc)
			return rc;
		order = h->json_at(data, "order");
		last->next = part(h, order, h->text(h, "%s/nodes", name));
		last = last->next;
		if (!end || !last->list)
			return h->fail(h, HW_BROKEN, 0,
				       "Shopify sent no next %s of %s", name,
				       id);
	}
	return HW_OK;
}

static hw_status whole_payments(struct hw_host *h, struct shopify *s,
				const char *id, struct shopify_order *out)
{
	hw_status rc = HW_OK;

	if (transactions_at(h, out->head, OWN)) {
		rc = whole_list(h, s, id, all_transactions, "transactions",
				&out->transactions);
		if (!rc &&
		    h->json_count(out->transactions->list) >= MOST_TRANSACTIONS)
			tell_limit(h, id, "transactions");
	}
	if (!rc && refunds_at(h, out->head, OWN_REFUNDS, OWN_DEEP)) {
		rc = whole_list(h, s, id, all_refunds, "refunds",
				&out->refunds);
		if (!rc && at_limit(h, out->refunds->list, MOST_REFUNDS,
				    "transactions/nodes", MOST_DEEP))
			tell_limit(h, id, "refunds");
	}
	return rc;
}

hw_status shopify_whole(struct hw_host *h, struct shopify *s, const char *id,
			struct shopify_order *out)
{
	const struct hw_json *data, *order;
	hw_status rc =
		shopify_query(h, s, one_query, shopify_id(h, id), 0, &data);

	*out = (struct shopify_order){ 0 };
	if (rc)
		return rc;
	order = h->json_at(data, "order");
	if (!h->json_at(order, "id"))
		return HW_OK;
	shopify_parts(h, order, out);
	rc = whole_payments(h, s, id, out);
	if (!rc && parcels_at(h, order, OWN, OWN_DEEP)) {
		rc = whole_list(h, s, id, all_parcels, "fulfillments",
				&out->fulfillments);
		if (!rc && at_limit(h, out->fulfillments->list, MOST_PARCELS,
				    "trackingInfo", MOST_DEEP))
			tell_limit(h, id, "parcels");
	}
	if (!rc)
		rc = rest_of(h, s, id, more_lines, "lineItems", order,
			     out->lines);
	if (!rc)
		rc = rest_of(h, s, id, more_returns, "returns", order,
			     out->returns);
	return rc;
}

hw_status shopify_payments(struct hw_host *h, struct shopify *s, const char *id,
			   struct shopify_order *out)
{
	const struct hw_json *data;
	hw_status rc = shopify_query(h, s, payments_query, shopify_id(h, id), 0,
				     &data);

	if (rc)
		return rc;
	if (!h->json_at(data, "order/id"))
		return h->fail(h, HW_REJECTED, 0, "there is no order %s", id);
	shopify_parts(h, h->json_at(data, "order"), out);
	return whole_payments(h, s, id, out);
}
