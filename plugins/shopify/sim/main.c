/* main.c - a Shopify shop on loopback, for the sandbox and the tests.
 *
 * Speaks the wire of exactly the operations that the plugin uses: the token
 * grant, Probe, Orders, Order, Payments, Disputes and Refund. Refunds are
 * idempotent by key as Shopify's are: the same key gives the same refund,
 * another amount under it is an error, a missing key is refused, and more than
 * was paid is refused. Every refund that was ever performed is appended to the
 * effects file and fsynced before the answer, so that killing this program
 * loses none.
 *
 *	sim --port-file F --effects F [--orders N] [--seed N] [--fault P]
 *	    [--data F]
 *
 * --fault P: that percentage of refunds goes wrong after (or before) it was
 * done: the answer comes late, the connection drops, or it is a 500.
 * --data F: a JSON file {"orders": [...], "disputes": [...]} as the API shows
 * them; a file that grows is read again.
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/money.h"
#include "base/vec.h"
#include "base/when.h"
#include "http/server.h"

struct refund {
	char *key, *order, *amount, *currency, *note;
	int64_t id;
};
VEC(refund_list, struct refund);

struct late {
	struct http_request *request;
	char *body;
	int64_t at; /* clock_mono */
	bool drop;
	int status;
};
VEC(late_list, struct late);

static struct {
	struct refund_list refunds;
	struct late_list lates;
	cJSON *data;
	struct timespec data_at;
	const char *data_path;
	int effects;
	int fault; /* percent */
	uint64_t seed;
	int64_t next_id, requests;
} sim = { .next_id = 9000, .seed = 1 };

/* Split mix: good enough to choose faults, the same for the same seed. */
static uint64_t chance(void)
{
	uint64_t z = (sim.seed += 0x9E3779B97F4A7C15u);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

/* -- what was done, for ever
 * -------------------------------------------------------------- */

static void remember(const struct refund *r)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);

	jw_object(&w);
	jw_kv_i64(&w, "id", r->id);
	jw_kv_text(&w, "key", r->key);
	jw_kv_text(&w, "order", r->order);
	jw_kv_text(&w, "amount", r->amount);
	jw_kv_text(&w, "currency", r->currency);
	jw_kv_text(&w, "note", r->note);
	jw_end(&w);
	str_putc(&s, '\n');
	if (write(sim.effects, str_c(&s), s.len) != (ssize_t)s.len ||
	    fsync(sim.effects))
		abort();
}

static char *copy(const cJSON *json, const char *key)
{
	const char *text = json_text(json, key);

	return xstrdup(text ? text : "");
}

static void recall(const char *path)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	if (file_exists(path) && file_read(&s, path, STR_MAX - 1, &err) == 0)
		for (const char *at = str_c(&s); *at;) {
			size_t len = strcspn(at, "\n");
			cJSON *j = json_parse(at, len, &err);

			if (j)
				refund_list_push(
					&sim.refunds,
					(struct refund){
						copy(j, "key"),
						copy(j, "order"),
						copy(j, "amount"),
						copy(j, "currency"),
						copy(j, "note"),
						json_i64(j, "id", 0) });
			json_free(j);
			sim.next_id++;
			at += len + (at[len] == '\n');
		}
	sim.effects =
		open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* -- the shop's data
 * ---------------------------------------------------------------------------
 */

static void load_data(void)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	struct stat st;
	cJSON *json;

	if (!sim.data_path || stat(sim.data_path, &st) ||
	    (st.st_mtim.tv_sec == sim.data_at.tv_sec &&
	     st.st_mtim.tv_nsec == sim.data_at.tv_nsec && sim.data))
		return;
	if (file_read(&s, sim.data_path, STR_MAX - 1, &err) ||
	    !(json = json_parse(str_c(&s), s.len, &err))) {
		fprintf(stderr, "%s: %s\n", sim.data_path, err.text);
		return;
	}
	json_free(sim.data);
	sim.data = json;
	sim.data_at = st.st_mtim;
}

static cJSON *order_named(const char *id)
{
	cJSON *o;

	cJSON_ArrayForEach (o, json_get(sim.data, "orders"))
		if (text_eq(json_text(o, "id"), id))
			return o;
	return NULL;
}

static cJSON *money_bag(const char *amount, const char *currency)
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

