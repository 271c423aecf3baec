/* learner.h - learning weights from samples (train.h tells what and why).
 *
 * Numbers: a piece's share in its text in 1/4096 (Q12), weights in 1/2^14
 * (Q14), scores in Q12, probabilities in Q16.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_LEARNER_H
#define HW_PACKC_LEARNER_H

#include "train.h"

#define LANES 40 /* of a row of weights: classes, and some more */
#define NO_ROW UINT32_MAX
#define NOBODY SIZE_MAX /* is left out */

/* A sample's pieces that have rows. */
struct line {
	uint32_t *row;
	uint16_t *share; /* Q12 */
	size_t len;
};

struct learner {
	const struct sample_list *all;
	size_t classes, rows;
	uint32_t *row_of;  /* by bucket; NO_ROW: it has none */
	uint8_t *idf;      /* by bucket, in eighths */
	int32_t *weight;   /* Q14, [rows][LANES] */
	struct line *line; /* by sample */
	uint32_t *order;
	uint64_t random;
};

/* Every piece of the samples has a row at first. */
void learner_begin(struct learner *l, const struct sample_list *all,
		   size_t classes);
void learner_end(struct learner *l);

/* Keeps the rows that tell most, `most` at most; weights are gone then. */
void learner_prune(struct learner *l, size_t most);

/* Learns anew, so many rounds, from the language's own samples whose number is
 * not left_out of `folds`, and from its kin's when that is asked. */
struct lesson {
	int32_t rounds;
	size_t folds, left_out;
	bool kin;
};
void learner_teach(struct learner *l, struct lesson lesson);

/* Scores of a sample, by class. */
void learner_score(const struct learner *l, size_t sample, int32_t *out);

/* Appends what was learnt as the bytes of a model; sure[MODEL_STEPS] is how
 * sure leads make (train.c). */
void learner_put(const struct learner *l, const char *names,
		 const uint8_t *sure, struct str *out);

#endif
