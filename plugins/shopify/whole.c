/* whole.c - an order with all that hangs on it.
 *
 * A page of orders shows a few of each list; cost is counted by what may come,
 * not by what comes, so short lists make large pages. An order with a list
 * that may go on is read by itself, in steps of one call each, so that a small
 * bucket of points delays it and never stops it: its lines page by page (kept
 * in kv until all are there, for they are one record with the order), then the
 * payments, the parcels, the returns. Payments, refunds and parcels are plain
 * lists without a cursor: they are asked for with the most that 1,000 points
 * allow, and what is beyond even that is told in the log.
 * [source: Admin API 2026-07: Order]
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

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

#define FEW_OF_ALL                                                \
	HEAD " lineItems(first:5){" PAGE_INFO " nodes{" LINE "}}" \
	     " transactions(first:4){" TRANSACTION "}"            \
	     " refunds(first:4){" REFUND(                         \
		     2) "}"                                       \
			" fulfillments(first:4){" PARCEL(         \
				2) "}"                            \
				   " returns(first:1){" PAGE_INFO \
				   " nodes{" RETURN "}}"

const char shopify_orders_query[] =
	"query Orders($n:Int!,$after:String,$q:String!){orders(first:$n,"
	"after:$after,query:$q,sortKey:UPDATED_AT){" PAGE_INFO
	" nodes{" FEW_OF_ALL "}}}";
const char shopify_order_query[] =
	"query Order($id:ID!){order(id:$id){" FEW_OF_ALL "}}";

/* By itself. */
#define OWN 20
#define OWN_REFUNDS 10
#define OWN_DEEP 5
const char shopify_payments_query[] =
	"query Payments($id:ID!){order(id:$id){id updatedAt"
	" transactions(first:20){" TRANSACTION "}"
	" refunds(first:10){" REFUND(5) "}}}";
/* In a step, where a second question may be one too many for the bucket. */
#define LONG 100
#define LONG_REFUNDS 40
const char shopify_long_payments_query[] =
	"query LongPayments($id:ID!){order(id:$id){id updatedAt"
	" transactions(first:100){" TRANSACTION "}"
	" refunds(first:40){" REFUND(5) "}}}";
const char shopify_lines_query[] =
	"query Lines($id:ID!,$after:String){order(id:$id){" HEAD
	" lineItems(first:240,after:$after){" PAGE_INFO " nodes{" LINE "}}}}";
const char shopify_returns_query[] =
	"query Returns($id:ID!,$after:String){order(id:$id){id returns("
	"first:100,after:$after){" PAGE_INFO " nodes{" RETURN "}}}}";

/* The most that 1,000 points allow. */
#define MOST_TRANSACTIONS 190
#define MOST_REFUNDS 70
#define MOST_PARCELS 80
#define MOST_DEEP 10
const char shopify_transactions_query[] =
	"query "
	"Transactions($id:ID!){order(id:$id){transactions(first:190)"
	"{" TRANSACTION "}}}";
const char shopify_refunds_query[] =
	"query Refunds($id:ID!){order(id:$id){refunds(first:70){" REFUND(
		10) "}}}";
const char shopify_parcels_query[] = "query Parcels($id:ID!){order(id:$id){id "
				     "fulfillments(first:80){" PARCEL(10) "}}}";

/* -- is there more? -- */

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

/* -- parts -- */

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

static hw_status whole_payments(struct hw_host *h, struct shopify *s,
				const char *id, struct shopify_order *out,
				uint32_t own, uint32_t own_refunds)
{
	hw_status rc = HW_OK;

	if (transactions_at(h, out->head, own)) {
		rc = whole_list(h, s, id, shopify_transactions_query,
				"transactions", &out->transactions);
		if (!rc &&
		    h->json_count(out->transactions->list) >= MOST_TRANSACTIONS)
			tell_limit(h, id, "transactions");
	}
	if (!rc && refunds_at(h, out->head, own_refunds, OWN_DEEP)) {
		rc = whole_list(h, s, id, shopify_refunds_query, "refunds",
				&out->refunds);
		if (!rc && at_limit(h, out->refunds->list, MOST_REFUNDS,
				    "transactions/nodes", MOST_DEEP))
			tell_limit(h, id, "refunds");
	}
	return rc;
}

/* Lists that were asked for: without one, none would look like an empty one. */
static const char *const payment_lists[] = { "order/transactions",
					     "order/refunds", NULL };
