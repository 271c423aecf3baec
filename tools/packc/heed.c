/* heed.c - see heed.h.
 * SPDX-License-Identifier: MIT */
#include "heed.h"

#include <string.h>

#include "lexicon.h"
#include "policy/guard/guard_grams.h"
#include "sentences.h"

/* -- the pack's sentences -- */

static void read_all(struct sentences *s, const char *folder,
		     const cJSON *templates)
{
	const cJSON *one;

	for (int set = 0; set < GUARD_SETS; set++)
		sentences_read(s, set, folder);
	if (sentences_here(folder, GUARD_RULES))
		cJSON_ArrayForEach (one, templates)
			sentences_add_template(s, one->valuestring);
}

/* -- learning -- */

/* Of the rules by writers as folds: who learns of the others finds most of
 * one's breaches with these. Nearly all pieces that stand twice are kept, as
 * far as a model has room: with 24,000 of them a fiftieth less was found. Of
 * the remedies by random fifths: more pieces or rounds tell nothing more. */
static const struct margin_course courses[GUARD_SETS] = {
	[GUARD_RULES] = { .rows = 62000,
			  .rounds = 15,
			  .kind_from = guard_kind_from[GUARD_LETTERS],
			  .ease = 2,
			  .part = 1 },
	[GUARD_REMEDIES] = { .rows = 12000,
			     .rounds = 15,
			     .kind_from = guard_kind_from[GUARD_LETTERS],
			     .ease = 6,
			     .part = 1 },
};

static void put_scores(struct sample_list *samples, const struct meant *meant,
		       enum guard_set set, struct str *blob)
{
	CLEANUP(margin_rows_release) struct margin_rows rows = { 0 };
	CLEANUP(str_release) struct str one = STR_INIT;
	struct margin_rows none = { 0 };
	int32_t constant[GUARD_SCORES] = { 0 };
	size_t count = guard_set_count(set);

	for (size_t k = 0; meant && k < count; k++)
		constant[k] = meant->constant[set][k];
	margin_learn(samples, count, courses[set], constant, &rows);
	put_u32(&one, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		put_u32(&one, (uint32_t)constant[i]);
	margin_put(&rows, guard_set_names[set], count, &one);
	margin_put(meant ? &meant->rows[set] : &none, guard_set_names[set],
		   count, &one);
	put_u32(blob, (uint32_t)one.len);
	str_add(blob, str_c(&one), one.len);
}

static void put_sets(struct sentences *s, const char *folder,
		     const struct meant *meant, const struct str *words,
		     struct str *blob)
{
	uint32_t n = 0;

	for (int set = 0; set < GUARD_SETS; set++)
		n += sentences_here(folder, set);
	str_puts(blob, GUARD_MAGIC);
	put_u32(blob, n);
	str_add(blob, str_c(words), words->len);
	for (int set = 0; set < GUARD_SETS; set++)
		if (sentences_here(folder, set))
			put_scores(&s->of[set], meant, set, blob);
}

void heed(const char *folder, const char *tag, const cJSON *templates,
	  const struct meant *meant, struct str *blob, struct mistakes *m)
{
	CLEANUP(str_release) struct str words = STR_INIT;
	struct sentences said = { .mistakes = m, .lang = tag };
	struct guard_policy *guard;

	if (!sentences_here(folder, GUARD_RULES) &&
	    !sentences_here(folder, GUARD_REMEDIES))
		return;
	lexicon(folder, &words, m);
	if (m->list.len)
		return; /* to learn takes seconds, and it is refused anyway */
	said.guard = guard = guard_load("policy", NULL, m);
	read_all(&said, folder, templates);
	if (!m->list.len)
		put_sets(&said, folder, meant, &words, blob);
	sentences_release(&said);
	guard_free(guard);
}
