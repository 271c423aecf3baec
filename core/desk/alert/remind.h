/* remind.h - telling people before a response is late.
 *
 * An open first response has one reminder, which when it comes due raises an
 * alert and sets the next; the policy says at which shares of the time
 * (policy/triage.conf). A limit of a platform and a promise have none.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REMIND_H
#define HW_DESK_REMIND_H

#include "desk/internal.h"
#include "desk/ticket/matter.h"

/* An answer is waited for: sets the response of a ticket, of which `source`
 * (the rule it is by), `set` (what it counts from) and `due` are asked, and its
 * next reminder. What is open of either is the caller's to end. No reminder
 * when the policy has none. */
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

/* When an answer is due that counts from `since`, by the time of a tier, and
 * the rule that says so; 0 when the policy gives it none. */
int64_t response_due(struct desk *d, const struct matter *m, int tier,
		     int64_t since, const char **rule);
/* An open response counts from `since` by the tier that the ticket has now,
 * whether that moment is over or not; as it was, when the policy gives it none.
 */
int response_move(struct desk *d, const struct ticket *t,
		  const struct matter *m, const struct deadline *response,
		  int64_t since, struct err *err) MUST_CHECK;
/* Some were moved: the reminder of the nearest is set anew, and its alert over.
 * Is a share of its time over already, that is told once, now. */
int response_moved(struct desk *d, const struct ticket *t,
		   const struct matter *m, struct err *err) MUST_CHECK;

/* It has come due. */
int remind_wake(struct desk *d, const struct deadline *one,
		struct err *err) MUST_CHECK;

#endif
