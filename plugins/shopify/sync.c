/* sync.c - orders by the moment of their last change, then disputes; and the
 * object a webhook speaks of, read again.
 *
 * kv: "since" is the moment up to which everything was seen; "after" the page
 * inside the pass under way and "newest" the latest change seen in it. The next
 * pass begins 2 minutes earlier: Shopify's index lags its answers.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "shopify.h"

#define OVERLAP_MS 120000

static const char query[] =
	"query Orders($n:Int!,$after:String,$q:String!){orders(first:$n,"
	"after:$after,query:$q,sortKey:UPDATED_AT){pageInfo{hasNextPage "
	"endCursor} nodes{" SHOPIFY_ORDER "}}}";

static const char one_query[] =
	"query Order($id:ID!){order(id:$id){" SHOPIFY_ORDER "}}";

static const char disputes_query[] =
	"query Disputes($after:String){disputes(first:50,after:$after,"
	"query:\"status:needs_response\"){pageInfo{hasNextPage endCursor} "
	"nodes{id type status initiatedAt evidenceDueBy finalizedOn "
	"amount{amount currencyCode} reasonDetails{reason} order{id}}}}";

static const char *kv(struct hw_host *h, const char *key)
{
	const char *value = NULL;

	return h->kv_get(h, key, &value) == HW_OK && value ? value : "";
}

/* "2026-11-24T10:00:00Z" of a moment in ms; times are compared as Shopify
 * writes them. */
static const char *iso(struct hw_host *h, int64_t ms)
{
	int64_t days = ms / 86400000, rest = ms % 86400000 / 1000;
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

static int64_t since_of(struct hw_host *h, const struct shopify *s)
{
	const char *since = kv(h, "since");

	if (*since)
		return strtoll(since, NULL, 10) - OVERLAP_MS;
	return h->now(h) - s->lookback_ms;
}

static int64_t updated(struct hw_host *h, const struct hw_json *order)
{
	const char *t = h->json_text(order, "updatedAt");
	int bad = 0;

	return t ? h->when(h, t, &bad).ms : 0;
}

static hw_status sync_disputes(struct hw_host *h, struct shopify *s)
{
	const struct hw_json *data, *list;
	hw_status rc = shopify_query(h, s, disputes_query, "{\"after\":null}",
				     0, &data);

	if (rc == HW_AUTH || rc == HW_BROKEN) {
		/* Not every shop has Shopify Payments or grants its scope. */
		h->log(h, HW_WARNING,
		       "disputes cannot be read: the scope "
		       "read_shopify_payments_disputes is "
		       "missing, or Shopify Payments is off");
		return HW_OK;
	}
	list = h->json_at(data, "disputes/nodes");
	for (uint32_t i = 0; !rc && i < h->json_count(list); i++)
		rc = shopify_emit_dispute(h, h->json_item(list, i));
	return rc;
}

static hw_status end_pass(struct hw_host *h, struct shopify *s, int64_t newest)
{
	h->kv_put(h, "after", NULL);
	h->kv_put(h, "newest", NULL);
	h->kv_put(h, "since", h->text(h, "%lld", (long long)newest));
	return sync_disputes(h, s);
}

static hw_status emit_page(struct hw_host *h, const struct hw_json *nodes,
			   int64_t *newest)
{
	hw_status rc = HW_OK;

	for (uint32_t i = 0; !rc && i < h->json_count(nodes); i++) {
		const struct hw_json *order = h->json_item(nodes, i);

		if (updated(h, order) > *newest)
			*newest = updated(h, order);
		rc = shopify_emit_order(h, order);
	}
	return rc;
}

hw_status shopify_sync(struct hw_host *h, void *self)
{
	struct shopify *s = self;
	const char *after = kv(h, "after");
	int64_t since = since_of(h, s);
	int64_t newest = strtoll(kv(h, "newest"), NULL, 10);
	const struct hw_json *data, *page;
	const char *end;
	hw_status rc = shopify_query(
		h, s, query,
		h->text(h,
			"{\"n\":%lld,\"after\":%s,\"q\":\"updated_at:>='%s'\"}",
			(long long)s->page,
			*after ? h->json_quote(h, after) : "null",
			iso(h, since)),
		0, &data);

	if (rc)
		return rc;
	page = h->json_at(data, "orders");
	if (newest < since + OVERLAP_MS)
		newest = since + OVERLAP_MS;
	rc = emit_page(h, h->json_at(page, "nodes"), &newest);
	if (rc)
		return rc;
	end = h->json_text(page, "pageInfo/endCursor");
	if (!h->json_int(page, "pageInfo/hasNextPage", 0) || !end)
		return end_pass(h, s, newest);
	h->kv_put(h, "after", end);
	h->kv_put(h, "newest", h->text(h, "%lld", (long long)newest));
	return HW_MORE;
}

/* -- webhooks: hints
 * ------------------------------------------------------------------- */

static const char *order_of_hook(struct hw_host *h, const struct hw_hook *k)
{
	const struct hw_json *doc = h->json_parse(h, k->body, k->body_len);
	const char *gid = h->json_text(doc, "admin_graphql_api_id");
	int64_t id = h->json_int(doc, "order_id", 0);

	if (strncmp(k->topic, "orders/", 7) == 0 && gid)
		return gid;
	return id ? h->text(h, "gid://shopify/Order/%lld", (long long)id)
		  : NULL;
}

hw_status shopify_hook(struct hw_host *h, void *self, const struct hw_hook *k)
{
	struct shopify *s = self;
	const char *id = order_of_hook(h, k);
	const struct hw_json *data;
	hw_status rc;

	if (strncmp(k->topic, "disputes/", 9) == 0)
		return sync_disputes(h, s);
	if (!id) {
		h->log(h, HW_INFO, "webhook %s names no order", k->topic);
		return HW_OK;
	}
	rc = shopify_query(h, s, one_query,
			   h->text(h, "{\"id\":%s}", h->json_quote(h, id)), 0,
			   &data);
	if (rc)
		return rc;
	return h->json_at(data, "order/id")
		       ? shopify_emit_order(h, h->json_at(data, "order"))
		       : HW_OK;
}
