/* rule_example.h - the examples that stand beside a rule, so that whoever
 * changes it sees at once what it no longer does. A check runs them; no ticket
 * ever sees one.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_RULE_EXAMPLE_H
#define HW_POLICY_RULE_EXAMPLE_H

#include "policy/rule/rule.h"

/* Asks the rule, which is read, about each, and counts them in it; what it says
 * otherwise is a mistake at the example's line. */
void rule_examples_run(struct rule *r, const struct conf_node *list,
		       const struct vocabulary *v);
/* For matrix and signs too: the facts of an example; `except` is no fact of it.
 */
void rule_example_facts(struct fact_values *v, const struct conf_node *g,
			const char *except);

#endif
