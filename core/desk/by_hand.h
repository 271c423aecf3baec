/* by_hand.h - what people do where no plugin can.
 *
 * A shop whose plugin has no verb to send goods or money can still be served:
 * the warehouse or finance is given a task, which backs a reply as an action
 * does (backing.h), as long as it says what it gives. Whoever asks for such an
 * effect is told so.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BY_HAND_H
#define HW_DESK_BY_HAND_H

#include "desk/internal.h"
#include "model/effects.h"

/* -1 with ERR_DATA: the instance of the action has no such verb, and how it is
 * done otherwise. */
int by_hand_instead(const struct action *a, struct err *err);

#endif
