/* guard_grams.h - the pieces of letters that the guard learns from.
 *
 * Two sides of a text, each with GRAM_BUCKETS and a model of its own
 * (guard_model.h); of a side each kind of pieces has buckets of its own, so
 * many that few pieces meet in one, and is weighed apart from the others. Of
 * the letters: runs of them (3 to 5; 3 and 4 where a script has no blanks),
 * words (runs of 1 and 2 there), and, where words are parted by blanks, pairs
 * of what words begin with (next to each other, and with one between) and three
 * of them that follow each other. Of what is meant (guard_meant.c): what the
 * words mean; what of that follows what, and in what kind of sentence it
 * stands; what stands beside it in the sentence before; and which concepts
 * stand there and what was found. The hash is part of the format of models:
 * another one needs another magic. SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_GRAMS_H
#define HW_POLICY_GUARD_GRAMS_H

#include "text/gram_set.h"

enum guard_side { GUARD_LETTERS, GUARD_MEANT, GUARD_SIDES };

/* The kinds of a side. */
enum guard_letter_kind { GUARD_RUN, GUARD_PAIR, GUARD_THREE, GUARD_WORD };
enum guard_meant_kind {
	GUARD_MEANING,
	GUARD_NEXT,
	GUARD_ACROSS,
	GUARD_CONCEPT
};
#define GUARD_KINDS 4 /* of each side */

/* Where the buckets of each kind begin; GRAM_BUCKETS is the end of the last. */
extern const uint32_t guard_kind_from[GUARD_SIDES][GUARD_KINDS + 1];

/* Puts in the bucket of what has that hash. */
void guard_put_letter(struct gram_set *s, uint32_t h,
		      enum guard_letter_kind kind);
void guard_put_meant(struct gram_set *s, uint32_t h,
		     enum guard_meant_kind kind);

/* The set of buckets of plain letters, ascending. */
void guard_grams_of(const struct letters *plain, struct gram_list *out);

#endif
