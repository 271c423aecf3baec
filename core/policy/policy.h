/* policy.h - what decides, loaded from files: facts, rules, tiers, playbooks,
 * rates, parcels. Pure: nothing here reads a clock or the desk's database.
 *
 * Every mistake of every file is told in one run, and the rules' examples are
 * run with it; a policy with mistakes is not used.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_POLICY_H
#define HW_POLICY_POLICY_H

#include "policy/alarm.h"
#include "policy/closing.h"
#include "policy/conf.h"
#include "policy/library.h"
#include "policy/matrix.h"
#include "policy/pack.h"
#include "policy/period.h"
#include "policy/playbook.h"
#include "policy/rates.h"
#include "policy/risk.h"
#include "policy/rule.h"
#include "policy/scorecard.h"
#include "policy/staff.h"
#include "policy/uploads.h"
#include "policy/variant.h"
#include "policy/vip.h"
#include "policy/watch.h"

struct tier_rule {
	const char *name, *issues; /* issue types by blanks; "*" for the rest */
	int tier;
	const struct period *period; /* NULL: respond_ms is its own */
	int64_t respond_ms;
};
VEC(tier_rules, struct tier_rule);

/* On a channel where people expect an answer sooner. */
struct channel_rule {
	const char *channel;
	const struct period *period;
};
VEC(channel_rules, struct channel_rule);

struct still_rule {
	const char *carrier, *status, *country; /* "*" for any */
	int64_t limit_ms;
};
VEC(still_rules, struct still_rule);

struct guide {
	const char *sku; /* with "*" at its end: how it begins */
	const char *link;
};
VEC(guide_list, struct guide);

struct policy_file {
	char *name;
	struct conf *conf;
};
VEC(policy_files, struct policy_file);

/* policy/templates.conf, each by blanks. */
struct template_names {
	const char *facts, *templates, *parts;
	const char *with_subject; /* those that may open a conversation */
	struct variant_list variants;
	struct library_families scenarios;
};

struct policy {
	struct arena arena;
	struct policy_files files;
	struct vocabulary facts;
	struct compiler *compiler;
	struct vip vip;
	struct template_names templates;
	struct calendars calendars;
	struct periods periods;
	struct tier_rules tiers;
	struct channel_rules channels;
	struct rule_list rules;
	struct playbook_list playbooks;
	struct rates rates;
	struct still_rules stills;
	struct guide_list guides;
	struct alarms_file alarms; /* zeroes when there is no alerts.conf */
	struct closing closing;
	struct staff staff;
	struct matrix matrix;
	struct risk risk;
	struct watch_list watch;
	struct scorecard scorecard;
	struct uploads uploads;
	/* Without approval: to one address in 24 h, and in all in an hour. */
	int64_t auto_replies_a_day, auto_replies_an_hour;
	char version[17]; /* first hex digits over all files */
};

/* Never NULL; what is wrong is recorded. */
struct policy *policy_load(const char *dir, struct mistakes *m);
void policy_free(struct policy *p);

/* templates.conf alone. Texts live as long as c and the arena. */
void template_names_read(struct template_names *t, struct conf *c,
			 struct arena *arena);
void template_names_release(struct template_names *t);

/* -- deciding -- */

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
