/* letters.h - a text as the letters that a reader hears, not as it was typed.
 *
 * Buyers write "NICHT ANGEKOMMEN", "nicht angekommen!!" and the same in full
 * width; they leave out accents and put invisible marks between. Phrases and
 * n-grams are looked for in what is left of that: lower case, full width as
 * ASCII, numbers as one 0, what parts words as one blank, marks of no width
 * gone, and, in the plain form, letters without their accents. Case and
 * decomposition are Unicode's (ICU).
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_LETTERS_H
#define HW_TEXT_LETTERS_H

#include <stdbool.h>

#include "base/vec.h"

/* Code points. In a text: a blank first, between words and last; the blank is
 * CLAUSE_END where a clause ends (a full stop, a comma, a line), else ' '. */
VEC(letters, uint32_t);

#define CLAUSE_END '\n'

#define HEARD_MAX 20000 /* of a text; the rest is left out */

/* Appends the text: with its accents, or plain. */
void letters_put(struct letters *out, const char *text, size_t len);
void letters_put_plain(struct letters *out, const char *text, size_t len);
/* Plain, into empty lists, with the byte of the text at which each letter
 * begins. */
VEC(spots, uint32_t);
void letters_put_spots(struct letters *out, struct spots *spots,
		       const char *text, size_t len);

/* One letter of the first kind as one of the second. */
uint32_t letter_plain(uint32_t c);
bool letter_is_word(uint32_t c); /* a letter, a digit or an apostrophe */

/* A letter of a clause that something denies; blanks are not marked. Pieces
 * that hold one are other pieces (grams.h). */
#define LETTER_DENIED UINT32_C(0x200000) /* beyond every code point */

static inline bool letter_is_blank(uint32_t letter)
{
	return letter == ' ' || letter == CLAUSE_END;
}

#endif
