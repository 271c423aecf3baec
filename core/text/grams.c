/* grams.c - see grams.h.
 * SPDX-License-Identifier: MIT */
#include "text/grams.h"

#include <string.h>

#include "base/utf8.h"

/* One bit a bucket: a set is filled in any order and read in one. A bit of
 * `used` for each 64 of them that are in use: the others are not even zero, so
 * that a short text costs little. */
struct seen {
	uint64_t used[GRAM_BUCKETS / 64 / 64];
	uint64_t bits[GRAM_BUCKETS / 64];
};

/* FNV-1a over code points, then the finish of MurmurHash3, both published as
 * free for any use. */
#define HASH_START UINT32_C(2166136261)

static uint32_t hash_on(uint32_t h, uint32_t c)
{
	h = (h ^ c) * UINT32_C(16777619);
	return h ^ h >> 15;
}

static void mark(struct seen *s, uint32_t h)
{
	uint64_t *used = &s->used[h / 64 / 64];
	uint64_t one = UINT64_C(1) << h / 64 % 64;

	if (!(*used & one))
		s->bits[h / 64] = 0;
	*used |= one;
	s->bits[h / 64] |= UINT64_C(1) << h % 64;
}

enum { KIND_RUN, KIND_WORD, KIND_PAIR, KIND_SKIP, KIND_CHUNK };

static void see(struct seen *s, uint32_t h, uint32_t kind)
{
	uint32_t size =
		kind == KIND_WORD ? GRAM_BUCKETS - GRAM_WORDS : GRAM_WORDS;

	h = hash_on(h, kind + 0x110000); /* beyond every code point */
	h = (h ^ h >> 16) * UINT32_C(0x85EBCA6B);
	h = (h ^ h >> 13) * UINT32_C(0xC2B2AE35);
	h = (uint32_t)((uint64_t)(h ^ h >> 16) * size >> 32);
	h += kind == KIND_WORD ? GRAM_WORDS : 0;
	mark(s, h);
}

/* Runs that begin at i: a blank may only be its first or its last letter. */
static void runs_at(struct seen *s, const struct letters *t, size_t i)
{
	bool no_blanks = utf8_is_cjk(t->at[i] & ~LETTER_DENIED);
	size_t least = no_blanks ? 1 : 3, most = no_blanks ? 3 : 5;
	uint32_t h = HASH_START;

	for (size_t n = 1; n <= most && i + n <= t->len; n++) {
		bool blank = letter_is_blank(t->at[i + n - 1]);

		h = hash_on(h, blank ? ' ' : t->at[i + n - 1]);
		if (n >= least)
			see(s, h, KIND_RUN);
		if (n > 1 && blank)
			return;
	}
}

#define STEM 4

/* Words, and pairs of what words begin with: next to each other, and with one
 * between. */
static void words_of(struct seen *s, const struct letters *t)
{
	uint32_t word = HASH_START, stem = HASH_START, before[2] = { 0, 0 };
	size_t len = 0;

	for (size_t i = 0; i < t->len; i++) {
		if (!letter_is_blank(t->at[i])) {
			word = hash_on(word, t->at[i]);
			if (len++ < STEM)
				stem = hash_on(stem, t->at[i]);
			continue;
		}
		if (!len)
			continue;
		see(s, word,
		    utf8_is_cjk(t->at[i - 1] & ~LETTER_DENIED) ? KIND_CHUNK
							       : KIND_WORD);
		if (before[0])
			see(s, hash_on(before[0], stem), KIND_PAIR);
		if (before[1])
			see(s, hash_on(before[1], stem), KIND_SKIP);
		before[1] = before[0];
		before[0] = stem;
		word = stem = HASH_START;
		len = 0;
	}
}

static void take(const struct seen *s, uint32_t group, struct gram_list *out)
{
	for (uint64_t rest = s->bits[group]; rest; rest &= rest - 1)
		gram_list_push(out,
			       group * 64 + (uint32_t)__builtin_ctzll(rest));
}

void grams_of(const struct letters *plain, struct gram_list *out)
{
	struct seen s;

	memset(s.used, 0, sizeof s.used);
	for (size_t i = 0; i < plain->len; i++)
		runs_at(&s, plain, i);
	words_of(&s, plain);
	gram_list_clear(out);
	for (uint32_t i = 0; i < COUNT_OF(s.used); i++)
		for (uint64_t rest = s.used[i]; rest; rest &= rest - 1)
			take(&s, i * 64 + (uint32_t)__builtin_ctzll(rest), out);
}
