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

/* Who gives it by hand: money, credit and coupons finance, goods and returns
 * the warehouse; NULL for what nobody does. */
const char *by_hand_role(const char *verb);
/* Is it one of these, money or what is worth some, and not goods? */
bool by_hand_pays(const char *verb);
/* False of finance that gives goods and a warehouse that gives money: hardly
 * meant, as `check` says of playbooks. Any other role may give either, and who
 * gives a task by hand has said both and is believed. */
bool by_hand_may(const char *role, const char *verb);

#endif
