/* verdict.h - which issue a text tells, by the pack's model and its phrases.
 * Issues by their number in issue_types.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_VERDICT_H
#define HW_POLICY_VERDICT_H

#include "policy/pack/reading.h"

/* Scores in parts of MODEL_ONE; `lead`: of the best score before the second. */
struct verdict {
	int32_t score[MODEL_CLASSES];
	int best, second;
	int threat; /* louder than its cause, which is best; or -1 */
	int32_t lead;
};

void verdict_of(const struct pack *p, const struct reading *r,
		struct verdict *v);

#endif
