/* guard_lexicon.h - which words mean what, as bytes of a pack.
 *
 * A word, or its beginning ("bewert"), stands for something that other
 * languages have a word for as well; the guard's shared model (guard_model.h)
 * learns of that what it means beside other words. Built by packc from a
 * language's meanings.txt; its bytes lie in the pack and are borrowed. Layout,
 * little-endian:
 *
 *	u32 length of all that follows  u32 meanings  u32 words
 *	u32 name[meanings]       hash of what the meaning is called
 *	words, in the order of their bytes:
 *		u16 first byte in the text below  u16 meaning
 *		u8 length  u8 whole: the word ends there
 *	the text of all words, plain letters (text/letters.h) as UTF-8
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_LEXICON_H
#define HW_POLICY_GUARD_LEXICON_H

#include "base/err.h"
#include "text/letters.h"

#define LEXICON_NAMES 4096       /* meanings, at most */
#define LEXICON_WORD_SIZE 6      /* bytes of a word's entry */
#define LEXICON_WORD_MAX 255     /* bytes of a word's text */
#define LEXICON_TEXT_MAX 0x10000 /* bytes of all words' text */

struct guard_lexicon {
	size_t meanings, words, text_len;
	const uint8_t *name, *word; /* not aligned */
	const char *text;
};

/* Looks at all of the bytes and borrows them: *at and *len go on behind it.
 * ERR_DATA: they are none. */
int guard_lexicon_open(struct guard_lexicon *l, const uint8_t **at, size_t *len,
		       struct err *err) MUST_CHECK;

/* Calls found() for every word that begins at a letter, in the order of the
 * text: where, and the hash of what it means. */
void guard_lexicon_find(const struct guard_lexicon *l,
			const struct letters *plain,
			void (*found)(void *arg, size_t letter, uint32_t name),
			void *arg);

/* What a meaning's name is hashed to. */
uint32_t guard_lexicon_name(const char *name, size_t len);

#endif
