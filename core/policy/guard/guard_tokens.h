/* guard_tokens.h - the words and numbers of a text in their order, as far as an
 * address needs them: "Hauptstr. 12a, D-80331" is Hauptstr, 12a, D, 80331.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_TOKENS_H
#define HW_POLICY_GUARD_TOKENS_H

#include <stdbool.h>

#include "base/vec.h"

/* Bytes of the text. A number has a digit: 12, 12a, SW1A, 1-1-1. A script that
 * has no blanks ends where a digit stands, and the other way round. */
struct token {
	size_t from, to;
	bool number;
};
VEC(token_list, struct token);

/* Appends those of the first len bytes of UTF-8. */
void tokens_of(const char *text, size_t len, struct token_list *out);

/* How many letters and digits a squeezed number may have. */
#define SQUEEZED_MAX 16

/* Its letters and digits (ASCII), in capitals: "sw1a 1aa" is SW1A1AA. "" when
 * they are more. */
void squeeze_to(const char *text, size_t len, char out[SQUEEZED_MAX + 1]);

/* Digits stand where digits do, and letters where letters do. */
bool squeezed_alike(const char *a, const char *b);

#endif
