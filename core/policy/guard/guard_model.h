/* guard_model.h - what the guard has learnt, as bytes of a pack.
 *
 * Sets of named scores: how much a text is like what breaks each of some rules;
 * how much like what tells the buyer of a remedy, and like what speaks of each
 * kind of them. A set is two linear models (text/model.h), one for each side of
 * guard_grams.h: what is meant is the same in every language and was learnt
 * from all of them, the letters from their own. The scores of all kinds of
 * pieces add up, with a constant of each name: how much more a text is like
 * what has it than like what has to pass. Layout, little-endian:
 *
 *	"HWG5"  u32 sets
 *	which words mean what (guard_lexicon.h)
 *	each set:
 *		u32 length of all that follows  u32 names
 *		i32 constant[names], of MODEL_ONE
 *		the models of the sides, each with the names
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_MODEL_H
#define HW_POLICY_GUARD_MODEL_H

#include "policy/guard/guard_grams.h"
#include "policy/guard/guard_lexicon.h"
#include "text/model.h"

#define GUARD_MAGIC "HWG5"

enum guard_set {
	GUARD_RULES,    /* those of which something is learnt */
	GUARD_REMEDIES, /* whether a reply tells the buyer that they get
			 * something, and what it is about */
	GUARD_SETS
};
#define GUARD_TOLD 0   /* of the remedies' names: the first; then the kinds */
#define GUARD_SCORES 8 /* of a set, at most */

/* Its names, by blanks. */
extern const char *const guard_set_names[GUARD_SETS];
size_t guard_set_count(enum guard_set set);
/* Which of them; -1: none. */
int guard_set_index(enum guard_set set, const char *name);

struct guard_scores {
	const uint8_t *constant; /* not aligned; NULL: nothing was learnt */
	struct model model[GUARD_SIDES];
};

struct guard_model {
	struct guard_lexicon lexicon;
	struct guard_scores set[GUARD_SETS];
};

/* Does one begin there? */
bool guard_model_here(const void *bytes, size_t len);

/* Looks at all of the bytes and borrows them. ERR_DATA: they are damaged. A set
 * of other names than this program knows is as if it were not there. */
int guard_model_open(struct guard_model *m, const void *bytes, size_t len,
		     struct err *err) MUST_CHECK;

/* score[0 .. GUARD_SCORES - 1], of MODEL_ONE: those of the set that was learnt,
 * by the pieces of each side, ascending. */
void guard_model_score(const struct guard_scores *s,
		       const struct gram_list pieces[GUARD_SIDES],
		       int32_t *score);

#endif
