/* guard_load.c - the folder policy/guard/.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <unistd.h>

#include "base/die.h"
#include "base/file.h"
#include "policy/guard/guard_words.h"

static struct conf *open_file(struct guard_policy *g, const char *dir,
			      const char *file, struct mistakes *m)
{
	CLEANUP(free_ptr) char *path = path_join(dir, file);
	struct conf *c = conf_open(path, m);

	if (c)
		conf_entries_push(
			&g->files,
			(struct conf_entry){ xasprintf("guard/%s", file), c });
	return c;
}

static int is_lang(const struct dirent *e)
{
	return e->d_name[0] != '.' && text_ends(e->d_name, ".conf") &&
	       !text_eq(e->d_name, "rules.conf");
}

static void read_langs(struct guard_policy *g, const char *dir,
		       struct mistakes *m)
{
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, is_lang, alphasort);

	for (int i = 0; i < n; i++) {
		const char *file = entries[i]->d_name;
		CLEANUP(free_ptr)
		char *tag = xstrndup(file, strlen(file) - strlen(".conf"));
		struct conf *c = open_file(g, dir, file, m);

		if (c) {
			guard_read_lang(g, c, tag);
			conf_done(c);
		}
		free(entries[i]);
	}
	free(entries);
}

#define MATCH_LIMIT 20000

struct guard_policy *guard_load(const char *policy,
				const struct numbers *numbers,
				struct mistakes *m)
{
	struct guard_policy *g = xcalloc(1, sizeof *g);
	CLEANUP(free_ptr) char *dir = path_join(policy, "guard");
	struct conf *c;

	g->numbers = numbers;
	g->limits = pcre2_match_context_create(NULL);
	if (!g->limits)
		die_of_memory();
	pcre2_set_match_limit(g->limits, MATCH_LIMIT);
	if (access(dir, F_OK) != 0)
		return g;
	c = open_file(g, dir, "rules.conf", m);
	if (c)
		guard_read_rules(g, c);
	read_langs(g, dir, m);
	return g;
}

static void free_patterns(struct pattern_list *list)
{
	for (size_t i = 0; i < list->len; i++)
		pcre2_code_free(list->at[i].code);
	pattern_list_release(list);
}

void guard_free(struct guard_policy *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->langs.len; i++) {
		struct guard_lang *l = &g->langs.at[i];

		free(l->tag);
		phrases_free(l->phrases);
		word_kinds_release(&l->words);
		currency_codes_release(&l->currencies);
		free_patterns(&l->patterns);
		free_patterns(&l->spelt);
		pcre2_code_free(l->bare_day);
		pcre2_code_free(l->until);
		pcre2_code_free(l->tomorrow);
		pcre2_code_free(l->carrier_said);
		spelt_release(l->spelt_numbers);
		free(l->spelt_numbers);
	}
	for (size_t i = 0; i < g->files.len; i++) {
		free(g->files.at[i].name);
		conf_close(g->files.at[i].conf);
	}
	lang_list_release(&g->langs);
	conf_entries_release(&g->files);
	rule_names_list_release(&g->rules);
	for (size_t i = 0; i < g->needs.len; i++)
		pcre2_code_free(g->needs.at[i].code);
	need_list_release(&g->needs);
	free_patterns(&g->patterns);
	free_patterns(&g->allowed);
	sign_list_release(&g->signs);
	learnt_list_release(&g->learnt);
	pcre2_match_context_free(g->limits);
	arena_release(&g->arena);
	free(g);
}

size_t guard_files(const struct guard_policy *g)
{
	return g->files.len;
}

struct conf *guard_file(const struct guard_policy *g, size_t i,
			const char **name)
{
	*name = g->files.at[i].name;
	return g->files.at[i].conf;
}
