/* return.c - a return that the shop opens.
 *
 * Shopify tells what can be sent back, parcel by parcel; the action's lines (or
 * all) are looked for there, over as many parcels as they take. Our reference
 * stands in each line's note, by which the return is found again.
 * [source: Admin API 2026-07: returnableFulfillments, returnCreate]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"
#include "whole.h"

const char shopify_returnable_query[] =
	"query Returnable($id:ID!,$after:String){returnableFulfillments("
	"orderId:$id,first:1,after:$after){pageInfo{hasNextPage endCursor} "
	"nodes{id returnableFulfillmentLineItems(first:240){pageInfo{"
	"hasNextPage} nodes{quantity fulfillmentLineItem{id lineItem{id}}}}}}}";

const char shopify_return_mutation[] =
	"mutation Return($input:ReturnInput!){returnCreate(returnInput:$input)"
	"{return{id name status} userErrors{field message code}}}";

const char shopify_return_query[] =
	"query FindReturn($id:ID!,$after:String){order(id:$id){id returns("
	"first:50,after:$after){pageInfo{hasNextPage endCursor} nodes{id name "
	"status returnLineItems(first:3){nodes{returnReasonNote}}}}}}";

struct wish {
	const char *line_ref;
	int64_t left;
};
struct wishes {
	struct wish *at;
	uint32_t count;
	const char *lines; /* what was found, as JSON */
};

static void read_wishes(struct hw_host *h, const struct hw_action *a,
			struct wishes *w)
{
	w->count = a->items.count;
	w->at = h->alloc(h, (w->count + 1) * sizeof *w->at);
	w->lines = "";
	for (uint32_t i = 0; i < w->count; i++) {
		const struct hw_item *item =
			(const void *)((const char *)a->items.at +
				       (size_t)i * a->items.stride);

		w->at[i] = (struct wish){ item->line_ref, item->quantity };
	}
}

/* How many of this line are still wished for, at most `there`. */
static int64_t take(struct wishes *w, const char *line_ref, int64_t there)
{
	if (!w->count)
		return there;
	for (uint32_t i = 0; line_ref && i < w->count; i++) {
		struct wish *one = &w->at[i];
		int64_t n = one->left < there ? one->left : there;

		if (strcmp(one->line_ref, line_ref) != 0 || n < 1)
			continue;
		one->left -= n;
		return n;
	}
	return 0;
}

static void take_lines(struct hw_host *h, const struct hw_action *a,
		       const struct hw_json *list, struct wishes *w)
{
	const char *reason = a->args[RETURN_REASON].s;

	for (uint32_t i = 0; i < h->json_count(list); i++) {
		const struct hw_json *l = h->json_item(list, i);
		int64_t n = take(
			w, h->json_text(l, "fulfillmentLineItem/lineItem/id"),
			h->json_int(l, "quantity", 0));

		if (n < 1)
			continue;
		w->lines = h->text(
			h,
			"%s%s{\"fulfillmentLineItemId\":%s,\"quantity\":%lld,"
			"\"returnReason\":%s,\"returnReasonNote\":%s}",
			w->lines, *w->lines ? "," : "",
			h->json_quote(h, h->json_text(l, "fulfillmentLineItem/"
							 "id")),
			(long long)n,
			h->json_quote(h, reason && *reason ? reason : "OTHER"),
			h->json_quote(h, a->note));
	}
}

static int all_found(const struct wishes *w)
{
	for (uint32_t i = 0; i < w->count; i++)
		if (w->at[i].left > 0)
			return 0;
	return w->count > 0;
}

/* Parcel after parcel until all is found. */
static hw_status look_through(struct hw_host *h, struct shopify *s,
			      const struct hw_action *a, struct wishes *w)
{
	const char *after = NULL;
	const struct hw_json *data, *parcel, *page;

	do {
		hw_status rc =
			shopify_query(h, s, shopify_returnable_query,
				      h->text(h, "{\"id\":%s,\"after\":%s}",
					      h->json_quote(h, a->order_ref),
					      h->json_quote(h, after)),
				      0, &data);

		if (rc)
			return rc;
		page = h->json_at(data, "returnableFulfillments");
		parcel = h->json_at(page,
				    "nodes/0/returnableFulfillmentLineItems");
		if (h->json_int(parcel, "pageInfo/hasNextPage", 0))
			return h->fail(h, HW_REJECTED, 0,
				       "a parcel of more than 240 lines: open "
				       "this return in Shopify");
		take_lines(h, a, h->json_at(parcel, "nodes"), w);
		after = h->json_int(page, "pageInfo/hasNextPage", 0)
				? h->json_text(page, "pageInfo/endCursor")
				: NULL;
	} while (after && !all_found(w));
	if (w->count ? !all_found(w) : !*w->lines)
		return h->fail(h, HW_REJECTED, 0,
			       "these lines cannot be returned: not sent, or "
			       "returned already");
	return HW_OK;
}

