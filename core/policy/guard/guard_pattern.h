/* guard_pattern.h - what breaks a rule by its form: a pattern (PCRE2), and what
 * must stand in a text before it is tried at all.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_PATTERN_H
#define HW_POLICY_GUARD_PATTERN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/vec.h"
#include "policy/conf/conf.h"

struct guard_policy;

/* The text as it is looked at (guard_judging.h); what a pattern looks at is the
 * plain one if nothing else is said. */
enum guard_view { VIEW_PLAIN, VIEW_NARROW, VIEW_HEARD, VIEWS };

/* Without which a pattern is not tried (guard_needs.c). */
struct need {
	const char *name; /* of rules.conf; "": a language's own */
	pcre2_code *code;
};
VEC(need_list, struct need);

/* What a pattern finds that reaches somebody (guard_contacts.c). */
enum guard_contact {
	CONTACT_NONE,
	CONTACT_MAIL,
	CONTACT_PHONE,
	CONTACT_STREET
};

struct pattern {
	int rule;
	int need; /* -1: none */
	pcre2_code *code;
	uint64_t unless; /* concepts of the sentence */
	uint64_t clause; /* of its clause */
	uint64_t around; /* of it and its neighbours */
	uint64_t beside; /* those that let it pass right beside it */
	bool said;       /* counts outside of quotation marks only */
	bool apart;      /* what is learnt does not know of it */
	enum guard_view in;
	enum guard_contact contact;
};
VEC(pattern_list, struct pattern);

/* The needs of rules.conf. Their number by name, or of a new one: -1 if there
 * is none, or it is no pattern (guard_needs.c). */
void guard_read_needs(struct guard_policy *g, const struct conf_node *root);
int guard_need_index(const struct guard_policy *g, const char *name);
int guard_need_add(struct guard_policy *g, const struct conf_node *at,
		   const char *name, const char *match);
/* NULL, with the mistake told, when it is no pattern. */
pcre2_code *guard_compile(const struct conf_node *at, const char *match);

#endif
