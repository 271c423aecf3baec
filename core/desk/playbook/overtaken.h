/* overtaken.h - the buyer says that they need nothing any more: they keep it,
 * it arrived after all, it is solved.
 *
 * Then the playbook ends, and what the policy proposed and nobody approved is
 * taken back: a question, a remedy, a return. Money and goods that somebody
 * said yes to, and that have not begun to leave, wait for another yes, with the
 * words that tell of them, and go by no word more of the buyer's; not those of
 * which the buyer was told, nor those of a ticket that went into this one and
 * is closed, where nobody would see them wait. A reply that tells of what was
 * given stays, and so does the day that a reply which left has promised. An
 * alert names what was taken back; another one what waits or goes on, and how
 * to give or stop it: what a person asked for or said yes to, what is parked,
 * and tasks. Thanks alone end nothing: who is thanked may have promised
 * something. SPDX-License-Identifier: MIT */
#ifndef HW_DESK_OVERTAKEN_H
#define HW_DESK_OVERTAKEN_H

#include "desk/ticket/ticket.h"

/* Nothing when the message says no such thing, or may not. */
int overtaken_look(struct desk *d, int64_t ticket, const struct report *said,
		   struct err *err) MUST_CHECK;

/* *message: by which the buyer says that they need nothing any more, where a
 * task gives them something; 0 when there is none, or they asked for something
 * since: thanks do not take it back. */
int overtaken_by(struct desk *d, int64_t ticket, const char *gives,
		 int64_t *message, struct err *err) MUST_CHECK;
/* ERR_DATA when there is one, unless the command has a reason ("force").
 * Nothing of commands of the journal: what was given then was given. */
int overtaken_task(struct desk *d, int64_t ticket, const char *gives,
		   struct err *err) MUST_CHECK;

#endif
