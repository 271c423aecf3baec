/* guard_grams.c - see guard_grams.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard_grams.h"

#include "base/utf8.h"
#include "text/gram_set.h"

enum kind { KIND_RUN, KIND_PAIR, KIND_WORD, KIND_THREE };

const uint32_t guard_kind_from[GUARD_KINDS + 1] = { 0, 1 << 17, GRAM_WORDS,
						    GRAM_WORDS + (1 << 15),
						    GRAM_BUCKETS };

static void see(struct gram_set *s, uint32_t h, enum kind kind)
{
	uint32_t from = guard_kind_from[kind];

	gram_set_add(s,
		     from + gram_hash_end(h, guard_kind_from[kind + 1] - from));
}

/* Runs that begin at i: a blank may only be its first or its last letter. */
static void runs_at(struct gram_set *s, const struct letters *t, size_t i)
{
	bool no_blanks = utf8_is_cjk(t->at[i]);
	size_t least = no_blanks ? 1 : 3, most = no_blanks ? 4 : 5;
	uint32_t h = GRAM_HASH_START;

	for (size_t n = 1; n <= most && i + n <= t->len; n++) {
		bool blank = letter_is_blank(t->at[i + n - 1]);

		h = gram_hash_on(h, blank ? ' ' : t->at[i + n - 1]);
		if (n >= least)
			see(s, h, n < 3 ? KIND_WORD : KIND_RUN);
		if (n > 1 && blank)
			return;
	}
}

/* Beginnings of the words before; 0: there is none. */
struct before {
	uint32_t one, two;
};

static void word_ends(struct gram_set *s, uint32_t stem, struct before *b)
{
	if (b->one)
		see(s, gram_hash_on(b->one, stem), KIND_PAIR);
	if (b->two) {
		uint32_t three = gram_hash_on(b->two, b->one);

		see(s, gram_hash_on(b->two ^ 1, stem), KIND_PAIR);
		see(s, gram_hash_on(three, stem), KIND_THREE);
	}
	b->two = b->one;
	b->one = stem;
}

static void words_of(struct gram_set *s, const struct letters *t)
{
	uint32_t word = GRAM_HASH_START, stem = GRAM_HASH_START;
	struct before before = { 0, 0 };
	size_t len = 0;

	for (size_t i = 0; i < t->len; i++) {
		bool no_blanks = i && utf8_is_cjk(t->at[i - 1]);

		if (!letter_is_blank(t->at[i])) {
			word = gram_hash_on(word, t->at[i]);
			if (len++ < (utf8_is_cjk(t->at[i]) ? 2 : 4))
				stem = gram_hash_on(stem, t->at[i]);
			continue;
		}
		if (len && !no_blanks)
			see(s, gram_hash_on(word, 0), KIND_WORD);
		if (len)
			word_ends(s, stem, &before);
		word = stem = GRAM_HASH_START;
		len = 0;
	}
}

void guard_grams_of(const struct letters *plain, struct gram_list *out)
{
	struct gram_set s;

	gram_set_clear(&s);
	for (size_t i = 0; i < plain->len; i++)
		runs_at(&s, plain, i);
	words_of(&s, plain);
	gram_list_clear(out);
	gram_set_take(&s, out);
}
