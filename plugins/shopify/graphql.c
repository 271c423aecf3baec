/* graphql.c - one operation of the Admin GraphQL API.
 * [source: shopify.dev "API usage limits" and "client credentials grant",
 * 2026-11]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"

static hw_status get_token(struct hw_host *h, struct shopify *s)
{
	const char *headers[] = {
		"Content-Type: application/x-www-form-urlencoded", NULL
	};
	const char *body = h->text(h,
				   "grant_type=client_credentials&client_id=%s&"
				   "client_secret={secret:client_secret}",
				   h->url_quote(h, s->client_id));
	struct hw_request req = {
		.method = "POST",
		.url = h->text(h, "%s/admin/oauth/access_token", s->base),
		.headers = headers,
		.body = body,
		.body_len = strlen(body),
		.keep = "access_token=/access_token",
	};
	struct hw_response res;
	hw_status rc = h->http(h, &req, &res);

	if (rc)
		return rc;
	if (res.status == 400 || res.status == 401 || res.status == 403)
		return h->fail(h, HW_AUTH, 0,
			       "Shopify refused client_id and client_secret");
	if (res.status != 200)
		return h->fail(h, HW_RETRY, 0, "the token grant answered %d",
			       (int)res.status);
	s->has_token = 1;
	return HW_OK;
}

static hw_status post(struct hw_host *h, struct shopify *s, const char *body,
		      uint32_t flags, struct hw_response *res)
{
	const char *headers[] = {
		"Content-Type: application/json",
		s->client_id ? "X-Shopify-Access-Token: {secret:access_token}"
			     : "X-Shopify-Access-Token: {secret:token}",
		NULL
	};
	struct hw_request req = {
		.method = "POST",
		.url = h->text(h, "%s/admin/api/%s/graphql.json", s->base,
			       s->version),
		.headers = headers,
		.body = body,
		.body_len = strlen(body),
		.flags = flags,
	};
	hw_status rc;

	if (s->client_id && !s->has_token && (rc = get_token(h, s)))
		return rc;
	rc = h->http(h, &req, res);
	if (rc == HW_AUTH)
		s->has_token = 0;
	if (rc || res->status != 401 || !s->client_id || flags)
		return rc;
	/* The token lives a day; an effect is never sent twice here. */
	rc = get_token(h, s);
	return rc ? rc : h->http(h, &req, res);
}

/* Wait until the bucket holds what was asked for. */
static hw_status throttled(struct hw_host *h, const struct hw_json *doc)
{
	const char *at = "extensions/cost/";
	int64_t asked =
		h->json_int(doc, h->text(h, "%srequestedQueryCost", at), 100);
	int64_t have = h->json_int(
		doc, h->text(h, "%sthrottleStatus/currentlyAvailable", at), 0);
	int64_t rate = h->json_int(
		doc, h->text(h, "%sthrottleStatus/restoreRate", at), 50);
	int64_t wait_ms = (asked - have) * 1000 / (rate > 0 ? rate : 50);

	return h->fail(h, HW_RETRY,
		       h->now(h) + (wait_ms < 1000 ? 1000 : wait_ms),
		       "Shopify throttles this app");
}

/* Missing rights on single fields come with data: those are null then, and
 * the rest is good. */
static hw_status graphql_error(struct hw_host *h, const struct hw_json *doc)
{
	const char *code = h->json_text(doc, "errors/0/extensions/code");
	const char *message = h->json_text(doc, "errors/0/message");

	if (code && strcmp(code, "THROTTLED") == 0)
		return throttled(h, doc);
	if (code && strcmp(code, "ACCESS_DENIED") == 0 &&
	    h->json_at(doc, "data")) {
		h->log(h, HW_WARNING,
		       "Shopify hides fields from this app (protected customer "
		       "data or a missing scope)");
		return HW_OK;
	}
	if (code && strcmp(code, "ACCESS_DENIED") == 0)
		return h->fail(h, HW_AUTH, 0, "a scope is missing: %.200s",
			       message ? message : "");
	return h->fail(h, HW_BROKEN, 0, "Shopify: %.200s",
		       message ? message : "an error without a message");
}

static hw_status http_error(struct hw_host *h, const struct hw_response *res)
{
	switch (res->status) {
	case 401:
	case 403:
		return h->fail(h, HW_AUTH, 0, "Shopify refused the token");
	case 402:
	case 423:
		return h->fail(h, HW_AUTH, 0, "the shop is frozen or locked");
	case 404:
		return h->fail(h, HW_REJECTED, 0,
			       "there is no such shop or API version");
	case 429:
		return h->fail(h, HW_RETRY, h->now(h) + 2000,
			       "Shopify limits the rate");
	default:
		return h->fail(h, HW_RETRY, 0, "Shopify answered HTTP %d",
			       (int)res->status);
	}
}

hw_status shopify_query(struct hw_host *h, struct shopify *s, const char *query,
			const char *variables, uint32_t flags,
			const struct hw_json **data)
{
	const char *body = h->text(h, "{\"query\":%s,\"variables\":%s}",
				   h->json_quote(h, query), variables);
	const struct hw_json *doc;
	struct hw_response res;
	hw_status rc = post(h, s, body, flags, &res);

	*data = NULL;
	if (rc)
		return rc;
	if (res.status != 200)
		return http_error(h, &res);
	doc = h->json_parse(h, res.body, res.body_len);
	if (!doc)
		return HW_BROKEN;
	if (h->json_count(h->json_at(doc, "errors")) > 0 &&
	    (rc = graphql_error(h, doc)))
		return rc;
	*data = h->json_at(doc, "data");
	return *data ? HW_OK : h->fail(h, HW_BROKEN, 0, "Shopify sent no data");
}
