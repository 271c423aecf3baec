/* verdict.h - which issue a text tells, by the pack's model and its phrases.
 * Issues by their number in issue_types.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_VERDICT_H
#define HW_POLICY_VERDICT_H

#include "policy/reading.h"

/* Scores in parts of MODEL_ONE; `lead`: of the best score before the second. */
struct verdict {
	int32_t score[MODEL_CLASSES];
	int best, second;
	int32_t lead;
};

void verdict_of(const struct pack *p, const struct reading *r,
		struct verdict *v);

/* What the clauses of a plain text tell beside `first`, each read for itself;
 * those with no phrase of it are not read. Bits of issue_types. */
uint64_t told_in_clauses(const struct pack *p, const struct letters *text,
			 int first);

#endif
