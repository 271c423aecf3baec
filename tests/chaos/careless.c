/* careless.c - a shop that trusts what it reads: kv "sin" says which mistake an
 * author can make it has. Without one it is as the contract wants it. What
 * `sdk check` finds in it is held by tests/judge_test.sh.
 * SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPT_TOKEN, OPT_COUNT };
static const struct hw_option options[] = {
#ifdef BAD_WORDS
	[OPT_TOKEN] = { "token", HW_STRING, 1, NULL, NULL, "" },
	[OPT_COUNT] = { "count", HW_INT, 0, "51", "1..50", "a number" },
#else
	[OPT_TOKEN] = { "token", HW_SECRET, 1, NULL, NULL, "a secret" },
	[OPT_COUNT] = { "count", HW_INT, 0, "3", "1..50", "a number" },
#endif
};

static int64_t count;
static int calls;

static hw_status careless_open(struct hw_host *h, const union hw_value *cfg,
			       void **self)
{
	(void)h;
	count = cfg[OPT_COUNT].i;
	*self = NULL;
	return HW_OK;
}

static int has(struct hw_host *h, const char *sin)
{
	const char *now = NULL;

	return h->kv_get(h, "sin", &now) == HW_OK && now &&
	       strcmp(now, sin) == 0;
}

static void die(void)
{
	abort();
}

static void hang(void)
{
	for (;;)
		usleep(10000);
}

static int64_t pause_of(struct hw_host *h, const struct hw_response *res)
{
	static const char name[] = "retry-after: ";

	for (const char *const *at = res->headers; at && *at; at++)
		if (strncmp(*at, name, sizeof name - 1) == 0)
			return h->now(h) +
			       strtoll(*at + sizeof name - 1, NULL, 10) * 1000;
	return 0;
}

static void follow(struct hw_host *h, const struct hw_response *res)
{
	struct hw_request req = { .method = "GET",
				  .url = "https://elsewhere.example/take" };
	struct hw_response other;

	if (res->status == 302)
		h->http(h, &req, &other);
}

static void report(struct hw_host *h)
{
	struct hw_request req = { .method = "POST",
				  .url = "https://shop.example/report" };
	struct hw_response other;

	h->http(h, &req, &other);
}

/* What is no answer becomes a failure, unless a sin is in the way. */
static hw_status judge(struct hw_host *h, const struct hw_response *res)
{
	if (res->status == 302 && has(h, "follows"))
		follow(h, res);
	if (res->status == 500 && has(h, "undeclared"))
		report(h);
	if (res->status == 500 && has(h, "for-good"))
		return h->fail(h, HW_REJECTED, 0, "refused");
	if (res->body_len == 0 && has(h, "hangs"))
		hang();
	if (res->status == 401)
		return h->fail(h, has(h, "asks-on") ? HW_RETRY : HW_AUTH, 0,
			       "the token is refused");
	if (res->status == 403)
		return h->fail(h, HW_AUTH, 0, "forbidden");
	if (res->status == 429)
		return h->fail(h, HW_RETRY,
			       has(h, "hammers") ? h->now(h) : pause_of(h, res),
			       "too many requests");
	if (res->status != 200 && !has(h, "takes-any"))
		return h->fail(h, HW_RETRY, 0, "HTTP %d", (int)res->status);
	return HW_OK;
}

static hw_status ask(struct hw_host *h, struct hw_request *req,
		     const struct hw_json **json)
{
	static const char *const headers[] = {
		"Authorization: Bearer {secret:token}", NULL
	};
	struct hw_response res;
	hw_status rc;

	req->headers = headers;
	if ((rc = h->http(h, req, &res)) || (rc = judge(h, &res)))
		return rc;
	*json = h->json_parse(h, res.body, res.body_len);
	if (!*json && has(h, "takes-any"))
		return HW_OK;
	if (has(h, "measures"))
		h->kv_put(h, "length", h->text(h, "%d", (int)res.body_len));
	return *json ? HW_OK : HW_BROKEN;
}

/* -- what is read -- */

static hw_status no_list(struct hw_host *h)
{
	return h->fail(h, HW_BROKEN, 0, "the shop sent no list");
}

static hw_status emit(struct hw_host *h, const struct hw_json *p,
		      const char *order)
{
	const char *id = h->json_text(p, "id");
	int bad = 0;
	struct hw_payment out = {
		.ref = id,
		.order_ref = order ? order : h->json_text(p, "order"),
		.kind = HW_REFUND,
		.status = HW_PAY_SUCCESS,
		.amount = h->money(h, h->json_text(p, "amount"),
				   h->json_text(p, "currency"), &bad),
		.note = h->json_text(p, "note"),
	};

	if (!id && has(h, "crashes"))
		die();
	if (!id || !out.order_ref || bad || out.amount.minor <= 0)
		return h->fail(h, HW_BROKEN, 0, "a payment cannot be read");
	if (has(h, "unsound"))
		out.amount.minor = -out.amount.minor;
	if (has(h, "changes") && calls > 1)
		out.note = "another time";
	return hw_emit_payment(h, &out);
}

