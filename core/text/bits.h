/* bits.h - roots and logarithms in whole numbers, the same on every machine.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_BITS_H
#define HW_TEXT_BITS_H

#include <stdint.h>

/* The square root, rounded down. */
uint32_t root_of(uint64_t n);
/* log2(n / d) in sixteenths, rounded down; n >= d > 0. */
uint32_t log2_ratio(uint32_t n, uint32_t d);

#endif
