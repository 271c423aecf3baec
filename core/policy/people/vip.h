/* vip.h - who is a VIP: said once, in policy/facts.conf, and asked everywhere
 * as the fact `buyer_vip`: by the alerts of the night, by key matters, by the
 * tag that a buyer earns, by any rule.
 *
 * A flag and no word `buyer_tag`: a buyer has many tags, and a word one value.
 * Pure.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_VIP_H
#define HW_POLICY_VIP_H

#include "policy/conf/conf.h"
#include "policy/rule/compile.h"

#define BUYER_VIP "buyer_vip"

struct vip {
	const char *buyers;           /* the shop's numbers of them, by blanks;
				       * NULL: none */
	const struct condition *when; /* NULL: none */
};

/* Of the file's root. Mistakes are recorded. */
void vip_read(struct vip *vip, const struct conf_node *root,
	      const struct vocabulary *facts, struct compiler *compiler,
	      struct arena *arena);

/* Is it a buyer whom the seller names? */
bool vip_named(const struct vip *vip, const char *buyer_ref);
/* The fact, by all others; `named` as above. 1, 0, -1 when nobody can tell. */
int vip_is(const struct vip *vip, const struct fact_values *v, bool named);

/* Does a condition read the fact? Of a `when` that says for itself who is one
 * it does not. */
bool vip_reads(const struct vocabulary *facts, const struct condition *c);

#endif
