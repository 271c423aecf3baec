/* script.h - in which scripts a text is written, and in which a language is.
 *
 * A text in Hebrew letters is in no language of Latin ones, however short it
 * is. What Unicode counts to all scripts (digits, signs, emoji) tells nothing.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_SCRIPT_H
#define HW_TEXT_SCRIPT_H

#include <stdint.h>

#include "text/letters.h"

#define SCRIPTS_MAX 6    /* of a language */
#define SCRIPT_KINDS 256 /* Unicode has fewer */

/* Those of a language, by its tag (ICU); none of one that nobody knows. */
struct scripts {
	uint8_t at[SCRIPTS_MAX];
	uint32_t count;
};
void scripts_of(const char *tag, struct scripts *out);
/* Are they such as say as much with one letter as others with three? */
bool scripts_dense(const struct scripts *s);

/* The letters of a text by their script; one of a script without blanks counts
 * as three. `dense`: those of them. */
struct script_count {
	uint32_t of[SCRIPT_KINDS], all, dense;
};
void script_count(const struct letters *text, struct script_count *out);

/* How many of all are in one of these scripts; all where none is known. */
uint32_t script_covers(const struct script_count *c, const struct scripts *s);

#endif
