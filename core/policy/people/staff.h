/* staff.h - which skills there are, which matters are key matters, and when the
 * desk is closed: policy/staff.conf.
 *
 * Who works is of the manifest; what their skills mean, and what happens while
 * nobody works, is policy. A folder without the file has no named skills, no
 * key matters but red ones, and is never closed.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_STAFF_H
#define HW_POLICY_STAFF_H

#include "policy/rule/rule.h"
#include "policy/time/calendar.h"

/* A word for issue types that are one person's trade: "logistics". */
struct skill {
	const char *name, *issues; /* issues by blanks */
};
VEC(skill_list, struct skill);

/* Whether a buyer is told at once that we are closed: "*" is any. */
struct receipt_rule {
	const char *channel, *plugin, *shop;
	bool on;
};
VEC(receipt_rules, struct receipt_rule);

/* Embedded: zero it. */
struct staff {
	struct skill_list skills;
	const struct condition *key;  /* NULL: red ones alone */
	const struct calendar *hours; /* NULL: never closed */
	struct receipt_rules receipts;
	const char *no_receipt; /* issues by blanks */
};

/* Texts live as long as the file and the arena; mistakes are recorded. */
void staff_read(struct staff *s, struct conf *c, struct compiler *compiler,
		const struct calendars *all, struct arena *arena);
void staff_release(struct staff *s);

/* Is it an issue type or the name of a skill? */
bool staff_knows(const struct staff *s, const char *skill);
/* The word among an agent's skills (by blanks) that covers an issue; NULL when
 * none does. Lives as long as the policy or `skills`. */
const char *staff_skill(const struct staff *s, const char *skills,
			const char *issue);
/* The first rule that fits decides; without one nothing is told. */
bool staff_receipt(const struct staff *s, const char *channel,
		   const char *plugin, const char *shop, const char *issue);

#endif
