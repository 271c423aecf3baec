/* order.c - an order of the Admin API as records.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"
#include "whole.h"

static const char *text(struct hw_host *h, const struct hw_json *j,
			const char *path)
{
	const char *t = h->json_text(j, path);

	return t ? t : "";
}

static struct hw_when when(struct hw_host *h, const struct hw_json *j,
			   const char *path)
{
	const char *t = h->json_text(j, path);
	int bad = 0;

	return t ? h->when(h, t, &bad) : (struct hw_when){ 0 };
}

static struct hw_money money(struct hw_host *h, const struct hw_json *bag,
			     const char *side)
{
	const char *amount = h->json_text(bag, h->text(h, "%s/amount", side));
	const char *code =
		h->json_text(bag, h->text(h, "%s/currencyCode", side));
	int bad = 0;

	return amount && code ? h->money(h, amount, code, &bad)
			      : (struct hw_money){ 0 };
}

static int pick(const char *word, const char *const *words, int fallback)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return fallback;
}

/* -- payments -- */

static const char *const kinds[] = { "",       "SALE",    "AUTHORIZATION",
				     "REFUND", "CAPTURE", "EMV_AUTHORIZATION",
				     NULL };
static const int kind_of[] = { 0,
			       HW_SALE,
			       HW_AUTHORIZATION,
			       HW_REFUND,
			       HW_SALE /* a capture pays */,
			       HW_AUTHORIZATION };
static const char *const states[] = { "",        "PENDING", "SUCCESS",
				      "FAILURE", "ERROR",   "AWAITING_RESPONSE",
				      "UNKNOWN", NULL };

static int holds(struct hw_host *h, const struct hw_json *refund,
		 const char *id)
{
	const struct hw_json *t = h->json_at(refund, "transactions/nodes");

	for (uint32_t k = 0; k < h->json_count(t); k++)
		if (strcmp(text(h, h->json_item(t, k), "id"), id) == 0)
			return 1;
	return 0;
}

/* The note of the refund a transaction belongs to: our reference is in it. */
static const char *refund_note(struct hw_host *h, const struct shopify_order *o,
			       const char *id)
{
	for (const struct shopify_part *p = o->refunds; p; p = p->next)
		for (uint32_t i = 0; i < h->json_count(p->list); i++)
			if (holds(h, h->json_item(p->list, i), id))
				return text(h, h->json_item(p->list, i),
					    "note");
	return "";
}

static hw_status emit_payment(struct hw_host *h, const struct shopify_order *o,
			      const struct hw_json *t, const char *order_ref,
			      int64_t version)
{
	int kind = pick(text(h, t, "kind"), kinds, 0);
	int state = pick(text(h, t, "status"), states, 1);
	const struct hw_json *bag = h->json_at(t, "amountSet");
	struct hw_payment p = {
		.ref = text(h, t, "id"),
		.order_ref = order_ref,
		.parent_ref = text(h, t, "parentTransaction/id"),
		.gateway = text(h, t, "gateway"),
		.version = version,
		.kind = kind_of[kind],
		.status = state >= 5   ? HW_PAY_PENDING
			  : state >= 3 ? HW_PAY_FAILED
				       : state,
		.amount = money(h, bag, "presentmentMoney"),
		.amount_shop = money(h, bag, "shopMoney"),
		.at = when(h, t, "processedAt"),
		.reason = text(h, t, "errorCode"),
	};

	if (kind == 0) /* VOID, CHANGE, SUGGESTED_REFUND move nothing */
		return HW_OK;
	if (p.kind == HW_REFUND)
		p.note = refund_note(h, o, p.ref);
	return hw_emit_payment(h, &p);
}

hw_status shopify_emit_payments(struct hw_host *h,
				const struct shopify_order *o,
				const char *order_ref, int64_t version)
{
	hw_status rc = HW_OK;

	for (const struct shopify_part *p = o->transactions; p; p = p->next)
		for (uint32_t i = 0; !rc && i < h->json_count(p->list); i++)
			rc = emit_payment(h, o, h->json_item(p->list, i),
					  order_ref, version);
	return rc;
}

/* -- parcels and returns -- */

/* A fulfilment may travel in several parcels: the first has its id, the others
 * its id and their number. */
