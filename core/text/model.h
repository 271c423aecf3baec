/* model.h - what a text is about, by the pieces that it is made of.
 *
 * A linear model over grams.h, in whole numbers, so that a machine and a
 * compiler like another give the same answer. Built by packc from a pack's
 * example messages (tools/packc/train.h); its bytes lie in the pack and are
 * borrowed. Layout, little-endian:
 *
 *	"HWM2"  u32 classes  u32 rows  u32 names_len  names (by blanks)
 *	u8 known[GRAM_BUCKETS / 8]         a bit for each bucket that has a row
 *	u16 before[GRAM_BUCKETS / 64]      the rows of all buckets before these
 *	u8 idf[rows]                       how telling a piece is, in eighths
 *	i8 weight[rows][classes]
 *	i32 scale[classes]
 *	u8 sure[MODEL_STEPS]               the share that is right, in percent,
 *	                                   by the lead of the best class
 *
 * Of the pieces of the examples only those that tell most have a row; the
 * others are as if they were not there.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_MODEL_H
#define HW_TEXT_MODEL_H

#include "base/err.h"
#include "base/str.h"
#include "text/grams.h"

#define MODEL_MAGIC "HWM2"
#define MODEL_CLASSES 64    /* at most */
#define MODEL_ROWS 65535    /* at most */
#define MODEL_STEPS 32      /* of the lead */
#define MODEL_ONE 4096      /* a score of one */
#define MODEL_STEP_SIZE 512 /* of the lead, of MODEL_ONE */

struct model {
	size_t classes, rows;
	const char *names;
	size_t names_len;
	const uint8_t *known, *before; /* not aligned */
	const uint8_t *idf;
	const int8_t *weight;
	const uint8_t *scale; /* not aligned */
	const uint8_t *sure;
};

/* Looks at bytes and borrows them. ERR_DATA: they are no model of this
 * version. */
int model_open(struct model *m, const void *bytes, size_t len,
	       struct err *err) MUST_CHECK;

/* How many bytes the model that begins there has; 0 when none does. */
size_t model_len(const void *bytes, size_t len);

/* score[0 .. classes - 1], in parts of MODEL_ONE. */
void model_score(const struct model *m, const struct gram_list *grams,
		 int32_t *score);

/* How often a best class that leads by so much is right, in percent. */
int model_sure(const struct model *m, int32_t lead);

#endif
