/* graphql.c - one operation of the Admin GraphQL API.
 * [source: shopify.dev "API usage limits", "response status and error codes"
 * and "client credentials grant", 2026-11]
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "shopify.h"

/* -- headers -- */

static const char *header(const struct hw_response *res, const char *name)
{
	size_t len = strlen(name);

	for (const char *const *at = res->headers; at && *at; at++)
		if (strncmp(*at, name, len) == 0 && (*at)[len] == ':')
			return *at + len + 1 + ((*at)[len + 1] == ' ');
	return NULL;
}

/* Seconds, a day at most: what a header says may be anything. */
static int64_t retry_after(const struct hw_response *res)
{
	const char *after = header(res, "retry-after");
	int64_t s = after ? strtoll(after, NULL, 10) : 0;

	return s > DAY_MS / 1000 ? DAY_MS / 1000 : s;
}

/* -- the token -- */

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
	const struct hw_json *doc;
	int64_t after;
	hw_status rc = h->http(h, &req, &res);

	if (rc)
		return rc;
	after = retry_after(&res);
	if (res.status >= 400 && res.status < 500 && res.status != 429)
		return h->fail(h, HW_AUTH, 0,
			       "Shopify refused client_id and client_secret; "
			       "is the app installed in this shop and of the "
			       "same organisation?");
	if (res.status != 200)
		return h->fail(h, HW_RETRY,
			       after > 0 ? h->now(h) + after * 1000 : 0,
			       "the token grant answered %d", (int)res.status);
	doc = h->json_parse(h, res.body, res.body_len);
	if (!doc)
		return HW_BROKEN;
	/* Renewed at 80 % of its life, which is a day. */
	s->token_until =
		h->now(h) + h->json_int(doc, "expires_in", 86399) * 800;
	return HW_OK;
}

static hw_status send(struct hw_host *h, struct shopify *s, const char *body,
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

	return h->http(h, &req, res);
}

/* A token that was revoked, or that the sender lost when it was started again,
 * is asked for anew once; an effect is never sent twice here. */
static hw_status post(struct hw_host *h, struct shopify *s, const char *body,
		      uint32_t flags, struct hw_response *res)
{
	hw_status rc;

	if (s->client_id && s->token_until <= h->now(h) &&
	    (rc = get_token(h, s)))
		return rc;
	rc = send(h, s, body, flags, res);
	if (!s->client_id || (rc != HW_AUTH && (rc || res->status != 401)))
		return rc;
	s->token_until = 0;
	if (flags)
		return rc;
	rc = get_token(h, s);
	return rc ? rc : send(h, s, body, flags, res);
}

/* -- answers that are none -- */

static hw_status http_error(struct hw_host *h, const struct hw_response *res)
{
	int64_t wait_s = retry_after(res);

	switch (res->status) {
	case 401:
		return h->fail(h, HW_AUTH, 0, "Shopify refused the token");
	case 402:
		return h->fail(h, HW_AUTH, 0,
			       "the shop is frozen: its bill is not paid");
	case 403:
		return h->fail(h, HW_AUTH, 0,
			       "Shopify forbids this app; is it installed and "
			       "its scopes granted?");
	case 404:
		return h->fail(h, HW_AUTH, 0,
			       "there is no such shop or API version; see the "
			       "options shop and version");
	case 423:
		return h->fail(h, HW_AUTH, 0,
			       "the shop is locked; ask Shopify");
	case 429:
	case 430: /* "security rejection": too much too fast */
		return h->fail(h, HW_RETRY,
			       h->now(h) + (wait_s > 0           ? wait_s
					    : res->status == 429 ? 2
								 : 60) *
						   1000,
			       "Shopify limits the rate (HTTP %d)",
			       (int)res->status);
	default:
		return h->fail(h, res->status >= 500 ? HW_RETRY : HW_BROKEN,
			       wait_s > 0 ? h->now(h) + wait_s * 1000 : 0,
			       "Shopify answered HTTP %d", (int)res->status);
	}
}

/* Until the bucket holds what was asked for. */
static hw_status throttled(struct hw_host *h, const struct hw_json *doc)
{
	const struct hw_json *cost = h->json_at(doc, "extensions/cost");
	int64_t asked = h->json_int(cost, "requestedQueryCost", 100);
	int64_t have =
		h->json_int(cost, "throttleStatus/currentlyAvailable", 0);
	int64_t rate = h->json_int(cost, "throttleStatus/restoreRate", 50);
	int64_t wait_ms;

	if (rate < 1)
		rate = 50;
	wait_ms = ((asked - have) * 1000 + rate - 1) / rate;
	return h->fail(h, HW_RETRY, h->now(h) + (wait_ms < 100 ? 100 : wait_ms),
		       "Shopify throttles this app: %lld points asked, %lld "
		       "there",
		       (long long)asked, (long long)have);
}

static void tell_hidden(struct hw_host *h, struct shopify *s)
{
	s->hidden = 1;
	if (!s->told_hidden)
		h->log(h, HW_WARNING,
		       "Shopify hides fields from this app (protected customer "
		       "data, or a missing scope)");
	s->told_hidden = 1;
}

