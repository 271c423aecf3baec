/* policy.h - what decides, loaded from files: facts, rules, tiers, playbooks,
 * rates, parcels. Pure: nothing here reads a clock or the desk's database.
 *
 * Every mistake of every file is told in one run, and the rules' examples are
 * run with it; a policy with mistakes is not used.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_POLICY_H
#define HW_POLICY_POLICY_H

#include "policy/closing.h"
#include "policy/conf/conf.h"
#include "policy/conf/rates.h"
#include "policy/danger.h"
#include "policy/matrix.h"
#include "policy/pack/pack.h"
#include "policy/people/alarm.h"
#include "policy/people/staff.h"
#include "policy/people/vip.h"
#include "policy/playbook.h"
#include "policy/risk.h"
#include "policy/rule/derived.h"
#include "policy/rule/lists.h"
#include "policy/rule/rule.h"
#include "policy/scorecard.h"
#include "policy/uploads.h"
#include "policy/watch.h"
#include "policy/words/template_names.h"

struct policy_file {
	char *name;
	struct conf *conf;
};
VEC(policy_files, struct policy_file);

struct policy {
	struct arena arena;
	struct policy_files files;
	struct vocabulary facts;
	struct compiler *compiler;
	struct vip vip;
	struct derived_list derived;
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
	struct dangers dangers;
	struct scorecard scorecard;
	struct uploads uploads;
	/* Without approval: to one address in 24 h, and in all in an hour. */
	int64_t auto_replies_a_day, auto_replies_an_hour;
	char version[17]; /* first hex digits over all files */
};

/* Never NULL; what is wrong is recorded. */
struct policy *policy_load(const char *dir, struct mistakes *m);
void policy_free(struct policy *p);

#endif
