/* issue.h - what a matter is about: the issue types of the contract.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_ISSUE_H
#define HW_POLICY_ISSUE_H

#include "policy/conf/conf.h"

/* NULL-terminated. */
extern const char *const issue_types[];
/* Position in issue_types, -1. */
int issue_index(const char *issue);
/* Of the entry `name` of g: each of these words is one, or it is a mistake. */
void issues_check(const struct conf_node *g, const char *name,
		  const char *words);

#endif
