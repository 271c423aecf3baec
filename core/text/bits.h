/* bits.h - roots and logarithms in whole numbers, numbers out of bytes and how
 * many bits are set, the same on every machine.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_BITS_H
#define HW_TEXT_BITS_H

#include <stdint.h>

/* The square root, rounded down. */
uint32_t root_of(uint64_t n);
/* log2(n / d) in sixteenths, rounded down; n >= d > 0. */
uint32_t log2_ratio(uint32_t n, uint32_t d);

/* Little-endian, and not aligned. */
static inline uint32_t bytes_u16(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static inline uint32_t bytes_u32(const uint8_t *at)
{
	return bytes_u16(at) | bytes_u16(at + 2) << 16;
}

static inline uint64_t bytes_u64(const uint8_t *at)
{
	return bytes_u32(at) | (uint64_t)bytes_u32(at + 4) << 32;
}

/* How many bits are set, also where the machine cannot be asked to count. */
static inline uint32_t bits_in(uint64_t n)
{
	n -= n >> 1 & UINT64_C(0x5555555555555555);
	n = (n & UINT64_C(0x3333333333333333)) +
	    (n >> 2 & UINT64_C(0x3333333333333333));
	n = (n + (n >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	return (uint32_t)(n * UINT64_C(0x0101010101010101) >> 56);
}

#endif
