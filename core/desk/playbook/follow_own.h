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

#endif
