/* guard_learnt.c - see guard_learnt.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard_learnt.h"

#include <stdlib.h>

#include "policy/fact.h"
#include "policy/guard_judging.h"

/* -- pieces -- */

#define HASH_START UINT32_C(2166136261) /* FNV-1a */

/* By name: a seller's rules may list other concepts, or in another order. */
static uint32_t hash_name(uint32_t h, const char *name)
{
	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * UINT32_C(16777619);
	return (h ^ '\n') * UINT32_C(16777619);
}

static void put_bucket(struct gram_list *out, uint32_t h)
{
	h = (h ^ h >> 16) * UINT32_C(0x85EBCA6B);
	h ^= h >> 13;
	gram_list_push(out, h % GRAM_WORDS);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void as_set(struct gram_list *l)
{
	size_t n = 0;

	if (l->len)
		qsort(l->at, l->len, sizeof *l->at, by_number);
	for (size_t i = 0; i < l->len; i++)
		if (!n || l->at[n - 1] != l->at[i])
			l->at[n++] = l->at[i];
	l->len = n;
}

struct heard_concepts {
	uint64_t all, said, quoted;
};

static struct heard_concepts concepts_of(const struct judging *j, int first,
					 int last)
{
	struct heard_concepts c = { 0 };

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

static void put_concepts(const struct judging *j, int first, int last,
			 struct gram_list *out)
{
	struct heard_concepts c = concepts_of(j, first, last);
	const char *const *names = j->g->concepts;

	for (int i = 0; i < j->g->concept_count; i++) {
		uint32_t h = hash_name(HASH_START, names[i]);

		if (c.quoted >> i & 1)
			put_bucket(out, hash_name(h, "quoted"));
		if (!(c.all >> i & 1))
			continue;
		put_bucket(out, c.said >> i & 1 ? h : hash_name(h, "denied"));
		for (int k = 0; k < j->g->concept_count; k++)
			if (c.all >> k & 1 && strcmp(names[i], names[k]) < 0)
				put_bucket(out, hash_name(h, names[k]));
	}
	as_set(out);
}

static void span_of(const struct judging *j, int first, int last, size_t *from,
		    size_t *to)
{
	*from = first ? j->ends.at[first - 1] : 0;
	*to = (size_t)last < j->ends.len ? j->ends.at[last]
					 : j->views.heard.text.len;
}

static void put_letters(const struct judging *j, int first, int last,
			struct gram_list *out)
{
	CLEANUP(letters_release) struct letters plain = { 0 };
	size_t from, to;

	span_of(j, first, last, &from, &to);
	letters_put_plain(&plain, str_c(&j->views.heard.text) + from,
			  to - from);
	grams_of(&plain, out);
}

void guard_pieces(const struct guard_policy *g, const char *lang,
		  const char *text, struct gram_list *concepts,
		  struct gram_list *letters)
{
	struct guard_text t = { .text = text, .lang = lang };
	struct judging j = { .g = g,
			     .t = &t,
			     .lang = guard_lang_of(g, lang),
			     .views = VIEWS_INIT };

	guard_look(&j, text, strlen(text));
	put_concepts(&j, 0, (int)j.ends.len, concepts);
	put_letters(&j, 0, (int)j.ends.len, letters);
	guard_looked(&j);
}

/* -- judging -- */

/* Of no other word than these is anything learnt. */
#define WORDS_LEAST 12 /* pieces of letters */

static void judge_window(struct judging *j, const struct guard_model *m,
			 int first, int last)
{
	CLEANUP(gram_list_release) struct gram_list concepts = { 0 };
	CLEANUP(gram_list_release) struct gram_list letters = { 0 };
	int32_t shared[MODEL_CLASSES], own[MODEL_CLASSES];
	size_t from, to;

	put_letters(j, first, last, &letters);
	if (letters.len < WORDS_LEAST)
		return;
	put_concepts(j, first, last, &concepts);
	model_score(&m->shared, &concepts, shared);
	model_score(&m->own, &letters, own);
	span_of(j, first, last, &from, &to);
	while (from < to && strchr(" \n.!?", str_c(&j->views.heard.text)[from]))
		from++;
	for (size_t i = 0; i < j->g->learnt.len; i++) {
		const struct learnt *l = &j->g->learnt.at[i];
		int32_t lead =
			shared[l->class] + own[l->class] - shared[0] - own[0];

		if (lead >= l->least && guard_applies(j, l->rule) &&
		    !judging_has(j, l->rule, &j->views.heard, from, to))
			judging_hit(j, l->rule, &j->views.heard, from, to);
	}
}

void guard_learnt_judge(struct judging *j)
{
	const struct pack *p = j->g->packs && j->t->lang
				       ? pack_for(j->g->packs, j->t->lang)
				       : NULL;
	const struct guard_model *m = p ? pack_guard(p) : NULL;
	int last = (int)j->ends.len;

	for (int i = 0; m && i <= last; i++)
		judge_window(j, m, i, i);
	for (int i = 0; m && i < last; i++)
		judge_window(j, m, i, i + 1);
}

void guard_learn(struct guard_policy *g, const struct pack_list *packs)
{
	g->packs = packs;
}
