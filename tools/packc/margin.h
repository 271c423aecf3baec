/* margin.h - learning what parts the texts that break a rule, or tell of a
 * remedy, from those that do not.
 *
 * A linear support vector machine for each of these names: of all weights that
 * part the samples, the smallest, found sample by sample (dual coordinate
 * descent, Hsieh and others, 2008). What has a name counts as much as all that
 * has not, however few it is. Each kind of pieces has a length of one in a
 * text. Pieces of a single text are left out. Learnt twice: first with every
 * other piece, then with those that told most. Whole numbers only and a fixed
 * order: the same samples give the same bytes. SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_MARGIN_H
#define HW_PACKC_MARGIN_H

#include "train.h"

/* A sample's bits: the names that it `has`; nothing is learnt from it of the
 * others that are in `also`. What nearly has one (`near`) counts MARGIN_NEAR
 * times for it: what must pass looks like that more often than like what was
 * written for other names. */
#define MARGIN_NEAR 4
struct margin_course {
	size_t rows; /* pieces that are kept, at most */
	int32_t rounds;
	int32_t ease; /* how little a sample that is on the wrong side counts */
	const uint32_t *kind_from; /* buckets at which the kinds begin, the last
				    * GRAM_BUCKETS; at most 8; NULL: one */
	int32_t part; /* of what is learnt, one in so many is put */
};

/* What pieces tell. */
#define MARGIN_RULES 8 /* at most */
struct margin_row {
	uint32_t bucket;
	int32_t weight[MARGIN_RULES]; /* Q14 */
	uint8_t idf;
};
VEC(margin_rows, struct margin_row);

/* Appends the rows that are learnt, their buckets ascending; adds what stands
 * beside the weights to constant[rules], of MODEL_ONE. Takes the rare pieces
 * from the samples. */
void margin_learn(struct sample_list *samples, size_t rules,
		  struct margin_course course, int32_t *constant,
		  struct margin_rows *out);

/* Appends a model's bytes (text/model.h). The rows' buckets ascend. */
void margin_put(const struct margin_rows *rows, const char *names, size_t rules,
		struct str *out);

#endif
