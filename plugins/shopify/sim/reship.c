/* reship.c - orders that an app makes, and the search for one by its tag.
 *
 * Such an order is one of the shop's from then on. The same request makes
 * another one: the API takes no key. --search-lag MS: search hears of it that
 * much later.
 * SPDX-License-Identifier: MIT */
#include "sim.h"

static int64_t lag_ms;

void reship_options(char **argv)
{
	lag_ms = option_i64(argv, "--search-lag", 0);
}

/* -- making -- */

static cJSON *refused(const char *field, const char *message, const char *code)
{
	return user_error("orderCreate", "OrderCreateUserError", field, message,
			  code);
}

static void copy(cJSON *to, const char *as, const cJSON *from, const char *name)
{
	const cJSON *value = json_get(from, name);

	cJSON_AddItemToObject(
		to, as, value ? cJSON_Duplicate(value, 1) : cJSON_CreateNull());
}

static cJSON *line_from(const cJSON *wanted, int64_t order, int at)
{
	cJSON *line = cJSON_CreateObject();
	CLEANUP(free_ptr)
	char *gid = xasprintf("gid://shopify/LineItem/%lld%03d",
			      (long long)order, at);
	const char *variant = json_text(wanted, "variantId");
	const char *title = json_text(wanted, "title");

	cJSON_AddStringToObject(line, "id", gid);
	copy(line, "sku", wanted, "sku");
	cJSON_AddStringToObject(line, "title", title ? title : "Goods");
	copy(line, "quantity", wanted, "quantity");
	copy(line, "refundableQuantity", wanted, "quantity");
	copy(line, "requiresShipping", wanted, "requiresShipping");
	if (variant)
		cJSON_AddStringToObject(
			cJSON_AddObjectToObject(line, "variant"), "id",
			variant);
	cJSON_AddItemToObject(line, "originalUnitPriceSet",
			      money_bag("0.00", "USD"));
	return line;
}

static cJSON *address_from(const cJSON *a)
{
	cJSON *out = cJSON_CreateObject();
	const char *first = json_text(a, "firstName");
	const char *last = json_text(a, "lastName");
	CLEANUP(free_ptr)
	char *name = xasprintf("%s%s%s", first ? first : "",
			       first && last ? " " : "", last ? last : "");

	cJSON_AddStringToObject(out, "name", name);
	copy(out, "firstName", a, "firstName");
	copy(out, "lastName", a, "lastName");
	copy(out, "address1", a, "address1");
	copy(out, "address2", a, "address2");
	copy(out, "city", a, "city");
	copy(out, "zip", a, "zip");
	copy(out, "countryCodeV2", a, "countryCode");
	return out;
}

static cJSON *customer_from(const cJSON *input)
{
	cJSON *out = cJSON_CreateObject();

	copy(out, "id", json_pointer(input, "/customer/toAssociate"), "id");
	cJSON_AddStringToObject(out, "displayName", "");
	cJSON_AddStringToObject(out, "numberOfOrders", "2");
	return out;
}

static cJSON *order_from(const cJSON *input, const char *at)
{
	cJSON *order = cJSON_CreateObject(), *lines = connection();
	int64_t id = effects_next_id();
	CLEANUP(free_ptr)
	char *gid = xasprintf("gid://shopify/Order/%lld", (long long)id);
	CLEANUP(free_ptr) char *name = xasprintf("#%lld", (long long)id);
	const cJSON *one;
	int at_line = 0;

	cJSON_AddStringToObject(order, "id", gid);
	cJSON_AddStringToObject(order, "name", name);
	cJSON_AddStringToObject(order, "createdAt", at);
	cJSON_AddStringToObject(order, "updatedAt", at);
	copy(order, "email", input, "email");
	copy(order, "phone", input, "phone");
	copy(order, "tags", input, "tags");
	copy(order, "note", input, "note");
	if (json_get(input, "customer"))
		cJSON_AddItemToObject(order, "customer", customer_from(input));
	cJSON_AddItemToObject(order, "shippingAddress",
			      address_from(json_get(input, "shippingAddress")));
	cJSON_AddItemToObject(order, "totalPriceSet", money_bag("0.00", "USD"));
	cJSON_AddItemToObject(
		order, "shippingLine",
		cJSON_Duplicate(json_pointer(input, "/shippingLines/0"), 1));
	cJSON_ArrayForEach (one, json_get(input, "lineItems"))
		cJSON_AddItemToArray(nodes_of(lines),
				     line_from(one, id, ++at_line));
	cJSON_AddItemToObject(order, "lineItems", lines);
	return order;
}

static const char *fault_of(const cJSON *input)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, json_get(input, "lineItems"))
		if (json_i64(one, "quantity", 0) < 1)
			return "Line items quantity must be greater than 0";
	if (cJSON_GetArraySize(json_get(input, "lineItems")) == 0)
		return "Line items must have at least one line item";
	return NULL;
}

cJSON *order_create(const cJSON *args)
{
	const cJSON *input = json_get(args, "order");
	const char *why = fault_of(input);
	CLEANUP(str_release) struct str at = STR_INIT;
	cJSON *deed, *made, *r;
	const cJSON *order;

	if (!auth_may("write_orders"))
		return refuse("ACCESS_DENIED",
			      "Access denied for orderCreate field. Required "
			      "access: `write_orders` access scope.");
	if (why)
		return refused("order", why, "INVALID");
	instant_put(&at, clock_now() / 1000 * 1000);
	deed = cJSON_CreateObject();
	cJSON_AddStringToObject(deed, "kind", "order");
	cJSON_AddStringToObject(deed, "at", str_c(&at));
	cJSON_AddNumberToObject(deed, "ms", (double)clock_now());
	cJSON_AddItemToObject(deed, "input", cJSON_Duplicate(input, 1));
	cJSON_AddItemToObject(deed, "order", order_from(input, str_c(&at)));
	effects_add(deed);
	order = json_get(deed, "order");
	r = cJSON_CreateObject();
	made = cJSON_AddObjectToObject(r, "order");
	copy(made, "id", order, "id");
	copy(made, "name", order, "name");
	cJSON_AddArrayToObject(r, "userErrors");
	return r;
}

/* -- finding -- */

static bool has_tag(const cJSON *order, const char *tag)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, json_get(order, "tags"))
		if (text_eq(cJSON_GetStringValue(one), tag))
			return true;
	return false;
}

cJSON *orders_tagged(const char *tag)
{
	cJSON *list = connection();
	const cJSON *deed;

	for (size_t i = 0; (deed = effects_next("order", &i));)
		if (has_tag(json_get(deed, "order"), tag) &&
		    json_i64(deed, "ms", 0) + lag_ms <= clock_now())
			cJSON_AddItemToArray(
				nodes_of(list),
				cJSON_Duplicate(json_get(deed, "order"), 1));
	return list;
}
