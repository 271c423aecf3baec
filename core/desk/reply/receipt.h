/* receipt.h - a buyer who writes while nobody works is told once when we open
 * again.
 *
 * A receipt is no answer: our own clocks and the platform's run on, the ticket
 * does not wait for the buyer, and whoever comes in the morning finds it in the
 * queue as before. One a thread; none when the desk has replied or is about
 * to; none to machines (loop_guard.h). It leaves by itself, so only through
 * an instance with effects = "auto", and only where policy/staff.conf says so.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_RECEIPT_H
#define HW_DESK_RECEIPT_H

#include "desk/ticket/ticket.h"

/* The rule of its action; in SQL, too. */
#define RECEIPT_RULE "out of hours"
#define RECEIPT_TEMPLATE "out_of_hours.receipt"

bool receipt_is(const struct action *a);

/* A buyer's message has come onto the ticket, and the rules were asked. */
int receipt_give(struct desk *d, int64_t ticket, const struct report *report,
		 struct err *err) MUST_CHECK;

#endif
