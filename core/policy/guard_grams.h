/* guard_grams.h - the pieces of letters that the guard learns from.
 *
 * Four kinds, each with buckets of its own and each weighed apart from the
 * others (guard_model.h): runs of letters (3 to 5; 3 and 4 where a script has
 * no blanks), pairs of what words begin with (next to each other, and with one
 * between), words (runs of 1 and 2 where a script has no blanks), and three
 * beginnings of words that follow each other. The hash is part of the format
 * of models: another one needs another magic.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_GRAMS_H
#define HW_POLICY_GUARD_GRAMS_H

#include "text/grams.h"

#define GUARD_KINDS 4

/* Where the buckets of each kind begin; GRAM_BUCKETS is the end of the last. */
extern const uint32_t guard_kind_from[GUARD_KINDS + 1];

/* The set of buckets of plain letters, ascending. */
void guard_grams_of(const struct letters *plain, struct gram_list *out);

#endif
