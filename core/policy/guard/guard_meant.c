/* guard_meant.c - what a text means to the guard's models: which concepts stand
 * in it and together, what signs and patterns found, what its words mean, and
 * in which order.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "policy/guard/guard_grams.h"
#include "policy/guard/guard_learnt_own.h"

/* -- names -- */

/* By name: a seller's rules may list other concepts, or in another order. */
static uint32_t hash_name(uint32_t h, const char *name)
{
	for (; *name; name++)
		h = gram_hash_on(h, (unsigned char)*name);
	return gram_hash_on(h, '\n');
}

static uint32_t name_of(const char *name)
{
	return hash_name(GRAM_HASH_START, name);
}

static void put(struct gram_set *out, uint32_t h)
{
	guard_put_meant(out, h, GUARD_CONCEPT);
}

/* -- concepts -- */

struct meant {
	uint64_t all, said, quoted; /* concepts */
};

static struct meant concepts_of(const struct judging *j, int first, int last)
{
	struct meant c = { 0 };

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		uint64_t bit = f->word.kind == WORD_CONCEPT
				       ? UINT64_C(1) << f->word.value
				       : 0;

		if (f->sentence < first || f->sentence > last)
			continue;
		c.quoted |= f->quoted ? bit : 0;
		c.all |= f->quoted ? 0 : bit;
		c.said |= f->quoted || f->denied ? 0 : bit;
	}
	return c;
}

/* Two that stand in the text, or in one sentence of it. */
static void put_pairs(const struct judging *j, uint64_t all, const char *where,
		      struct gram_set *out)
{
	const char *const *names = j->g->concepts;

	for (int i = 0; i < j->g->concept_count; i++) {
		uint32_t h = hash_name(name_of(where), names[i]);

		if (!(all >> i & 1))
			continue;
		for (int k = 0; k < j->g->concept_count; k++)
			if (all >> k & 1 && strcmp(names[i], names[k]) < 0)
				put(out, hash_name(h, names[k]));
	}
}

static void put_concepts(const struct judging *j, int first, int last,
			 struct gram_set *out)
{
	struct meant c = concepts_of(j, first, last);

	for (int i = 0; i < j->g->concept_count; i++) {
		uint32_t h = name_of(j->g->concepts[i]);

		if (c.quoted >> i & 1)
			put(out, hash_name(h, "quoted"));
		if (c.all >> i & 1)
			put(out, c.said >> i & 1 ? h : hash_name(h, "denied"));
	}
	put_pairs(j, c.all, "text", out);
	for (int i = first; i <= last; i++)
		put_pairs(j, concepts_of(j, i, i).all, "sentence", out);
}

/* What the signs and the patterns of rules found between two bytes of the
 * heard view; not what only hangs on what may be promised, for a text is the
 * same whatever stands behind it. */
static void put_found(const struct judging *j, const struct guard_hits *hits,
		      const char *what, size_t from, size_t to,
		      struct gram_set *out)
{
	const struct view *v = &j->views.heard;
	uint32_t h = name_of(what);

	for (size_t i = 0; to > from && i < hits->len; i++)
		if (!hits->at[i].may && hits->at[i].from < v->to.at[to - 1] &&
		    hits->at[i].to > v->from.at[from])
			put(out, hash_name(h, hits->at[i].rule->name));
}

/* -- what words mean -- */

struct noting {
	struct judging *j;
	const struct spots *spots;
};

static void note(void *arg, size_t letter, uint32_t name)
{
	struct noting *n = arg;

	meaning_list_push(
		&n->j->meant,
		(struct meaning){
			name, judging_sentence(n->j, n->spots->at[letter]) });
}

void guard_find_meant(struct judging *j, const struct guard_lexicon *lexicon)
{
	CLEANUP(letters_release) struct letters plain = { 0 };
	CLEANUP(spots_release) struct spots spots = { 0 };
	struct noting n = { j, &spots };
	const struct str *text = &j->views.heard.text;

	if (!lexicon)
		return;
	letters_put_spots(&plain, &spots, str_c(text), text->len);
	guard_lexicon_find(lexicon, &plain, note, &n);
}

