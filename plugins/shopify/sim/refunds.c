/* refunds.c - money back, idempotent by key as Shopify's is: the same key gives
 * the same refund, another amount under it is an error, a missing key is
 * refused, and more than is left of a payment is refused.
 * SPDX-License-Identifier: MIT */
#include "base/money.h"
#include "sim.h"

cJSON *user_error(const char *mutation, const char *type, const char *field,
		  const char *message, const char *code)
{
	cJSON *r = cJSON_CreateObject(), *e = cJSON_CreateObject();

	(void)mutation;
	cJSON_AddStringToObject(e, "__typename", type);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(e, "field"),
			     cJSON_CreateString(field));
	cJSON_AddStringToObject(e, "message", message);
	if (code)
		cJSON_AddStringToObject(e, "code", code);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(r, "userErrors"), e);
	return r;
}

static int64_t minor(const char *amount, const char *currency)
{
	struct err err = { 0 };
	struct money m = { 0 };

	return !amount || money_parse(&m, amount, currency, &err) ? -1
								  : m.minor;
}

static const cJSON *money_of(const cJSON *t)
{
	return json_pointer(t, "/amountSet/presentmentMoney");
}

/* What is left of a payment, in its own currency. */
static int64_t left_of(const cJSON *payment)
{
	const char *currency = json_text(money_of(payment), "currencyCode");
	int64_t left = minor(json_text(money_of(payment), "amount"), currency);
	const cJSON *deed, *t;

	for (size_t i = 0; (deed = effects_next("refund", &i));)
		cJSON_ArrayForEach (t, json_get(deed, "transactions"))
			if (text_eq(json_text(t, "parentId"),
				    json_text(payment, "id")))
				left -= minor(json_text(t, "amount"), currency);
	return left;
}

static bool pays(const cJSON *t)
{
	const char *kind = json_text(t, "kind");

	return (text_eq(kind, "SALE") || text_eq(kind, "CAPTURE")) &&
	       text_eq(json_text(t, "status"), "SUCCESS");
}

static const cJSON *payment_named(const cJSON *order, const char *id)
{
	const cJSON *t;

	cJSON_ArrayForEach (t, json_get(order, "transactions"))
		if (pays(t) && text_eq(json_text(t, "id"), id))
			return t;
	return NULL;
}

/* -- into the order -- */

static void add_refund(cJSON *order, const cJSON *deed)
{
	const char *currency = json_text(deed, "currency");
	cJSON *refund = cJSON_CreateObject(), *nodes = connection();
	const cJSON *t;
	int k = 0;

	cJSON_AddItemToObject(refund, "id",
			      cJSON_Duplicate(json_get(deed, "gid"), 1));
	cJSON_AddItemToObject(refund, "note",
			      cJSON_Duplicate(json_get(deed, "note"), 1));
	cJSON_AddItemToObject(refund, "createdAt",
			      cJSON_Duplicate(json_get(deed, "at"), 1));
	cJSON_ArrayForEach (t, json_get(deed, "transactions")) {
		CLEANUP(free_ptr)
		char *id = xasprintf("gid://shopify/OrderTransaction/%lld%02d",
				     (long long)json_i64(deed, "id", 0), k++);
		cJSON *made = cJSON_CreateObject();

		cJSON_AddStringToObject(made, "id", id);
		cJSON_AddStringToObject(made, "kind", "REFUND");
		cJSON_AddStringToObject(made, "status", "SUCCESS");
		cJSON_AddItemToObject(
			made, "gateway",
			cJSON_Duplicate(json_get(t, "gateway"), 1));
		cJSON_AddItemToObject(made, "processedAt",
				      cJSON_Duplicate(json_get(deed, "at"), 1));
		cJSON_AddItemToObject(
			cJSON_AddObjectToObject(made, "parentTransaction"),
			"id", cJSON_Duplicate(json_get(t, "parentId"), 1));
		cJSON_AddItemToObject(
			made, "amountSet",
			money_bag(json_text(t, "amount"), currency));
		cJSON_AddItemToArray(nodes_of(nodes), cJSON_Duplicate(made, 1));
		cJSON_AddItemToArray(cJSON_GetObjectItem(order, "transactions"),
				     made);
	}
	cJSON_AddItemToObject(refund, "transactions", nodes);
	cJSON_AddItemToArray(cJSON_GetObjectItem(order, "refunds"), refund);
}

