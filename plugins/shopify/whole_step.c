/* whole_step.c - a long order, read step by step.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "whole_own.h"

static const char *const parcel_lists[] = { "order/fulfillments", NULL };
static const char *const return_lists[] = { "order/returns/nodes", NULL };

/* kv: the step under way, its cursor, and the pages of lines so far. */
#define KV_STEP "step"
#define KV_AT "step_at"
#define KV_PAGES "step_pages"

static const char *page_key(struct hw_host *h, int64_t n)
{
	return h->text(h, "lines%lld", (long long)n);
}

/* Lines as they came, for put_line() to read again. */
static const char *packed(struct hw_host *h, const struct hw_json *list)
{
	const char *out = "";
	const char *const texts[] = { "id", "sku", "title", NULL };

	for (uint32_t i = 0; i < h->json_count(list); i++) {
		const struct hw_json *l = h->json_item(list, i);
		const struct hw_json *price =
			h->json_at(l, "originalUnitPriceSet/presentmentMoney");
		const char *one = "";

		for (const char *const *t = texts; *t; t++)
			one = h->text(h, "%s\"%s\":%s,", one, *t,
				      h->json_quote(h, h->json_text(l, *t)));
		out = h->text(
			h,
			"%s%s{%s\"quantity\":%lld,\"refundableQuantity\":%lld,"
			"\"originalUnitPriceSet\":{\"presentmentMoney\":{"
			"\"amount\":%s,\"currencyCode\":%s}}}",
			out, *out ? "," : "", one,
			(long long)h->json_int(l, "quantity", 0),
			(long long)h->json_int(l, "refundableQuantity", 0),
			h->json_quote(h, h->json_text(price, "amount")),
			h->json_quote(h, h->json_text(price, "currencyCode")));
	}
	return h->text(h, "[%s]", out);
}

static void next_step(struct hw_host *h, const char *step, const char *at)
{
	h->kv_put(h, KV_STEP, step);
	h->kv_put(h, KV_AT, at);
}

void shopify_long_forget(struct hw_host *h)
{
	int64_t pages = shopify_kv_int(h, KV_PAGES);

	for (int64_t n = 0; n < pages; n++)
		h->kv_put(h, page_key(h, n), NULL);
	if (pages)
		h->kv_put(h, KV_PAGES, NULL);
	next_step(h, NULL, NULL);
}

/* *order NULL: it is gone. lists [nullable]: what must be there. */
static hw_status step_query(struct hw_host *h, struct shopify *s,
			    const char *query, const char *id, int paged,
			    const char *const *lists,
			    const struct hw_json **order)
{
	const struct hw_json *data;
	const char *at = shopify_kv(h, KV_AT);
	hw_status rc = shopify_query(
		h, s, query,
		paged ? h->text(h, "{\"id\":%s,\"after\":%s}",
				h->json_quote(h, id),
				*at ? h->json_quote(h, at) : "null")
		      : shopify_id(h, id),
		0, &data);

	*order = rc ? NULL : h->json_at(data, "order");
	if (!rc && !h->json_at(*order, "id"))
		*order = NULL;
	return *order && lists ? whole_answer(h, data, lists) : rc;
}

/* The order with all lines: the pages kept so far, and the last. */
static hw_status emit_whole(struct hw_host *h, const struct hw_json *order,
			    int64_t pages)
{
	struct shopify_order o = { .head = order };
	struct shopify_part **to = &o.lines;

	for (int64_t n = 0; n < pages; n++) {
		const char *text = shopify_kv(h, page_key(h, n));

		*to = h->alloc(h, sizeof **to);
		(*to)->list = h->json_parse(h, text, strlen(text));
		if (!(*to)->list)
			return HW_BROKEN;
		to = &(*to)->next;
		h->kv_put(h, page_key(h, n), NULL);
	}
	*to = whole_part(h, order, "lineItems/nodes");
	h->kv_put(h, KV_PAGES, NULL);
	return shopify_emit_order(h, &o);
}

