/* train.h - from example messages to a linear model (text/model.h).
 *
 * Multinomial logistic regression over the pieces of a text, each by how
 * telling it is, and the text's length taken out; cue phrases that were found
 * count beside them as they will when the model is used. What is written in a
 * language's kin is learnt from as well, by half. Either all pieces are kept,
 * most of them as lights (text/model.h), or it is learnt twice: first with
 * every piece, then with those that told most. What is merely counted can stand
 * in the same weights (counted.h). Whole numbers only and a fixed order: the
 * same examples give the same bytes. SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_TRAIN_H
#define HW_PACKC_TRAIN_H

#include "base/str.h"
#include "text/model.h"

struct sample {
	int issue;
	bool kin;      /* in another language, much like this one */
	uint64_t also; /* neither right nor wrong */
	uint64_t has;  /* several may be right (margin.h) */
	uint64_t near; /* what it is nearly (margin.h) */
	struct gram_list grams;
	const int32_t *prior; /* by class, in parts of MODEL_ONE */
};
VEC(sample_list, struct sample);

/* How a model is learnt. `rows`: of the pieces that tell most, at most; each
 * takes a byte and one a class in the pack, or half a byte where the others
 * stay as lights (text/model.h). `smooth`: percent of each answer that the
 * other classes share, so that what is said does not hang on single pieces. */
struct course {
	size_t rows;
	int32_t rounds;
	bool with_sure; /* how sure a lead makes is learnt as well, which takes
			 * three times as long; else no lead is said to be */
	bool lights;
	bool pairs; /* count as words do */
	int32_t smooth;
	int32_t counted; /* percent of what counting says (counted.h) */
};

/* Appends the bytes of a model over `names` (by blanks) classes. */
void train(const struct sample_list *samples, const char *names, size_t classes,
	   struct course course, struct str *out);

/* Little-endian. */
void put_u16(struct str *out, uint32_t n);
void put_u32(struct str *out, uint32_t n);

#endif
