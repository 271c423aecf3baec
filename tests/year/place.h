/* place.h - where worlds live: in memory, and gone when all went well.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_YEAR_PLACE_H
#define HW_TESTS_YEAR_PLACE_H

#include "year/world.h"

/* Before the first world, and with the tests' result at the end: returns it.
 * KEEP=1 keeps the files of what broke. */
void place_begin(const char *name);
int place_end(int rc);

/* A world's life from its seed; of `w` is set what is chosen. Frees it. */
void place_live(struct world *w, const char *classes, int64_t ms);

#endif
