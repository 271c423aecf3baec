/* template_names.h - policy/templates.conf: which texts there are, and of which
 * parts, facts and variants they are made.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_TEMPLATE_NAMES_H
#define HW_POLICY_TEMPLATE_NAMES_H

#include "policy/conf.h"
#include "policy/library.h"
#include "policy/variant.h"

/* Names by blanks. */
struct template_names {
	const char *facts, *templates, *parts;
	const char *with_subject; /* those that may open a conversation */
	struct variant_list variants;
	struct library_families scenarios;
};

/* Texts live as long as c and the arena. */
void template_names_read(struct template_names *t, struct conf *c,
			 struct arena *arena);
void template_names_release(struct template_names *t);

#endif
