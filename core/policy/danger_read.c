/* danger_read.c - dangers.conf, read (danger.h).
 * SPDX-License-Identifier: MIT */
#include "policy/danger.h"

#include <string.h>

#include "base/utf8.h"

/* Where each list of an entry goes. */
struct list {
	const char *key;
	enum danger_kind kind;
};

/* What is elided stands before a word: "l'hôpital" has it as "hôpital" has.
 * Apostrophes are blanks here, and in the text (danger.c). */
static void add_phrase(struct dangers *d, const char *text, size_t len,
		       bool open)
{
	CLEANUP(free_ptr) char *plain = xstrndup(text, len);

	for (char *at = plain; *at; at++)
		if (*at == '\'')
			*at = ' ';
	phrases_add(d->phrases, plain, len, false, open);
}

static void add_word(struct dangers *d, const struct conf_node *node,
		     struct danger_word one)
{
	size_t len = one.text ? strlen(one.text) : 0;
	bool open = len && one.text[len - 1] == '*';

	if (!len || text_blank(one.text) || len - open < 2 ||
	    memchr(one.text, (int)'*', len - open)) {
		conf_mistake(node, "a word of a danger is a text of two "
				   "letters or more, with a * at its end if it "
				   "may go on, such as \"caught fire\"");
		return;
	}
	if (strpbrk(one.text, "0123456789")) {
		conf_mistake(node,
			     "\"%.60s\" has a digit, and every number looks "
			     "like every other one; write it in letters",
			     one.text);
		return;
	}
	add_phrase(d, one.text, len - open, open);
	danger_words_push(&d->words, one);
}

static int add_list(struct dangers *d, const struct conf_node *g,
		    const struct list *of, struct danger_word one)
{
	const struct conf_node *list = conf_get(g, of->key);

	one.kind = of->kind;
	for (int i = 0; i < conf_count(list); i++) {
		one.text = conf_self_text(conf_at(list, i));
		add_word(d, conf_at(list, i), one);
	}
	return conf_count(list);
}

static const char *language(const struct conf_node *g)
{
	const char *lang = conf_required(g, "lang");

	if (*lang && (strlen(lang) != 2 ||
		      strspn(lang, "abcdefghijklmnopqrstuvwxyz") != 2))
		conf_mistake(conf_get(g, "lang"),
			     "\"%.40s\" is no language: two letters such as "
			     "\"en\"",
			     lang);
	return lang;
}

static void read_danger(struct dangers *d, const struct conf_node *g, int group)
{
	static const struct list words = { "words", DANGER_TOLD },
				 with = { "with", DANGER_WITH };
	struct danger_word one = { .name = conf_required(g, "name"),
				   .lang = language(g),
				   .group = group };

	one.beside = add_list(d, g, &with, one) > 0;
	if (!add_list(d, g, &words, one))
		conf_mistake(g, "\"words\" is missing; add words = [ \"caught "
				"fire\" ];");
}

static void read_unmeant(struct dangers *d, const struct conf_node *g,
			 int group)
{
	static const struct list lists[] = {
		{ "denied", DANGER_DENIES },
		{ "denied_behind", DANGER_DENIES_BEFORE },
		{ "supposed", DANGER_SUPPOSES },
		{ "other", DANGER_OTHER },
	};
	struct danger_word one = { .name = "",
				   .lang = language(g),
				   .group = group };

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		add_list(d, g, &lists[i], one);
}

typedef void reading(struct dangers *d, const struct conf_node *g, int group);

static void read_all(struct dangers *d, const struct conf_node *list,
		     reading *each, const char *looks)
{
	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "an entry here is %s", looks);
			continue;
		}
		each(d, g, i);
		conf_unknown(g, NULL);
	}
}

void dangers_read(struct dangers *d, struct conf *c)
{
	const struct conf_node *root = conf_root(c);

	d->phrases = phrases_new();
	read_all(d, conf_get(root, "dangers"), read_danger,
		 "{ name = \"fire\"; lang = \"en\"; words = [ \"caught fire\" "
		 "]; }");
	read_all(d, conf_get(root, "not_meant"), read_unmeant,
		 "{ lang = \"en\"; denied = [ \"not\" ]; }");
	phrases_fit(d->phrases);
	danger_words_fit(&d->words);
	conf_unknown(root, NULL);
}

void dangers_release(struct dangers *d)
{
	phrases_free(d->phrases);
	danger_words_release(&d->words);
	*d = (struct dangers){ .phrases = NULL };
}
