/* disputes.c - disputes of Shopify Payments.
 * SPDX-License-Identifier: MIT */
#include "sim.h"

cJSON *disputes_query(const cJSON *args)
{
	cJSON *all = cJSON_CreateObject();

	(void)args;
	if (!auth_may("read_shopify_payments_disputes"))
		return json_free(all),
		       refuse("ACCESS_DENIED",
			      "Access denied for disputes field. Required "
			      "access: `read_shopify_payments_disputes` access "
			      "scope.");
	cJSON_AddItemToObject(all, "nodes",
			      cJSON_Duplicate(shop_disputes(), 1));
	return all;
}

cJSON *dispute_query(const cJSON *args)
{
	const cJSON *one;

	if (!auth_may("read_shopify_payments_disputes"))
		return refuse("ACCESS_DENIED", "Access denied for dispute "
					       "field.");
	cJSON_ArrayForEach (one, shop_disputes())
		if (text_eq(json_text(one, "id"), json_text(args, "id")))
			return cJSON_Duplicate(one, 1);
	return NULL;
}
