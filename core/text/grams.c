/* grams.c - see grams.h.
 * SPDX-License-Identifier: MIT */
#include "text/grams.h"

#include "base/utf8.h"
#include "text/gram_set.h"

struct seen {
	struct gram_set set;
	struct gram_list *pieces; /* NULL: nobody asks */
};

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
	h = gram_hash_on(h, kind + 0x110000); /* beyond every code point */
	h = from + gram_hash_end(h, to - from);
	gram_set_add(&s->set, h);
	if (s->pieces)
		gram_list_push(s->pieces, h);
}

/* Runs that begin at i: a blank may only be its first or its last letter. */
static void runs_at(struct seen *s, const struct letters *t, size_t i)
{
	bool no_blanks = utf8_is_cjk(t->at[i] & ~LETTER_DENIED);
	size_t least = no_blanks ? 1 : 3, most = no_blanks ? 3 : 5;
	uint32_t h = GRAM_HASH_START;

	for (size_t n = 1; n <= most && i + n <= t->len; n++) {
		bool blank = letter_is_blank(t->at[i + n - 1]);

		h = gram_hash_on(h, blank ? ' ' : t->at[i + n - 1]);
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

#define WORDS_INIT                                                \
	{                                                         \
		.word = GRAM_HASH_START, .stem = GRAM_HASH_START, \
	}

/* It is seen, and the pairs of what words begin with: next to each other, and
 * with one between. */
static void word_ends(struct seen *s, struct words *w, bool chunk)
{
	see(s, w->word, chunk ? CHUNK : WORD);
	if (w->before[0])
		see(s, gram_hash_on(w->before[0], w->stem),
		    chunk ? CHUNK_PAIR : PAIR);
	if (w->before[1])
		see(s, gram_hash_on(w->before[1], w->stem),
		    chunk ? CHUNK_SKIP : SKIP);
	w->before[1] = w->before[0];
	w->before[0] = w->stem;
	w->word = w->stem = GRAM_HASH_START;
	w->len = 0;
}

static void words_of(struct seen *s, const struct letters *t, size_t from,
		     size_t to, struct words *w)
{
	for (size_t i = from; i < to; i++) {
		if (!letter_is_blank(t->at[i])) {
			w->word = gram_hash_on(w->word, t->at[i]);
			if (w->len++ < STEM)
				w->stem = gram_hash_on(w->stem, t->at[i]);
		} else if (w->len) {
			word_ends(s, w,
				  utf8_is_cjk(t->at[i - 1] & ~LETTER_DENIED));
		}
	}
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

void grams_by_clause(const struct letters *plain, struct gram_list *out,
		     struct gram_list *pieces, struct clause_list *clauses)
{
	struct seen s;

	gram_set_clear(&s.set);
	s.pieces = pieces;
	see_all(&s, plain, clauses);
	gram_list_clear(out);
	gram_set_take(&s.set, out);
}

void grams_of(const struct letters *plain, struct gram_list *out)
{
	grams_by_clause(plain, out, NULL, NULL);
}
