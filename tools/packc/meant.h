/* meant.h - what meanings tell the guard, learnt from all languages at once.
 *
 * What is meant is the same in every language (policy/guard/guard_model.h), so
 *it is learnt once, from the sentences of all packs, and put into each
 *(heed.h). Between the two it is a file. Layout, little-endian:
 *
 *	"HWS1"
 *	u32 what its numbers are of: the names of the sets, where the kinds
 *	    of pieces begin, how pieces and meanings are hashed
 *	each set of enum guard_set:
 *		i32 constant[its names], of MODEL_ONE
 *		u32 rows
 *		each row: u32 bucket, ascending  u32 idf
 *			  i32 weight[its names], Q14
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_MEANT_H
#define HW_PACKC_MEANT_H

#include "base/str.h"
#include "margin.h"
#include "policy/conf/conf.h"
#include "policy/guard/guard_model.h"

struct meant {
	int32_t constant[GUARD_SETS][GUARD_SCORES];
	struct margin_rows rows[GUARD_SETS];
};

/* From the packs in plugins/, where packc stands. What is wrong is added to
 * the mistakes, with file and line; then nothing is learnt. */
void meant_learn(struct str *out, struct mistakes *m);

/* ERR_DATA: the bytes are no such file, or one of another version, whose
 * numbers would be taken for those of other names. */
int meant_read(struct meant *m, const struct str *bytes,
	       struct err *err) MUST_CHECK;
void meant_release(struct meant *m);

#endif