static hw_status careless_sync(struct hw_host *h, void *self)
{
	struct hw_request req = { .method = "GET",
				  .url = "https://shop.example/payments" };
	const struct hw_json *json = NULL, *list;
	const char *mark = NULL;
	hw_status rc;

	(void)self;
	calls++;
	h->kv_get(h, "mark", &mark);
	if ((mark && has(h, "stumbles")) || (count == 50 && has(h, "edge")))
		die();
	if (has(h, "leaks"))
		memset(malloc(20000), 1, 20000);
	if ((rc = ask(h, &req, &json)))
		return rc;
	list = h->json_at(json, "payments");
	if (!h->json_count(list) && !has(h, "empty") && !has(h, "takes-any"))
		return no_list(h);
	for (uint32_t i = 0; i < h->json_count(list); i++)
		if ((rc = emit(h, h->json_item(list, i), NULL)))
			return rc;
	h->kv_put(h, "mark", "1");
	return HW_OK;
}

/* -- what is paid -- */

static hw_status accepted(struct hw_host *h, const char *id,
			  const struct hw_action *a)
{
	return hw_emit_outcome(h, &(struct hw_outcome){ .ref = id,
							.state = HW_ACCEPTED,
							.amount = a->amount });
}

static const char *body_of(struct hw_host *h, const struct hw_action *a)
{
	const char *tries = NULL;

	h->kv_get(h, "tries", &tries);
	if (has(h, "rewrites"))
		h->kv_keep(h, "tries", tries ? "2" : "1");
	return h->text(h,
		       "{\"order\":%s,\"amount\":\"%s\",\"currency\":\"%s\","
		       "\"key\":%s,\"note\":\"%s\"}",
		       h->json_quote(h, a->order_ref), h->amount(h, a->amount),
		       a->amount.currency, h->json_quote(h, a->key),
		       tries ? tries : "0");
}

static hw_status careless_act(struct hw_host *h, void *self,
			      const struct hw_action *a)
{
	struct hw_request req = { .method = "POST",
				  .url = "https://shop.example/refunds",
				  .flags = HW_EFFECT };
	const struct hw_json *json = NULL;
	const char *id;
	hw_status rc;

	(void)self;
	req.body = body_of(h, a);
	req.body_len = strlen(req.body);
	rc = ask(h, &req, &json);
	if (rc && has(h, "twice"))
		rc = ask(h, &req, &json);
	if (has(h, "lies"))
		return accepted(h, "1", a);
	if (rc)
		return rc;
	id = h->json_text(json, "id");
	if (!id && !has(h, "nameless"))
		return h->fail(h, HW_BROKEN, 0, "the refund has no id");
	return accepted(h, id, a);
}

static hw_status careless_find(struct hw_host *h, void *self,
			       const struct hw_action *a)
{
	struct hw_request req = { .method = "GET",
				  .url = "https://shop.example/orders/1" };
	const struct hw_json *json = NULL, *list;
	const char *order;
	hw_status rc;

	(void)self;
	if ((rc = ask(h, &req, &json)))
		return rc;
	order = has(h, "echoes") ? a->order_ref : h->json_text(json, "order");
	list = h->json_at(json, "payments");
	if (!h->json_count(list) && has(h, "absent"))
		return hw_emit_outcome(
			h, &(struct hw_outcome){ .state = HW_ABSENT });
	if (!order || !h->json_count(list))
		return no_list(h);
	for (uint32_t i = 0; !rc && i < h->json_count(list); i++)
		rc = emit(h, h->json_item(list, i), order);
	return rc;
}

static const struct hw_effect effects[] = {
	{ HW_IS_ORDER, "/order" },
	{ HW_IS_AMOUNT, "/amount" },
	{ HW_IS_CURRENCY, "/currency" },
#ifdef BAD_WORDS
	{ HW_IS_KEY, "key" },
#else
	{ HW_IS_KEY, "/key" },
#endif
	{ HW_IS_ONLY, ": order amount currency key note" },
};
static const struct hw_not_done not_done[] = {
	{ 422, "not_refundable", .final = 1 },
#ifdef BAD_WORDS
	{ 500, "*" },
#endif
};
static const struct hw_verb verbs[] = {
	{ .name = "refund",
	  .help = "pays back",
	  .effect_class = 'A',
	  .money = 1,
#ifndef NO_LIFE
	  .key_life_ms = 86400000,
#endif
	  .effects = HW_TABLE(effects),
	  .not_done = HW_TABLE(not_done),
	  .code_at = "/error" },
};
static const struct hw_ask requests[] = {
	{ .method = "POST", .path = "/refunds", .verb = "refund" },
};
static const struct hw_marketplace marketplace = {
	.sync = careless_sync,
	.act = careless_act,
	.find = careless_find,
	.verbs = HW_TABLE(verbs),
};
static const struct hw_iface provides[] = { HW_IFACE(HW_MARKETPLACE_1,
						     marketplace) };

HW_PLUGIN = {
	HW_HEADER,
	.id = "careless",
	.version = "1.0.0",
	.summary = "trusts what it reads",
#ifdef BAD_WORDS
	.domains = "*.com",
#else
	.domains = "shop.example",
#endif
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.requests = HW_TABLE(requests),
	.open = careless_open,
};
