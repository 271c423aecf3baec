/* disputed.h - money beside a dispute that is open.
 *
 * A bank or a platform may take the sum of a dispute itself: a refund, a part
 * of one or store credit of the same order would be paid a second time. So
 * planning one is refused as long as such a dispute waits for us or is looked
 * at, until a manager or an owner says that both are meant: "beside_dispute" of
 * the command names the newest they know of, and those before it go with it.
 * A reason does not do. It is said of that command and not kept: who approves
 * is asked again only of a dispute of which something was heard since then.
 *
 * What the policy proposes may be how a claim is settled, and may be approved
 * beside one; beside a chargeback, where the bank takes the money, it is asked
 * of whoever approves it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_DISPUTED_H
#define HW_DESK_DISPUTED_H

#include "desk/internal.h"

/* A command that is new, never one of the journal: ERR_DATA naming the dispute,
 * its sum and its limit, or because what "beside_dispute" names is no open
 * dispute of the order; ERR_DENIED: not for this person to say. */
int disputed_check(struct desk *d, const struct action *a,
		   struct err *err) MUST_CHECK;

#endif
