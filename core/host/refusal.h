/* refusal.h - what people read when the guard stops a text.
 *
 * One sentence: the rule, the words that are meant, what to do, why there is
 * such a rule. Where those words say little by themselves ("2") the ones around
 * them are shown as well; where the text contradicts the order, what the order
 * has; where it tells what is somebody else's, what that is, instead of the
 * rule's reason. Whoever is answered writes for that order, so it is no secret
 * from them; all of it stands in quotation marks, which logs leave out
 * (base/str.h), with ' for those within. Sentences are cut at the end of 399
 * bytes (base/err.h), so what is to be done stands before what the order has
 * and the rule's reason, and what is quoted is short.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_REFUSAL_H
#define HW_HOST_REFUSAL_H

#include "policy/guard/guard.h"

/* In the arena. */
const char *refusal_of(const struct guard_policy *g, const struct guard_text *t,
		       const struct guard_hit *h, struct arena *arena);

#endif
