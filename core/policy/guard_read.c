/* guard_read.c - policy/guard/: the rules, and the words of each language.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <unistd.h>

#include "base/die.h"
#include "base/file.h"
#include "base/utf8.h"
#include "policy/guard_words.h"

/* -- rules.conf -- */

int guard_rule_index(const struct guard_policy *g, const char *name)
{
	for (size_t i = 0; i < g->rules.len; i++)
		if (text_eq(g->rules.at[i].name, name))
			return (int)i;
	return -1;
}

static void read_rule(struct guard_policy *g, const struct conf_node *n)
{
	struct guard_rule r = {
		.name = conf_required(n, "name"),
		.platforms = conf_words(n, "platforms", &g->arena),
		.source = conf_required(n, "source"),
		.date = conf_required(n, "date"),
		.blocks = conf_required(n, "blocks"),
		.lets_through = conf_text(n, "lets_through", ""),
		.public_only = conf_flag(n, "public_only", false),
	};

	if (!*r.platforms)
		r.platforms = "*";
	if (*r.name && guard_rule_index(g, r.name) >= 0)
		conf_mistake(n, "rule \"%s\" stands here twice", r.name);
	rule_names_list_push(&g->rules, r);
}

static int rule_of(const struct guard_policy *g, const struct conf_node *n)
{
	const char *name = conf_required(n, "rule");
	int rule = guard_rule_index(g, name);

	if (*name && rule < 0)
		conf_mistake(conf_get(n, "rule"), "there is no rule \"%s\"",
			     name);
	return rule;
}

static int concept_index(const struct guard_policy *g, const char *name)
{
	for (int i = 0; i < g->concept_count; i++)
		if (text_eq(g->concepts[i], name))
			return i;
	return -1;
}

static uint64_t concepts_of(const struct guard_policy *g,
			    const struct conf_node *n, const char *name)
{
	const struct conf_node *list = conf_get(n, name);
	CLEANUP(arena_release) struct arena arena = { 0 };
	char *words = arena_strdup(&arena, conf_words(n, name, &arena));
	char *save = NULL;
	uint64_t all = 0;

	for (char *w = strtok_r(words, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		int i = concept_index(g, w);

		if (i < 0)
			conf_mistake(list, "\"%s\" is none of the concepts", w);
		else
			all |= UINT64_C(1) << i;
	}
	return all;
}

static pcre2_code *compile(const struct conf_node *at, const char *match)
{
	int code;
	PCRE2_SIZE where;
	PCRE2_UCHAR text[128];
	pcre2_code *c = pcre2_compile((PCRE2_SPTR)match, PCRE2_ZERO_TERMINATED,
				      PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS,
				      &code, &where, NULL);

	if (c) {
		pcre2_jit_compile(c, PCRE2_JIT_COMPLETE);
		return c;
	}
	pcre2_get_error_message(code, text, sizeof text);
	conf_mistake(at, "the pattern cannot be read at character %zu: %s",
		     (size_t)where + 1, (const char *)text);
	return NULL;
}

static void read_pattern(struct guard_policy *g, const struct conf_node *n)
{
	static const char *const views[] = { "plain", "narrow", NULL };
	struct pattern p = {
		.rule = rule_of(g, n),
		.unless = concepts_of(g, n, "unless"),
		.narrow = conf_choice(n, "in", views, 0) == 1,
		.code = compile(n, conf_required(n, "match")),
	};

	if (p.code)
		pattern_list_push(&g->patterns, p);
}

static void read_sign(struct guard_policy *g, const struct conf_node *n)
{
	struct sign s = {
		.rule = rule_of(g, n),
		.all = concepts_of(g, n, "all"),
		.any = concepts_of(g, n, "any"),
		.unless = concepts_of(g, n, "unless"),
		.may = conf_words(n, "may", &g->arena),
		.though_denied = conf_flag(n, "though_denied", false),
		.within = (size_t)conf_int(n, "within", 0, 0, 1000),
	};

	if (!s.all && !s.any)
		conf_mistake(n, "a sign needs \"all\" or \"any\"");
	sign_list_push(&g->signs, s);
}

static void read_allowed(struct guard_policy *g, const struct conf_node *n)
{
	const char *match = conf_self_text(n);
	struct pattern p = { .code = compile(n, match ? match : "(") };

	if (p.code)
		pattern_list_push(&g->allowed, p);
}

static void read_list(struct guard_policy *g, const struct conf_node *root,
		      const char *name, bool groups,
		      void (*one)(struct guard_policy *,
				  const struct conf_node *))
{
	const struct conf_node *list = conf_get(root, name);

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *n = conf_at(list, i);

		if (groups && !conf_is_group(n)) {
			conf_mistake(n, "an entry of %s is { ... }", name);
			continue;
		}
		one(g, n);
		if (groups)
			conf_unknown(n, NULL);
	}
}

static void read_concept(struct guard_policy *g, const struct conf_node *n)
{
	const char *name = conf_self_text(n);

	if (!name || g->concept_count == CONCEPTS_MAX)
		conf_mistake(n,
			     "a concept is a name in quotes, and at most "
			     "%d have room",
			     CONCEPTS_MAX);
	else
		g->concepts[g->concept_count++] = name;
}

