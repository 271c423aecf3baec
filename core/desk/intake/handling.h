/* handling.h - a paid order has a tracking number within its handling time
 * (A130). One deadline an order, of purpose "handling", set when it is paid and
 * met by the first number: what it costs does not grow with the history.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_HANDLING_H
#define HW_DESK_HANDLING_H

#include "desk/internal.h"
#include "hw_plugin.h"

/* A sale went through. */
int handling_begin(struct desk *d, const struct hw_payment *p,
		   struct err *err) MUST_CHECK;
/* A shipment with a number is known, or cancelled. */
int handling_over(struct desk *d, const struct hw_shipment *s,
		  struct err *err) MUST_CHECK;
/* Nothing need be sent any more: cancelled, given back, or on its way after
 * all. */
bool handling_idle(struct desk *d, const struct deadline *one);
/* The moment has come, and something must: an alert. */
int handling_late(struct desk *d, const struct deadline *one,
		  struct err *err) MUST_CHECK;

#endif
