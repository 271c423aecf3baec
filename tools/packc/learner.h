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

/* What a piece of kin's is learnt with: so many sixteenths. */
#define KIN_PART 8

/* Beyond every weight that is learnt: products and sums stay within 32 bits. */
#define WEIGHT_MAX (INT32_C(1) << 17)

/* A sample's pieces that have rows. */
struct line {
	uint32_t *row;
	uint16_t *share; /* Q12 */
	size_t len;
};

struct learner {
	const struct sample_list *all;
	size_t classes, rows;
	struct course course;
	uint32_t *own;     /* by bucket: of the language's own samples */
	uint32_t *row_of;  /* by bucket; NO_ROW: it has none */
	uint8_t *idf;      /* by bucket, in eighths */
	int32_t *weight;   /* Q14, [rows][LANES] */
	struct line *line; /* by sample */
	uint32_t least;    /* of a sample's squares of idf (text/model.h) */
	uint32_t *order;   /* of samples, or of what the samples are parts of */
	uint64_t random;
};

/* Every piece of the language's own samples has a row at first. */
void learner_begin(struct learner *l, const struct sample_list *all,
		   size_t classes, struct course course);
void learner_end(struct learner *l);

/* Keeps the rows that tell most, `most` at most; weights are gone then. */
void learner_prune(struct learner *l, size_t most);

/* What is worth most comes first. */
struct told {
	uint64_t much;
	uint32_t bucket;
};
void told_sort(struct told *all, size_t n);

/* Learns anew, so many rounds, from the language's own samples whose number is
 * not left_out of `folds`, and from its kin's when that is asked. */
struct lesson {
	int32_t rounds;
	size_t folds, left_out;
	bool kin;
};
void learner_teach(struct learner *l, struct lesson lesson);

/* The sample whose number is i is learnt from. */
bool learner_learns(const struct sample *s, size_t i, struct lesson lesson);

/* Scores of a sample, by class. */
void learner_score(const struct learner *l, size_t sample, int32_t *out);

/* -- for other lessons -- */

/* Samples shorter than most count as if they were as long as half of all. */
void learner_level(struct learner *l);

/* All weights zero, and an order of n, to be mixed before each round. */
void learner_shuffle_begin(struct learner *l, size_t n);
void learner_shuffle(struct learner *l, size_t n);
int32_t learner_rate(int32_t round); /* 1/1000 */

/* How likely a score of one class alone makes it, in Q16. */
uint32_t learner_likely(int32_t score);
/* A sample's weights of one class, by an error in Q14. */
void learner_pull(struct learner *l, size_t sample, size_t class,
		  int32_t error);

/* How much a bucket's row says in all texts together, in no unit. */
uint64_t learner_worth(const struct learner *l, size_t bucket);

/* Appends what was learnt as the bytes of a model; sure[MODEL_STEPS] is how
 * sure leads make (train.c). */
void learner_put(const struct learner *l, const char *names,
		 const uint8_t *sure, struct str *out);

#endif
