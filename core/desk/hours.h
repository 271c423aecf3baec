/* hours.h - does anybody work now?
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_HOURS_H
#define HW_DESK_HOURS_H

#include "desk/internal.h"

/* Out of hours by the calendar that the policy names; false when it names
 * none. */
bool out_of_hours(struct desk *d);

#endif