/* The order as the API shows it now: with the refunds that were made. */
static cJSON *order_now(const cJSON *order)
{
	cJSON *o = cJSON_Duplicate(order, 1);
	cJSON *transactions = cJSON_GetObjectItem(o, "transactions");
	cJSON *refunds = cJSON_AddArrayToObject(o, "refunds");

	for (size_t i = 0; i < sim.refunds.len; i++) {
		const struct refund *r = &sim.refunds.at[i];
		CLEANUP(free_ptr) char *id = NULL;
		cJSON *t, *f, *nodes, *node;

		if (!text_eq(r->order, json_text(o, "id")))
			continue;
		id = xasprintf("gid://shopify/OrderTransaction/%lld",
			       (long long)r->id);
		t = cJSON_CreateObject();
		cJSON_AddStringToObject(t, "id", id);
		cJSON_AddStringToObject(t, "kind", "REFUND");
		cJSON_AddStringToObject(t, "status", "SUCCESS");
		cJSON_AddStringToObject(t, "gateway", "bogus");
		cJSON_AddItemToObject(t, "amountSet",
				      money_bag(r->amount, r->currency));
		cJSON_AddItemToArray(transactions, t);
		f = cJSON_CreateObject();
		cJSON_AddStringToObject(f, "id", id);
		cJSON_AddStringToObject(f, "note", r->note);
		nodes = cJSON_AddArrayToObject(
			cJSON_AddObjectToObject(f, "transactions"), "nodes");
		node = cJSON_CreateObject();
		cJSON_AddStringToObject(node, "id", id);
		cJSON_AddItemToArray(nodes, node);
		cJSON_AddItemToArray(refunds, f);
	}
	return o;
}

/* -- operations
 * --------------------------------------------------------------------------------------
 */

static cJSON *probe(void)
{
	static const char *const scopes[] = {
		"read_orders", "write_orders", "read_returns",
		"read_shopify_payments_disputes"
	};
	cJSON *data = cJSON_CreateObject();
	cJSON *shop = cJSON_AddObjectToObject(data, "shop");
	cJSON *list = cJSON_AddArrayToObject(
		cJSON_AddObjectToObject(data, "currentAppInstallation"),
		"accessScopes");

	cJSON_AddStringToObject(shop, "id", "gid://shopify/Shop/1");
	cJSON_AddStringToObject(shop, "name", "Lampshop");
	cJSON_AddStringToObject(shop, "currencyCode", "USD");
	cJSON_AddStringToObject(shop, "ianaTimezone", "Europe/Berlin");
	for (size_t i = 0; i < COUNT_OF(scopes); i++) {
		cJSON *s = cJSON_CreateObject();

		cJSON_AddStringToObject(s, "handle", scopes[i]);
		cJSON_AddItemToArray(list, s);
	}
	return data;
}

/* Orders changed since the moment in the search text, `n` from the position
 * that `after` names. The file lists them by updatedAt. */
static cJSON *orders(const cJSON *variables)
{
	const char *q = json_text(variables, "q");
	const char *since = q ? strchr(q, '\'') : NULL;
	const char *after = json_text(variables, "after");
	int64_t n = json_i64(variables, "n", 50), at = 0, taken = 0;
	int64_t skip = after ? strtoll(after, NULL, 10) : 0;
	cJSON *data = cJSON_CreateObject();
	cJSON *page = cJSON_AddObjectToObject(data, "orders");
	cJSON *info = cJSON_AddObjectToObject(page, "pageInfo");
	cJSON *nodes = cJSON_AddArrayToObject(page, "nodes");
	bool more = false;
	const cJSON *o;
	char cursor[24];

	cJSON_ArrayForEach (o, json_get(sim.data, "orders")) {
		const char *updated = json_text(o, "updatedAt");

		at++;
		if (at <= skip ||
		    (since && updated && strncmp(updated, since + 1, 19) < 0))
			continue;
		if (taken == n) {
			more = true;
			at--;
			break;
		}
		cJSON_AddItemToArray(nodes, order_now(o));
		taken++;
	}
	snprintf(cursor, sizeof cursor, "%lld", (long long)at);
	cJSON_AddBoolToObject(info, "hasNextPage", more);
	cJSON_AddStringToObject(info, "endCursor", cursor);
	return data;
}

static cJSON *one_order(const cJSON *variables)
{
	const char *id = json_text(variables, "id");
	const cJSON *o = id ? order_named(id) : NULL;
	cJSON *data = cJSON_CreateObject();

	cJSON_AddItemToObject(data, "order",
			      o ? order_now(o) : cJSON_CreateNull());
	return data;
}

static cJSON *disputes(void)
{
	cJSON *data = cJSON_CreateObject();
	cJSON *page = cJSON_AddObjectToObject(data, "disputes");
	const cJSON *have = json_get(sim.data, "disputes");

	cJSON_AddBoolToObject(cJSON_AddObjectToObject(page, "pageInfo"),
			      "hasNextPage", false);
	cJSON_AddItemToObject(page, "nodes",
			      have ? cJSON_Duplicate(have, 1)
				   : cJSON_CreateArray());
	return data;
}