static hw_status emit_parcel(struct hw_host *h, const struct hw_json *f,
			     const char *order_ref, uint32_t n)
{
	static const char *const words[] = { "",      "PENDING",   "SUCCESS",
					     "-",     "CANCELLED", "FAILURE",
					     "ERROR", "OPEN",      NULL };
	static const int status_of[] = { 0,
					 HW_SHIP_PENDING,
					 HW_SHIP_SHIPPED,
					 0,
					 HW_SHIP_CANCELLED,
					 HW_SHIP_FAILED,
					 HW_SHIP_FAILED,
					 HW_SHIP_PENDING };
	const struct hw_json *t =
		h->json_at(f, h->text(h, "trackingInfo/%u", n));
	struct hw_shipment s = {
		.ref = n ? h->text(h, "%s#%u", text(h, f, "id"), n + 1)
			 : text(h, f, "id"),
		.order_ref = order_ref,
		.carrier = text(h, t, "company"),
		.tracking = text(h, t, "number"),
		.url = text(h, t, "url"),
		.version = when(h, f, "updatedAt").ms,
		.status = status_of[pick(text(h, f, "status"), words, 2)],
		.shipped = when(h, f, "createdAt"),
		.estimated = when(h, f, "estimatedDeliveryAt"),
		.delivered = when(h, f, "deliveredAt"),
	};

	if (s.delivered.basis)
		s.status = HW_SHIP_DELIVERED;
	return hw_emit_shipment(h, &s);
}

static hw_status emit_shipment(struct hw_host *h, const struct hw_json *f,
			       const char *order_ref)
{
	uint32_t n = h->json_count(h->json_at(f, "trackingInfo"));
	hw_status rc = emit_parcel(h, f, order_ref, 0);

	for (uint32_t i = 1; !rc && i < n; i++)
		rc = emit_parcel(h, f, order_ref, i);
	return rc;
}

static hw_status emit_return(struct hw_host *h, const struct hw_json *r,
			     const char *order_ref)
{
	static const char *const words[] = { "",         "REQUESTED",
					     "OPEN",     "-",
					     "CLOSED",   "DECLINED",
					     "CANCELED", NULL };
	const struct hw_json *line = h->json_at(r, "returnLineItems/nodes/0");

	return hw_emit_return(
		h, &(struct hw_return){
			   .ref = text(h, r, "id"),
			   .order_ref = order_ref,
			   .name = text(h, r, "name"),
			   .reason = text(h, line,
					  "returnReasonDefinition/handle"),
			   .note = text(h, line, "customerNote"),
			   .status = pick(text(h, r, "status"), words,
					  HW_RET_OPEN),
			   .at = when(h, r, "createdAt"),
		   });
}

static hw_status
each(struct hw_host *h, const struct shopify_part *p, const char *order_ref,
     hw_status (*emit)(struct hw_host *, const struct hw_json *, const char *))
{
	hw_status rc = HW_OK;

	for (; p; p = p->next)
		for (uint32_t i = 0; !rc && i < h->json_count(p->list); i++)
			rc = emit(h, h->json_item(p->list, i), order_ref);
	return rc;
}

/* -- the order -- */

static void put_line(struct hw_host *h, const struct hw_json *l,
		     struct hw_line *out)
{
	*out = (struct hw_line){
		.ref = text(h, l, "id"),
		.sku = text(h, l, "sku"),
		.title = text(h, l, "title"),
		.quantity = h->json_int(l, "quantity", 0),
		.refundable = h->json_int(l, "refundableQuantity", 0),
		.price = money(h, h->json_at(l, "originalUnitPriceSet"),
			       "presentmentMoney"),
	};
}

static struct hw_table lines(struct hw_host *h, const struct shopify_part *all)
{
	uint32_t n = 0;
	struct hw_line *at;

	for (const struct shopify_part *p = all; p; p = p->next)
		n += h->json_count(p->list);
	at = h->alloc(h, (n + 1) * sizeof *at);
	n = 0;
	for (const struct shopify_part *p = all; p; p = p->next)
		for (uint32_t i = 0; i < h->json_count(p->list); i++)
			put_line(h, h->json_item(p->list, i), &at[n++]);
	return (struct hw_table){ at, n, sizeof *at };
}

