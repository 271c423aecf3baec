/* heed.c - see heed.h.
 * SPDX-License-Identifier: MIT */
#include "heed.h"

#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "policy/guard_learnt.h"
#include "train.h"

#define FILE_MAX ((size_t)16 << 20)

struct heeding {
	struct guard_policy *guard;
	struct sample_list shared, own;
	struct arena arena; /* of priors */
	struct mistakes *mistakes;
};

/* -- samples -- */

static void add(struct heeding *h, const char *lang, const char *text,
		int class, bool own)
{
	struct sample shared = { .issue = class }, one = { .issue = class };

	guard_pieces(h->guard, lang, text, &shared.grams, &one.grams);
	shared.prior = arena_alloc(&h->arena,
				   GUARD_CLASS_COUNT * sizeof *shared.prior);
	sample_list_push(&h->shared, shared);
	if (own)
		sample_list_push(&h->own, one);
	else
		gram_list_release(&one.grams);
}

static int class_of(const char *rule)
{
	CLEANUP(free_ptr) char *names = xstrdup(GUARD_CLASSES);
	char *save = NULL;
	int class = 0;

	for (char *name = strtok_r(names, " ", &save); name;
	     name = strtok_r(NULL, " ", &save), class ++)
		if (class && text_eq(name, rule))
			return class;
	return -1;
}

/* -- guard.tsv -- */

/* Advertising is none of amazon's where it is allowed. */
static bool says_nothing(const char *rule, bool breach, const char *platform)
{
	return text_eq(rule, "marketing") && !breach &&
	       !text_eq(platform, "amazon");
}

static bool read_line(struct heeding *h, const char *lang, char *line, bool own)
{
	char *part[4] = { line };
	bool breach;
	int class;

	for (int i = 1; i < 4; i++) {
		part[i] = strchr(part[i - 1], '\t');
		if (!part[i])
			return false;
		*part[i]++ = '\0';
	}
	breach = text_eq(part[1], "breach");
	class = class_of(part[0]);
	if (text_blank(part[3]) || (!breach && !text_eq(part[1], "near")) ||
	    (class < 0 && (breach || !text_eq(part[0], "-"))))
		return false;
	if (!says_nothing(part[0], breach, part[2]))
		add(h, lang, part[3], breach ? class : 0, own);
	return true;
}

static void read_file(struct heeding *h, const char *path, const char *lang,
		      bool own)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(FILE_MAX);
	CLEANUP(free_ptr) char *all = NULL;
	struct err err = { 0 };
	char *save = NULL;
	int number = 0;

	if (file_read(&bytes, path, FILE_MAX, &err)) {
		mistake(h->mistakes, path, 1, "%s", err.text);
		return;
	}
	if (utf8_check(str_c(&bytes), bytes.len) >= 0) {
		mistake(h->mistakes, path, 1, "is no UTF-8");
		return;
	}
	all = xstrdup(str_c(&bytes));
	for (char *line = strtok_r(all, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		number++;
		if (!read_line(h, lang, line, own))
			mistake(h->mistakes, path, number,
				"a line has four columns parted by tabs: a "
				"rule that is learnt or -, breach or near, "
				"platform, text");
	}
}

/* -- the other packs, in plugins/ where packc stands -- */

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
		CLEANUP(free_ptr) char *path = path_join(dir, "guard.tsv");

		if (!text_eq(name, self) && file_exists(path))
			read_file(h, path, name + strlen("locale-"), false);
		free(entries[i]);
	}
	free(entries);
}

/* A line of a template is about as long as a sentence. */
static void read_templates(struct heeding *h, const cJSON *templates,
			   const char *lang)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, templates) {
		CLEANUP(free_ptr) char *text = xstrdup(one->valuestring);
		char *save = NULL;

		for (char *line = strtok_r(text, "\n", &save); line;
		     line = strtok_r(NULL, "\n", &save))
			if (!text_blank(line))
				add(h, lang, line, 0, true);
	}
}

/* -- learning -- */

/* By five folds of the sentences, more rows or rounds find no more (those of
 * concepts and their pairs are some 1,000 in all). */
static const struct course shared_course = { .rows = 2500, .rounds = 10 };
static const struct course own_course = { .rows = 2500, .rounds = 10 };

/* What the shared model says of the pack's own sentences. Those were put first
 * and in the same order. */
static void set_priors(struct heeding *h, const void *bytes, size_t len)
{
	struct model shared;
	struct err err = { 0 };

	if (model_open(&shared, bytes, len, &err))
		return;
	for (size_t i = 0; i < h->own.len; i++) {
		int32_t *prior =
			arena_alloc(&h->arena, MODEL_CLASSES * sizeof *prior);

		model_score(&shared, &h->shared.at[i].grams, prior);
		h->own.at[i].prior = prior;
	}
}

static void free_samples(struct sample_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		gram_list_release(&l->at[i].grams);
	sample_list_release(l);
}

void heed(const char *folder, const char *tag, const cJSON *templates,
	  struct str *blob, struct mistakes *m)
{
	CLEANUP(free_ptr) char *path = path_join(folder, "guard.tsv");
	struct heeding h = { .arena = ARENA_INIT, .mistakes = m };
	size_t shared = blob->len;

	if (!file_exists(path))
		return;
	h.guard = guard_load("policy", NULL, m);
	read_file(&h, path, tag, true);
	read_templates(&h, templates, tag);
	read_beside(&h, folder);
	if (!m->list.len) {
		train(&h.shared, GUARD_CLASSES, GUARD_CLASS_COUNT,
		      shared_course, blob);
		set_priors(&h, str_c(blob) + shared, blob->len - shared);
		train(&h.own, GUARD_CLASSES, GUARD_CLASS_COUNT, own_course,
		      blob);
	}
	free_samples(&h.shared);
	free_samples(&h.own);
	guard_free(h.guard);
	arena_release(&h.arena);
}