/* -- refunds
 * -------------------------------------------------------------------------------------------
 */

static cJSON *refund_reply(int64_t id, const char *message)
{
	cJSON *data = cJSON_CreateObject();
	cJSON *r = cJSON_AddObjectToObject(data, "refundCreate");
	cJSON *errors = cJSON_AddArrayToObject(r, "userErrors");
	char gid[64];

	if (message) {
		cJSON *e = cJSON_CreateObject();

		cJSON_AddStringToObject(e, "message", message);
		cJSON_AddItemToArray(errors, e);
		cJSON_AddNullToObject(r, "refund");
		return data;
	}
	snprintf(gid, sizeof gid, "gid://shopify/Refund/%lld", (long long)id);
	cJSON_AddStringToObject(cJSON_AddObjectToObject(r, "refund"), "id",
				gid);
	return data;
}

static int64_t minor(const char *amount, const char *currency)
{
	struct err err = { 0 };
	struct money m = { 0 };

	return money_parse(&m, amount, currency, &err) ? -1 : m.minor;
}

static int64_t paid(const cJSON *order, const char *currency)
{
	const cJSON *t;
	int64_t sum = 0;

	cJSON_ArrayForEach (t, json_get(order, "transactions"))
		if (text_eq(json_text(t, "kind"), "SALE"))
			sum += minor(json_text(json_pointer(t, "/amountSet/"
							       "presentmentMone"
							       "y"),
					       "amount"),
				     currency);
	for (size_t i = 0; i < sim.refunds.len; i++)
		if (text_eq(sim.refunds.at[i].order, json_text(order, "id")))
			sum -= minor(sim.refunds.at[i].amount, currency);
	return sum;
}

static cJSON *refund(const cJSON *variables)
{
	const cJSON *input = json_get(variables, "input");
	const cJSON *t = json_pointer(input, "/transactions/0");
	const char *key = json_text(variables, "key");
	struct refund r = { copy(variables, "key"), copy(input, "orderId"),
			    copy(t, "amount"),      copy(input, "currency"),
			    copy(input, "note"),    0 };
	const cJSON *order = order_named(r.order);

	if (!key || !*key)
		return refund_reply(0, "an idempotency key is required");
	for (size_t i = 0; i < sim.refunds.len; i++) {
		const struct refund *had = &sim.refunds.at[i];

		if (text_eq(had->key, key))
			return text_eq(had->amount, r.amount) &&
					       text_eq(had->order, r.order)
				       ? refund_reply(had->id, NULL)
				       : refund_reply(0, "the key was used "
							 "with other "
							 "parameters");
	}
	if (!order)
		return refund_reply(0, "Order does not exist");
	if (minor(r.amount, r.currency) <= 0 ||
	    minor(r.amount, r.currency) > paid(order, r.currency))
		return refund_reply(0, "Refund amount is greater than the "
				       "amount available");
	r.id = sim.next_id++;
	refund_list_push(&sim.refunds, r);
	remember(&r);
	return refund_reply(r.id, NULL);
}

/* -- HTTP
 * --------------------------------------------------------------------------------------------------
 */

static cJSON *perform(const char *query, const cJSON *variables)
{
	static const struct {
		const char *name;
		cJSON *(*with)(const cJSON *);
		cJSON *(*plain)(void);
	} operations[] = {
		{ "query Orders(", orders, NULL },
		{ "query Order(", one_order, NULL },
		{ "query Payments(", one_order, NULL },
		{ "query Disputes(", NULL, disputes },
		{ "query Probe{", NULL, probe },
		{ "mutation Refund(", refund, NULL },
	};

	for (size_t i = 0; i < COUNT_OF(operations); i++)
		if (text_starts(query, operations[i].name))
			return operations[i].with
				       ? operations[i].with(variables)
				       : operations[i].plain();
	return NULL;
}

static char *envelope(cJSON *data)
{
	cJSON *doc = cJSON_CreateObject();
	char *text;

	if (data) {
		cJSON_AddItemToObject(doc, "data", data);
	} else {
		cJSON *e = cJSON_CreateObject();

		cJSON_AddStringToObject(e, "message",
					"this shop knows no such operation");
		cJSON_AddItemToArray(cJSON_AddArrayToObject(doc, "errors"), e);
	}
	text = cJSON_PrintUnformatted(doc);
	json_free(doc);
	return text;
}

