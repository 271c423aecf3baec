/* gram_set.h - a set of buckets that is filled in any order and read in one.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_GRAM_SET_H
#define HW_TEXT_GRAM_SET_H

#include "text/grams.h"

/* One bit a bucket; a bit of `used` for each 64 of them that are in use: the
 * others are not even zero, so that a short text costs little. */
struct gram_set {
	uint64_t used[GRAM_BUCKETS / 64 / 64];
	uint64_t bits[GRAM_BUCKETS / 64];
};

void gram_set_clear(struct gram_set *s);
/* bucket < GRAM_BUCKETS */
void gram_set_add(struct gram_set *s, uint32_t bucket);
/* Appends those that are in, ascending. */
void gram_set_take(const struct gram_set *s, struct gram_list *out);

/* FNV-1a over code points, then the finish of MurmurHash3, both published as
 * free for any use. */
#define GRAM_HASH_START UINT32_C(2166136261)

static inline uint32_t gram_hash_on(uint32_t h, uint32_t c)
{
	h = (h ^ c) * UINT32_C(16777619);
	return h ^ h >> 15;
}

/* 0 to size - 1. */
static inline uint32_t gram_hash_end(uint32_t h, uint32_t size)
{
	h = (h ^ h >> 16) * UINT32_C(0x85EBCA6B);
	h = (h ^ h >> 13) * UINT32_C(0xC2B2AE35);
	return (uint32_t)((uint64_t)(h ^ h >> 16) * size >> 32);
}

#endif
