/* answers.h - how the policy, the packs and the manifest answer the desk.
 * Inside of brain.c and answers*.c only.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_ANSWERS_H
#define HW_HOST_ANSWERS_H

#include "host/brain.h"
#include "policy/numbers.h"

struct brain_of {
	struct brain brain; /* first */
	const struct manifest *manifest;
	struct mistakes mistakes;
	struct policy *policy;
	struct numbers *numbers;
	struct pack_list packs;
	char fingerprint[2 * HASH_LEN + 1];
};

static inline const struct brain_of *of(const struct brain *b)
{
	return b->arg;
}

/* answers.c: what the policy is asked. */
void answers_of_policy(struct brain *b);
/* answers_people.c: what the manifest is asked. */
void answers_of_manifest(struct brain *b);

#endif
