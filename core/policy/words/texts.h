/* texts.h - what the packs' texts say against the policy that names them:
 * whether every reply stands in the packs (a rule whose text no pack has never
 * proposes anything), and whether a playbook that asks for photos waits for
 * them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_TEXTS_H
#define HW_POLICY_TEXTS_H

#include "policy/policy.h"

/* Records replies of rules and playbooks: those that no pack has, or, with
 * `some`, those that some packs have and others lack, each pack named. Without
 * any pack there is nothing to say. */
void texts_missing(const struct policy *p, const struct pack_list *packs,
		   bool some, struct mistakes *m);

/* Records waits `for = "buyer"` after a reply that asks for photos: a file that
 * comes by itself does not end them. */
void texts_photo_waits(const struct policy *p, const struct pack_list *packs,
		       struct mistakes *m);

#endif
