/* guard_model.h - what the guard has learnt, as bytes of a pack.
 *
 * A linear model (text/model.h) with a score for each rule that is learnt, over
 * the pieces of guard_grams.h. Of what is meant, which is the same in every
 * language, it was learnt from all languages; of the letters from its own. The
 * scores of the kinds of pieces add up, with a constant of each rule: how much
 * more a text is like what breaks the rule than like what has to pass. Layout,
 * little-endian:
 *
 *	"HWG3"  u32 rules  i32 constant[rules], of MODEL_ONE
 *	which words mean what (guard_lexicon.h)
 *	the model, with the names of the rules
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_MODEL_H
#define HW_POLICY_GUARD_MODEL_H

#include "policy/guard_lexicon.h"
#include "text/grams.h"
#include "text/model.h"

#define GUARD_MAGIC "HWG3"

/* The rules of which something is learnt. */
#define GUARD_RULES \
	"review_manipulation over_promise tone marketing off_platform"
#define GUARD_RULE_COUNT 5

struct guard_model {
	const uint8_t *constant; /* not aligned */
	struct guard_lexicon lexicon;
	struct model model;
};

/* Does one begin there? */
bool guard_model_here(const void *bytes, size_t len);

/* Looks at all of the bytes and borrows them. ERR_DATA: they are damaged.
 * *known: whether it is of the rules that this program knows; else it is not
 * to be used. */
int guard_model_open(struct guard_model *m, const void *bytes, size_t len,
		     bool *known, struct err *err) MUST_CHECK;

/* score[0 .. GUARD_RULE_COUNT - 1], of MODEL_ONE. Both lists ascending. */
void guard_model_score(const struct guard_model *m,
		       const struct gram_list *meanings,
		       const struct gram_list *letters, int32_t *score);

#endif
