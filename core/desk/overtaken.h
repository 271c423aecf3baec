/* overtaken.h - the buyer says that they need nothing any more: they keep it,
 * it arrived after all, it is solved.
 *
 * Then the playbook ends, and what the policy proposed and nobody approved is
 * taken back: a question, a remedy, a return. A reply that tells of what was
 * given stays. What somebody said yes to is theirs to stop, and so is what
 * somebody has as a task: an alert names it. Thanks alone end nothing: who is
 * thanked may have promised something.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_OVERTAKEN_H
#define HW_DESK_OVERTAKEN_H

#include "desk/ticket.h"

/* Nothing when the message says no such thing. */
int overtaken_look(struct desk *d, int64_t ticket, const struct report *said,
		   struct err *err) MUST_CHECK;

#endif
