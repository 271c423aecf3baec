/* grams.h - which pieces a text is made of.
 *
 * The pieces: runs of letters inside a word and at its borders (3 to 5; 1 to 3
 * where a script has no blanks), words, and pairs of words that follow each
 * other. Each is hashed into one of GRAM_BUCKETS, so many that few pieces meet
 * in one; a text is the set of its buckets. Whole words of scripts with blanks
 * have buckets of their own, from GRAM_WORDS on: they tell more (model.h). The
 * hash is part of the format of models: another one needs another magic.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_GRAMS_H
#define HW_TEXT_GRAMS_H

#include "text/letters.h"

#define GRAM_BUCKETS (1 << 18)
#define GRAM_WORDS (GRAM_BUCKETS - GRAM_BUCKETS / 4)

VEC(gram_list, uint32_t);

/* The set of buckets of plain letters, ascending. */
void grams_of(const struct letters *plain, struct gram_list *out);

#endif
