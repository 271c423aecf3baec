/* ledger.c - the same shop through a plain API, as platforms without keys have
 * one: eBay, Mirakl, Amazon's feeds. It proves what follows an unknown refund
 * before the marketplaces that need it exist.
 *
 * GET /ledger/orders?from=N    {"orders": [...], "next": N, absent at the end}
 * GET /ledger/order?id=ID      one of them; 404
 * POST /ledger/refunds         {"order", "amount", "currency", "note", "key"}:
 *                              201 {"id"}, 422 {"code": "too_much"}
 *
 * --echo key: a key is honoured and the note shown; note: the note is shown
 * (the default); none: neither. --read-lag MS: so much later is a refund shown.
 * --times no: nor when. --late MS: of those that go wrong half are done up to
 * so much later, long after their connection was dropped.
 * SPDX-License-Identifier: MIT */
#include "sim.h"

#define PAGE 250

struct coming {
	cJSON *input;
	int64_t at; /* clock_mono */
};
VEC(coming_list, struct coming);

static struct coming_list comings;
static const char *echo = "note";
static int64_t read_lag, late;
static bool timeless;

void ledger_options(char **argv)
{
	if (option(argv, "--echo"))
		echo = option(argv, "--echo");
	timeless = option(argv, "--times") != NULL;
	read_lag = option_i64(argv, "--read-lag", 0);
	late = option_i64(argv, "--late", 0);
}

/* -- reading -- */

static cJSON *payment(const char *type, const cJSON *ref, const char *amount,
		      const char *currency, const cJSON *at)
{
	cJSON *p = cJSON_CreateObject();

	cJSON_AddItemToObject(p, "id", cJSON_Duplicate(ref, 1));
	cJSON_AddStringToObject(p, "type", type);
	cJSON_AddStringToObject(p, "amount", amount);
	cJSON_AddStringToObject(p, "currency", currency);
	if (!timeless)
		cJSON_AddItemToObject(p, "at", cJSON_Duplicate(at, 1));
	return p;
}

static void add_sales(cJSON *list, const cJSON *order)
{
	const cJSON *t;

	cJSON_ArrayForEach (t, json_get(order, "transactions")) {
		const cJSON *m = json_pointer(t, "/amountSet/presentmentMoney");

		if (text_eq(json_text(t, "kind"), "SALE"))
			cJSON_AddItemToArray(
				list, payment("sale", json_get(t, "id"),
					      json_text(m, "amount"),
					      json_text(m, "currencyCode"),
					      json_get(t, "processedAt")));
	}
}

static void add_refunds(cJSON *list, const char *order)
{
	const cJSON *deed;

	for (size_t i = 0; (deed = effects_next("refund", &i));) {
		cJSON *p;

		if (!text_eq(json_text(deed, "order"), order) ||
		    json_i64(deed, "ms", 0) > clock_now() - read_lag)
			continue;
		p = payment("refund", json_get(deed, "gid"),
			    json_text(deed, "amount"),
			    json_text(deed, "currency"), json_get(deed, "at"));
		if (!text_eq(echo, "none"))
			cJSON_AddItemToObject(
				p, "note",
				cJSON_Duplicate(json_get(deed, "note"), 1));
		cJSON_AddItemToArray(list, p);
	}
}

static cJSON *shown(const cJSON *order)
{
	const cJSON *total =
		json_pointer(order, "/totalPriceSet/presentmentMoney");
	cJSON *o = cJSON_CreateObject(), *list;

	cJSON_AddItemToObject(o, "id",
			      cJSON_Duplicate(json_get(order, "id"), 1));
	cJSON_AddItemToObject(o, "name",
			      cJSON_Duplicate(json_get(order, "name"), 1));
	cJSON_AddItemToObject(o, "placed",
			      cJSON_Duplicate(json_get(order, "createdAt"), 1));
	cJSON_AddItemToObject(o, "total",
			      cJSON_Duplicate(json_get(total, "amount"), 1));
	cJSON_AddItemToObject(
		o, "currency",
		cJSON_Duplicate(json_get(total, "currencyCode"), 1));
	list = cJSON_AddArrayToObject(o, "payments");
	add_sales(list, order);
	add_refunds(list, json_text(order, "id"));
	return o;
}

static void answer(struct http_request *r, int status, cJSON *json)
{
	char *body = cJSON_PrintUnformatted(json);

	http_answer(r, status, "application/json", body, strlen(body));
	cJSON_free(body);
	json_free(json);
}