/* The effect is done; what the caller hears of it is another matter. */
/* Takes the body. */
static void go_wrong(struct http_request *r,
		     char *body) /* NOLINT(readability-non-const-parameter) */
{
	static const int64_t waits[] = { 50, 300, 1500 };
	struct late l = {
		.request = r, .body = body, .status = 200, .at = clock_mono()
	};

	switch (chance() % 3) {
	case 0:
		l.status = 500;
		break;
	case 1:
		l.drop = true;
		l.at += waits[chance() % 3];
		break;
	default:
		l.at += waits[chance() % 3];
	}
	http_keep(r);
	late_list_push(&sim.lates, l);
}

static void on_graphql(struct http_request *r, void *arg)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(str_c(http_body(r)), http_body(r)->len, &err);
	const char *query = json_text(json, "query");
	bool is_refund = query && text_starts(query, "mutation");
	char *body;

	(void)arg;
	sim.requests++;
	load_data();
	if (!text_starts(http_header(r, "X-Shopify-Access-Token"), "shpat_")) {
		http_answer_text(r, 401, "{\"errors\":\"Invalid API key\"}");
		return;
	}
	if (is_refund && chance() % 100 < (uint64_t)sim.fault / 4) {
		http_answer_text(r, 500, "before anything was done");
		return;
	}
	body = envelope(query ? perform(query, json_get(json, "variables"))
			      : NULL);
	if (is_refund && chance() % 100 < (uint64_t)sim.fault) {
		go_wrong(r, body);
		return;
	}
	http_answer(r, 200, "application/json", body, strlen(body));
	cJSON_free(body);
}

static void on_token(struct http_request *r, void *arg)
{
	static const char good[] = "{\"access_token\":\"shpat_sandbox_token\","
				   "\"scope\":\"read_orders\","
				   "\"expires_in\":86399}";

	(void)arg;
	if (strstr(str_c(http_body(r)), "client_secret=sandbox-secret"))
		http_answer(r, 200, "application/json", good, strlen(good));
	else
		http_answer_text(r, 400, "{\"error\":\"invalid_client\"}");
}

static void on_effects(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)arg;
	str_printf(&s, "{\"refunds\":%zu,\"requests\":%lld}", sim.refunds.len,
		   (long long)sim.requests);
	http_answer_json(r, 200, &s);
}

static void answer_lates(void)
{
	int64_t now = clock_mono();

	for (size_t i = 0; i < sim.lates.len; i++) {
		struct late *l = &sim.lates.at[i];

		if (!l->request || l->at > now)
			continue;
		if (l->drop)
			http_drop(l->request);
		else
			http_answer(l->request, l->status, "application/json",
				    l->body, strlen(l->body));
		cJSON_free(l->body);
		l->request = NULL;
	}
}

static const char *option(char **argv, const char *name)
{
	for (int i = 1; argv[i] && argv[i + 1]; i++)
		if (text_eq(argv[i], name))
			return argv[i + 1];
	return NULL;
}

static void serve(struct http_server *server)
{
	for (;;) {
		struct pollfd p = { .fd = http_fd(server), .events = POLLIN };

		poll(&p, 1, 20);
		http_run(server);
		answer_lates();
		http_run(server);
	}
}

int main(int argc, char **argv)
{
	static const struct http_route routes[] = {
		{ "POST", "/admin/oauth/access_token", on_token, NULL },
		{ "POST", "/admin/api/", on_graphql, NULL },
		{ "GET", "/__sim/effects", on_effects, NULL },
		{ NULL, NULL, NULL, NULL },
	};
	struct http_options options = { .address = "127.0.0.1",
					.routes = routes };
	const char *port_file = option(argv, "--port-file");
	const char *port = option(argv, "--port");
	struct http_server *server;
	struct err err = { 0 };
	char text[16];
	int len;

	if (argc < 2 || !port_file || !option(argv, "--effects")) {
		fputs("usage: sim --port-file F --effects F [--data F] "
		      "[--fault PERCENT] [--seed N] [--port N]\n",
		      stderr);
		return 64;
	}
	signal(SIGPIPE, SIG_IGN);
	sim.data_path = option(argv, "--data");
	sim.fault = option(argv, "--fault")
			    ? (int)strtol(option(argv, "--fault"), NULL, 10)
			    : 0;
	if (option(argv, "--seed"))
		sim.seed = strtoull(option(argv, "--seed"), NULL, 10);
	options.port = port ? (int)strtol(port, NULL, 10) : 0;
	recall(option(argv, "--effects"));
	load_data();
	if (hash_start(&err) || http_open(&server, &options, &err)) {
		fprintf(stderr, "sim: %s\n", err.text);
		return 71;
	}
	len = snprintf(text, sizeof text, "%d\n", http_port(server));
	if (file_write(port_file, text, (size_t)len, 0644, &err))
		return 71;
	serve(server);
}
