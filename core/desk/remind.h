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

/* An answer is waited for: sets the response of a ticket, of which `source`
 * (the rule it is by), `set` and `due` are asked, and its next reminder. What
 * is open of either is the caller's to end. No reminder when the policy has
 * none. */
int response_set(struct desk *d, int64_t ticket, const struct matter *m,
		 int tier, const struct deadline *response,
		 struct err *err) MUST_CHECK;
/* The same for the whole time of the tier, counted from a moment; nothing when
 * the policy gives it none. */
int response_since(struct desk *d, const struct ticket *t, int64_t since,
		   struct err *err) MUST_CHECK;
/* From now on. */
int response_by_tier(struct desk *d, const struct ticket *t,
		     struct err *err) MUST_CHECK;

/* It has come due. */
int remind_wake(struct desk *d, const struct deadline *one,
		struct err *err) MUST_CHECK;

#endif
