/* main.c - the simulator's life: options, operations, HTTP. See sim.h.
 * SPDX-License-Identifier: MIT */
#include <poll.h>
#include <signal.h>

#include "base/file.h"
#include "base/hash.h"
#include "sim.h"

#define COST_MAX 1000 /* points; one query may not cost more */

static struct {
	const char *code, *message; /* of the operation under way */
	int64_t requests, percent, status_left, status;
} sim = { .percent = 25 };

const char *option(char **argv, const char *name)
{
	for (int i = 1; argv[i] && argv[i + 1]; i++)
		if (text_eq(argv[i], name))
			return argv[i + 1];
	return NULL;
}

int64_t option_i64(char **argv, const char *name, int64_t fallback)
{
	const char *text = option(argv, name);

	return text ? strtoll(text, NULL, 10) : fallback;
}

cJSON *refuse(const char *code, const char *message)
{
	sim.code = code;
	sim.message = message;
	return NULL;
}

/* -- operations -- */

static resolver *resolver_of(const struct field *f)
{
	static const struct {
		const char *name;
		resolver *make;
	} all[] = {
		{ "orders", orders_query },
		{ "order", order_query },
		{ "disputes", disputes_query },
		{ "dispute", dispute_query },
		{ "shop", shop_query },
		{ "currentAppInstallation", installation_query },
		{ "webhookSubscriptions", subscriptions_query },
		{ "refundCreate", refund_create },
		{ "discountCodeBasicCreate", coupon_create },
		{ "codeDiscountNodeByCode", coupon_by_code },
		{ "returnCreate", return_create },
		{ "orderCreate", order_create },
		{ "storeCreditAccountCredit", credit_create },
		{ "returnableFulfillments", returnable },
	};

	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (text_eq(f->name, all[i].name))
			return all[i].make;
	return NULL;
}

/* An app without approval for protected data gets null for these. */
static bool hide(cJSON *value)
{
	static const char *const hidden[] = { "email", "phone", "customer",
					      "shippingAddress", NULL };
	bool any = false;
	cJSON *one;

	cJSON_ArrayForEach (one, value)
		any |= hide(one);
	for (const char *const *h = hidden; *h; h++)
		if (cJSON_IsObject(value) && json_get(value, *h)) {
			cJSON_ReplaceItemInObject(value, *h,
						  cJSON_CreateNull());
			any = true;
		}
	return any;
}

static void add_error(cJSON *reply, const char *code, const char *message,
		      bool deep)
{
	cJSON *e = cJSON_CreateObject();
	cJSON *path = cJSON_AddArrayToObject(e, "path");

	for (int i = 0; i < (deep ? 2 : 1); i++)
		cJSON_AddItemToArray(path, cJSON_CreateString("field"));

	cJSON_AddStringToObject(e, "message", message);
	cJSON_AddStringToObject(cJSON_AddObjectToObject(e, "extensions"),
				"code", code);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(reply, "errors"), e);
}

static cJSON *perform(const struct operation *op)
{
	cJSON *reply = cJSON_CreateObject(), *data = cJSON_CreateObject();
	int64_t cost = graph_cost(op, sim.percent);

	sim.code = NULL;
	if (cost > COST_MAX) {
		refuse("MAX_COST_EXCEEDED", "Query cost exceeds 1000");
		bucket_take(0, reply);
	} else if (!bucket_take(cost, reply)) {
		refuse("THROTTLED", "Throttled");
	}
	for (const struct field *f = op->fields; f && !sim.code; f = f->next) {
		resolver *make = resolver_of(f);
		CLEANUP(json_free_ptr)
		cJSON *value = make ? make(f->args)
				    : refuse("undefinedField",
					     "this shop knows no such field");

		cJSON_AddItemToObject(data, f->name, graph_cut(value, f));
	}
	if (sim.code) {
		json_free(data);
		add_error(reply, sim.code, sim.message, false);
		return reply;
	}
	if (!auth_may("protected") && hide(data))
		add_error(reply, "ACCESS_DENIED",
			  "This app is not approved to access the Customer "
			  "object",
			  true);
	cJSON_AddItemToObject(reply, "data", data);
	return reply;
}

/* -- HTTP -- */

/* A version that is no longer served falls forward to the oldest that is. */
static const char *served_version(char out[8], const struct http_request *r)
{
	snprintf(out, 8, "%s", http_path(r) + strlen("/admin/api/"));
	if (strcmp(out, "2026-01") < 0)
		memcpy(out, "2026-01", 8);
	return out;
}

/* A gateway that sends a request twice is seen through by what is done once
 * anyway: a key, a code, what is left to return. These have no such thing, and
 * a second one is to be ours alone. */
static bool may_repeat(const struct operation *op)
{
	return !text_eq(op->fields->name, "orderCreate") &&
	       !text_eq(op->fields->name, "storeCreditAccountCredit");
}

