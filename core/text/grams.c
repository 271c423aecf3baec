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
	struct gram_list *pieces; /* NULL: nobody asks */
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
	if (s->pieces)
		gram_list_push(s->pieces, h);
}

enum kind { RUN, WORD, PAIR, SKIP, CHUNK, CHUNK_PAIR, CHUNK_SKIP };

static void see(struct seen *s, uint32_t h, enum kind kind)
{
	uint32_t from = 0, to = GRAM_PAIRS;

	if (kind == WORD) {
		from = GRAM_WORDS;
		to = GRAM_BUCKETS;
	} else if (kind == PAIR || kind == SKIP) {
		from = GRAM_PAIRS;
		to = GRAM_WORDS;
	}
	h = hash_on(h, kind + 0x110000); /* beyond every code point */
	h = (h ^ h >> 16) * UINT32_C(0x85EBCA6B);
	h = (h ^ h >> 13) * UINT32_C(0xC2B2AE35);
	mark(s, from + (uint32_t)((uint64_t)(h ^ h >> 16) * (to - from) >> 32));
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
			see(s, h, RUN);
		if (n > 1 && blank)
			return;
	}
}

#define STEM 4

/* The word that is being read, and what the two before it began with (0: there
 * is none). */
struct words {
	uint32_t word, stem, before[2];
	size_t len;
};

#define WORDS_INIT                                                         \
	{                                                                  \
		.word = HASH_START, .stem = HASH_START, .before = { 0, 0 } \
	}

/* It is seen, and the pairs of what words begin with: next to each other, and
 * with one between. */
static void word_ends(struct seen *s, struct words *w, bool chunk)
{
	see(s, w->word, chunk ? CHUNK : WORD);
	if (w->before[0])
		see(s, hash_on(w->before[0], w->stem),
		    chunk ? CHUNK_PAIR : PAIR);
	if (w->before[1])
		see(s, hash_on(w->before[1], w->stem),
		    chunk ? CHUNK_SKIP : SKIP);
	w->before[1] = w->before[0];
	w->before[0] = w->stem;
	w->word = w->stem = HASH_START;
	w->len = 0;
}

static void words_of(struct seen *s, const struct letters *t, size_t from,
		     size_t to, struct words *w)
{
	for (size_t i = from; i < to; i++) {
		if (!letter_is_blank(t->at[i])) {
			w->word = hash_on(w->word, t->at[i]);
			if (w->len++ < STEM)
				w->stem = hash_on(w->stem, t->at[i]);
		} else if (w->len) {
			word_ends(s, w,
				  utf8_is_cjk(t->at[i - 1] & ~LETTER_DENIED));
		}
	}
}

static void take(const struct seen *s, uint32_t group, struct gram_list *out)
{
	for (uint64_t rest = s->bits[group]; rest; rest &= rest - 1)
		gram_list_push(out,
			       group * 64 + (uint32_t)__builtin_ctzll(rest));
}

static bool ends_clause(const struct letters *t, size_t i)
{
	uint32_t last = i ? t->at[i - 1] : 0;

	return t->at[i] == CLAUSE_END ||
	       (t->at[i] == ' ' && (last == '?' || last == '!'));
}

/* Where the clause that begins there ends: with what parts it from the next. */
static size_t clause_end(const struct letters *t, size_t from)
{
	size_t i = from + 1;

	while (i < t->len && !ends_clause(t, i))
		i++;
	return i < t->len ? i + 1 : t->len;
}

static void see_all(struct seen *s, const struct letters *t,
		    struct clause_list *clauses)
{
	struct words words = WORDS_INIT;

	for (size_t from = 0, to; from < t->len; from = to) {
		to = clause_end(t, from);
		for (size_t i = from; i < to; i++)
			runs_at(s, t, i);
		words_of(s, t, from, to, &words);
		if (clauses)
			clause_list_push(
				clauses,
				(struct clause){ (uint32_t)to,
						 (uint32_t)s->pieces->len });
	}
}

static void take_all(const struct seen *s, struct gram_list *out)
{
	gram_list_clear(out);
	for (uint32_t i = 0; i < COUNT_OF(s->used); i++)
		for (uint64_t rest = s->used[i]; rest; rest &= rest - 1)
			take(s, i * 64 + (uint32_t)__builtin_ctzll(rest), out);
}

void grams_by_clause(const struct letters *plain, struct gram_list *out,
		     struct gram_list *pieces, struct clause_list *clauses)
{
	struct seen s;

	memset(s.used, 0, sizeof s.used);
	s.pieces = pieces;
	see_all(&s, plain, clauses);
	take_all(&s, out);
}

void grams_of(const struct letters *plain, struct gram_list *out)
{
	grams_by_clause(plain, out, NULL, NULL);
}
