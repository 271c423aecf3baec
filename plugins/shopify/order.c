/* order.c - an order of the Admin API as records.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"

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

/* -- payments
 * --------------------------------------------------------------------- */

static const char *const kinds[] = { "",       "SALE",    "AUTHORIZATION",
				     "REFUND", "CAPTURE", NULL };
static const char *const states[] = { "",        "PENDING", "SUCCESS",
				      "FAILURE", "ERROR",   "AWAITING_RESPONSE",
				      NULL };

/* The note of the refund a transaction belongs to: our reference is in it. */
static const char *refund_note(struct hw_host *h, const struct hw_json *order,
			       const char *id)
{
	const struct hw_json *refunds = h->json_at(order, "refunds");

	for (uint32_t i = 0; i < h->json_count(refunds); i++) {
		const struct hw_json *r = h->json_item(refunds, i);
		const struct hw_json *t = h->json_at(r, "transactions/nodes");

		for (uint32_t k = 0; k < h->json_count(t); k++)
			if (strcmp(text(h, h->json_item(t, k), "id"), id) == 0)
				return text(h, r, "note");
	}
	return "";
}

static hw_status emit_payment(struct hw_host *h, const struct hw_json *order,
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
		.kind = kind == 4 ? HW_SALE : kind, /* a capture pays */
		.status = state >= 5   ? HW_PAY_PENDING
			  : state >= 3 ? HW_PAY_FAILED
				       : state,
		.amount = money(h, bag, "presentmentMoney"),
		.amount_shop = money(h, bag, "shopMoney"),
		.at = when(h, t, "processedAt"),
	};

	if (kind == 0) /* VOID, CHANGE, SUGGESTED_REFUND move nothing */
		return HW_OK;
	if (p.kind == HW_REFUND)
		p.note = refund_note(h, order, p.ref);
	return hw_emit_payment(h, &p);
}

hw_status shopify_emit_payments(struct hw_host *h, const struct hw_json *order,
				const char *order_ref, int64_t version)
{
	const struct hw_json *list = h->json_at(order, "transactions");
	hw_status rc = HW_OK;

	for (uint32_t i = 0; !rc && i < h->json_count(list); i++)
		rc = emit_payment(h, order, h->json_item(list, i), order_ref,
				  version);
	return rc;
}

/* -- parcels and returns
 * ------------------------------------------------------------ */

static hw_status emit_shipment(struct hw_host *h, const struct hw_json *f,
			       const char *order_ref)
{
	static const char *const words[] = { "",     "PENDING",   "SUCCESS",
					     "-",    "CANCELLED", "FAILURE",
					     "OPEN", NULL };
	int state = pick(text(h, f, "status"), words, 2);
	struct hw_shipment s = {
		.ref = text(h, f, "id"),
		.order_ref = order_ref,
		.carrier = text(h, f, "trackingInfo/0/company"),
		.tracking = text(h, f, "trackingInfo/0/number"),
		.url = text(h, f, "trackingInfo/0/url"),
		.version = when(h, f, "updatedAt").ms,
		.status = state == 6 ? HW_SHIP_PENDING : state,
		.shipped = when(h, f, "createdAt"),
		.estimated = when(h, f, "estimatedDeliveryAt"),
		.delivered = when(h, f, "deliveredAt"),
	};

	if (s.delivered.basis)
		s.status = HW_SHIP_DELIVERED;
	return hw_emit_shipment(h, &s);
}

static hw_status emit_return(struct hw_host *h, const struct hw_json *r,
			     const char *order_ref)
{
	static const char *const words[] = { "",         "REQUESTED",
					     "OPEN",     "-",
					     "CLOSED",   "DECLINED",
					     "CANCELED", NULL };

	return hw_emit_return(h, &(struct hw_return){
					 .ref = text(h, r, "id"),
					 .order_ref = order_ref,
					 .name = text(h, r, "name"),
					 .status = pick(text(h, r, "status"),
							words, HW_RET_OPEN),
				 });
}

