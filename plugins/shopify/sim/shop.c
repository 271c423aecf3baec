/* shop.c - the orders of the shop.
 *
 * --data F: {"orders": [...], "disputes": [...]} as the API shows them; read
 * again when the file changes. --orders N --stale N --disputes N: orders that
 * are worked out when they are asked for, so that any number needs no memory:
 * changed one after the other over the last 58 days; the stale ones stand in
 * the older half, were shipped and never arrived; each dispute is on an order
 * of its own and must be answered within a week.
 * SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "base/file.h"
#include "sim.h"

#define FIRST_ID INT64_C(5000000000)
#define SPAN_MS (58 * DAY_MS)

/* changed: when it did last, as the file says or when it was refunded or a
 * return was opened; borrowed from the order or the deed. */
struct listed {
	const cJSON *order;
	const char *changed;
};
VEC(order_list, struct listed);

static struct {
	cJSON *data, *disputes; /* disputes: made up ones and the file's */
	struct order_list list; /* the file's, oldest change first */
	struct timespec at;
	const char *path;
	int64_t orders, stale, disputed, now;
	size_t refunds, returns, made; /* deeds that the list knows of */
	bool read, sorted;
} shop;

cJSON *connection(void)
{
	cJSON *c = cJSON_CreateObject();

	cJSON_AddArrayToObject(c, "nodes");
	return c;
}

cJSON *nodes_of(cJSON *c)
{
	return cJSON_GetObjectItem(c, "nodes");
}

cJSON *money_bag(const char *amount, const char *currency)
{
	cJSON *bag = cJSON_CreateObject();

	for (int i = 0; i < 2; i++) {
		cJSON *m = cJSON_AddObjectToObject(bag, i ? "presentmentMoney"
							  : "shopMoney");

		cJSON_AddStringToObject(m, "amount", amount);
		cJSON_AddStringToObject(m, "currencyCode", currency);
	}
	return bag;
}

/* -- made up -- */

static void put_instant(cJSON *to, const char *key, int64_t ms)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	instant_put(&s, ms / 1000 * 1000);
	cJSON_AddStringToObject(to, key, str_c(&s));
}

static int64_t changed_at(int64_t i)
{
	return shop.now - HOUR_MS - SPAN_MS + SPAN_MS * i / shop.orders;
}

/* Spread over the older half. */
static bool is_stale(int64_t i)
{
	int64_t half = (shop.orders + 1) / 2;

	return i < half && (i + 1) * shop.stale / half != i * shop.stale / half;
}

static void gid(cJSON *to, const char *type, int64_t n)
{
	CLEANUP(free_ptr)
	char *id = xasprintf("gid://shopify/%s/%lld", type, (long long)n);

	cJSON_AddStringToObject(to, "id", id);
}

static void add_parcel(cJSON *order, int64_t i, int64_t id, int64_t at)
{
	cJSON *f = cJSON_CreateObject(), *t = cJSON_CreateObject();
	CLEANUP(free_ptr) char *number = xasprintf("%010lld", (long long)id);

	gid(f, "Fulfillment", id);
	cJSON_AddStringToObject(f, "status", "SUCCESS");
	put_instant(f, "createdAt", at);
	put_instant(f, "updatedAt", at);
	cJSON_AddNullToObject(f, "estimatedDeliveryAt");
	if (is_stale(i))
		cJSON_AddNullToObject(f, "deliveredAt");
	else
		put_instant(f, "deliveredAt", at);
	cJSON_AddStringToObject(t, "company", "DHL");
	cJSON_AddStringToObject(t, "number", number);
	cJSON_AddNullToObject(t, "url");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(f, "trackingInfo"), t);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(order, "fulfillments"), f);
}

static void add_buyer(cJSON *order, int64_t id)
{
	CLEANUP(free_ptr)
	char *mail = xasprintf("buyer%lld@buyer.example", (long long)id);
	cJSON *customer = cJSON_AddObjectToObject(order, "customer");
	cJSON *address = cJSON_AddObjectToObject(order, "shippingAddress");

	cJSON_AddStringToObject(order, "email", mail);
	cJSON_AddStringToObject(order, "customerLocale", "en");
	gid(customer, "Customer", id);
	cJSON_AddStringToObject(customer, "displayName", "Test Buyer");
	cJSON_AddStringToObject(customer, "numberOfOrders", "1");
	cJSON_AddStringToObject(address, "name", "Test Buyer");
	cJSON_AddStringToObject(address, "address1", "1 Test Street");
	cJSON_AddStringToObject(address, "city", "Testville");
	cJSON_AddStringToObject(address, "zip", "10115");
	cJSON_AddStringToObject(address, "countryCodeV2", "DE");
}

