/* draw.h - chance that is the same for the same seed (splitmix64).
 *
 * The state is a number of the caller; the seed is its first value.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_DRAW_H
#define HW_TESTS_DRAW_H

#include <stdint.h>

/* Any of 64 bits. */
uint64_t draw_any(uint64_t *state);
/* 0 .. below - 1; below is not 0. */
uint64_t draw(uint64_t *state, uint64_t below);

#endif
