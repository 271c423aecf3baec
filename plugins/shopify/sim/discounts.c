/* discounts.c - discount codes; a code is given once.
 * SPDX-License-Identifier: MIT */
#include <strings.h>

#include "sim.h"

static const cJSON *with_code(const char *code)
{
	const cJSON *deed;

	for (size_t i = 0; code && (deed = effects_next("coupon", &i));)
		if (strcasecmp(json_text(deed, "code"), code) == 0)
			return deed;
	return NULL;
}

static cJSON *node_of(const cJSON *deed)
{
	cJSON *node = cJSON_CreateObject();
	cJSON *d = cJSON_AddObjectToObject(node, "codeDiscount");

	cJSON_AddItemToObject(node, "id",
			      cJSON_Duplicate(json_get(deed, "gid"), 1));
	cJSON_AddStringToObject(d, "__typename", "DiscountCodeBasic");
	cJSON_AddItemToObject(d, "title",
			      cJSON_Duplicate(json_get(deed, "title"), 1));
	return node;
}

cJSON *coupon_by_code(const cJSON *args)
{
	const cJSON *deed = with_code(json_text(args, "code"));

	return deed ? node_of(deed) : NULL;
}

static cJSON *refused(const char *field, const char *message, const char *code)
{
	return user_error("discountCodeBasicCreate", "DiscountUserError", field,
			  message, code);
}

cJSON *coupon_create(const cJSON *args)
{
	const cJSON *input = json_get(args, "basicCodeDiscount");
	const char *code = json_text(input, "code");
	const char *title = json_text(input, "title");
	const cJSON *value = json_pointer(input, "/customerGets/value");
	cJSON *deed, *r;
	CLEANUP(free_ptr) char *gid = NULL;

	if (!auth_may("write_discounts"))
		return refuse("ACCESS_DENIED",
			      "Access denied for discountCodeBasicCreate "
			      "field. Required access: `write_discounts`.");
	if (!code || !title || !json_text(input, "startsAt"))
		return refused("code", "Code can't be blank", "BLANK");
	if (!value || (!json_get(value, "percentage") ==
		       !json_get(value, "discountAmount")))
		return refused("customerGets", "Value is invalid", "INVALID");
	if (with_code(code))
		return refused("code", "Code must be unique", "TAKEN");
	gid = xasprintf("gid://shopify/DiscountCodeNode/%lld",
			(long long)effects_next_id());
	deed = cJSON_CreateObject();
	cJSON_AddStringToObject(deed, "kind", "coupon");
	cJSON_AddStringToObject(deed, "gid", gid);
	cJSON_AddStringToObject(deed, "code", code);
	cJSON_AddStringToObject(deed, "title", title);
	cJSON_AddItemToObject(deed, "value", cJSON_Duplicate(value, 1));
	effects_add(deed);
	r = cJSON_CreateObject();
	cJSON_AddItemToObject(r, "codeDiscountNode", node_of(deed));
	cJSON_AddArrayToObject(r, "userErrors");
	return r;
}