static hw_status each(struct hw_host *h, const struct hw_json *order,
		      const char *path, const char *order_ref,
		      hw_status (*emit)(struct hw_host *,
					const struct hw_json *, const char *))
{
	const struct hw_json *list = h->json_at(order, path);
	hw_status rc = HW_OK;

	for (uint32_t i = 0; !rc && i < h->json_count(list); i++)
		rc = emit(h, h->json_item(list, i), order_ref);
	return rc;
}

/* -- the order
 * ------------------------------------------------------------------------ */

static struct hw_table lines(struct hw_host *h, const struct hw_json *order)
{
	const struct hw_json *list = h->json_at(order, "lineItems/nodes");
	uint32_t n = h->json_count(list);
	struct hw_line *at = h->alloc(h, (n + 1) * sizeof *at);

	for (uint32_t i = 0; i < n; i++) {
		const struct hw_json *l = h->json_item(list, i);

		at[i] = (struct hw_line){
			.ref = text(h, l, "id"),
			.sku = text(h, l, "sku"),
			.title = text(h, l, "title"),
			.quantity = h->json_int(l, "quantity", 0),
			.refundable = h->json_int(l, "refundableQuantity", 0),
			.price = money(h, h->json_at(l, "originalUnitPriceSet"),
				       "presentmentMoney"),
		};
	}
	return (struct hw_table){ at, n, sizeof *at };
}

hw_status shopify_emit_order(struct hw_host *h, const struct hw_json *o)
{
	const struct hw_json *total = h->json_at(o, "totalPriceSet");
	struct hw_order order = {
		.ref = text(h, o, "id"),
		.name = text(h, o, "name"),
		.version = when(h, o, "updatedAt").ms,
		.status = h->json_text(o, "cancelledAt") ? HW_ORDER_CANCELLED
							 : HW_ORDER_OPEN,
		.first_order =
			h->json_int(o, "customer/numberOfOrders", 0) == 1 ||
			strcmp(text(h, o, "customer/numberOfOrders"), "1") == 0,
		.placed = when(h, o, "createdAt"),
		.buyer_ref = text(h, o, "customer/id"),
		.buyer_name = text(h, o, "shippingAddress/name"),
		.email = text(h, o, "email"),
		.phone = text(h, o, "phone"),
		.lang = text(h, o, "customerLocale"),
		.address = h->text(h, "%s\n%s",
				   text(h, o, "shippingAddress/address1"),
				   text(h, o, "shippingAddress/address2")),
		.city = text(h, o, "shippingAddress/city"),
		.postcode = text(h, o, "shippingAddress/zip"),
		.country = text(h, o, "shippingAddress/countryCodeV2"),
		.total = money(h, total, "presentmentMoney"),
		.total_shop = money(h, total, "shopMoney"),
		.lines = lines(h, o),
	};
	hw_status rc;

	if (!*order.buyer_name)
		order.buyer_name = text(h, o, "customer/displayName");
	rc = hw_emit_order(h, &order);
	if (!rc)
		rc = shopify_emit_payments(h, o, order.ref, order.version);
	if (!rc)
		rc = each(h, o, "fulfillments", order.ref, emit_shipment);
	if (!rc)
		rc = each(h, o, "returns/nodes", order.ref, emit_return);
	return rc;
}

hw_status shopify_emit_dispute(struct hw_host *h, const struct hw_json *d)
{
	static const char *const words[] = {
		"",    "NEEDS_RESPONSE", "UNDER_REVIEW",
		"WON", "LOST",           "ACCEPTED",
		NULL
	};
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
			.status = pick(text(h, d, "status"), words,
				       HW_UNDER_REVIEW),
			.amount = h->money(h, text(h, d, "amount/amount"),
					   text(h, d, "amount/currencyCode"),
					   &bad),
			.opened = when(h, d, "initiatedAt"),
			.respond_by = when(h, d, "evidenceDueBy"),
			.closed = when(h, d, "finalizedOn"),
		});
}
