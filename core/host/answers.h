/* answers.h - how the policy, the packs and the manifest answer the desk.
 * Inside of brain.c and answers*.c only.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_ANSWERS_H
#define HW_HOST_ANSWERS_H

#include "host/brain.h"
#include "policy/guard.h"
#include "policy/numbers.h"

struct brain_of {
	struct brain brain; /* first */
	const struct manifest *manifest;
	struct mistakes mistakes;
	struct policy *policy;
	struct numbers *numbers;
	struct guard_policy *guard;
	struct pack_list packs;
	char fingerprint[2 * HASH_LEN + 1];
};

static inline const struct brain_of *of(const struct brain *b)
{
	return b->arg;
}

/* answers_facts.c: a matter as the declared facts; what nobody knows is left
 * unknown. Texts live in the arena. */
void answer_facts(const struct brain_of *o, const struct matter *m,
		  struct arena *arena, struct fact_values *v);
/* The same as one JSON object, in the arena. */
const char *answer_vector(const struct fact_values *v, struct arena *arena);

/* answers.c: what the policy is asked. */
void answers_of_policy(struct brain *b);
/* answers_guard.c: what may leave. */
void answers_of_guard(struct brain *b);
/* answers_alarm.c: who is told of alerts; nobody without policy/alerts.conf. */
void answers_of_alarms(struct brain_of *o);
/* answers_closing.c: what it is asked when a matter ends. */
void answers_of_closing(struct after_brain *a);
/* answers_people.c: what the manifest is asked. */
void answers_of_manifest(struct brain *b);

#endif
