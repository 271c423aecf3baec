/* lexicon.h - from meanings.txt to which words mean what
 * (policy/guard/guard_lexicon.h).
 *
 * A line is what is meant, a colon, and the words for it parted by commas:
 *
 *	review: bewert, rezension, note.
 *
 * A word goes on ("bewertung") unless a full stop ends it. Upper and lower case
 * and accents make no difference; scripts without blanks have no borders of
 * words, so there it is found anywhere. # begins a remark. What is meant is
 * named by small letters, digits and _, the same in all languages.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_LEXICON_H
#define HW_PACKC_LEXICON_H

#include "base/str.h"
#include "policy/conf/conf.h"

/* Appends its bytes; those of no words where the folder has no such file. What
 * is wrong is added to the mistakes, with file and line. */
void lexicon(const char *folder, struct str *out, struct mistakes *m);

#endif