static hw_status step_lines(struct hw_host *h, struct shopify *s,
			    const char *id, int *gone)
{
	int64_t pages = shopify_kv_int(h, KV_PAGES);
	const struct hw_json *order;
	hw_status rc =
		step_query(h, s, shopify_lines_query, id, 1, NULL, &order);

	if (rc)
		return rc;
	*gone = !order;
	if (!order || !whole_has_next(h, order, "lineItems")) {
		next_step(h, "payments", NULL);
		return order ? emit_whole(h, order, pages) : HW_OK;
	}
	h->kv_put(h, page_key(h, pages),
		  packed(h, h->json_at(order, "lineItems/nodes")));
	h->kv_put(h, KV_PAGES, h->text(h, "%lld", (long long)pages + 1));
	h->kv_put(h, KV_STEP, "lines");
	h->kv_put(h, KV_AT,
		  h->json_text(order, "lineItems/pageInfo/endCursor"));
	return HW_OK;
}

/* NOLINTBEGIN(readability-non-const-parameter): of one type in the table */
static hw_status take_payments(struct hw_host *h, struct shopify *s,
			       const char *id, struct shopify_order *o,
			       int *over)
{
	const char *t = h->json_text(o->head, "updatedAt");
	hw_status rc = whole_payments(h, s, id, o, LONG, LONG_REFUNDS);
	int bad = 0;

	(void)over;
	return rc ? rc
		  : shopify_emit_payments(h, o, id,
					  t ? h->when(h, t, &bad).ms : 0);
}

static hw_status take_parcels(struct hw_host *h, struct shopify *s,
			      const char *id, struct shopify_order *o,
			      int *over)
{
	(void)s, (void)over;
	if (whole_parcels_at(h, o->head, MOST_PARCELS, MOST_DEEP))
		whole_tell_limit(h, id, "parcels");
	return shopify_emit_rest(h, o, id);
}
/* NOLINTEND(readability-non-const-parameter) */

static hw_status take_returns(struct hw_host *h, struct shopify *s,
			      const char *id, struct shopify_order *o,
			      int *over)
{
	(void)s;
	*over = !whole_has_next(h, o->head, "returns");
	h->kv_put(h, KV_AT,
		  h->json_text(o->head, "returns/pageInfo/endCursor"));
	return shopify_emit_rest(h, o, id);
}

/* Those behind the lines. */
static const struct step {
	const char *name, *query;
	int paged;
	const char *const *lists;
	const char *next; /* NULL: it is the last, and says when it is over */
	hw_status (*take)(struct hw_host *h, struct shopify *s, const char *id,
			  struct shopify_order *o, int *over);
} steps[] = {
	{ "payments", shopify_long_payments_query, 0, whole_payment_lists,
	  "parcels", take_payments },
	{ "parcels", shopify_parcels_query, 0, parcel_lists, "returns",
	  take_parcels },
	{ "returns", shopify_returns_query, 1, return_lists, NULL,
	  take_returns },
};

/* over: also when the order is gone, as it may be between two steps. */
static hw_status one_step(struct hw_host *h, struct shopify *s, const char *id,
			  const struct step *step, int *over)
{
	const struct hw_json *order;
	struct shopify_order o;
	hw_status rc = step_query(h, s, step->query, id, step->paged,
				  step->lists, &order);

	if (rc)
		return rc;
	*over = !order;
	if (!order)
		return HW_OK;
	if (step->next)
		next_step(h, step->next, NULL);
	shopify_parts(h, order, &o);
	return step->take(h, s, id, &o, over);
}

hw_status shopify_long_step(struct hw_host *h, struct shopify *s,
			    const char *id, int *over)
{
	const char *name = shopify_kv(h, KV_STEP);
	const struct step *step = NULL;
	hw_status rc;

	*over = 0;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (strcmp(name, steps[i].name) == 0)
			step = &steps[i];
	rc = step ? one_step(h, s, id, step, over) : step_lines(h, s, id, over);
	if (!rc && *over)
		shopify_long_forget(h);
	return rc;
}