static const char *const parcel_lists[] = { "order/fulfillments", NULL };
static const char *const return_lists[] = { "order/returns/nodes", NULL };

static hw_status whole_answer(struct hw_host *h, const struct hw_json *data,
			      const char *const *lists)
{
	const struct hw_json *ignored;
	hw_status rc = HW_OK;

	for (; !rc && *lists; lists++)
		rc = shopify_list(h, data, *lists, &ignored);
	return rc;
}

hw_status shopify_order_is(struct hw_host *h, const struct hw_json *data,
			   const char *id)
{
	if (!h->json_at(data, "order/id"))
		return h->fail(h, HW_REJECTED, 0, "there is no order %s", id);
	return shopify_is(h, data, "order/id", id)
		       ? HW_OK
		       : h->fail(h, HW_BROKEN, 0,
				 "Shopify answers of another order than %s",
				 id);
}

hw_status shopify_payments(struct hw_host *h, struct shopify *s, const char *id,
			   struct shopify_order *out)
{
	const struct hw_json *data;
	hw_status rc = shopify_query(h, s, shopify_payments_query,
				     shopify_id(h, id), 0, &data);

	if (rc)
		return rc;
	if ((rc = shopify_order_is(h, data, id)) ||
	    (rc = whole_answer(h, data, payment_lists)))
		return rc;
	shopify_parts(h, h->json_at(data, "order"), out);
	return whole_payments(h, s, id, out, OWN, OWN_REFUNDS);
}

/* -- a long order, step by step -- */

/* kv: the step under way, its cursor, and the pages of lines so far. */
#define KV_STEP "step"
#define KV_AT "step_at"
#define KV_PAGES "step_pages"

static const char *page_key(struct hw_host *h, int64_t n)
{
	return h->text(h, "lines%lld", (long long)n);
}

/* Lines as they came, for put_line() to read again. */
static const char *packed(struct hw_host *h, const struct hw_json *list)
{
	const char *out = "";
	const char *const texts[] = { "id", "sku", "title", NULL };

	for (uint32_t i = 0; i < h->json_count(list); i++) {
		const struct hw_json *l = h->json_item(list, i);
		const struct hw_json *price =
			h->json_at(l, "originalUnitPriceSet/presentmentMoney");
		const char *one = "";

		for (const char *const *t = texts; *t; t++)
			one = h->text(h, "%s\"%s\":%s,", one, *t,
				      h->json_quote(h, h->json_text(l, *t)));
		out = h->text(
			h,
			"%s%s{%s\"quantity\":%lld,\"refundableQuantity\":%lld,"
			"\"originalUnitPriceSet\":{\"presentmentMoney\":{"
			"\"amount\":%s,\"currencyCode\":%s}}}",
			out, *out ? "," : "", one,
			(long long)h->json_int(l, "quantity", 0),
			(long long)h->json_int(l, "refundableQuantity", 0),
			h->json_quote(h, h->json_text(price, "amount")),
			h->json_quote(h, h->json_text(price, "currencyCode")));
	}
	return h->text(h, "[%s]", out);
}

static void next_step(struct hw_host *h, const char *step, const char *at)
{
	h->kv_put(h, KV_STEP, step);
	h->kv_put(h, KV_AT, at);
}

void shopify_long_forget(struct hw_host *h)
{
	int64_t pages = shopify_kv_int(h, KV_PAGES);

	for (int64_t n = 0; n < pages; n++)
		h->kv_put(h, page_key(h, n), NULL);
	if (pages)
		h->kv_put(h, KV_PAGES, NULL);
	next_step(h, NULL, NULL);
}

/* *order NULL: it is gone. lists [nullable]: what must be there. */
static hw_status step_query(struct hw_host *h, struct shopify *s,
			    const char *query, const char *id, int paged,
			    const char *const *lists,
			    const struct hw_json **order)
{
	const struct hw_json *data;
	const char *at = shopify_kv(h, KV_AT);
	hw_status rc = shopify_query(
		h, s, query,
		paged ? h->text(h, "{\"id\":%s,\"after\":%s}",
				h->json_quote(h, id),
				*at ? h->json_quote(h, at) : "null")
		      : shopify_id(h, id),
		0, &data);

	*order = rc ? NULL : h->json_at(data, "order");
	if (!rc && !h->json_at(*order, "id"))
		*order = NULL;
	return *order && lists ? whole_answer(h, data, lists) : rc;
}

