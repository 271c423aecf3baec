/* credit.c - store credit of a customer; the same request gives it again.
 * SPDX-License-Identifier: MIT */
#include "sim.h"

static cJSON *refused(const char *field, const char *message, const char *code)
{
	return user_error("storeCreditAccountCredit",
			  "StoreCreditAccountCreditUserError", field, message,
			  code);
}

cJSON *credit_create(const cJSON *args)
{
	const char *owner = json_text(args, "id");
	const cJSON *amount =
		json_pointer(json_get(args, "creditInput"), "/creditAmount");
	CLEANUP(free_ptr) char *gid = NULL;
	cJSON *deed, *r;

	if (!auth_may("write_store_credit_account_transactions"))
		return refuse("ACCESS_DENIED",
			      "Access denied for storeCreditAccountCredit "
			      "field. Required access: "
			      "`write_store_credit_account_transactions`.");
	if (!owner || !text_starts(owner, "gid://shopify/Customer/"))
		return refused("id", "Owner does not exist", "OWNER_NOT_FOUND");
	if (!json_text(amount, "amount") || *json_text(amount, "amount") == '-')
		return refused("creditInput",
			       "A positive amount must be used to credit a "
			       "store credit account",
			       "NEGATIVE_OR_ZERO_AMOUNT");
	gid = xasprintf("gid://shopify/StoreCreditAccountCreditTransaction/"
			"%lld",
			(long long)effects_next_id());
	deed = cJSON_CreateObject();
	cJSON_AddStringToObject(deed, "kind", "credit");
	cJSON_AddStringToObject(deed, "gid", gid);
	cJSON_AddStringToObject(deed, "owner", owner);
	cJSON_AddItemToObject(deed, "amount", cJSON_Duplicate(amount, 1));
	effects_add(deed);
	r = cJSON_CreateObject();
	cJSON_AddStringToObject(
		cJSON_AddObjectToObject(r, "storeCreditAccountTransaction"),
		"id", gid);
	cJSON_AddArrayToObject(r, "userErrors");
	return r;
}
