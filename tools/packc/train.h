/* train.h - from example messages to a linear model (text/model.h).
 *
 * Multinomial logistic regression over the pieces of a text, each by how
 * telling it is, and the text's length taken out; cue phrases that were found
 * count beside them as they will when the model is used. Whole numbers only and
 * a fixed order: the same examples give the same bytes.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_TRAIN_H
#define HW_PACKC_TRAIN_H

#include "base/str.h"
#include "text/model.h"

struct sample {
	int issue;
	uint64_t also; /* neither right nor wrong */
	struct gram_list grams;
	const int32_t *prior; /* by class, in parts of MODEL_ONE */
};
VEC(sample_list, struct sample);

/* Appends the bytes of a model over `names` (by blanks) classes. `sure`: how
 * sure a lead makes is learnt as well, which takes four times as long; else
 * every lead is said to be sure of nothing. */
void train(const struct sample_list *samples, const char *names, size_t classes,
	   bool sure, struct str *out);

#endif
