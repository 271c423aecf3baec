/* matrix.h - an effect held against the compensation matrix.
 *
 * Whoever plans it, the row that holds for its matter is kept with it. A
 * person may give something else, and says why: without a reason it is not
 * approved. What the policy itself proposes is the seller's own word, and never
 * a deviation.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_MATRIX_H
#define HW_DESK_MATRIX_H

#include "desk/internal.h"

/* Sets row, what it gives and whether that is another thing. Nothing for an
 * action without a matter, and where the policy cannot tell. */
void matrix_note(struct desk *d, struct action *a);
/* ERR_DATA: it deviates and has no reason. */
int matrix_reason(const struct action *a, struct err *err) MUST_CHECK;

/* People: "reason" {"action", "reason"}: why this effect is meant, while it
 * waits, or is parked. */
int reason_check(struct desk *d, struct err *err);
int reason_decide(struct desk *d, struct err *err);

#endif
