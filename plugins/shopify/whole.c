/* whole.c - the parts of an order, and whether there is more of one.
 * SPDX-License-Identifier: MIT */
#include "whole_own.h"

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

int whole_parcels_at(struct hw_host *h, const struct hw_json *order,
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

int whole_has_next(struct hw_host *h, const struct hw_json *order,
		   const char *name)
{
	return (int)h->json_int(order,
				h->text(h, "%s/pageInfo/hasNextPage", name), 0);
}

int shopify_is_long(struct hw_host *h, const struct hw_json *order)
{
	return whole_has_next(h, order, "lineItems") ||
	       whole_has_next(h, order, "returns") ||
	       transactions_at(h, order, FEW) ||
	       refunds_at(h, order, FEW, DEEP_FEW) ||
	       whole_parcels_at(h, order, FEW, DEEP_FEW);
}

/* -- parts -- */

struct shopify_part *whole_part(struct hw_host *h, const struct hw_json *from,
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
		.lines = whole_part(h, order, "lineItems/nodes"),
		.transactions = whole_part(h, order, "transactions"),
		.refunds = whole_part(h, order, "refunds"),
		.fulfillments = whole_part(h, order, "fulfillments"),
		.returns = whole_part(h, order, "returns/nodes"),
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
	*out = whole_part(h, data, h->text(h, "order/%s", name));
	return HW_OK;
}

void whole_tell_limit(struct hw_host *h, const char *id, const char *what)
{
	h->log(h, HW_ERROR,
	       "order %s has more %s than Shopify shows in one answer, and "
	       "there is no next one: look at it in Shopify",
	       id, what);
}

hw_status whole_payments(struct hw_host *h, struct shopify *s, const char *id,
			 struct shopify_order *out, uint32_t own,
			 uint32_t own_refunds)
{
	hw_status rc = HW_OK;

	if (transactions_at(h, out->head, own)) {
		rc = whole_list(h, s, id, shopify_transactions_query,
				"transactions", &out->transactions);
		if (!rc &&
		    h->json_count(out->transactions->list) >= MOST_TRANSACTIONS)
			whole_tell_limit(h, id, "transactions");
	}
	if (!rc && refunds_at(h, out->head, own_refunds, OWN_DEEP)) {
		rc = whole_list(h, s, id, shopify_refunds_query, "refunds",
				&out->refunds);
		if (!rc && at_limit(h, out->refunds->list, MOST_REFUNDS,
				    "transactions/nodes", MOST_DEEP))
			whole_tell_limit(h, id, "refunds");
	}
	return rc;
}

const char *const whole_payment_lists[] = { "order/transactions",
					    "order/refunds", NULL };

hw_status whole_answer(struct hw_host *h, const struct hw_json *data,
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
	    (rc = whole_answer(h, data, whole_payment_lists)))
		return rc;
	shopify_parts(h, h->json_at(data, "order"), out);
	return whole_payments(h, s, id, out, OWN, OWN_REFUNDS);
}
