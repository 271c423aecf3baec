/* reply_address.h - to whom a reply goes, by which way and under which subject.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REPLY_ADDRESS_H
#define HW_DESK_REPLY_ADDRESS_H

#include "desk/internal.h"

/* Address, name and thread of a reply on a ticket's channel, and the subject of
 * what it answers where a has none. True when the buyer wrote: their last
 * message decides; else it is the order's address and the mail channel. An
 * address that `a` has already is kept: then it is the last message from
 * there. */
bool reply_address_find(struct desk *d, const struct ticket *t,
			struct action *a);

/* The same, with a subject in any case; false when nobody can be written to. */
bool reply_address(struct desk *d, const struct ticket *t, struct action *a);

/* May it go to whom it names, or without naming anybody (merge_whom())? What
 * left then left: 0 in a replay. */
int reply_named(struct desk *d, const struct action *a,
		struct err *err) MUST_CHECK;
/* May what nobody looked at leave, as its ticket is one buyer's? Why it waits,
 * if not. A receipt goes to who just wrote. */
bool reply_for_one(struct desk *d, const struct action *a, struct err *why);

#endif
