/* customer.h - everything of one customer, over all shops, in one order of time
 * (A31).
 *
 * A customer is a mail address, or who placed an order: the orders of that
 * address, and those that the same buyer of the same shop placed; the tickets
 * of these orders, those that were merged with them, and those in which the
 * address wrote. Read only. Each part is found by an index, so what is read is
 * the customer's own history and no more.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_CUSTOMER_H
#define HW_DESK_CUSTOMER_H

#include "db/db.h"

struct customer {
	const char *address; /* "" when only an order is known */
	int64_t shop;        /* of the order; 0: none */
	const char *buyer_ref, *order_ref;
};

/* Rows of (at, kind, id), the earliest first: orders, payments, shipments,
 * messages, actions that left or are to leave, tickets (when they were opened),
 * reviews, returns, disputes and tags. */
struct rows customer_timeline(struct db *db, const struct customer *c);
/* Rows of (shop label, orders, currency, total, tickets). */
struct rows customer_sums(struct db *db, const struct customer *c);
/* Rows of (name): the tags, each once. */
struct rows customer_tags(struct db *db, const struct customer *c);

#endif
