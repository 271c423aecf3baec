/* promise.h - a reply that the policy wrote promises what its own rule gives
 * beside it; when that is given up, the reply goes, too.
 *
 * Only before it has begun to leave, and not while something else of the rule
 * is on its way or done (advice_tells()). What has left is for people: they are
 * told by the alert of what was refused.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_PROMISE_H
#define HW_DESK_PROMISE_H

#include "desk/internal.h"

/* Money or goods that a rule proposed were cancelled, refused or failed. A part
 * (part.h) that is left away leaves the rest as it is; so does anything that no
 * rule proposed. */
int promise_broken(struct desk *d, const struct action *a, const char *why,
		   struct err *err) MUST_CHECK;

#endif
