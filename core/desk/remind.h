/* remind.h - telling people before a response is late.
 *
 * An open first response has one reminder, which when it comes due raises an
 * alert and sets the next; the policy says at which shares of the time
 * (policy/triage.conf). A limit of a platform and a promise have none.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REMIND_H
#define HW_DESK_REMIND_H

#include "desk/internal.h"
#include "desk/matter.h"

/* Sets the next reminder of a ticket's response, of which `set` and `due` are
 * asked; one that is open is the caller's to end. None when the policy has
 * none. */
int remind_set(struct desk *d, int64_t ticket, const struct matter *m, int tier,
	       const struct deadline *response, struct err *err) MUST_CHECK;

/* It has come due. */
int remind_wake(struct desk *d, const struct deadline *one,
		struct err *err) MUST_CHECK;

#endif
