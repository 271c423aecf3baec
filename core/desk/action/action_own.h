/* action_own.h - what approving and stopping share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ACTION_OWN_H
#define HW_DESK_ACTION_OWN_H

#include "desk/internal.h"

/* Only an agent says what became of money; that moves none, so no limit is
 * asked. */
int action_may_judge(struct desk *d, const struct action *a,
		     struct err *err) MUST_CHECK;

#endif
