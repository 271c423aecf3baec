/* follow_own.h - what the files of follow.h share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_FOLLOW_OWN_H
#define HW_DESK_FOLLOW_OWN_H

#include "desk/playbook/follow.h"
#include "desk/ticket/ticket.h"

/* A ticket for what has just happened, or a word more of the one that is open.
 */
int report_now(struct desk *d, struct report *report,
	       struct err *err) MUST_CHECK;
/* As report_now; folded when its time had passed at `due` and no open ticket
 * is about its order. */
int report_by(struct desk *d, struct report *report, int64_t due,
	      const char *what, struct err *err) MUST_CHECK;

/* The shipment a tracking number belongs to. 1, 0 or -1. */
int parcel_of(struct desk *d, const char *tracking, struct hw_shipment *s,
	      int64_t *shop, struct err *err) MUST_CHECK;

/* How long a parcel may stand still with that status; 0: for ever, or nobody
 * says. */
int64_t parcel_still_limit(struct desk *d, int64_t shop,
			   const struct hw_shipment *s, int32_t status);
/* When a parcel has not moved for its limit it is stalled. The limit counts
 * from the last sign of life; a parcel that stood still already when we first
 * saw it is folded into one ticket, not one each. */
int parcel_watch(struct desk *d, int64_t shop, const struct hw_shipment *s,
		 int32_t status, int64_t since, struct err *err) MUST_CHECK;
/* It arrived, or never will. */
int parcel_unwatch(struct desk *d, const char *tracking,
		   struct err *err) MUST_CHECK;

#endif
