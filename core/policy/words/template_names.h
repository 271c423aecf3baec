/* template_names.h - policy/templates.conf: which texts there are, and of which
 * parts, facts and variants they are made.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_TEMPLATE_NAMES_H
#define HW_POLICY_TEMPLATE_NAMES_H

#include "policy/conf/conf.h"
#include "policy/words/library.h"
#include "policy/words/variant.h"

/* Texts which say that the buyer gets something, or got it. */
struct template_tale {
	const char *verb;      /* "refund", "reship" ... (rule.h, tells_of) */
	const char *templates; /* by blanks */
};
VEC(template_tales, struct template_tale);

/* Names by blanks. */
struct template_names {
	const char *facts, *templates, *parts;
	const char *with_subject; /* those that may open a conversation */
	struct variant_list variants;
	struct library_families scenarios;
	struct template_tales tales;
};

/* Texts live as long as c and the arena. */
void template_names_read(struct template_names *t, struct conf *c,
			 struct arena *arena);
/* What a text says that the buyer gets; "" where nothing is said of it. */
const char *template_tells(const struct template_names *t, const char *id);
void template_names_release(struct template_names *t);

#endif
