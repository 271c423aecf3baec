/* decide.h - what a policy says of a matter: which rules fire, how urgent it is
 * and when what is decided falls due (decide_time.c). Pure: same arguments,
 * same answer. SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_DECIDE_H
#define HW_POLICY_DECIDE_H

#include "policy/policy.h"

#define DECISION_MAX 32

struct held {
	const struct rule *rule;
	const char *why;
};

struct decision {
	const struct rule *fired[DECISION_MAX]; /* something of it is done */
	const struct rule *also[DECISION_MAX];  /* would fire; an earlier won */
	struct held held[DECISION_MAX];
	int fired_count, also_count, held_count;
	/* Whose effect it is; NULL if nobody's. */
	const struct rule *reply, *refund, *coupon, *playbook, *tier;
};

/* Asks every rule of the trigger, in the order of the files. Texts of *out live
 * in the arena, rules in the policy. */
void policy_decide(const struct policy *p, const char *trigger,
		   const struct fact_values *v, struct arena *arena,
		   struct decision *out);

/* Why the shop does not do what a rule or a row gives, by the facts can_...;
 * NULL: it does, or nobody knows. A code beside money or goods is left away
 * where none are made; the rest is no choice there. */
const char *policy_beyond(bool refund, bool reship, bool coupon,
			  const struct fact_values *v);

bool policy_listens(const struct policy *p, const char *trigger);

/* The tier of an issue, or the one that a rule raised it to. */
const struct tier_rule *policy_tier(const struct policy *p, const char *issue,
				    int raised);
/* When an answer is due in a matter that comes up at `from`; country is the
 * buyer's, "" when unknown. */
int64_t policy_respond(const struct policy *p, const struct tier_rule *t,
		       const char *country, int64_t from);
/* The same by what the channel wants; INT64_MAX when that is nothing. */
int64_t policy_respond_on(const struct policy *p, const char *channel,
			  const char *country, int64_t from);
/* The end of a period; 0 when there is none of that name. */
int64_t policy_period_end(const struct policy *p, const char *period,
			  const char *country, int64_t from);
/* Of a response that is due, the first reminder after `now`: its percent, 0
 * when there is none. t may be NULL. */
int policy_remind(const struct policy *p, const struct tier_rule *t,
		  const char *country, int64_t began, int64_t due, int64_t now,
		  int64_t *at);
/* A promise to the buyer of so many working days of their country: it ends with
 * the last of them there, or in UTC if that is earlier, so that a text that
 * names its day in UTC names the buyer's. */
int64_t policy_promise(const struct policy *p, const char *country,
		       int64_t from, int days);
/* The end of a wait that begins at `from`: of a range its near end, since it is
 * then that we act. */
int64_t policy_wait(const struct policy *p, const struct period *period,
		    const char *country, int64_t from);
/* The latest moment by which it must have happened. */
int64_t policy_limit(const struct policy *p, const struct period *period,
		     const char *country, int64_t from);
/* The page about an item, "" if there is none. */
const char *policy_guide(const struct policy *p, const char *sku);
/* country: where it goes, "" when unknown. */
int64_t policy_still(const struct policy *p, const char *carrier,
		     const char *status, const char *country);

#endif
