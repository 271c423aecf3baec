/* simulate.h - another policy, tried on the decisions that were kept.
 *
 * Each kept decision (vector.h) is asked again, as it was seen then, and the
 * answer compared with what was decided. First order only: every decision
 * stands alone. What buyers, people and carriers would have done otherwise, and
 * which later decisions would have come of it, nobody knows; where the folder
 * begins another playbook, its steps up to the first wait are counted. Nothing
 * is written.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SIMULATE_H
#define HW_DESK_SIMULATE_H

#include "base/vec.h"
#include "db/db.h"
#include "desk/brain.h"

enum side { DECIDED, WOULD }; /* what was, and what would be */

#define EXAMPLES_MAX 3

struct examples {
	int64_t ticket[EXAMPLES_MAX];
	int count;
};

/* A rule, or a step of a playbook as `playbook NAME: STEP`. */
struct tried_rule {
	char *name;
	int64_t fired[2];
	int64_t lost, gained; /* fired, and would not; and the other way */
	int64_t otherwise;    /* fires either way, and wants something else */
	struct examples examples;
};
VEC(tried_rules, struct tried_rule);

/* What rules and playbooks wanted to give away: of one order each kind once. A
 * reshipment has no amount. */
struct tried_cost {
	char verb[16], currency[4];
	bool automatic; /* without a person's approval */
	int64_t count[2], minor[2];
};
VEC(tried_costs, struct tried_cost);

/* Deadlines against when what they wait for really happened. */
struct tried_due {
	int64_t due[2], late[2];
	int64_t newly;   /* kept, and would be late */
	int64_t saved;   /* late, and would be kept */
	int64_t unknown; /* promised by the folder only: nobody can tell */
	struct examples examples; /* of newly */
};

struct policy_version {
	char name[20];
};
VEC(policy_versions, struct policy_version);

struct trial {
	int64_t decisions, differing;
	int64_t other_format; /* cannot be asked again */
	int64_t gone;         /* steps of playbooks that the folder lacks */
	int64_t first, last;  /* moments of decisions; 0: there is none */
	int64_t tiers[4][4];  /* by tier that was and that would be */
	struct examples retiered;
	struct policy_versions policies; /* that decided */
	struct tried_rules rules; /* in the order in which they came up */
	struct tried_costs costs;
	struct tried_due responses, promises;
};

/* Asks `b` about the decisions of [since, until); reads only. Release *out
 * either way. */
int simulate(struct db *db, const struct brain *b, int64_t since, int64_t until,
	     struct trial *out, struct err *err) MUST_CHECK;
void trial_release(struct trial *t);

#endif