void refunds_into(cJSON *order)
{
	const cJSON *deed;

	for (size_t i = 0; (deed = effects_next("refund", &i));)
		if (text_eq(json_text(deed, "order"), json_text(order, "id")))
			add_refund(order, deed);
}

/* -- suggested -- */

/* The lines asked for, or all of them, and what they come to. */
static int64_t add_lines(cJSON *out, const cJSON *order, const cJSON *args,
			 const char *currency)
{
	const cJSON *wanted = json_get(args, "refundLineItems"), *line, *w;
	bool all = json_bool(args, "suggestFullRefund", false);
	int64_t sum = 0;

	cJSON_ArrayForEach (line, json_pointer(order, "/lineItems/nodes")) {
		int64_t n = all ? json_i64(line, "refundableQuantity", 0) : 0;
		cJSON *made;

		cJSON_ArrayForEach (w, wanted)
			if (text_eq(json_text(w, "lineItemId"),
				    json_text(line, "id")))
				n = json_i64(w, "quantity", 0);
		if (n < 1)
			continue;
		sum += n * minor(json_text(json_pointer(line,
							"/originalUnitPriceSet/"
							"presentmentMoney"),
					   "amount"),
				 currency);
		made = cJSON_CreateObject();
		cJSON_AddNumberToObject(made, "quantity", (double)n);
		cJSON_AddItemToObject(cJSON_AddObjectToObject(made, "lineItem"),
				      "id",
				      cJSON_Duplicate(json_get(line, "id"), 1));
		cJSON_AddItemToArray(out, made);
	}
	return sum;
}

static cJSON *bag_of(int64_t amount, const char *currency)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct money m = { .minor = amount };

	memcpy(m.currency, currency, 3);
	money_put(&s, m);
	return money_bag(str_c(&s), currency);
}

static void suggest(cJSON *list, const cJSON *t, int64_t amount, int64_t left,
		    const char *currency)
{
	cJSON *one = cJSON_CreateObject();

	cJSON_AddStringToObject(one, "kind", "SUGGESTED_REFUND");
	cJSON_AddItemToObject(one, "gateway",
			      cJSON_Duplicate(json_get(t, "gateway"), 1));
	cJSON_AddItemToObject(cJSON_AddObjectToObject(one, "parentTransaction"),
			      "id", cJSON_Duplicate(json_get(t, "id"), 1));
	cJSON_AddItemToObject(one, "amountSet", bag_of(amount, currency));
	cJSON_AddItemToObject(one, "maximumRefundableSet",
			      bag_of(left, currency));
	cJSON_AddItemToArray(list, one);
}

cJSON *suggested_refund(const cJSON *order, const cJSON *args)
{
	cJSON *out = cJSON_CreateObject();
	cJSON *lines = cJSON_AddArrayToObject(out, "refundLineItems");
	cJSON *list = cJSON_AddArrayToObject(out, "suggestedTransactions");
	const char *currency = json_text(
		json_pointer(order, "/totalPriceSet/presentmentMoney"),
		"currencyCode");
	int64_t sum = add_lines(lines, order, args, currency), all = 0;
	int64_t rest =
		json_bool(args, "suggestFullRefund", false) ? INT64_MAX : sum;
	int64_t given = 0;
	const cJSON *t;

	cJSON_ArrayForEach (t, json_get(order, "transactions")) {
		int64_t left = pays(t) ? left_of(t) : 0;
		int64_t take = left < rest ? left : rest;

		if (left <= 0)
			continue;
		all += left;
		suggest(list, t, take, left, currency);
		rest -= take;
		given += take;
	}
	cJSON_AddItemToObject(out, "amountSet", bag_of(given, currency));
	cJSON_AddItemToObject(out, "maximumRefundableSet",
			      bag_of(all, currency));
	cJSON_AddItemToObject(cJSON_AddObjectToObject(out, "shipping"),
			      "maximumRefundableSet", bag_of(0, currency));
	return out;
}

/* -- create -- */

static cJSON *refused(const char *field, const char *message)
{
	return user_error("refundCreate", "UserError", field, message, NULL);
}

static cJSON *made(const cJSON *deed)
{
	cJSON *r = cJSON_CreateObject();
	cJSON *refund = cJSON_AddObjectToObject(r, "refund");

	cJSON_AddItemToObject(refund, "id",
			      cJSON_Duplicate(json_get(deed, "gid"), 1));
	cJSON_AddArrayToObject(r, "userErrors");
	return r;
}

