/* shown.h - what the platform's payments show of one of our refunds.
 *
 * A refund is known by the id that the platform gave it, or by our key in its
 * note. Where a platform gives neither back (class C), it is known by what
 * changed since just before it was sent: one refund more, of its amount, that
 * is nobody else's.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SHOWN_H
#define HW_DESK_SHOWN_H

#include "desk/internal.h"
#include "hw_plugin.h"

/* A refund may be split over several payments, and each has its own fate. */
struct shown {
	int count;         /* payments that are this refund's */
	struct money paid; /* what surely went back */
	bool pending, failed;
	bool odd;        /* in another currency than was decided */
	bool unclear;    /* others are shown too: nobody can tell which is it */
	const char *ref; /* of the first; in the desk's arena */
};

/* Is this payment of that action, by its id or our key? */
bool shown_is(const struct action *a, const struct hw_payment *p);

/* What stands in the payments of its order now. */
int shown_read(struct desk *d, const struct action *a, struct shown *out,
	       struct err *err) MUST_CHECK;

/* Paid and refunded of an order, from its payments. false when nothing is
 * known or the currencies differ. */
bool order_sums(struct db *db, int64_t shop, const char *order_ref,
		struct money *paid, struct money *refunded);

#endif
