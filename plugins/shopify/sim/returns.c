/* returns.c - what can be sent back, and returns opened by the shop.
 *
 * Every line stands in the first parcel, unless the file gives a fulfillment
 * "lines": [ids].
 * SPDX-License-Identifier: MIT */
#include "sim.h"

static char *parcel_line(const char *parcel, const char *line)
{
	const char *p = strrchr(parcel, '/'), *l = strrchr(line, '/');

	return xasprintf("gid://shopify/FulfillmentLineItem/%s-%s",
			 p ? p + 1 : parcel, l ? l + 1 : line);
}

static int64_t returned(const char *id)
{
	const cJSON *deed, *one;
	int64_t n = 0;

	for (size_t i = 0; (deed = effects_next("return", &i));)
		cJSON_ArrayForEach (one, json_get(deed, "lines"))
			if (text_eq(json_text(one, "fulfillmentLineItemId"),
				    id))
				n += json_i64(one, "quantity", 0);
	return n;
}

static bool stands_in(const cJSON *parcel, int64_t number, const char *line)
{
	const cJSON *one, *lines = json_get(parcel, "lines");

	cJSON_ArrayForEach (one, lines)
		if (text_eq(cJSON_GetStringValue(one), line))
			return true;
	return !lines && number == 0;
}

static cJSON *of_parcel(const cJSON *order, const cJSON *parcel, int64_t number)
{
	cJSON *out = cJSON_CreateObject(), *list = connection();
	const char *pid = json_text(parcel, "id");
	const cJSON *line;

	cJSON_ArrayForEach (line, json_pointer(order, "/lineItems/nodes")) {
		const char *lid = json_text(line, "id");
		CLEANUP(free_ptr) char *id = parcel_line(pid, lid);
		int64_t n = json_i64(line, "quantity", 0) - returned(id);
		cJSON *one, *item;

		if (n < 1 || !stands_in(parcel, number, lid))
			continue;
		one = cJSON_CreateObject();
		cJSON_AddNumberToObject(one, "quantity", (double)n);
		item = cJSON_AddObjectToObject(one, "fulfillmentLineItem");
		cJSON_AddStringToObject(item, "id", id);
		cJSON_AddStringToObject(
			cJSON_AddObjectToObject(item, "lineItem"), "id", lid);
		cJSON_AddItemToArray(nodes_of(list), one);
	}
	cJSON_AddStringToObject(out, "id", pid);
	cJSON_AddItemToObject(out, "returnableFulfillmentLineItems", list);
	return out;
}

cJSON *returnable(const cJSON *args)
{
	const char *id = json_text(args, "orderId");
	CLEANUP(json_free_ptr) cJSON *order = id ? shop_order(id) : NULL;
	cJSON *all = connection();
	const cJSON *parcel;
	int64_t number = 0;

	cJSON_ArrayForEach (parcel, json_get(order, "fulfillments"))
		if (text_eq(json_text(parcel, "status"), "SUCCESS"))
			cJSON_AddItemToArray(
				nodes_of(all),
				of_parcel(order, parcel, number++));
	return all;
}

void returns_into(cJSON *order)
{
	cJSON *list = nodes_of(cJSON_GetObjectItem(order, "returns"));
	const cJSON *deed, *line;

	for (size_t i = 0; (deed = effects_next("return", &i));) {
		cJSON *one, *lines;

		if (!text_eq(json_text(deed, "order"), json_text(order, "id")))
			continue;
		one = cJSON_CreateObject();
		cJSON_AddItemToObject(
			one, "id", cJSON_Duplicate(json_get(deed, "gid"), 1));
		cJSON_AddItemToObject(
			one, "name",
			cJSON_Duplicate(json_get(deed, "name"), 1));
		cJSON_AddStringToObject(one, "status", "OPEN");
		cJSON_AddItemToObject(one, "createdAt",
				      cJSON_Duplicate(json_get(deed, "at"), 1));
		lines = connection();
		cJSON_ArrayForEach (line, json_get(deed, "lines"))
			cJSON_AddItemToArray(nodes_of(lines),
					     cJSON_Duplicate(line, 1));
		cJSON_AddItemToObject(one, "returnLineItems", lines);
		cJSON_AddItemToArray(list, one);
	}
}

static cJSON *refused(const char *field, const char *message, const char *code)
{
	return user_error("returnCreate", "ReturnUserError", field, message,
			  code);
}

static bool may_return(const cJSON *all, const cJSON *wanted)
{
	const cJSON *parcel, *line;

	cJSON_ArrayForEach (parcel, json_get(all, "nodes"))
		cJSON_ArrayForEach (
			line,
			json_pointer(parcel,
				     "/returnableFulfillmentLineItems/nodes"))
			if (text_eq(json_text(json_get(line,
						       "fulfillmentLineItem"),
					      "id"),
				    json_text(wanted, "fulfillmentLineItemId")))
				return json_i64(wanted, "quantity", 0) > 0 &&
				       json_i64(wanted, "quantity", 0) <=
					       json_i64(line, "quantity", 0);
	return false;
}

static cJSON *made(const cJSON *deed)
{
	cJSON *r = cJSON_CreateObject();
	cJSON *one = cJSON_AddObjectToObject(r, "return");

	cJSON_AddItemToObject(one, "id",
			      cJSON_Duplicate(json_get(deed, "gid"), 1));
	cJSON_AddItemToObject(one, "name",
			      cJSON_Duplicate(json_get(deed, "name"), 1));
	cJSON_AddStringToObject(one, "status", "OPEN");
	cJSON_AddArrayToObject(r, "userErrors");
	return r;
}

cJSON *return_create(const cJSON *args)
{
	const cJSON *input = json_get(args, "returnInput");
	const cJSON *lines = json_get(input, "returnLineItems"), *one;
	CLEANUP(json_free_ptr) cJSON *all = returnable(input);
	CLEANUP(str_release) struct str at = STR_INIT;
	CLEANUP(free_ptr) char *gid = NULL, *name = NULL;
	int64_t id;
	cJSON *deed;

	if (cJSON_GetArraySize(lines) == 0)
		return refused("returnLineItems",
			       "Return line items can't be "
			       "blank",
			       "BLANK");
	cJSON_ArrayForEach (one, lines)
		if (!may_return(all, one))
			return refused("returnLineItems",
				       "Return line item has an invalid "
				       "quantity.",
				       "INVALID");
	id = effects_next_id();
	gid = xasprintf("gid://shopify/Return/%lld", (long long)id);
	name = xasprintf("R%lld", (long long)id);
	instant_put(&at, clock_now() / 1000 * 1000);
	deed = cJSON_CreateObject();
	cJSON_AddStringToObject(deed, "kind", "return");
	cJSON_AddStringToObject(deed, "gid", gid);
	cJSON_AddStringToObject(deed, "name", name);
	cJSON_AddItemToObject(deed, "order",
			      cJSON_Duplicate(json_get(input, "orderId"), 1));
	cJSON_AddStringToObject(deed, "at", str_c(&at));
	cJSON_AddItemToObject(deed, "lines", cJSON_Duplicate(lines, 1));
	effects_add(deed);
	return made(deed);
}
