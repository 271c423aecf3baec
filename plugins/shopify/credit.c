/* credit.c - store credit for the buyer of an order.
 *
 * It goes to the customer's own account in the order's currency, which Shopify
 * makes when there is none. The API takes no key and keeps no note of ours, so
 * nobody can tell two credits of one amount apart: an answer that was lost is
 * for a person (class D). [source: Admin API 2026-07:
 * storeCreditAccountCredit]
 * SPDX-License-Identifier: MIT */
#include "shopify.h"
#include "whole.h"

const char shopify_customer_query[] =
	"query Customer($id:ID!){order(id:$id){id customer{id}}}";

const char shopify_credit_mutation[] =
	"mutation Credit($id:ID!,$credit:StoreCreditAccountCreditInput!){"
	"storeCreditAccountCredit(id:$id,creditInput:$credit){"
	"storeCreditAccountTransaction{id} userErrors{field message code}}}";

static hw_status customer_of(struct hw_host *h, struct shopify *s,
			     const struct hw_action *a, const char **id)
{
	const struct hw_json *data;
	hw_status rc = shopify_query(h, s, shopify_customer_query,
				     shopify_id(h, a->order_ref), 0, &data);

	if (rc || (rc = shopify_order_is(h, data, a->order_ref)))
		return rc;
	*id = h->json_text(data, "order/customer/id");
	return *id ? HW_OK
		   : h->fail(h, HW_REJECTED, 0,
			     "Shopify shows no customer for this order, who "
			     "could hold credit: a guest, or the app may not "
			     "see them");
}

hw_status shopify_credit(struct hw_host *h, struct shopify *s,
			 const struct hw_action *a)
{
	const struct hw_json *data;
	const char *id;
	hw_status rc;

	if (a->amount.minor <= 0)
		return h->fail(h, HW_REJECTED, 0,
			       "store credit needs an amount");
	rc = customer_of(h, s, a, &id);
	if (rc)
		return rc;
	rc = shopify_query(
		h, s, shopify_credit_mutation,
		h->text(h,
			"{\"id\":%s,\"credit\":{\"creditAmount\":{\"amount\":"
			"\"%s\",\"currencyCode\":%s}}}",
			h->json_quote(h, id), h->amount(h, a->amount),
			h->json_quote(h, a->amount.currency)),
		HW_EFFECT, &data);
	if (rc ||
	    (rc = shopify_user_error(h, data, "storeCreditAccountCredit")))
		return rc;
	id = h->json_text(data, "storeCreditAccountCredit/"
				"storeCreditAccountTransaction/id");
	if (!id)
		return h->fail(h, HW_BROKEN, 0, "Shopify named no credit");
	return hw_emit_outcome(h, &(struct hw_outcome){ .ref = id,
							.state = HW_SETTLED,
							.amount = a->amount });
}

/* A look tells nothing: not that it is there, nor that it is not. */
hw_status shopify_credit_find(struct hw_host *h, struct shopify *s,
			      const struct hw_action *a)
{
	(void)h, (void)s, (void)a;
	return HW_OK;
}
