/* alarm_reach.h - whom the levels of policy/alerts.conf reach, as manifest and
 * policy stand: for `check` and `doctor`.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_ALARM_REACH_H
#define HW_CLI_ALARM_REACH_H

#include "cli/doctor.h"
#include "host/brain.h"

/* Whom a level tells at a moment, but for the agent whose ticket it is: adds
 * "eva by sms, " each. Returns how many. */
int alarm_reaches(const struct brain *b, const struct alarm_level *level,
		  int64_t at, struct str *out);
/* Is an instance enabled for any channel of a list, and may it send? */
bool alarm_sends(const struct brain *b, const char *channels);

/* Warnings of a policy without mistakes: a channel that nothing sends on, who
 * is on call without an address, names that are no agent. */
void check_warn_alarms(const struct manifest *m, struct brain_of *b,
		       struct mistakes *warnings);
/* Whom a red alert reaches now, and whether somebody is on call at each hour of
 * the next week. */
void doctor_alarms(struct doctor *d);

#endif