void on_ledger_orders(struct http_request *r, void *arg)
{
	const char *from = http_query(r, "from");
	int64_t at = from ? strtoll(from, NULL, 10) : 0, end;
	cJSON *reply = cJSON_CreateObject();
	cJSON *list = cJSON_AddArrayToObject(reply, "orders");

	(void)arg;
	shop_load();
	end = at + PAGE < shop_count() ? at + PAGE : shop_count();
	for (; at < end; at++) {
		CLEANUP(json_free_ptr) cJSON *order = shop_order_at(at);

		cJSON_AddItemToArray(list, shown(order));
	}
	if (at < shop_count())
		cJSON_AddNumberToObject(reply, "next", (double)at);
	answer(r, 200, reply);
}

void on_ledger_order(struct http_request *r, void *arg)
{
	const char *id = http_query(r, "id");
	CLEANUP(json_free_ptr) cJSON *order = id ? shop_order(id) : NULL;

	(void)arg;
	if (order)
		answer(r, 200, shown(order));
	else
		http_answer_text(r, 404, "{\"code\":\"no_order\"}");
}

/* -- refunds -- */

/* The payment that the ledger itself would take it from: the first. */
static cJSON *spread(const cJSON *order, const cJSON *input)
{
	const cJSON *sale = json_pointer(order, "/transactions/0");
	cJSON *full = cJSON_Duplicate(input, 1), *t = cJSON_CreateObject();

	cJSON_AddItemToObject(t, "parentId",
			      cJSON_Duplicate(json_get(sale, "id"), 1));
	cJSON_AddItemToObject(t, "gateway",
			      cJSON_Duplicate(json_get(sale, "gateway"), 1));
	cJSON_AddStringToObject(t, "kind", "REFUND");
	cJSON_AddItemToObject(t, "amount",
			      cJSON_Duplicate(json_get(input, "amount"), 1));
	cJSON_AddItemToArray(cJSON_AddArrayToObject(full, "transactions"), t);
	cJSON_AddItemToObject(full, "orderId",
			      cJSON_Duplicate(json_get(input, "order"), 1));
	return full;
}

static const cJSON *perform(const cJSON *input, const char **why)
{
	const char *key = json_text(input, "key"), *id;
	const cJSON *had = key && text_eq(echo, "key")
				   ? effects_find("refund", "key", key)
				   : NULL;
	CLEANUP(json_free_ptr) cJSON *order = NULL;
	CLEANUP(json_free_ptr) cJSON *full = NULL;

	*why = "no_order";
	id = json_text(input, "order");
	order = id ? shop_order(id) : NULL;
	if (had || !order || !json_text(input, "currency"))
		return had;
	full = spread(order, input);
	had = refund_do(order, full, key ? key : "", why);
	if (!had)
		*why = "too_much";
	return had;
}

void ledger_run(void)
{
	const char *why;

	for (size_t i = 0; i < comings.len; i++) {
		struct coming *c = &comings.at[i];

		if (!c->input || c->at > clock_mono())
			continue;
		perform(c->input, &why);
		json_free(c->input);
		c->input = NULL;
	}
}

/* Its connection is lost now, and it is done some time later. */
static bool comes_late(struct http_request *r, cJSON **input)
{
	struct coming c = { .input = *input };

	if (!late || !faults_hit() || chance() % 2)
		return false;
	c.at = clock_mono() + (int64_t)(chance() % (uint64_t)late);
	coming_list_push(&comings, c);
	*input = NULL;
	http_drop(r);
	return true;
}

void on_ledger_refund(struct http_request *r, void *arg)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *input = json_parse(str_c(http_body(r)), http_body(r)->len, &err);
	CLEANUP(json_free_ptr) cJSON *reply = cJSON_CreateObject();
	const char *why = "bad_request";
	const cJSON *deed;
	bool twice;
	char *body;

	(void)arg;
	if (faults_before(r) || comes_late(r, &input))
		return;
	deed = perform(input, &why);
	if (!deed) {
		cJSON_AddStringToObject(reply, "code", why);
		answer(r, 422, cJSON_Duplicate(reply, 1));
		return;
	}
	cJSON_AddItemToObject(reply, "id",
			      cJSON_Duplicate(json_get(deed, "gid"), 1));
	body = cJSON_PrintUnformatted(reply);
	if (faults_after(r, body, &twice))
		return;
	http_answer(r, 201, "application/json", body, strlen(body));
	cJSON_free(body);
}
