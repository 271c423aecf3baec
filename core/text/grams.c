/* grams.c - see grams.h.
 * SPDX-License-Identifier: MIT */
#include "text/grams.h"

#include "base/utf8.h"
#include "text/gram_set.h"

enum { KIND_RUN, KIND_WORD, KIND_PAIR, KIND_SKIP, KIND_CHUNK };

static void see(struct gram_set *s, uint32_t h, uint32_t kind)
{
	uint32_t size =
		kind == KIND_WORD ? GRAM_BUCKETS - GRAM_WORDS : GRAM_WORDS;

	h = gram_hash_on(h, kind + 0x110000); /* beyond every code point */
	h = gram_hash_end(h, size);
	gram_set_add(s, h + (kind == KIND_WORD ? GRAM_WORDS : 0));
}

/* Runs that begin at i: a blank may only be its first or its last letter. */
static void runs_at(struct gram_set *s, const struct letters *t, size_t i)
{
	bool no_blanks = utf8_is_cjk(t->at[i] & ~LETTER_DENIED);
	size_t least = no_blanks ? 1 : 3, most = no_blanks ? 3 : 5;
	uint32_t h = GRAM_HASH_START;

	for (size_t n = 1; n <= most && i + n <= t->len; n++) {
		bool blank = letter_is_blank(t->at[i + n - 1]);

		h = gram_hash_on(h, blank ? ' ' : t->at[i + n - 1]);
		if (n >= least)
			see(s, h, KIND_RUN);
		if (n > 1 && blank)
			return;
	}
}

#define STEM 4

/* Words, and pairs of what words begin with: next to each other, and with one
 * between. */
static void words_of(struct gram_set *s, const struct letters *t)
{
	uint32_t word = GRAM_HASH_START, stem = GRAM_HASH_START,
		 before[2] = { 0, 0 };
	size_t len = 0;

	for (size_t i = 0; i < t->len; i++) {
		if (!letter_is_blank(t->at[i])) {
			word = gram_hash_on(word, t->at[i]);
			if (len++ < STEM)
				stem = gram_hash_on(stem, t->at[i]);
			continue;
		}
		if (!len)
			continue;
		see(s, word,
		    utf8_is_cjk(t->at[i - 1] & ~LETTER_DENIED) ? KIND_CHUNK
							       : KIND_WORD);
		if (before[0])
			see(s, gram_hash_on(before[0], stem), KIND_PAIR);
		if (before[1])
			see(s, gram_hash_on(before[1], stem), KIND_SKIP);
		before[1] = before[0];
		before[0] = stem;
		word = stem = GRAM_HASH_START;
		len = 0;
	}
}

void grams_of(const struct letters *plain, struct gram_list *out)
{
	struct gram_set s;

	gram_set_clear(&s);
	for (size_t i = 0; i < plain->len; i++)
		runs_at(&s, plain, i);
	words_of(&s, plain);
	gram_list_clear(out);
	gram_set_take(&s, out);
}
