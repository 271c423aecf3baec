/* chosen_none.h - answers to an offer that choose neither the money nor the
 * goods: of two, of another matter, denied, or only supposed.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_CHOSEN_NONE_H
#define HW_TESTS_CHOSEN_NONE_H

#include <stddef.h>

#include "policy/pack/pack.h"

struct chosen_line {
	const char *lang, *text;
};

extern const struct chosen_line chosen_none[];
extern const size_t chosen_none_count;

/* The packs that were built (built_packs.h), beside a desk, whose headers have
 * its names. For cmocka, of a group. */
int chosen_load(void **state);
int chosen_unload(void **state);
void chosen_classify(const char *text, const char *lang, struct arena *arena,
		     struct guess *out);

#endif
