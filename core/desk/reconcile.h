/* reconcile.h - refunds that the platform shows, held against ours.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_RECONCILE_H
#define HW_DESK_RECONCILE_H

#include "desk/internal.h"
#include "hw_plugin.h"

/* A refund was reported. One of ours settles; a foreign one while ours is
 * unknown parks ours: nobody can tell them apart. */
int refund_seen(struct desk *d, const struct hw_payment *p,
		struct err *err) MUST_CHECK;

/* Is the refund among the payments that were told already? Then it settles by
 * that one, and *moved. */
int refund_known(struct desk *d, const struct action *a, bool *moved,
		 struct err *err) MUST_CHECK;

/* Paid and refunded of an order, from its payments. false when nothing is
 * known or the currencies differ. */
bool order_sums(struct db *db, int64_t shop, const char *order_ref,
		struct money *paid, struct money *refunded);

#endif