/* Missing rights on single fields, deeper than the root, come with data: those
 * are null then, and the rest is good. */
static hw_status graphql_error(struct hw_host *h, struct shopify *s,
			       const struct hw_json *doc)
{
	const char *code = h->json_text(doc, "errors/0/extensions/code");
	const char *message = h->json_text(doc, "errors/0/message");

	s->code = code ? code : "?";
	if (!message)
		message = "an error without a message";
	if (strcmp(s->code, "THROTTLED") == 0)
		return throttled(h, doc);
	if (strcmp(s->code, "ACCESS_DENIED") == 0) {
		if (h->json_count(h->json_at(doc, "errors/0/path")) > 1) {
			tell_hidden(h, s);
			return HW_OK;
		}
		return h->fail(h, HW_AUTH, 0, "a scope is missing: %.200s",
			       message);
	}
	if (strcmp(s->code, "SHOP_INACTIVE") == 0 ||
	    strcmp(s->code, "UNAUTHENTICATED") == 0)
		return h->fail(h, HW_AUTH, 0, "Shopify: %.200s", message);
	if (strcmp(s->code, "INTERNAL_SERVER_ERROR") == 0)
		return h->fail(h, HW_RETRY, 0, "Shopify: %.200s", message);
	return h->fail(h, HW_BROKEN, 0, "Shopify: %.200s (%s)", message,
		       s->code);
}

/* A version that is no longer served is answered by the oldest that is. */
static void check_version(struct hw_host *h, struct shopify *s,
			  const struct hw_response *res)
{
	const char *served = header(res, "x-shopify-api-version");

	if (!served || strcmp(served, s->version) == 0 || s->told_version)
		return;
	s->told_version = 1;
	h->log(h, HW_WARNING,
	       "Shopify answers with API version %.20s, not %s: set `version` "
	       "to one that is still served",
	       served, s->version);
}

hw_status shopify_query(struct hw_host *h, struct shopify *s, const char *query,
			const char *variables, uint32_t flags,
			const struct hw_json **data)
{
	const char *body = h->text(h, "{\"query\":%s,\"variables\":%s}",
				   h->json_quote(h, query), variables);
	const struct hw_json *doc;
	struct hw_response res;
	hw_status rc;

	*data = NULL;
	s->code = "";
	s->cost = 0;
	s->hidden = 0;
	rc = post(h, s, body, flags, &res);
	if (rc)
		return rc;
	check_version(h, s, &res);
	if (res.status == 429 || res.status == 430)
		s->code = "THROTTLED";
	if (res.status != 200)
		return http_error(h, &res);
	doc = h->json_parse(h, res.body, res.body_len);
	if (!doc)
		return HW_BROKEN;
	s->cost = h->json_int(doc, "extensions/cost/requestedQueryCost", 0);
	if (h->json_count(h->json_at(doc, "errors")) > 0 &&
	    (rc = graphql_error(h, s, doc)))
		return rc;
	*data = h->json_at(doc, "data");
	return *data && !h->json_text(*data, "")
		       ? HW_OK
		       : h->fail(h, HW_BROKEN, 0, "Shopify sent no data");
}

/* -- small things -- */

const char *shopify_kv(struct hw_host *h, const char *key)
{
	const char *value = NULL;

	return h->kv_get(h, key, &value) == HW_OK && value ? value : "";
}

int64_t shopify_kv_int(struct hw_host *h, const char *key)
{
	return strtoll(shopify_kv(h, key), NULL, 10);
}

void shopify_put_int(struct hw_host *h, const char *key, int64_t value)
{
	h->kv_put(h, key, h->text(h, "%lld", (long long)value));
}

const char *shopify_id(struct hw_host *h, const char *id)
{
	return h->text(h, "{\"id\":%s}", h->json_quote(h, id));
}

int shopify_is(struct hw_host *h, const struct hw_json *j, const char *path,
	       const char *word)
{
	const char *text = h->json_text(j, path);

	return text && strcmp(text, word) == 0;
}

hw_status shopify_list(struct hw_host *h, const struct hw_json *from,
		       const char *path, const struct hw_json **list)
{
	*list = h->json_at(from, path);
	if (*list && !h->json_text(*list, ""))
		return HW_OK;
	return h->fail(h, HW_BROKEN, 0, "Shopify sent no list of %s", path);
}

/* Days to a civil date: Howard Hinnant's algorithm, for years after 1970. */
const char *shopify_iso(struct hw_host *h, int64_t ms)
{
	int64_t days = ms / DAY_MS, rest = ms % DAY_MS / 1000;
	int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return h->text(h, "%04d-%02d-%02dT%02d:%02d:%02dZ",
		       (int)(yoe + era * 400 + (month <= 2)), month,
		       (int)(doy - (153 * mp + 2) / 5 + 1), (int)(rest / 3600),
		       (int)(rest / 60 % 60), (int)(rest % 60));
}

hw_status shopify_user_error(struct hw_host *h, const struct hw_json *data,
			     const char *mutation)
{
	const char *message = h->json_text(
		data, h->text(h, "%s/userErrors/0/message", mutation));

	return message ? h->fail(h, HW_REJECTED, 0, "Shopify: %.200s", message)
		       : HW_OK;
}
