/* watch.c - see watch.h.
 * SPDX-License-Identifier: MIT */
#include "policy/watch.h"

#include <string.h>

#include "base/utf8.h"
#include "policy/rule/fact.h"

/* -- reading -- */

static void add_word(struct watch_list *w, const struct conf_node *node,
		     struct watch_word one)
{
	size_t len = one.text ? strlen(one.text) : 0;
	bool open = len && one.text[len - 1] == '*';

	if (!len || text_blank(one.text) || len - open < 2) {
		conf_mistake(node, "a word to watch for is a text of two "
				   "letters or more, such as \"waste of "
				   "money\"");
		return;
	}
	if (strpbrk(one.text, "0123456789")) {
		conf_mistake(node,
			     "\"%.60s\" has a digit, and every number looks "
			     "like every other one; write it in letters",
			     one.text);
		return;
	}
	phrases_add(w->phrases, one.text, len - open, false, open);
	watch_words_push(&w->words, one);
}

static void read_group(struct watch_list *w, const struct conf_node *g)
{
	const struct conf_node *list = conf_get(g, "words");
	struct watch_word one = { .name = conf_required(g, "name"),
				  .lang = conf_required(g, "lang") };
	size_t len = strlen(one.lang);

	if (len && !text_eq(one.lang, "*") &&
	    (len != 2 || strspn(one.lang, "abcdefghijklmnopqrstuvwxyz") != 2))
		conf_mistake(conf_get(g, "lang"),
			     "\"%.40s\" is no language: two letters such as "
			     "\"en\", or \"*\" for any",
			     one.lang);
	if (!conf_count(list))
		conf_mistake(g, "\"words\" is missing; add words = [ \"junk\" "
				"];");
	for (int i = 0; i < conf_count(list); i++) {
		one.text = conf_self_text(conf_at(list, i));
		add_word(w, conf_at(list, i), one);
	}
	conf_unknown(g, NULL);
}

void watch_read(struct watch_list *w, struct conf *c)
{
	const struct conf_node *list = conf_get(conf_root(c), "watch");

	w->phrases = phrases_new();
	for (int i = 0; i < conf_count(list); i++)
		if (conf_is_group(conf_at(list, i)))
			read_group(w, conf_at(list, i));
		else
			conf_mistake(conf_at(list, i),
				     "an entry of watch is { name = \"a bad "
				     "review\"; lang = \"en\"; words = [ "
				     "\"junk\" ]; }");
	phrases_fit(w->phrases);
	conf_unknown(conf_root(c), NULL);
}

void watch_release(struct watch_list *w)
{
	phrases_free(w->phrases);
	watch_words_release(&w->words);
	*w = (struct watch_list){ .phrases = NULL };
}

/* -- finding -- */

struct search {
	const struct watch_list *watch; /* NULL: every phrase counts */
	const char *lang;
	struct letters letters;
	struct spots spots;
	size_t len;
	struct mark_places *out;
};

static bool of_language(const struct watch_word *w, const char *lang)
{
	size_t len = strcspn(lang, "-_");

	return !len || text_eq(w->lang, "*") ||
	       (strlen(w->lang) == len && memcmp(w->lang, lang, len) == 0);
}

static bool goes_on(const struct letters *t, size_t at)
{
	return at < t->len && letter_is_word(t->at[at]) &&
	       !utf8_is_cjk(t->at[at]);
}

/* The whole word, where one may go on. Its end is where the next letter
 * begins. */
static void found(void *arg, size_t phrase, size_t from, size_t to)
{
	struct search *s = arg;
	struct mark m = { .word = NULL };

	if (s->watch) {
		m.word = &s->watch->words.at[phrase];
		if (!of_language(m.word, s->lang))
			return;
	}
	while (from && goes_on(&s->letters, from) &&
	       goes_on(&s->letters, from - 1))
		from--;
	while (goes_on(&s->letters, to) && goes_on(&s->letters, to - 1))
		to++;
	m.from = s->spots.at[from];
	m.to = to < s->spots.len ? s->spots.at[to] : s->len;
	mark_places_push(s->out, m);
}

static void find(struct search *s, const struct phrases *p, const char *text)
{
	s->len = strlen(text);
	letters_put_spots(&s->letters, &s->spots, text, s->len);
	phrases_find(p, &s->letters, found, s);
	letters_release(&s->letters);
	spots_release(&s->spots);
}

void watch_find(const struct watch_list *w, const char *text, const char *lang,
		struct mark_places *out)
{
	struct search s = { .watch = w, .lang = lang ? lang : "", .out = out };

	if (w->phrases && w->words.len)
		find(&s, w->phrases, text);
}

void watch_find_phrases(const char *const *phrases, const char *text,
			struct mark_places *out)
{
	struct search s = { .out = out };
	struct phrases *p = phrases_new();

	for (size_t i = 0; phrases[i]; i++)
		phrases_add(p, phrases[i], strlen(phrases[i]), true, true);
	find(&s, p, text);
	phrases_free(p);
}

/* -- marking -- */

static int by_place(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void watch_mark(struct mark_places *places, const char *text, struct str *out)
{
	size_t at = 0;

	if (places->len)
		qsort(places->at, places->len, sizeof *places->at, by_place);
	for (size_t i = 0; i < places->len;) {
		size_t from = places->at[i].from, to = places->at[i].to;

		for (i++; i < places->len && places->at[i].from <= to; i++)
			if (places->at[i].to > to)
				to = places->at[i].to;
		while (from < to && is_space(text[from]))
			from++;
		while (to > from && is_space(text[to - 1]))
			to--;
		str_add(out, text + at, from - at);
		str_puts(out, "**");
		str_add(out, text + from, to - from);
		str_puts(out, "**");
		at = to;
	}
	str_puts(out, text + at);
}
