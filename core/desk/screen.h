/* screen.h - may this text leave?
 *
 * The policy's guard is asked about every reply: a person's is refused, the
 * desk's own waits, each with the rule, its source and the words meant. What
 * the order says (its number, the buyer's name, the parcel, the refund) goes
 * with the question, so that a text that contradicts it is found.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SCREEN_H
#define HW_DESK_SCREEN_H

#include "desk/internal.h"

/* 0 when it may, or says nothing. ERR_DATA: one sentence about what it must not
 * say. The action needs verb, shop, ticket, order_ref, lang, channel, subject
 * and text. */
int screen_text(struct desk *d, const struct action *a,
		struct err *err) MUST_CHECK;

#endif
