/* policy.h - what decides, loaded from files: triage, rules, parcels, rates
 * and the languages. Pure: nothing here reads a clock or a database.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_POLICY_H
#define HW_POLICY_POLICY_H

#include "policy/conf.h"
#include "policy/pack.h"

struct tier_rule {
	const char *name, *issues; /* issue types by blanks; "*" for the rest */
	const char *raised_by;     /* issue types in `also` that raise to it */
	int tier;
	int64_t respond_ms;
};
VEC(tier_rules, struct tier_rule);

/* What is proposed when a matter of an issue comes up. */
struct reply_rule {
	const char *name, *issues, *trigger, *template_id, *playbook;
};
VEC(reply_rules, struct reply_rule);

struct refund_rule {
	const char *name, *issues;
	struct money below; /* the order's total, in this currency */
	bool automatic;
};
VEC(refund_rules, struct refund_rule);

struct still_rule {
	const char *carrier, *status; /* "*" for any */
	int64_t limit_ms;
};
VEC(still_rules, struct still_rule);

struct policy_file {
	char *name;
	struct conf *conf;
};
VEC(policy_files, struct policy_file);

struct policy {
	struct arena arena;
	struct policy_files files;
	struct tier_rules tiers;
	struct reply_rules replies;
	struct refund_rules refunds;
	struct still_rules stills;
	int64_t auto_replies_a_day; /* to one address, without approval */
	char version[17];           /* first hex digits over all files */
};

/* NULL only when a file cannot be read at all; mistakes are recorded. */
struct policy *policy_load(const char *dir, struct mistakes *m);
void policy_free(struct policy *p);

const struct tier_rule *policy_tier(const struct policy *p, const char *issue,
				    const char *also);
const struct reply_rule *policy_reply(const struct policy *p,
				      const char *trigger, const char *issue);
const struct refund_rule *policy_refund(const struct policy *p,
					const char *issue, struct money total);
int64_t policy_still(const struct policy *p, const char *carrier,
		     const char *status);

/* The issue types of the contract, NULL-terminated. */
extern const char *const issue_types[];

/* Does `word` stand in `words` (split by blanks)? */
bool words_have(const char *words, const char *word);

#endif
