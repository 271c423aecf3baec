/* sync.c - orders by the moment of their last change, then disputes.
 *
 * kv: "since" is the moment up to which everything was seen. A pass reads from
 * 2 minutes before it ("from": Shopify's index lags its answers, and equal
 * moments are never split) page by page ("after"), noting the latest change
 * seen ("newest"), which becomes "since" at its end. "long": orders that
 * are read by themselves (long.c), before anything else. "disputes": the page
 * of disputes under way; "-" is the first. "cost": points that one order of a
 * page costs by Shopify's own account; the page is as large as 1,000 allow.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "shopify.h"
#include "whole.h"

#define OVERLAP_MS 120000
/* Disputes have no moment of change; older ones than this are over. */
#define DISPUTES_MS (INT64_C(180) * DAY_MS)

const char shopify_disputes_query[] =
	"query Disputes($after:String,$q:String!){disputes(first:50,after:"
	"$after,query:$q){pageInfo{hasNextPage endCursor} "
	"nodes{" SHOPIFY_DISPUTE "}}}";

static const char *quoted(struct hw_host *h, const char *cursor)
{
	return *cursor ? h->json_quote(h, cursor) : "null";
}

/* -- disputes -- */

static hw_status sync_disputes(struct hw_host *h, struct shopify *s,
			       const char *after, const char **end)
{
	const struct hw_json *data, *list;
	hw_status rc = shopify_query(
		h, s, shopify_disputes_query,
		h->text(h, "{\"after\":%s,\"q\":\"initiated_at:>='%s'\"}",
			quoted(h, after),
			shopify_iso(h, h->now(h) - DISPUTES_MS)),
		0, &data);

	*end = NULL;
	if (rc == HW_AUTH && strcmp(s->code, "ACCESS_DENIED") == 0) {
		/* Not every shop has Shopify Payments or grants its scope. */
		h->log(h, HW_WARNING,
		       "disputes cannot be read: the scope "
		       "read_shopify_payments_disputes is missing, or Shopify "
		       "Payments is off");
		return HW_OK;
	}
	if (rc)
		return rc;
	rc = shopify_list(h, data, "disputes/nodes", &list);
	for (uint32_t i = 0; !rc && i < h->json_count(list); i++)
		rc = shopify_emit_dispute(h, h->json_item(list, i));
	if (h->json_int(data, "disputes/pageInfo/hasNextPage", 0))
		*end = h->json_text(data, "disputes/pageInfo/endCursor");
	return rc;
}

static hw_status dispute_page(struct hw_host *h, struct shopify *s)
{
	const char *after = shopify_kv(h, "disputes"), *end;
	hw_status rc =
		sync_disputes(h, s, strcmp(after, "-") == 0 ? "" : after, &end);

	if (rc)
		return rc;
	h->kv_put(h, "disputes", end);
	return end ? HW_MORE : HW_OK;
}

/* -- a page of orders -- */

struct pass {
	int64_t from, newest, n;
	const char *after, *longs;
};

static int64_t updated(struct hw_host *h, const struct hw_json *order)
{
	const char *t = h->json_text(order, "updatedAt");
	int bad = 0;

	return t ? h->when(h, t, &bad).ms : 0;
}

static void read_pass(struct hw_host *h, const struct shopify *s,
		      struct pass *p)
{
	int64_t cost = shopify_kv_int(h, "cost");

	*p = (struct pass){ .from = shopify_kv_int(h, "from"),
			    .newest = shopify_kv_int(h, "newest"),
			    .after = shopify_kv(h, "after"),
			    .longs = "" };
	if (!*p->after || !p->from) {
		int64_t since = shopify_kv_int(h, "since");

		p->from =
			since ? since - OVERLAP_MS : h->now(h) - s->lookback_ms;
		p->newest = since ? since : p->from;
	}
	p->n = SHOPIFY_COST_MAX / (cost > 0 ? cost : SHOPIFY_ORDER_COST);
	if (p->n > s->page)
		p->n = s->page;
	if (p->n < 1)
		p->n = 1;
}

/* Asks for fewer when Shopify finds the query too dear: that costs nothing. */
static hw_status ask_page(struct hw_host *h, struct shopify *s, struct pass *p,
			  const struct hw_json **data)
{
	for (;;) {
		hw_status rc = shopify_query(
			h, s, shopify_orders_query,
			h->text(h,
				"{\"n\":%lld,\"after\":%s,"
				"\"q\":\"updated_at:>='%s'\"}",
				(long long)p->n, quoted(h, p->after),
				shopify_iso(h, p->from)),
			0, data);

		if (!rc || p->n == 1 ||
		    strcmp(s->code, "MAX_COST_EXCEEDED") != 0)
			return rc;
		p->n /= 2;
	}
}

static hw_status emit_page(struct hw_host *h, const struct hw_json *nodes,
			   struct pass *p)
{
	hw_status rc = HW_OK;

	for (uint32_t i = 0; !rc && i < h->json_count(nodes); i++) {
		const struct hw_json *order = h->json_item(nodes, i);
		struct shopify_order o;

		if (updated(h, order) > p->newest)
			p->newest = updated(h, order);
		if (shopify_is_long(h, order)) {
			p->longs = h->text(h, "%s%s%s", p->longs,
					   *p->longs ? " " : "",
					   h->json_text(order, "id"));
			continue;
		}
		shopify_parts(h, order, &o);
		rc = shopify_emit_order(h, &o);
	}
	return rc;
}

static hw_status end_page(struct hw_host *h, const struct hw_json *page,
			  const struct pass *p)
{
	const char *end = h->json_text(page, "pageInfo/endCursor");
	int more = end && h->json_int(page, "pageInfo/hasNextPage", 0);

	if (*p->longs)
		h->kv_put(h, "long", p->longs);
	h->kv_put(h, "after", more ? end : NULL);
	if (more) {
		shopify_put_int(h, "from", p->from);
		shopify_put_int(h, "newest", p->newest);
		return HW_MORE;
	}
	h->kv_put(h, "from", NULL);
	h->kv_put(h, "newest", NULL);
	shopify_put_int(h, "since", p->newest);
	h->kv_put(h, "disputes", "-");
	return HW_MORE;
}

static hw_status order_page(struct hw_host *h, struct shopify *s)
{
	const struct hw_json *data, *page, *nodes;
	struct pass p;
	hw_status rc;

	read_pass(h, s, &p);
	rc = ask_page(h, s, &p, &data);
	if (rc == HW_BROKEN && *p.after)
		/* Such as a cursor it no longer knows: begin the pass anew. */
		h->kv_keep(h, "after", NULL);
	if (rc)
		return rc;
	page = h->json_at(data, "orders");
	if (!h->json_at(page, "nodes"))
		return h->fail(h, HW_AUTH, 0,
			       "Shopify shows no orders to this app; is "
			       "read_orders granted?");
	rc = shopify_list(h, page, "nodes", &nodes);
	if (rc || (rc = emit_page(h, nodes, &p)))
		return rc;
	if (s->cost > 0)
		shopify_put_int(h, "cost", (s->cost + p.n - 1) / p.n);
	return end_page(h, page, &p);
}

hw_status shopify_sync(struct hw_host *h, void *self)
{
	struct shopify *s = self;

	if (*shopify_kv(h, "long"))
		return shopify_long(h, s);
	if (shopify_long_due(h))
		return shopify_long_again(h);
	if (*shopify_kv(h, "disputes"))
		return dispute_page(h, s);
	return order_page(h, s);
}