static void add_goods(cJSON *order, int64_t id, int64_t at, const char *amount)
{
	cJSON *line = cJSON_CreateObject(), *t = cJSON_CreateObject();
	cJSON *lines = connection();

	gid(line, "LineItem", id);
	cJSON_AddStringToObject(line, "sku", "LAMP-1");
	cJSON_AddStringToObject(line, "title", "Desk lamp");
	cJSON_AddNumberToObject(line, "quantity", 1);
	cJSON_AddNumberToObject(line, "refundableQuantity", 1);
	cJSON_AddItemToObject(line, "originalUnitPriceSet",
			      money_bag(amount, "USD"));
	cJSON_AddItemToArray(nodes_of(lines), line);
	cJSON_AddItemToObject(order, "lineItems", lines);
	gid(t, "OrderTransaction", id);
	cJSON_AddStringToObject(t, "kind", "SALE");
	cJSON_AddStringToObject(t, "status", "SUCCESS");
	cJSON_AddStringToObject(t, "gateway", "bogus");
	put_instant(t, "processedAt", at);
	cJSON_AddItemToObject(t, "amountSet", money_bag(amount, "USD"));
	cJSON_AddItemToArray(cJSON_AddArrayToObject(order, "transactions"), t);
}

static cJSON *made_up(int64_t i)
{
	int64_t id = FIRST_ID + i, at = changed_at(i);
	cJSON *order = cJSON_CreateObject();
	CLEANUP(free_ptr) char *name = xasprintf("#%lld", (long long)(id));
	CLEANUP(free_ptr)
	char *amount = xasprintf("%lld.50", (long long)(10 + i % 90));

	gid(order, "Order", id);
	cJSON_AddStringToObject(order, "name", name);
	put_instant(order, "createdAt", at - 2 * DAY_MS);
	put_instant(order, "updatedAt", at);
	cJSON_AddItemToObject(order, "totalPriceSet", money_bag(amount, "USD"));
	add_buyer(order, id);
	add_goods(order, id, at - 2 * DAY_MS, amount);
	add_parcel(order, i, id, at);
	return order;
}

static cJSON *made_up_dispute(int64_t d)
{
	int64_t i = (d + 1) * shop.orders / (shop.disputed + 1);
	cJSON *one = cJSON_CreateObject();
	cJSON *amount;

	gid(one, "ShopifyPaymentsDispute", FIRST_ID + d);
	cJSON_AddStringToObject(one, "type", "CHARGEBACK");
	cJSON_AddStringToObject(one, "status", "NEEDS_RESPONSE");
	put_instant(one, "initiatedAt", shop.now - DAY_MS);
	put_instant(one, "evidenceDueBy", shop.now + 7 * DAY_MS);
	cJSON_AddNullToObject(one, "finalizedOn");
	amount = cJSON_AddObjectToObject(one, "amount");
	cJSON_AddStringToObject(amount, "amount", "10.50");
	cJSON_AddStringToObject(amount, "currencyCode", "USD");
	cJSON_AddStringToObject(cJSON_AddObjectToObject(one, "reasonDetails"),
				"reason", "PRODUCT_NOT_RECEIVED");
	gid(cJSON_AddObjectToObject(one, "order"), "Order", FIRST_ID + i);
	return one;
}

/* -- the file -- */

static struct listed *listed_as(const char *id)
{
	for (size_t i = 0; i < shop.list.len; i++)
		if (text_eq(json_text(shop.list.at[i].order, "id"), id))
			return &shop.list.at[i];
	return NULL;
}

static void take_deeds(const char *kind, size_t *known)
{
	const cJSON *deed;

	while ((deed = effects_next(kind, known))) {
		const char *at = json_text(deed, "at");
		struct listed *of = listed_as(json_text(deed, "order"));

		if (!of || !at || strcmp(at, of->changed) <= 0)
			continue;
		of->changed = at;
		shop.sorted = false;
	}
}

/* Orders that the app made stand beside the file's. */
static void take_made(void)
{
	const cJSON *deed;

	while ((deed = effects_next("order", &shop.made))) {
		const char *at = json_text(deed, "at");

		order_list_push(&shop.list,
				(struct listed){ json_get(deed, "order"),
						 at ? at : "" });
		shop.sorted = false;
	}
}

static int by_change(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int order = strcmp(x->changed, y->changed);

	return order ? order : x->order < y->order ? -1 : x->order > y->order;
}

static void sort(void)
{
	take_made();
	take_deeds("refund", &shop.refunds);
	take_deeds("return", &shop.returns);
	if (!shop.sorted && shop.list.len > 1)
		qsort(shop.list.at, shop.list.len, sizeof *shop.list.at,
		      by_change);
	shop.sorted = true;
}

