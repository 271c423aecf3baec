/* heed.c - see heed.h.
 * SPDX-License-Identifier: MIT */
#include "heed.h"

#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "lexicon.h"
#include "margin.h"
#include "policy/guard_grams.h"
#include "policy/guard_learnt.h"

#define FILE_MAX ((size_t)16 << 20)

struct heeding {
	struct guard_policy *guard;
	struct sample_list shared, own;
	struct mistakes *mistakes;
	const struct guard_lexicon *words; /* of the language that is read */
};

/* -- samples -- */

/* One that others than `own` bring has only a meaning. Takes the sample, which
 * has no pieces yet. */
static void add(struct heeding *h, const struct guard_text *t, struct sample s,
		bool own)
{
	struct sample shared = s, one = s;

	guard_pieces(h->guard, t, h->words, &shared.grams,
		     own ? &one.grams : NULL);
	sample_list_push(&h->shared, shared);
	if (own)
		sample_list_push(&h->own, one);
}

static int number_of(const char *rule)
{
	CLEANUP(free_ptr) char *names = xstrdup(GUARD_RULES);
	char *save = NULL;
	int number = 0;

	for (char *name = strtok_r(names, " ", &save); name;
	     name = strtok_r(NULL, " ", &save), number++)
		if (text_eq(name, rule))
			return number;
	return -1;
}

/* -- guard.tsv -- */

/* What passes where its rule does not apply, as advertising in the shop's own
 * mail, might break it elsewhere. */
static uint64_t not_judged(const struct heeding *h, const char *name,
			   const char *platform, int rule)
{
	return rule >= 0 && !guard_rule_is_of(h->guard, name, platform)
		       ? UINT64_C(1) << rule
		       : 0;
}

static struct sample sample_of(const struct heeding *h, char *const *part,
			       int rule, bool breach)
{
	struct sample s = { .issue = breach ? rule : -1 };

	if (breach || rule < 0)
		return s;
	s.also = not_judged(h, part[0], part[2], rule);
	s.near = UINT64_C(1) << rule;
	return s;
}

static bool read_line(struct heeding *h, const char *lang, char *line, bool own)
{
	char *part[4] = { line };
	struct guard_text t = { .lang = lang, .channel = "message" };
	bool breach;
	int rule;

	for (int i = 1; i < 4; i++) {
		part[i] = strchr(part[i - 1], '\t');
		if (!part[i])
			return false;
		*part[i]++ = '\0';
	}
	breach = text_eq(part[1], "breach");
	rule = number_of(part[0]);
	if (text_blank(part[3]) || (!breach && !text_eq(part[1], "near")) ||
	    (rule < 0 && (breach || !text_eq(part[0], "-"))))
		return false;
	t.platform = part[2];
	t.text = part[3];
	add(h, &t, sample_of(h, part, rule, breach), own);
	return true;
}

static void read_lines(struct heeding *h, const char *path, const char *lang,
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

/* None where a mistake was told. Borrows the bytes. */
static void open_words(struct guard_lexicon *l, const struct str *bytes)
{
	const uint8_t *at = (const uint8_t *)str_c(bytes);
	size_t len = bytes->len;
	struct err err = { 0 };

	if (guard_lexicon_open(l, &at, &len, &err))
		*l = (struct guard_lexicon){ 0 };
}

static void read_folder(struct heeding *h, const char *folder, const char *lang)
{
	CLEANUP(free_ptr) char *path = path_join(folder, "guard.tsv");
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct guard_lexicon words;

	if (!file_exists(path))
		return;
	lexicon(folder, &bytes, h->mistakes);
	open_words(&words, &bytes);
	h->words = &words;
	read_lines(h, path, lang, false);
	h->words = NULL;
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

		if (!text_eq(name, self))
			read_folder(h, dir, name + strlen("locale-"));
		free(entries[i]);
	}
	free(entries);
}

static void add_template(struct heeding *h, const char *lang, const char *line)
{
	struct guard_text t = { .text = line,
				.lang = lang,
				.platform = "amazon",
				.channel = "message" };

	add(h, &t, (struct sample){ .issue = -1 }, true);
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
				add_template(h, lang, line);
	}
}

/* -- learning -- */

/* By writers as folds: who learns of the others finds most of one's breaches
 * with these. What is meant only refines what the letters say. */
static const struct margin_course shared_course = { .rows = 18000,
						    .rounds = 20,
						    .kind_from =
							    guard_kind_from,
						    .ease = 5,
						    .part = 2 };
static const struct margin_course own_course = { .rows = 24000,
						 .rounds = 30,
						 .kind_from = guard_kind_from,
						 .ease = 2,
						 .part = 1 };

static void put_learnt_rules(struct heeding *h, const struct str *words,
			     struct str *blob)
{
	CLEANUP(margin_rows_release) struct margin_rows rows = { 0 };
	int32_t constant[GUARD_RULE_COUNT] = { 0 };

	margin_learn(&h->shared, GUARD_RULE_COUNT, shared_course, constant,
		     &rows);
	margin_learn(&h->own, GUARD_RULE_COUNT, own_course, constant, &rows);
	str_puts(blob, GUARD_MAGIC);
	put_u32(blob, GUARD_RULE_COUNT);
	for (int i = 0; i < GUARD_RULE_COUNT; i++)
		put_u32(blob, (uint32_t)constant[i]);
	str_add(blob, str_c(words), words->len);
	margin_put(&rows, GUARD_RULES, GUARD_RULE_COUNT, blob);
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
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct guard_lexicon words;
	struct heeding h = { .mistakes = m, .words = &words };

	if (!file_exists(path))
		return;
	lexicon(folder, &bytes, m);
	if (m->list.len)
		return; /* to learn takes seconds, and it is refused anyway */
	open_words(&words, &bytes);
	h.guard = guard_load("policy", NULL, m);
	read_lines(&h, path, tag, true);
	read_templates(&h, templates, tag);
	read_beside(&h, folder);
	if (!m->list.len)
		put_learnt_rules(&h, &bytes, blob);
	free_samples(&h.shared);
	free_samples(&h.own);
	guard_free(h.guard);
}
