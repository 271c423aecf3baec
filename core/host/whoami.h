/* whoami.h - whom the desk takes somebody for, and what it lets them do.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_WHOAMI_H
#define HW_HOST_WHOAMI_H

#include "base/json.h"
#include "desk/brain.h"

/* Appends the members name, agent (false: the system's operator), role, and,
 * where the role has them, per_action, per_day and four_eyes_above. */
void whoami_put(struct jw *w, const struct brain *b, const char *actor);

#endif