hw_status shopify_return(struct hw_host *h, struct shopify *s,
			 const struct hw_action *a)
{
	const struct hw_json *data;
	struct wishes w;
	const char *id;
	hw_status rc;

	read_wishes(h, a, &w);
	rc = look_through(h, s, a, &w);
	if (rc)
		return rc;
	rc = shopify_query(h, s, shopify_return_mutation,
			   h->text(h,
				   "{\"input\":{\"orderId\":%s,"
				   "\"returnLineItems\":[%s]}}",
				   h->json_quote(h, a->order_ref), w.lines),
			   HW_EFFECT, &data);
	if (rc || (rc = shopify_user_error(h, data, "returnCreate")))
		return rc;
	id = h->json_text(data, "returnCreate/return/id");
	if (!id)
		return h->fail(h, HW_BROKEN, 0, "Shopify named no return");
	return hw_emit_outcome(
		h,
		&(struct hw_outcome){ .ref = id,
				      .result = h->json_text(
					      data, "returnCreate/return/name"),
				      .state = HW_SETTLED });
}

/* -- finding it again -- */

static int is_ours(struct hw_host *h, const struct hw_json *r,
		   const struct hw_action *a)
{
	const struct hw_json *list = h->json_at(r, "returnLineItems/nodes");

	for (uint32_t i = 0; i < h->json_count(list); i++) {
		const char *note =
			h->json_text(h->json_item(list, i), "returnReasonNote");

		if (note && strstr(note, a->key))
			return 1;
	}
	return 0;
}

static int notes_told(struct hw_host *h, const struct hw_json *lines)
{
	for (uint32_t i = 0; i < h->json_count(lines); i++)
		if (!h->json_text(h->json_item(lines, i), "returnReasonNote"))
			return 0;
	return 1;
}

/* *found: ours, or NULL. What cannot be read is no answer: it might be ours. */
static hw_status find_among(struct hw_host *h, const struct hw_json *data,
			    const struct hw_action *a,
			    const struct hw_json **found)
{
	const struct hw_json *list, *lines;
	hw_status rc = shopify_list(h, data, "order/returns/nodes", &list);

	*found = NULL;
	if (!rc &&
	    h->json_int(data, "order/returns/pageInfo/hasNextPage", -1) < 0)
		rc = h->fail(h, HW_BROKEN, 0,
			     "Shopify does not say whether there are more "
			     "returns");
	for (uint32_t i = 0; !rc && i < h->json_count(list); i++) {
		const struct hw_json *r = h->json_item(list, i);

		rc = shopify_list(h, r, "returnLineItems/nodes", &lines);
		if (!rc && !(h->json_text(r, "id") && notes_told(h, lines)))
			rc = h->fail(h, HW_BROKEN, 0,
				     "Shopify sent a return without its id or "
				     "its notes");
		if (!rc && is_ours(h, r, a))
			*found = r;
	}
	return rc;
}

hw_status shopify_return_find(struct hw_host *h, struct shopify *s,
			      const struct hw_action *a)
{
	const char *after = NULL;
	const struct hw_json *data, *found;

	do {
		hw_status rc =
			shopify_query(h, s, shopify_return_query,
				      h->text(h, "{\"id\":%s,\"after\":%s}",
					      h->json_quote(h, a->order_ref),
					      h->json_quote(h, after)),
				      0, &data);

		if (rc)
			return rc;
		if ((rc = shopify_order_is(h, data, a->order_ref)) ||
		    (rc = find_among(h, data, a, &found)))
			return rc;
		if (found)
			return hw_emit_outcome(
				h,
				&(struct hw_outcome){
					.ref = h->json_text(found, "id"),
					.result = h->json_text(found, "name"),
					.state = HW_SETTLED });
		after = h->json_int(data, "order/returns/pageInfo/hasNextPage",
				    0)
				? h->json_text(data, "order/returns/pageInfo/"
						     "endCursor")
				: NULL;
	} while (after);
	return hw_emit_outcome(h, &(struct hw_outcome){ .state = HW_ABSENT });
}
