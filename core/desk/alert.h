/* alert.h - somebody must look: one alert per cause, counted when it comes
 * again, open until somebody acknowledges it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ALERT_H
#define HW_DESK_ALERT_H

#include "desk/internal.h"

int alert_check(struct desk *d, struct err *err);
int alert_decide(struct desk *d, struct err *err);
int acknowledge_check(struct desk *d, struct err *err);
int acknowledge_decide(struct desk *d, struct err *err);

#endif
