/* guard_grams.c - see guard_grams.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_grams.h"

#include "base/utf8.h"

/* Of runs there are most, above all in scripts without blanks; of meanings, two
 * of some 500. Words and concepts stand behind GRAM_WORDS: no kind lies on both
 * sides of it, where pieces count otherwise. */
const uint32_t guard_kind_from[GUARD_SIDES][GUARD_KINDS + 1] = {
	[GUARD_LETTERS] = { [GUARD_RUN] = 0,
			    [GUARD_PAIR] = 0x20000,
			    [GUARD_THREE] = 0x48000,
			    [GUARD_WORD] = GRAM_WORDS,
			    [GUARD_KINDS] = GRAM_BUCKETS },
	[GUARD_MEANT] = { [GUARD_MEANING] = 0,
			  [GUARD_NEXT] = 0x28000,
			  [GUARD_ACROSS] = 0x48000,
			  [GUARD_CONCEPT] = GRAM_WORDS,
			  [GUARD_KINDS] = GRAM_BUCKETS },
};

static void put_between(struct gram_set *s, uint32_t h, const uint32_t *borders)
{
	gram_set_add(s, borders[0] + gram_hash_end(h, borders[1] - borders[0]));
}

void guard_put_letter(struct gram_set *s, uint32_t h,
		      enum guard_letter_kind kind)
{
	put_between(s, h, &guard_kind_from[GUARD_LETTERS][kind]);
}

void guard_put_meant(struct gram_set *s, uint32_t h, enum guard_meant_kind kind)
{
	put_between(s, h, &guard_kind_from[GUARD_MEANT][kind]);
}

/* Runs that begin at i: a blank may only be its first or its last letter. */
static void runs_at(struct gram_set *s, const struct letters *t, size_t i)
{
	bool no_blanks = utf8_is_cjk(t->at[i]);
	size_t least = no_blanks ? 1 : 3, most = no_blanks ? 3 : 5;
	uint32_t h = GRAM_HASH_START;

	for (size_t n = 1; n <= most && i + n <= t->len; n++) {
		bool blank = letter_is_blank(t->at[i + n - 1]);

		h = gram_hash_on(h, blank ? ' ' : t->at[i + n - 1]);
		if (n >= least)
			guard_put_letter(s, h, n < 3 ? GUARD_WORD : GUARD_RUN);
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
		guard_put_letter(s, gram_hash_on(b->one, stem), GUARD_PAIR);
	if (b->two) {
		uint32_t three = gram_hash_on(b->two, b->one);

		guard_put_letter(s, gram_hash_on(b->two ^ 1, stem), GUARD_PAIR);
		guard_put_letter(s, gram_hash_on(three, stem), GUARD_THREE);
	}
	b->two = b->one;
	b->one = stem;
}

/* Ideographs and kana: there a blank parts no words. */
static bool parts_no_words(uint32_t c)
{
	return utf8_is_cjk(c) && !(c >= 0xAC00 && c <= 0xD7A3);
}

static void words_of(struct gram_set *s, const struct letters *t)
{
	uint32_t word = GRAM_HASH_START, stem = GRAM_HASH_START;
	struct before before = { 0, 0 };
	size_t len = 0;

	for (size_t i = 0; i < t->len; i++) {
		uint32_t c = t->at[i], last = i ? t->at[i - 1] : ' ';

		if (letter_is_word(c)) {
			word = gram_hash_on(word, c);
			if (len++ < (utf8_is_cjk(c) ? 2 : 4))
				stem = gram_hash_on(stem, c);
			continue;
		}
		if (len && !utf8_is_cjk(last))
			guard_put_letter(s, gram_hash_on(word, 0), GUARD_WORD);
		if (len && !parts_no_words(last))
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
