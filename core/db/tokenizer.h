/* tokenizer.h - the full-text tokenizer "desk": words for alphabets, and for
 * scripts without blanks every overlapping pair of characters, so that a word
 * of two characters inside a sentence is found.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DB_TOKENIZER_H
#define HW_DB_TOKENIZER_H

#include "base/err.h"

struct sqlite3;

/* For one connection; needed before a statement touches the search index.
 * -1: SQLite refuses it. */
int tokenizer_register(struct sqlite3 *raw, struct err *err) MUST_CHECK;

#endif