/* The order with all lines: the pages kept so far, and the last. */
static hw_status emit_whole(struct hw_host *h, const struct hw_json *order,
			    int64_t pages)
{
	struct shopify_order o = { .head = order };
	struct shopify_part **to = &o.lines;

	for (int64_t n = 0; n < pages; n++) {
		const char *text = shopify_kv(h, page_key(h, n));

		*to = h->alloc(h, sizeof **to);
		(*to)->list = h->json_parse(h, text, strlen(text));
		if (!(*to)->list)
			return HW_BROKEN;
		to = &(*to)->next;
		h->kv_put(h, page_key(h, n), NULL);
	}
	*to = part(h, order, "lineItems/nodes");
	h->kv_put(h, KV_PAGES, NULL);
	return shopify_emit_order(h, &o);
}

static hw_status step_lines(struct hw_host *h, struct shopify *s,
			    const char *id, int *gone)
{
	int64_t pages = shopify_kv_int(h, KV_PAGES);
	const struct hw_json *order;
	hw_status rc =
		step_query(h, s, shopify_lines_query, id, 1, NULL, &order);

	if (rc)
		return rc;
	*gone = !order;
	if (!order || !has_next(h, order, "lineItems")) {
		next_step(h, "payments", NULL);
		return order ? emit_whole(h, order, pages) : HW_OK;
	}
	h->kv_put(h, page_key(h, pages),
		  packed(h, h->json_at(order, "lineItems/nodes")));
	h->kv_put(h, KV_PAGES, h->text(h, "%lld", (long long)pages + 1));
	h->kv_put(h, KV_STEP, "lines");
	h->kv_put(h, KV_AT,
		  h->json_text(order, "lineItems/pageInfo/endCursor"));
	return HW_OK;
}

static hw_status step_payments(struct hw_host *h, struct shopify *s,
			       const char *id, int *gone)
{
	struct shopify_order o;
	const struct hw_json *order;
	int bad = 0;
	const char *t;
	hw_status rc = step_query(h, s, shopify_long_payments_query, id, 0,
				  payment_lists, &order);

	if (rc)
		return rc;
	*gone = !order;
	next_step(h, "parcels", NULL);
	if (!order)
		return HW_OK;
	shopify_parts(h, order, &o);
	rc = whole_payments(h, s, id, &o, LONG, LONG_REFUNDS);
	t = h->json_text(order, "updatedAt");
	return rc ? rc
		  : shopify_emit_payments(h, &o, id,
					  t ? h->when(h, t, &bad).ms : 0);
}

static hw_status step_parcels(struct hw_host *h, struct shopify *s,
			      const char *id, int *gone)
{
	struct shopify_order o;
	const struct hw_json *order;
	hw_status rc = step_query(h, s, shopify_parcels_query, id, 0,
				  parcel_lists, &order);

	if (rc)
		return rc;
	*gone = !order;
	next_step(h, "returns", NULL);
	shopify_parts(h, order, &o);
	if (parcels_at(h, order, MOST_PARCELS, MOST_DEEP))
		tell_limit(h, id, "parcels");
	return shopify_emit_rest(h, &o, id);
}

static hw_status step_returns(struct hw_host *h, struct shopify *s,
			      const char *id, int *gone)
{
	struct shopify_order o;
	const struct hw_json *order;
	hw_status rc = step_query(h, s, shopify_returns_query, id, 1,
				  return_lists, &order);

	if (rc)
		return rc;
	*gone = !has_next(h, order, "returns"); /* it was the last step */
	h->kv_put(h, KV_AT, h->json_text(order, "returns/pageInfo/endCursor"));
	shopify_parts(h, order, &o);
	return shopify_emit_rest(h, &o, id);
}

hw_status shopify_long_step(struct hw_host *h, struct shopify *s,
			    const char *id, int *over)
{
	const char *step = shopify_kv(h, KV_STEP);
	hw_status rc;

	*over = 0;
	if (strcmp(step, "payments") == 0)
		rc = step_payments(h, s, id, over);
	else if (strcmp(step, "parcels") == 0)
		rc = step_parcels(h, s, id, over);
	else if (strcmp(step, "returns") == 0)
		rc = step_returns(h, s, id, over);
	else
		rc = step_lines(h, s, id, over);
	if (!rc && *over)
		shopify_long_forget(h); /* it may be gone between two pages */
	return rc;
}
