/* day_told.h - a person tells the buyer a day ("you hear from us by Friday"),
 * and it is looked at then.
 *
 * When such words leave, the ticket has a follow-up for the morning of that day
 * on our clock (senses.h), which holds its end as others do, and raises an
 * alert when it comes. Words of a person that leave on that day, or its eve,
 * keep it; earlier ones may tell another day. What the policy writes has
 * promises of its own (`promise_days`). Which days count is the guard's to say
 * (guard_day_told() of policy/guard/guard.h): what tells of the past, or is a
 * carrier's, is none. SPDX-License-Identifier: MIT
 */
#ifndef HW_DESK_DAY_TOLD_H
#define HW_DESK_DAY_TOLD_H

#include "desk/internal.h"

#define DAY_TOLD "the day that we told" /* source of the follow-up */

/* The reply was taken. Nothing where its ticket is closed. */
int day_told_left(struct desk *d, const struct action *reply,
		  struct err *err) MUST_CHECK;

#endif
