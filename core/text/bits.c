/* bits.c - see bits.h.
 * SPDX-License-Identifier: MIT */
#include "text/bits.h"

uint32_t root_of(uint64_t n)
{
	uint64_t root = 0;

	for (uint64_t bit = UINT64_C(1) << 31; bit; bit >>= 1)
		if ((root + bit) * (root + bit) <= n)
			root += bit;
	return (uint32_t)root;
}

/* Whole doublings first, then the digits of what is left by squaring. */
uint32_t log2_ratio(uint32_t n, uint32_t d)
{
	uint64_t q = ((uint64_t)n << 16) / d;
	uint32_t whole = 0, part = 0;

	while (q >= UINT64_C(2) << 16) {
		q >>= 1;
		whole++;
	}
	for (int i = 0; i < 4; i++) {
		q = q * q >> 16;
		part <<= 1;
		if (q >= UINT64_C(2) << 16) {
			q >>= 1;
			part |= 1;
		}
	}
	return whole * 16 + part;
}