static void read_rules(struct guard_policy *g, struct conf *c)
{
	const struct conf_node *root = conf_root(c);

	read_list(g, root, "concepts", false, read_concept);
	g->denies = concept_index(g, "not");
	g->blank = concept_index(g, "blank");
	g->shown = concept_index(g, "shown");
	g->brackets = conf_words(root, "brackets", &g->arena);
	read_list(g, root, "rules", true, read_rule);
	read_list(g, root, "patterns", true, read_pattern);
	read_list(g, root, "signs", true, read_sign);
	read_list(g, root, "allowed_links", false, read_allowed);
	conf_unknown(root, NULL);
}

/* -- LANG.conf -- */

void guard_add(struct guard_lang *l, const char *phrase, enum word_kind kind,
	       int value)
{
	size_t len = strlen(phrase);
	bool open_start = len > 1 && phrase[0] == '*';
	bool open_end = len > 1 && phrase[len - 1] == '*';
	const char *at = phrase;
	uint32_t first = utf8_next(&at, phrase + len);

	phrases_add(l->phrases, phrase + open_start,
		    len - open_start - open_end, open_start,
		    open_end || utf8_is_cjk(first));
	word_kinds_push(&l->words, (struct word){ kind, value });
}

static void read_words(struct guard_lang *l, const struct conf_node *g,
		       const char *name, enum word_kind kind, int value)
{
	const struct conf_node *list = conf_get(g, name);

	for (int i = 0; i < conf_count(list); i++) {
		const char *phrase = conf_self_text(conf_at(list, i));

		if (!phrase || text_blank(phrase))
			conf_mistake(conf_at(list, i),
				     "a phrase is a text in quotes");
		else
			guard_add(l, phrase, kind, value);
	}
}

static void read_money(struct guard_lang *l, const struct conf_node *g)
{
	for (int i = 0; i < conf_count(g); i++) {
		struct currency_code code = { "" };
		const char *name = conf_name(conf_at(g, i));

		if (strlen(name) != 3) {
			conf_mistake(conf_at(g, i),
				     "\"%s\" is no currency; write it as EUR",
				     name);
			continue;
		}
		memcpy(code.code, name, 3);
		read_words(l, g, name, WORD_MONEY, (int)l->currencies.len);
		currency_codes_push(&l->currencies, code);
	}
}

static const char *choices(const struct conf_node *root, const char *name,
			   struct arena *arena)
{
	const struct conf_node *list = conf_get(root, name);
	CLEANUP(str_release) struct str s = STR_INIT;

	for (int i = 0; i < conf_count(list); i++) {
		const char *w = conf_self_text(conf_at(list, i));

		if (w)
			str_printf(&s, "%s\\Q%s\\E", s.len ? "|" : "", w);
	}
	return arena_strdup(arena, str_c(&s));
}

/* ann (at) example dot com, www dot example dot com */
static void read_spelt(struct guard_policy *g, struct guard_lang *l,
		       const struct conf_node *root)
{
	const char *at = choices(root, "at", &g->arena);
	const char *dot = choices(root, "dot", &g->arena);
	const char *open = "\\s*[\\[({\u300c]?\\s*";
	const char *close = "\\s*[\\])}\u300d]?\\s*";
	const char *edge = "(?<![\\p{Latin}\\d])", *end = "(?![\\p{Latin}\\d])";
	struct pattern mail = { 0 }, site = { 0 };

	if (!*at || !*dot)
		return;
	mail.code = compile(
		root,
		arena_printf(&g->arena,
			     "[\\w.-]{2,64}%s(?:@|%s(?:%s)%s)%s[\\w-]{2,64}"
			     "(?:(?:\\.|%s%s(?:%s)%s%s)[\\w-]{2,64})*"
			     "(?:\\.|%s%s(?:%s)%s%s)[a-z]{2,}",
			     open, edge, at, end, close, open, edge, dot, end,
			     close, open, edge, dot, end, close));
	site.code = compile(
		root,
		arena_printf(&g->arena,
			     "[\\w-]{3,64}%s%s(?:%s)%s%s(?:com|net|org|shop|"
			     "store|info|io)(?![\\p{Latin}])",
			     open, edge, dot, end, close));
	if (mail.code)
		pattern_list_push(&l->spelt, mail);
	if (site.code)
		pattern_list_push(&l->spelt, site);
}

static void read_lang(struct guard_policy *g, struct conf *c, const char *tag)
{
	const struct conf_node *root = conf_root(c);
	const struct conf_node *words = conf_get(root, "words");
	struct guard_lang l = { .tag = xstrdup(tag),
				.phrases = phrases_new(),
				.spelt_numbers =
					xcalloc(1, sizeof *l.spelt_numbers) };

	for (int i = 0; i < g->concept_count; i++)
		read_words(&l, words, g->concepts[i], WORD_CONCEPT, i);
	if (words)
		conf_unknown(words, NULL);
	read_money(&l, conf_get(root, "money"));
	read_words(&l, root, "cents", WORD_CENT, 0);
	read_words(&l, root, "digits", WORD_DIGIT, 0);
	read_words(&l, root, "dashes", WORD_DASH, 0);
	read_words(&l, root, "greetings", WORD_GREET, 0);
	read_words(&l, root, "after_names", WORD_AFTER, 0);
	read_words(&l, root, "not_names", WORD_NO_NAME, 0);
	read_spelt(g, &l, root);
	guard_words_icu(&l);
	conf_unknown(root, NULL);
	lang_list_push(&g->langs, l);
}

/* -- the folder -- */

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

		if (c)
			read_lang(g, c, tag);
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
		read_rules(g, c);
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
		free_patterns(&l->spelt);
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
	free_patterns(&g->patterns);
	free_patterns(&g->allowed);
	sign_list_release(&g->signs);
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
