/* full.h - a row that make test runs small and `make soak ROW=name` runs in
 * full: the same code, other numbers.
 *
 * HW_FULL=1 chooses the full size, SEED= another seed than usual, FROM= where
 * to go on after an interruption; tools/soak sets them. A row prints its
 * figures as TAP comments ("# ...").
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FULL_H
#define HW_TESTS_FULL_H

#include <stdint.h>

/* The size to run at. */
int64_t full_or_quick(int64_t full, int64_t quick);
/* SEED, or the usual one. */
uint64_t full_seed(uint64_t usual);
/* FROM, or 0: the first round to run. */
int64_t full_from(void);

#endif