/* Of one sentence; nobody writes so much in one, and all pairs are looked
 * at. */
#define MEANT_MOST 64

static int by_name(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Each once, in an order that is the same in all languages. */
static size_t names_of(const struct judging *j, int sentence, uint32_t *name)
{
	size_t n = 0, once = 0;

	for (size_t i = 0; i < j->meant.len && n < MEANT_MOST; i++)
		if (j->meant.at[i].sentence == sentence)
			name[n++] = j->meant.at[i].name;
	qsort(name, n, sizeof *name, by_name);
	for (size_t i = 0; i < n; i++)
		if (!i || name[i] != name[i - 1])
			name[once++] = name[i];
	return once;
}

/* What is meant in a sentence that asks, or calls out, is not the same. */
static void put_marked(uint32_t h, uint32_t marks, struct gram_set *out)
{
	for (uint32_t m = 0; m < MARK_END; m++)
		if (marks >> m & 1)
			guard_put_meant(out, gram_hash_on(h, m), GUARD_NEXT);
}

/* Which follows which: "not you" is not "you ... not". The border of the
 * sentence is 0. */
static void put_next(const struct judging *j, int sentence,
		     struct gram_set *out)
{
	uint32_t before = 0, h;

	for (size_t i = 0; i < j->meant.len; i++) {
		if (j->meant.at[i].sentence != sentence)
			continue;
		h = gram_hash_on(GRAM_HASH_START, before);
		before = j->meant.at[i].name;
		guard_put_meant(out, gram_hash_on(h, before), GUARD_NEXT);
	}
	h = gram_hash_on(GRAM_HASH_START, before);
	if (before)
		guard_put_meant(out, gram_hash_on(h, 0), GUARD_NEXT);
}

/* What a sentence's words mean, each two of that, and how it is said. */
static void put_words(const struct judging *j, int sentence,
		      const uint32_t *name, size_t n, struct gram_set *out)
{
	uint32_t marks = j->marks.at[sentence];

	put_next(j, sentence, out);
	for (size_t i = 0; i < n; i++) {
		uint32_t h = gram_hash_on(GRAM_HASH_START, name[i]);

		guard_put_meant(out, h, GUARD_MEANING);
		put_marked(h, marks, out);
		for (size_t k = i + 1; k < n; k++)
			guard_put_meant(out, gram_hash_on(h, name[k]),
					GUARD_MEANING);
	}
}

/* What hints is often said in two: "we refunded you" and "perhaps you think
 * again of your stars". So many of the one before; one without words that mean
 * something parts nothing. */
#define ACROSS_MOST 16

struct beside {
	uint32_t name[ACROSS_MOST];
	size_t n;
};

static void put_across(struct beside *before, const uint32_t *name, size_t n,
		       struct gram_set *out)
{
	if (!n)
		return;
	for (size_t i = 0; i < before->n; i++) {
		uint32_t h = gram_hash_on(GRAM_HASH_START, before->name[i]);

		for (size_t k = 0; k < n; k++)
			guard_put_meant(out, gram_hash_on(h, name[k]),
					GUARD_ACROSS);
	}
	before->n = n < ACROSS_MOST ? n : ACROSS_MOST;
	for (size_t i = 0; i < before->n; i++)
		before->name[i] = name[i];
}

static void put_sentences(const struct judging *j, int first, int last,
			  struct gram_set *out)
{
	struct beside before = { .n = 0 };

	for (int i = first; i <= last; i++) {
		uint32_t name[MEANT_MOST];
		size_t n = names_of(j, i, name);

		put_words(j, i, name, n, out);
		put_across(&before, name, n, out);
	}
}

/* -- all of it -- */

void guard_meant(const struct judging *j, int first, int last,
		 struct gram_list *out)
{
	struct gram_set s;
	size_t from, to;

	gram_set_clear(&s);
	judging_span(j, first, last, &from, &to);
	put_concepts(j, first, last, &s);
	put_found(j, j->signs, "sign", from, to, &s);
	put_found(j, j->hits, "pattern", from, to, &s);
	put_sentences(j, first, last, &s);
	gram_set_take(&s, out);
}
