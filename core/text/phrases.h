/* phrases.h - finding many phrases in one pass over a text.
 *
 * Phrases are kept as plain letters (letters.h) and indexed by how they begin,
 * so a text costs its own length, however many phrases there are. A phrase
 * stands between borders of words unless it may go on as a longer one; scripts
 * without blanks have no borders, but one letter of them alone stands before a
 * blank unless it may go on.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_PHRASES_H
#define HW_TEXT_PHRASES_H

#include "text/letters.h"

struct phrases;

struct phrases *phrases_new(void);
void phrases_free(struct phrases *p); /* NULL is none */

/* Adds one; its number is how many were added before. open_*: the word may go
 * on there. A phrase of nothing but blanks is never found. */
void phrases_add(struct phrases *p, const char *text, size_t len,
		 bool open_start, bool open_end);
/* The last was added: gives back the room for more. */
void phrases_fit(struct phrases *p);

/* Calls found() for every place where a phrase stands: its number, where it
 * begins and where it ends in the text's letters. In the order of the text. */
void phrases_find(const struct phrases *p, const struct letters *plain,
		  void (*found)(void *arg, size_t phrase, size_t from,
				size_t to),
		  void *arg);

#endif