static void take_data(cJSON *data)
{
	const cJSON *one;

	json_free(shop.data);
	json_free(shop.disputes);
	shop.data = data;
	shop.disputes = cJSON_CreateArray();
	for (int64_t d = 0; d < shop.disputed; d++)
		cJSON_AddItemToArray(shop.disputes, made_up_dispute(d));
	cJSON_ArrayForEach (one, json_get(data, "disputes"))
		cJSON_AddItemToArray(shop.disputes, cJSON_Duplicate(one, 1));
	order_list_clear(&shop.list);
	cJSON_ArrayForEach (one, json_get(data, "orders")) {
		const char *at = json_text(one, "updatedAt");

		order_list_push(&shop.list,
				(struct listed){ one, at ? at : "" });
	}
	shop.refunds = shop.returns = shop.made = 0;
	shop.sorted = false;
	shop.read = true;
}

void shop_load(void)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	struct stat st = { 0 };
	cJSON *json;

	if (!shop.read)
		take_data(cJSON_CreateObject());
	if (shop.path && stat(shop.path, &st) == 0 &&
	    (st.st_mtim.tv_sec != shop.at.tv_sec ||
	     st.st_mtim.tv_nsec != shop.at.tv_nsec)) {
		if (file_read(&s, shop.path, STR_MAX - 1, &err) ||
		    !(json = json_parse(str_c(&s), s.len, &err)))
			fprintf(stderr, "%s: %s\n", shop.path, err.text);
		else
			take_data(json);
		shop.at = st.st_mtim;
	}
	sort();
}

void shop_options(char **argv)
{
	shop.path = option(argv, "--data");
	shop.orders = option_i64(argv, "--orders", 0);
	shop.stale = option_i64(argv, "--stale", 0);
	shop.disputed = option_i64(argv, "--disputes", 0);
	shop.now = clock_now();
}

/* -- all of them: the made up ones, then the file's -- */

static void ensure(cJSON *order, const char *key, cJSON *value)
{
	if (json_get(order, key))
		json_free(value);
	else
		cJSON_AddItemToObject(order, key, value);
}

/* What every line of a shop has, and few files tell. */
static void complete_lines(cJSON *order)
{
	cJSON *line;

	cJSON_ArrayForEach (line,
			    nodes_of(cJSON_GetObjectItem(order, "lineItems"))) {
		const char *id = json_text(line, "id");
		const char *number = id ? strrchr(id, '/') : NULL;
		CLEANUP(free_ptr)
		char *gid = xasprintf("gid://shopify/ProductVariant%s",
				      number ? number : "/0");
		cJSON *variant = cJSON_CreateObject();

		cJSON_AddStringToObject(variant, "id", gid);
		ensure(line, "variant", variant);
		ensure(line, "requiresShipping", cJSON_CreateTrue());
		ensure(line, "currentQuantity",
		       cJSON_CreateNumber(
			       (double)json_i64(line, "quantity", 0)));
	}
}

/* The order as the API shows it now: with what was done since. Takes it. */
static cJSON *order_now(cJSON *o, const char *at)
{
	ensure(o, "__typename", cJSON_CreateString("Order"));
	ensure(o, "closed", cJSON_CreateFalse());
	ensure(o, "lineItems", connection());
	ensure(o, "returns", connection());
	ensure(o, "transactions", cJSON_CreateArray());
	ensure(o, "fulfillments", cJSON_CreateArray());
	ensure(o, "refunds", cJSON_CreateArray());
	ensure(o, "tags", cJSON_CreateArray());
	ensure(o, "currencyCode", cJSON_CreateString("USD"));
	complete_lines(o);
	if (*at)
		cJSON_ReplaceItemInObject(o, "updatedAt",
					  cJSON_CreateString(at));
	refunds_into(o);
	returns_into(o);
	return o;
}

int64_t shop_count(void)
{
	return shop.orders + (int64_t)shop.list.len;
}

cJSON *shop_order_at(int64_t i)
{
	const struct listed *l;

	if (i < shop.orders)
		return order_now(made_up(i), "");
	l = &shop.list.at[i - shop.orders];
	return order_now(cJSON_Duplicate(l->order, 1), l->changed);
}

cJSON *shop_order(const char *id)
{
	int64_t n = text_starts(id, "gid://shopify/Order/")
			    ? strtoll(id + 20, NULL, 10) - FIRST_ID
			    : -1;

	if (n >= 0 && n < shop.orders)
		return shop_order_at(n);
	return listed_as(id) ? shop_order_at(shop.orders +
					     (listed_as(id) - shop.list.at))
			     : NULL;
}

int64_t shop_first_since(const char *iso)
{
	struct err err = { 0 };
	struct when since;
	int64_t at = 0, end = shop.orders;

	if (!iso || when_parse(&since, iso, &err))
		return 0;
	while (at < end) {
		int64_t middle = at + (end - at) / 2;

		if (changed_at(middle) / 1000 < since.ms / 1000)
			at = middle + 1;
		else
			end = middle;
	}
	if (at < shop.orders)
		return at;
	while (at < shop_count() &&
	       strncmp(shop.list.at[at - shop.orders].changed, iso, 19) < 0)
		at++;
	return at;
}

const cJSON *shop_disputes(void)
{
	return shop.disputes;
}
