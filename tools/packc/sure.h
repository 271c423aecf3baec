/* sure.h - how often a class is right that leads by so much (text/model.h),
 * counted by folds of the samples.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_SURE_H
#define HW_PACKC_SURE_H

#include "learner.h"

/* MODEL_STEPS percentages; the learner's weights are others afterwards. */
void sure_of_leads(struct learner *l, uint8_t *sure);

#endif
