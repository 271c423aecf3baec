/* lists.h - the plain lists of a policy: how urgent an issue is and what a
 * channel wants (triage.conf), how long a parcel may stand still
 * (parcels.conf), pages about items (guides.conf). The first entry that fits
 * holds.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_LISTS_H
#define HW_POLICY_LISTS_H

#include "policy/conf/conf.h"
#include "policy/time/period.h"

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

/* Each reads one file into its lists of the policy, whose calendars are read
 * already; mistakes are the file's. */
struct policy;
void triage_read(struct policy *p, struct conf *c);
void stills_read(struct policy *p, struct conf *c);
void guides_read(struct policy *p, struct conf *c);
/* Of rules.conf: how many replies may leave without a person. */
void caps_read(struct policy *p, struct conf *c);

#endif
