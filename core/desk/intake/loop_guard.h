/* loop_guard.h - what keeps two machines from answering each other for ever.
 *
 * Without a person's approval nothing answers a message that asks for no
 * automatic answer, nobody gets more than the policy's number of replies in 24
 * hours, and all of them together not more than its number in an hour
 * (policy/rules.conf, automatic_replies). What is over waits for a person.
 * [source: RFC 3834 section 2]
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_LOOP_GUARD_H
#define HW_DESK_LOOP_GUARD_H

#include "desk/internal.h"

/* May this reply go by itself, as far as loops go? False with ERR_DENIED and
 * the reason. True for all that is no reply. */
bool loop_guard(struct desk *d, const struct action *a, struct err *why);

#endif
