/* guard_langs.c - policy/guard/LANG.conf: the words of a language.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard_words.h"

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
	mail.code = guard_compile(
		root,
		arena_printf(&g->arena,
			     "[\\w.-]{2,64}%s(?:@|%s(?:%s)%s)%s[\\w-]{2,64}"
			     "(?:(?:\\.|%s%s(?:%s)%s%s)[\\w-]{2,64})*"
			     "(?:\\.|%s%s(?:%s)%s%s)[a-z]{2,}",
			     open, edge, at, end, close, open, edge, dot, end,
			     close, open, edge, dot, end, close));
	site.code = guard_compile(
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

void guard_read_lang(struct guard_policy *g, struct conf *c, const char *tag)
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
	phrases_fit(l.phrases);
	word_kinds_fit(&l.words);
	lang_list_push(&g->langs, l);
}
