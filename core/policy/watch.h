/* watch.h - the seller's own words to watch for (A10): policy/words.conf.
 *
 * Beside what the packs know. A word counts in texts of its language, and in
 * those whose language nobody knows. Finds and marks; what follows from a word
 * is the desk's. A folder without the file watches for nothing. Pure.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_WATCH_H
#define HW_POLICY_WATCH_H

#include "policy/conf/conf.h"
#include "text/phrases.h"

struct watch_word {
	const char *name, *lang; /* lang "*": any */
	const char *text;        /* as it stands in the file */
};
VEC(watch_words, struct watch_word);

/* Embedded: zero it. */
struct watch_list {
	struct watch_words words; /* by the number of its phrase */
	struct phrases *phrases;  /* NULL: none */
};

/* Takes a whole file; mistakes are recorded. Texts live as long as c. */
void watch_read(struct watch_list *w, struct conf *c);
void watch_release(struct watch_list *w);

/* A place of a text, in bytes. */
struct mark {
	size_t from, to;
	const struct watch_word *word; /* NULL: another phrase */
};
VEC(mark_places, struct mark);

/* Appends the places in the order of the text. lang may be "". */
void watch_find(const struct watch_list *w, const char *text, const char *lang,
		struct mark_places *out);
/* Those of any other phrases, such as the cues of a pack: phrases[] ends with
 * NULL. */
void watch_find_phrases(const char *const *phrases, const char *text,
			struct mark_places *out);

/* The text with **stars** around its places, which may overlap; sorts them. */
void watch_mark(struct mark_places *places, const char *text, struct str *out);

#endif
