/* by_packs.h - the packs that were built as what a desk's brain classifies
 * with, where built_packs.h (with a `struct message` of its own) cannot be
 * included.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BY_PACKS_H
#define HW_TESTS_BY_PACKS_H

#include "desk/brain.h"

/* As core/host/answers_text.c. */
void by_packs(const struct brain *b, const char *text, const char *lang,
	      const char *usual, struct arena *arena, struct classified *out);

/* For cmocka, of a group: opens and frees them. */
int by_packs_load(void **state);
int by_packs_unload(void **state);

#endif
