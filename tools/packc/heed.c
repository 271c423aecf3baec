/* heed.c - see heed.h.
 * SPDX-License-Identifier: MIT */
#include "heed.h"

#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "lexicon.h"
#include "policy/guard_grams.h"
#include "sentences.h"

struct heeding {
	struct sentences said;
	bool wanted[GUARD_SETS]; /* of which the pack brings sentences */
};

/* -- the pack's own sentences -- */

static void read_wanted(struct heeding *h, const char *folder)
{
	for (int i = 0; i < GUARD_SETS; i++)
		if (h->wanted[i])
			sentences_read(&h->said, i, folder);
}

/* A line of a template is about as long as a sentence. They break no rule, and
 * tell of many a remedy. */
static void read_templates(struct heeding *h, const cJSON *templates)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, templates) {
		CLEANUP(free_ptr) char *text = xstrdup(one->valuestring);
		char *save = NULL;

		for (char *line = strtok_r(text, "\n", &save); line;
		     line = strtok_r(NULL, "\n", &save))
			if (!text_blank(line))
				sentences_add(&h->said, GUARD_RULES, line,
					      "amazon",
					      (struct sample){ .has = 0 });
	}
}

/* None where a mistake was told. Borrows the bytes. */
static void open_words(struct guard_lexicon *l, const struct str *bytes)
{
	const uint8_t *at = (const uint8_t *)str_c(bytes);
	size_t len = bytes->len;
	struct err err = { 0 };

	if (guard_lexicon_open(l, &at, &len, &err))
		*l = (struct guard_lexicon){ 0 };
}

static void read_own(struct heeding *h, const char *folder, const char *tag,
		     const cJSON *templates, const struct str *words)
{
	struct guard_lexicon lexicon;

	open_words(&lexicon, words);
	h->said.words = &lexicon;
	h->said.lang = tag;
	h->said.own = true;
	read_wanted(h, folder);
	if (h->wanted[GUARD_RULES])
		read_templates(h, templates);
	h->said.own = false;
	h->said.words = NULL;
}

/* -- the other packs, in plugins/ where packc stands -- */

static void read_folder(struct heeding *h, const char *folder, const char *lang)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct guard_lexicon words;

	lexicon(folder, &bytes, h->said.mistakes);
	open_words(&words, &bytes);
	h->said.words = &words;
	h->said.lang = lang;
	read_wanted(h, folder);
	h->said.words = NULL;
}

static int is_pack(const struct dirent *e)
{
	return text_starts(e->d_name, "locale-");
}

/* In the order of their names, so that the same files give the same bytes. */
static void read_beside(struct heeding *h, const char *folder)
{
	const char *beside = "plugins", *slash = strrchr(folder, '/');
	const char *self = slash ? slash + 1 : folder;
	struct dirent **entries = NULL;
	int n = scandir(beside, &entries, is_pack, alphasort);

	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		CLEANUP(free_ptr) char *dir = path_join(beside, name);

		if (!text_eq(name, self))
			read_folder(h, dir, name + strlen("locale-"));
		free(entries[i]);
	}
	free(entries);
}

/* -- learning -- */

/* Of the rules by writers as folds: who learns of the others finds most of
 * one's breaches with these; what is meant only refines what the letters say.
 * Of the remedies by random fifths: what is meant tells most there, and more
 * pieces or rounds tell nothing more. */
static const struct pair_of_courses {
	struct margin_course shared, own;
} courses[GUARD_SETS] = {
	[GUARD_RULES] = { .shared = { .rows = 18000,
				      .rounds = 20,
				      .kind_from = guard_kind_from,
				      .ease = 5,
				      .part = 2 },
			  .own = { .rows = 24000,
				   .rounds = 30,
				   .kind_from = guard_kind_from,
				   .ease = 2,
				   .part = 1 } },
	[GUARD_REMEDIES] = { .shared = { .rows = 12000,
					 .rounds = 12,
					 .kind_from = guard_kind_from,
					 .ease = 5,
					 .part = 1 },
			     .own = { .rows = 12000,
				      .rounds = 15,
				      .kind_from = guard_kind_from,
				      .ease = 6,
				      .part = 1 } },
};

static void put_scores(struct subject *s, enum guard_set set, struct str *blob)
{
	CLEANUP(margin_rows_release) struct margin_rows rows = { 0 };
	CLEANUP(str_release) struct str one = STR_INIT;
	int32_t constant[GUARD_SCORES] = { 0 };
	size_t count = guard_set_count(set);

	margin_learn(&s->shared, count, courses[set].shared, constant, &rows);
	margin_learn(&s->own, count, courses[set].own, constant, &rows);
	put_u32(&one, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		put_u32(&one, (uint32_t)constant[i]);
	margin_put(&rows, guard_set_names[set], count, &one);
	put_u32(blob, (uint32_t)one.len);
	str_add(blob, str_c(&one), one.len);
}

static void put_sets(struct heeding *h, const struct str *words,
		     struct str *blob)
{
	uint32_t n = 0;

	for (int i = 0; i < GUARD_SETS; i++)
		n += h->wanted[i];
	str_puts(blob, GUARD_MAGIC);
	put_u32(blob, n);
	str_add(blob, str_c(words), words->len);
	for (int i = 0; i < GUARD_SETS; i++)
		if (h->wanted[i])
			put_scores(&h->said.subject[i], i, blob);
}

static void learn(struct heeding *h, const char *folder, const char *tag,
		  const cJSON *templates, struct str *blob)
{
	CLEANUP(str_release) struct str words = STR_INIT;
	struct mistakes *m = h->said.mistakes;
	struct guard_policy *guard;

	lexicon(folder, &words, m);
	if (m->list.len)
		return; /* to learn takes seconds, and it is refused anyway */
	h->said.guard = guard = guard_load("policy", NULL, m);
	read_own(h, folder, tag, templates, &words);
	if (!m->list.len)
		read_beside(h, folder);
	if (!m->list.len)
		put_sets(h, &words, blob);
	guard_free(guard);
}

void heed(const char *folder, const char *tag, const cJSON *templates,
	  struct str *blob, struct mistakes *m)
{
	struct heeding h = { .said = { .mistakes = m } };
	bool any = false;

	for (int i = 0; i < GUARD_SETS; i++)
		any |= h.wanted[i] = sentences_here(folder, i);
	if (any)
		learn(&h, folder, tag, templates, blob);
	sentences_release(&h.said);
}