static int32_t order_status(struct hw_host *h, const struct hw_json *o)
{
	if (h->json_text(o, "cancelledAt"))
		return HW_ORDER_CANCELLED;
	return h->json_int(o, "closed", 0) ? HW_ORDER_CLOSED : HW_ORDER_OPEN;
}

static const char *address(struct hw_host *h, const struct hw_json *o)
{
	const char *one = text(h, o, "shippingAddress/address1");
	const char *two = text(h, o, "shippingAddress/address2");

	return *two ? h->text(h, "%s\n%s", one, two) : one;
}

/* Personal fields are "" when Shopify hides them. numberOfOrders is a number
 * written as text. */
static struct hw_order order_of(struct hw_host *h,
				const struct shopify_order *all)
{
	const struct hw_json *o = all->head;
	const struct hw_json *total = h->json_at(o, "totalPriceSet");
	struct hw_order order = {
		.ref = text(h, o, "id"),
		.name = text(h, o, "name"),
		.version = when(h, o, "updatedAt").ms,
		.status = order_status(h, o),
		.first_order =
			h->json_int(o, "customer/numberOfOrders", 0) == 1 ||
			shopify_is(h, o, "customer/numberOfOrders", "1"),
		.placed = when(h, o, "createdAt"),
		.buyer_ref = text(h, o, "customer/id"),
		.buyer_name = text(h, o, "shippingAddress/name"),
		.email = text(h, o, "email"),
		.phone = text(h, o, "phone"),
		.lang = text(h, o, "customerLocale"),
		.address = address(h, o),
		.city = text(h, o, "shippingAddress/city"),
		.postcode = text(h, o, "shippingAddress/zip"),
		.country = text(h, o, "shippingAddress/countryCodeV2"),
		.total = money(h, total, "presentmentMoney"),
		.total_shop = money(h, total, "shopMoney"),
		.lines = lines(h, all->lines),
	};

	if (!*order.buyer_name)
		order.buyer_name = text(h, o, "customer/displayName");
	return order;
}

hw_status shopify_emit_rest(struct hw_host *h, const struct shopify_order *o,
			    const char *order_ref)
{
	hw_status rc = each(h, o->fulfillments, order_ref, emit_shipment);

	return rc ? rc : each(h, o->returns, order_ref, emit_return);
}

hw_status shopify_emit_order(struct hw_host *h, const struct shopify_order *o)
{
	struct hw_order order = order_of(h, o);
	hw_status rc = hw_emit_order(h, &order);

	if (!rc)
		rc = shopify_emit_payments(h, o, order.ref, order.version);
	return rc ? rc : shopify_emit_rest(h, o, order.ref);
}

/* A prevented dispute never became a chargeback; one that was refunded or
 * accepted is the seller's loss. */
static int32_t dispute_status(const char *word)
{
	static const char *const words[] = {
		"",         "NEEDS_RESPONSE", "UNDER_REVIEW",    "WON", "LOST",
		"ACCEPTED", "PREVENTED",      "CHARGE_REFUNDED", NULL
	};
	static const int32_t status_of[] = {
		0,       HW_NEEDS_RESPONSE, HW_UNDER_REVIEW, HW_WON,
		HW_LOST, HW_CONCEDED,       HW_WON,          HW_CONCEDED
	};

	return status_of[pick(word, words, HW_UNDER_REVIEW)];
}

hw_status shopify_emit_dispute(struct hw_host *h, const struct hw_json *d)
{
	static const char *const types[] = { "", "CHARGEBACK", "INQUIRY",
					     NULL };
	int bad = 0;

	return hw_emit_dispute(
		h,
		&(struct hw_dispute){
			.ref = text(h, d, "id"),
			.order_ref = text(h, d, "order/id"),
			.reason = text(h, d, "reasonDetails/reason"),
			.kind = pick(text(h, d, "type"), types, HW_CHARGEBACK),
			.status = dispute_status(text(h, d, "status")),
			.amount = h->money(h, text(h, d, "amount/amount"),
					   text(h, d, "amount/currencyCode"),
					   &bad),
			.opened = when(h, d, "initiatedAt"),
			.respond_by = when(h, d, "evidenceDueBy"),
			.closed = when(h, d, "finalizedOn"),
		});
}
