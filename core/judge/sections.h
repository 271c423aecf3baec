/* sections.h - the parts of the judging, in their order.
 *
 * Each is -1 when no worker can be started; what they find is in the report.
 * SPDX-License-Identifier: MIT */
#ifndef HW_JUDGE_SECTIONS_H
#define HW_JUDGE_SECTIONS_H

#include "judge/hostile.h"

/* What the descriptor says, for a reviewer; and what is wrong in it. */
void declared(struct subject *s);
/* Plays the fixtures, and notes how each went. */
int fixtures(struct subject *s, struct err *err) MUST_CHECK;
/* The worker is killed between every request and its reply. */
int killed(struct subject *s, struct err *err) MUST_CHECK;
/* Each fixture again with what the first call kept, and one of each operation
 * so often that a leak shows. */
int again(struct subject *s, struct err *err) MUST_CHECK;
/* Options at their edges. */
int edges(struct subject *s, struct err *err) MUST_CHECK;

/* Puts one kept string into what a call finds; value NULL forgets it. */
void asked_keep(struct asked *a, const struct kv *kv);

#endif
