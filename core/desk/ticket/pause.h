/* pause.h - clocks that stand still while the buyer is asked.
 *
 * A deadline of a period that pauses (policy/triage.conf) stands still from
 * when the ticket's playbook begins to wait for the buyer until it goes on;
 * what was left of it is left then. A platform's limit, a first response and
 * the wait itself never stand still: they are of no such period. That a reply
 * has left is no question to the buyer, so waiting for them after it stops no
 * clock.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_PAUSE_H
#define HW_DESK_PAUSE_H

#include "desk/ticket/ticket.h"

/* Stops and starts the deadlines of a ticket as it stands now. */
int pause_look(struct desk *d, const struct ticket *t,
	       struct err *err) MUST_CHECK;

#endif
