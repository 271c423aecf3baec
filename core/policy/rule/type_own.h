/* type_own.h - what types meet (type_meet.c), for what each operator makes of
 * them (type.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_TYPE_OWN_H
#define HW_POLICY_TYPE_OWN_H

#include "policy/rule/expr.h"

/* Gives a literal the type of the node it stands beside. */
int type_resolve(const struct vocabulary *v, struct node *n,
		 const struct node *beside, struct err *err) MUST_CHECK;
/* Two values of one type, literals resolved; null goes with none. */
int type_unify(const struct vocabulary *v, struct node *a, struct node *b,
	       struct err *err) MUST_CHECK;
/* For sentences: the type's name, and the fact's or "this". */
const char *type_of_node(const struct node *n);
const char *type_subject(const struct vocabulary *v, const struct node *n);

#endif
