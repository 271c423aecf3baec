/* texts.h - whether every reply that the policy names stands in the packs: a
 * rule whose text no pack has never proposes anything.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_TEXTS_H
#define HW_POLICY_TEXTS_H

#include "policy/policy.h"

/* Records replies of rules and playbooks: those that no pack has, or, with
 * `some`, those that some packs have and others lack, each pack named. Without
 * any pack there is nothing to say. */
void texts_missing(const struct policy *p, const struct pack_list *packs,
		   bool some, struct mistakes *m);

#endif