/* What it comes to in minor units, or -1 with *why. */
static int64_t check_transactions(const cJSON *order, const cJSON *input,
				  const char **why)
{
	const char *currency = json_text(input, "currency");
	int64_t sum = 0;
	const cJSON *t;

	cJSON_ArrayForEach (t, json_get(input, "transactions")) {
		const cJSON *p = payment_named(order, json_text(t, "parentId"));
		int64_t amount = minor(json_text(t, "amount"), currency);

		*why = "the parent transaction does not exist";
		if (!p || !text_eq(json_text(t, "kind"), "REFUND"))
			return -1;
		*why = "the gateway is not that of the payment";
		if (!text_eq(json_text(t, "gateway"), json_text(p, "gateway")))
			return -1;
		*why = "the currency is not the one that the buyer paid in";
		if (!text_eq(json_text(money_of(p), "currencyCode"), currency))
			return -1;
		*why = "Refund amount is greater than the amount available";
		if (amount <= 0 || amount > left_of(p))
			return -1;
		sum += amount;
	}
	*why = "a refund needs a transaction";
	return sum > 0 ? sum : -1;
}

static cJSON *deed_of(const cJSON *input, const char *key, int64_t sum)
{
	CLEANUP(str_release) struct str amount = STR_INIT, at = STR_INIT;
	const char *currency = json_text(input, "currency");
	cJSON *deed = cJSON_CreateObject();
	struct money m = { .minor = sum };
	CLEANUP(free_ptr) char *gid = NULL;
	int64_t id = effects_next_id();

	memcpy(m.currency, currency, 3);
	money_put(&amount, m);
	instant_put(&at, clock_now() / 1000 * 1000);
	gid = xasprintf("gid://shopify/Refund/%lld", (long long)id);
	cJSON_AddStringToObject(deed, "kind", "refund");
	cJSON_AddNumberToObject(deed, "id", (double)id);
	cJSON_AddStringToObject(deed, "gid", gid);
	cJSON_AddStringToObject(deed, "key", key);
	cJSON_AddItemToObject(deed, "order",
			      cJSON_Duplicate(json_get(input, "orderId"), 1));
	cJSON_AddStringToObject(deed, "amount", str_c(&amount));
	cJSON_AddStringToObject(deed, "currency", currency);
	cJSON_AddStringToObject(
		deed, "note",
		json_text(input, "note") ? json_text(input, "note") : "");
	cJSON_AddStringToObject(deed, "at", str_c(&at));
	cJSON_AddNumberToObject(deed, "ms", (double)clock_now());
	cJSON_AddItemToObject(
		deed, "transactions",
		cJSON_Duplicate(json_get(input, "transactions"), 1));
	cJSON_AddItemToObject(
		deed, "lines",
		json_get(input, "refundLineItems")
			? cJSON_Duplicate(json_get(input, "refundLineItems"), 1)
			: cJSON_CreateArray());
	return deed;
}

const cJSON *refund_do(const cJSON *order, const cJSON *input, const char *key,
		       const char **why)
{
	int64_t sum = check_transactions(order, input, why);
	cJSON *deed;

	if (sum < 0)
		return NULL;
	deed = deed_of(input, key, sum);
	effects_add(deed);
	return deed;
}

cJSON *refund_create(const cJSON *args)
{
	const cJSON *input = json_get(args, "input");
	const char *key = json_text(json_get(args, "@idempotent"), "key");
	const cJSON *deed = effects_find("refund", "key", key);
	const char *id = json_text(input, "orderId");
	CLEANUP(json_free_ptr) cJSON *order = id ? shop_order(id) : NULL;
	const char *why = "";

	if (!key || text_blank(key))
		return refuse("IDEMPOTENCY_KEY_REQUIRED",
			      "an idempotency key is required");
	if (deed)
		return cJSON_Compare(json_get(deed, "transactions"),
				     json_get(input, "transactions"), 1) &&
				       text_eq(json_text(deed, "order"), id)
			       ? made(deed)
			       : refused("base",
					 "The same idempotency key cannot be "
					 "used with different operation "
					 "parameters.");
	if (!order)
		return refused("orderId", "Order does not exist");
	if (!json_text(input, "currency"))
		return refused("currency", "a currency is needed");
	deed = refund_do(order, input, key, &why);
	return deed ? made(deed) : refused("transactions", why);
}
