/* derived.h - facts that follow from other facts: a flag of facts.conf with
 * `when`, so that what several rules and playbooks ask stands once, under a
 * name of its own. The desk fills no such fact; it is yes where its condition
 * holds, no where it does not, and unknown where that cannot be told. The
 * condition names facts that stand above it, derived ones too.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_DERIVED_H
#define HW_POLICY_DERIVED_H

#include "policy/rule/rule.h"

struct derived {
	int fact; /* its position */
	const struct condition *when;
};
VEC(derived_list, struct derived);

/* Of the facts in `root`, which the vocabulary has read; in their order. */
void derived_read(struct derived_list *list, const struct conf_node *root,
		  const struct vocabulary *facts, struct compiler *compiler);
/* When all others are set. */
void derived_set(const struct derived_list *list, struct fact_values *v);

#endif
