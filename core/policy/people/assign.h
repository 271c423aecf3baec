/* assign.h - who gets a ticket.
 *
 * Of those who are there and may work for its shop: first who can do it (the
 * skill, the buyer's language, the buyer's country), then who has least to do,
 * then who names the skill, language and country themselves, then the order of
 * the manifest. An agent who names no skills can do everything, and so with
 * languages and countries. A key matter turns the second and the third round:
 * its best expert, even one with more to do. Pure.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_ASSIGN_H
#define HW_POLICY_ASSIGN_H

#include "policy/people/staff.h"

struct colleague {
	const char *name;
	const char *skills, *languages, *shops, *countries; /* "" any */
	int64_t open;                                       /* tickets */
	bool there; /* at work and not away */
};

struct errand {
	const char *issue, *lang, *country, *shop; /* "" unknown */
	bool key;
};

/* Index of who gets it; -1 when nobody who may is there. */
int assign_pick(const struct staff *s, const struct colleague *list,
		size_t count, const struct errand *e);

/* In words, of the one picked: "skill logistics, speaks de, 3 open". In the
 * arena. */
const char *assign_why(const struct staff *s, const struct colleague *list,
		       size_t count, int picked, const struct errand *e,
		       struct arena *arena);

#endif
