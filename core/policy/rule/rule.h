/* rule.h - what is done when a matter comes up: policy/rules.conf.
 *
 * One form for all: a name, the triggers it listens to, a condition over
 * declared facts (expr.h), what then happens, and examples that a check runs.
 * Rules are asked in the order of the file; of each kind of effect the first
 * that fires wins, and the others are kept as alternatives. A rule that moves
 * money never fires while a fact it reads is unknown: it is held back, and says
 * which.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_RULE_H
#define HW_POLICY_RULE_H

#include "policy/rule/compile.h"

/* An effect in money: nothing, the rest of the order, or an amount. */
struct sum {
	bool given, whole;
	struct money amount;
};

struct rule {
	const char *name, *when, *reason;
	int line;
	unsigned triggers;
	uint64_t issues; /* that can make it fire */
	const struct condition *condition;
	const char *reply, *playbook; /* "" if none */
	const char *tells_of; /* the verb of what is there already and the reply
			       * tells of; "" if none */
	struct sum refund, coupon;
	bool matrix; /* what compensation.conf gives */
	int tier;    /* raised to; 0 if not */
	bool automatic;
	int examples, firing; /* how many there are, and of those that fire */
};
VEC(rule_list, struct rule);

/* A rule's answer. */
enum answer {
	ANSWER_NO,
	ANSWER_FIRES,
	ANSWER_HELD /* it moves money and something is unknown */
};

/* What the texts of a rule may name. */
struct rule_names {
	const char *templates, *playbooks; /* by blanks */
};

/* Reads one rule; mistakes are recorded at its lines. */
void rule_read(struct rule_list *rules, const struct conf_node *g,
	       struct compiler *c, const struct vocabulary *v,
	       const struct rule_names *names);

/* why: with ANSWER_HELD the facts that are unknown, in the arena. */
enum answer rule_ask(const struct rule *r, const struct fact_values *v,
		     struct arena *arena, const char **why);
/* Bit of a trigger; 0 when there is no such one. */
unsigned trigger_bit(const char *trigger);

/* For playbooks too: a condition at a key (NULL when it is not there or
 * wrong), a template's name, and money. */
const struct condition *rule_condition(const struct conf_node *g,
				       const char *key, struct compiler *c);
const char *rule_template(const struct conf_node *g, const char *key,
			  const char *templates);
/* The verb of what is there already and its reply tells of, beside what it
 * gives itself; "" if none. */
const char *rule_tells_of(const struct conf_node *g);
/* Is it the verb of something that a reply may tell of? */
bool rule_may_tell(const char *verb);
struct sum rule_sum(const struct conf_node *g, const char *key);
/* remedy = "matrix" */
bool rule_matrix(const struct conf_node *g);

/* For the matrix too: the facts that a condition reads and nobody knows, in
 * words, in the arena. */
const char *rule_unknown(const struct condition *c, const struct fact_values *v,
			 struct arena *arena);
#endif