static void answer(struct http_request *r, const struct operation *op)
{
	char *body;
	bool twice = false;
	char version[8];
	cJSON *reply;

	if (op->mutation && faults_before(r))
		return;
	reply = perform(op);
	body = cJSON_PrintUnformatted(reply);
	json_free(reply);
	http_set(r, "X-Shopify-API-Version", served_version(version, r));
	if (op->mutation && faults_after(r, body, &twice)) {
		if (twice &&
		    may_repeat(op)) /* the platform itself performs it again */
			json_free(perform(op));
		return;
	}
	http_answer(r, 200, "application/json", body, strlen(body));
	cJSON_free(body);
}

static void on_graphql(struct http_request *r, void *arg)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(str_c(http_body(r)), http_body(r)->len, &err);
	const char *query = json_text(json, "query");
	struct operation *op;

	(void)arg;
	sim.requests++;
	shop_load();
	if (sim.status_left > 0) {
		sim.status_left--;
		http_answer_text(r, (int)sim.status, "{\"errors\":\"no\"}");
		return;
	}
	if (!auth_valid(r)) {
		http_answer_text(r, 401, "{\"errors\":\"Invalid API key\"}");
		return;
	}
	op = query ? graph_parse(query, json_get(json, "variables")) : NULL;
	if (op)
		answer(r, op);
	else
		http_answer_text(r, 400, "{\"errors\":\"no GraphQL\"}");
	graph_free(op);
}

/* {"status": 503, "times": 2}: so the next requests are answered. */
static void on_status(struct http_request *r, void *arg)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(str_c(http_body(r)), http_body(r)->len, &err);

	(void)arg;
	sim.status = json_i64(json, "status", 503);
	sim.status_left = json_i64(json, "times", 1);
	http_answer_text(r, 200, "ok\n");
}

static void on_effects(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)arg;
	str_printf(&s,
		   "{\"refunds\":%zu,\"coupons\":%zu,\"returns\":%zu,"
		   "\"requests\":%lld}",
		   effects_count("refund"), effects_count("coupon"),
		   effects_count("return"), (long long)sim.requests);
	http_answer_json(r, 200, &s);
}

static void serve(struct http_server *server)
{
	for (;;) {
		struct pollfd p = { .fd = http_fd(server), .events = POLLIN };

		poll(&p, 1, 20);
		http_run(server);
		faults_run();
		ledger_run();
		http_run(server);
	}
}

static void take_options(char **argv)
{
	sim.percent = option_i64(argv, "--cost", 25);
	shop_options(argv);
	reship_options(argv);
	auth_options(argv);
	faults_options(argv);
	hooks_options(argv);
	ledger_options(argv);
}

int main(int argc, char **argv)
{
	static const struct http_route routes[] = {
		{ "POST", "/admin/oauth/access_token", on_token, NULL },
		{ "POST", "/admin/api/", on_graphql, NULL },
		{ "GET", "/ledger/orders", on_ledger_orders, NULL },
		{ "GET", "/ledger/order", on_ledger_order, NULL },
		{ "POST", "/ledger/refunds", on_ledger_refund, NULL },
		{ "GET", "/__sim/effects", on_effects, NULL },
		{ "POST", "/__sim/revoke", on_revoke, NULL },
		{ "POST", "/__sim/status", on_status, NULL },
		{ "POST", "/__sim/hooks", on_send, NULL },
		{ NULL, NULL, NULL, NULL },
	};
	struct http_options options = { .address = "127.0.0.1",
					.routes = routes };
	const char *port_file = option(argv, "--port-file");
	struct http_server *server;
	struct err err = { 0 };
	char text[16];
	int len;

	if (argc < 2 || !port_file || !option(argv, "--effects")) {
		fputs("usage: shopify --port-file F --effects F [--port N] "
		      "[--data F]\n"
		      "    [--search-lag MS]\n"
		      "    [--orders N] [--stale N] [--disputes N] [--seed N]\n"
		      "    [--fault PERCENT] [--faults LIST] [--bucket "
		      "MAX,RATE] [--cost PERCENT]\n"
		      "    [--read-lag MS] [--late MS] [--echo WORD] [--times "
		      "no]\n"
		      "    [--token-life SECONDS] [--deny LIST] [--hooks URL] "
		      "[--hook-secret S]\n",
		      stderr);
		return 64;
	}
	signal(SIGPIPE, SIG_IGN);
	take_options(argv);
	options.port = (int)option_i64(argv, "--port", 0);
	if (hash_start(&err) || effects_open(option(argv, "--effects")) ||
	    http_open(&server, &options, &err)) {
		fprintf(stderr, "shopify: %s\n", err.text);
		return 71;
	}
	shop_load();
	len = snprintf(text, sizeof text, "%d\n", http_port(server));
	if (file_write(port_file, text, (size_t)len, 0644, &err))
		return 71;
	serve(server);
}
