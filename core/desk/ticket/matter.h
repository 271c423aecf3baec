/* matter.h - what is known of a matter when a rule is asked.
 *
 * Named as in policy/facts.conf, where each is explained. Unknown is "", no
 * currency, a number below 0 (stars: 0), and of a flag 0; it is never guessed.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_MATTER_H
#define HW_DESK_MATTER_H

#include "base/money.h"

enum { FLAG_NO = -1, FLAG_UNKNOWN, FLAG_YES };
#define UNKNOWN INT64_C(-1)

struct matter {
	const char *trigger; /* "message", "stalled", "payment_failed" ... */
	const char *issue, *also, *channel, *platform, *country, *lang;
	const char *carrier, *scan_status, *shop; /* shop: its instance */
	const char *remedy;                       /* given.h */
	const char *ticket_issue; /* before what is being told now */
	const char *refund;       /* how far money has come */
	struct money order_total; /* as the buyer paid */
	/* Of the order: given back or on its way, and what could still be. */
	struct money refunded_amount, refund_open;
	int64_t confidence, buyer_orders, stars, messages;
	int64_t order_pieces;    /* of all its lines */
	int64_t parcel_still_ms; /* since its last scan */
	int64_t age_ms;          /* of the order */
	int64_t ticket_age_ms, late_by_ms;
	int64_t placed; /* ms */
	int has_order, has_tracking, shipped, delivered, lost, refunded;
	int cancelled, disputed, paid, has_proof, has_coupon;
	/* By the shop's own verbs, and the manifest (matter_can()). */
	int can_refund, can_reship, can_coupon, can_return, can_exchange,
		can_credit;
	/* Of the wait that a playbook comes from: did the buyer write, did a
	 * person say yes? */
	int answered, accepted;
	const char *chosen; /* and of what was offered, which? */
	/* Of the ticket: was something shown, did a person say yes to it? */
	int has_photo, proven;
	int satisfied; /* of a matter that is over */
	int danger;    /* to people: told now, or on its ticket before */
	int vip;       /* yes: the seller names the buyer, or it was one when
			* this was decided; else other facts tell */
	int64_t now;
};

/* What `refund = "order"` gives: the order, less what went back already. 0
 * when nothing is left; no currency when that cannot be told. */
struct money matter_rest(const struct matter *m);

#endif
