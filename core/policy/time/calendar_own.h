/* calendar_own.h - what the files that read a calendar share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_CALENDAR_OWN_H
#define HW_POLICY_CALENDAR_OWN_H

#include "policy/time/calendar.h"

#define DAY_MINUTES (24 * 60)

/* Takes "hours" of a calendar; mistakes are recorded. */
void calendar_hours(struct calendar *c, const struct conf_node *g);

#endif
