/* grams.h - which pieces a text is made of.
 *
 * The pieces: runs of letters inside a word and at its borders (3 to 5; 1 to 3
 * where a script has no blanks), words, and pairs of words that follow each
 * other. Each is hashed into one of GRAM_BUCKETS, so many that few pieces meet
 * in one; a text is the set of its buckets. In scripts with blanks pairs of
 * words have buckets of their own, from GRAM_PAIRS on, and words from
 * GRAM_WORDS on: they tell more (model.h). The hash is part of the format of
 * models: another one needs another magic. SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_GRAMS_H
#define HW_TEXT_GRAMS_H

#include "text/letters.h"

#define GRAM_BUCKETS (1 << 19)
#define GRAM_PAIRS (GRAM_BUCKETS / 16 * 7)
#define GRAM_WORDS (GRAM_BUCKETS / 16 * 14)

VEC(gram_list, uint32_t);

/* The set of buckets of plain letters, ascending. */
void grams_of(const struct letters *plain, struct gram_list *out);

/* A clause ends behind a full stop, a comma, a line, a question: where its
 * letters and its pieces end among those of the text. */
struct clause {
	uint32_t letters, pieces;
};
VEC(clause_list, struct clause);

/* The same, and the buckets of all pieces clause by clause, as often as they
 * stand there. */
void grams_by_clause(const struct letters *plain, struct gram_list *out,
		     struct gram_list *pieces, struct clause_list *clauses);

#endif
