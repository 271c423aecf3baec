/* answers.h - how the policy, the packs and the manifest answer the desk.
 * Inside of brain.c and answers*.c only.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_ANSWERS_H
#define HW_HOST_ANSWERS_H

#include "host/brain.h"
#include "policy/guard/guard.h"
#include "policy/number/numbers.h"
#include "policy/rule/decide.h"

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

/* brain.c: the files of policy, numbers and guard, each with the name that it
 * is kept by. NULL behind the last. */
struct conf *brain_file(const struct brain_of *b, size_t i, const char **name);

/* answers_facts.c: a matter as the declared facts; what nobody knows is left
 * unknown. Texts live in the arena. */
void answer_facts(const struct brain_of *o, const struct matter *m,
		  struct arena *arena, struct fact_values *v);
/* The same as one JSON object, in the arena. */
const char *answer_vector(const struct fact_values *v, struct arena *arena);

/* answers_matrix.c: what compensation.conf gives. False where there is none. */
bool answer_compensate(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct compensation *out);
/* The effects of a rule that leaves it to the matrix; returns how many. */
int answer_matrix(const struct brain *b, const struct rule *r,
		  const struct matter *m, struct arena *arena,
		  struct wanted *out);
/* The sum of those; no currency when no money goes back. */
struct money answer_matrix_refund(const struct brain *b, const struct matter *m,
				  struct arena *arena);
/* The same of a step; an alert where the matrix cannot tell. */
void answer_matrix_move(const struct brain *b, const struct matter *m,
			struct arena *arena, struct move *move);

/* Of a rule or a step: its amount, or all that is left of the order. */
struct money answer_sum(const struct sum *s, const struct matter *m);

/* answers.c: what the policy is asked; with play, text, closing and senses. */
void answers_of_policy(struct brain *b);
/* answers_play.c: what the playbooks do. */
void answers_of_play(struct brain *b);
/* answers_text.c: what the packs are asked. */
void answers_of_text(struct brain *b);
/* answers_guard.c: what may leave. */
void answers_of_guard(struct brain *b);
/* answers_alarm.c: who is told of alerts; nobody without policy/alerts.conf. */
void answers_of_alarms(struct brain_of *o);
/* answers_closing.c: what it is asked when a matter ends. */
void answers_of_closing(struct after_brain *a);
/* answers_senses.c: signs of trouble. */
void answers_of_senses(struct sense_brain *s);
/* answers_people.c: what the manifest is asked. */
void answers_of_manifest(struct brain *b);
/* answers_staff.c: who gets a ticket, who is at work; of both. */
void answers_of_staff(struct brain *b);
/* Skills and calendars that the manifest names and the policy does not have. */
void staff_check(struct brain_of *b);

#endif
