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
 * others are as if they were not there. Where all of them shall count, a second
 * form keeps rows of half a byte a class, and of pieces that speak for one
 * class and against all others alike (most that are in one example only) just
 * that class:
 *
 *	"HWM3"  u32 classes  u32 rows  u32 lights  u32 least
 *	        u32 names_len  names
 *	u8 known[], u16 before[]           of the rows
 *	u8 known[], u16 before[]           of the lights, if any
 *	u8 idf[rows]  u8 strength[rows]
 *	u8 weight[rows][(classes + 1) / 2] class i below, class i + half above;
 *	                                   8 is none
 *	u8 idf[lights]  u8 strength[lights]  u8 class[lights]
 *	i32 scale, i32 scale of lights
 *	u8 sure[MODEL_STEPS]
 *
 * `least`: a text whose pieces tell less than this together counts as if they
 * told as much, so that two words do not shout.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_MODEL_H
#define HW_TEXT_MODEL_H

#include "base/err.h"
#include "base/str.h"
#include "text/grams.h"

#define MODEL_MAGIC "HWM2"
#define MODEL_MAGIC_HALF "HWM3"
#define MODEL_CLASSES 64    /* at most */
#define MODEL_ROWS 65535    /* at most; lights as well */
#define MODEL_STEPS 32      /* of the lead */
#define MODEL_ONE 4096      /* a score of one */
#define MODEL_STEP_SIZE 512 /* of the lead, of MODEL_ONE */
#define MODEL_HALF_MOST 7   /* of a weight of half a byte */

/* Which buckets have rows, and which. */
struct model_map {
	const uint8_t *known, *before; /* not aligned */
};

struct model {
	size_t classes, rows, lights;
	uint32_t least; /* a sum of squares of idf */
	bool half;
	const char *names;
	size_t names_len;
	struct model_map map, light_map;
	const uint8_t *idf, *strength;
	const uint8_t *weight; /* signed, unless half */
	const uint8_t *light_idf, *light_strength, *light_class;
	const uint8_t *scale, *light_scale; /* not aligned */
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

/* How many of the pieces it knows anything of. */
size_t model_knows(const struct model *m, const struct gram_list *grams);

/* How often a best class that leads by so much is right, in percent. */
int model_sure(const struct model *m, int32_t lead);

#endif
