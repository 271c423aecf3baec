/* whole.h - an order with all that hangs on it.
 *
 * A page of orders shows a few of each list; cost is counted by what may come,
 * not by what comes, so short lists make large pages. An order with a list
 * that may go on is read by itself, in steps of one call each, so that a small
 * bucket of points delays it and never stops it: its lines page by page (kept
 * in kv until all are there, for they are one record with the order), then the
 * payments, the parcels, the returns. Payments, refunds and parcels are plain
 * lists without a cursor: they are asked for with the most that 1,000 points
 * allow, and what is beyond even that is told in the log.
 * [source: Admin API 2026-07: Order]
 * SPDX-License-Identifier: MIT */
#ifndef HW_SHOPIFY_WHOLE_H
#define HW_SHOPIFY_WHOLE_H

#include "shopify.h"

struct shopify_part { /* a list may come in several answers */
	const struct hw_json *list;
	struct shopify_part *next;
};
struct shopify_order {
	const struct hw_json *head;
	struct shopify_part *lines, *transactions, *refunds, *fulfillments,
		*returns;
};

/* Some list of this order, as a page shows it, may go on. */
int shopify_is_long(struct hw_host *h, const struct hw_json *order);
/* The lists of an order that is not long. */
void shopify_parts(struct hw_host *h, const struct hw_json *order,
		   struct shopify_order *out);
/* The next step of reading a long order to the end of every list. *over: it is
 * done, or the order is gone. */
hw_status shopify_long_step(struct hw_host *h, struct shopify *s,
			    const char *id, int *over);
/* Drops what the steps of an order have kept. */
void shopify_long_forget(struct hw_host *h);
/* Its transactions and refunds; no such order: HW_REJECTED. */
hw_status shopify_payments(struct hw_host *h, struct shopify *s, const char *id,
			   struct shopify_order *out);
/* Orders by change; $n $after $q. SHOPIFY_ORDER_COST: points of one order in it
 * by the documented measure, an upper bound. */
extern const char shopify_orders_query[], shopify_order_query[];
#define SHOPIFY_ORDER_COST 80

/* Is the "order" of this answer there, and the one that was asked for? */
hw_status shopify_order_is(struct hw_host *h, const struct hw_json *data,
			   const char *id);

#endif
