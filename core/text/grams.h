/* grams.h - which pieces a text is made of.
 *
 * The pieces: runs of letters inside a word and at its borders (3 to 5; 1 to 4
 * where a script has no blanks), words, and pairs of words that follow each
 * other. Each is hashed into one of GRAM_BUCKETS; a text is the set of its
 * buckets. The hash is part of the format of models: another one needs another
 * magic (model.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_GRAMS_H
#define HW_TEXT_GRAMS_H

#include "text/letters.h"

#define GRAM_BITS 14
#define GRAM_BUCKETS (1 << GRAM_BITS)

VEC(gram_list, uint16_t);

/* The set of buckets of plain letters, ascending. */
void grams_of(const struct letters *plain, struct gram_list *out);

#endif
