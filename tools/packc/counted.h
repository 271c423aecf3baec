/* counted.h - what counting pieces says beside what was learnt.
 *
 * A second learner, naive Bayes: how much more of a piece the texts of a class
 * have than the texts of all classes. It looks at each piece alone, so it says
 * something of rare ones as well, of which the first one hardly moves the
 * weights; it is wrong elsewhere than that, and both together are right more
 * often than each. Its scores add up over the same pieces, so a part of it is
 * added to the same weights and costs nothing when a text is read.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_COUNTED_H
#define HW_PACKC_COUNTED_H

#include "learner.h"

/* Adds course.counted percent of it to the weights: of the samples that the
 * lesson learns from. */
void count_in(struct learner *l, struct lesson lesson);

#endif
