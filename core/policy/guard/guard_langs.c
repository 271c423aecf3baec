/* guard_langs.c - policy/guard/LANG.conf: the words of a language.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/utf8.h"
#include "policy/conf/share.h"
#include "policy/guard/guard_words.h"

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

/* In their order, other spellings parted by a stroke: "first/1st". */
static void read_ordered(struct guard_lang *l, const struct conf_node *g,
			 const char *name, enum word_kind kind, int first)
{
	const struct conf_node *list = conf_get(g, name);

	for (int i = 0; i < conf_count(list); i++) {
		const char *names = conf_self_text(conf_at(list, i));
		CLEANUP(free_ptr) char *copy = xstrdup(names ? names : "");
		char *save = NULL;

		for (char *one = strtok_r(copy, "/", &save); one;
		     one = strtok_r(NULL, "/", &save))
			guard_add(l, one, kind, first + i);
	}
}

/* "12-24" as 1224; -1: it is no day. */
static int day_of_year(const char *text)
{
	char *end;
	long m = strtol(text, &end, 10), d;

	if (*end != '-' || m < 1 || m > 12)
		return -1;
	d = strtol(end + 1, &end, 10);
	return *end || d < 1 || d > 31 ? -1 : (int)(100 * m + d);
}

/* "1-3", a third; -1: it is no part of one. */
static int part_of_one(const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (*end != '-')
		return -1;
	n = fraction_points(n, strtol(end + 1, &end, 10));
	return *end ? -1 : (int)n;
}

/* Names behind what they are, which `value_of` reads: "12-24/christmas eve". */
static void read_valued(struct guard_lang *l, const struct conf_node *g,
			const char *key, enum word_kind kind,
			int (*value_of)(const char *text), const char *how)
{
	const struct conf_node *list = conf_get(g, key);

	for (int i = 0; i < conf_count(list); i++) {
		const char *one = conf_self_text(conf_at(list, i));
		CLEANUP(free_ptr) char *copy = xstrdup(one ? one : "");
		char *save = NULL, *name = strtok_r(copy, "/", &save);
		int value = name ? value_of(name) : -1;

		if (value < 0)
			conf_mistake(conf_at(list, i), "%s", how);
		else
			while ((name = strtok_r(NULL, "/", &save)))
				guard_add(l, name, kind, value);
	}
}

static void read_shares(struct guard_lang *l, const struct conf_node *root)
{
	read_words(l, root, "halves", WORD_PORTION, SHARE_ALL / 2);
	read_words(l, root, "wholes", WORD_PORTION, SHARE_ALL);
	read_valued(l, root, "portions", WORD_PORTION, part_of_one,
		    "a portion is how much and its names: "
		    "\"1-3/a third of\"");
	read_words(l, root, "share_back", WORD_SHARE, SHARE_BACK);
	read_words(l, root, "share_price", WORD_SHARE, SHARE_PRICE);
	read_words(l, root, "share_sum", WORD_SHARE, SHARE_SUM);
	read_words(l, root, "share_else", WORD_SHARE, SHARE_ELSE);
	read_words(l, root, "share_kept", WORD_SHARE, SHARE_KEPT);
	read_words(l, root, "share_supposed", WORD_SHARE, SHARE_SUPPOSED);
	read_words(l, root, "share_some", WORD_SHARE, SHARE_SOME);
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

/* The words of a list as choices of a pattern. What is written with Latin
 * letters stands alone: "at" is none in "that". */
static const char *choices(const struct conf_node *root, const char *name,
			   struct arena *arena)
{
	const struct conf_node *list = conf_get(root, name);
	CLEANUP(str_release) struct str s = STR_INIT;

	for (int i = 0; i < conf_count(list); i++) {
		const char *w = conf_self_text(conf_at(list, i));
		bool ascii = w && (unsigned char)*w < 0x80;

		if (w)
			str_printf(&s, "%s%s\\Q%s\\E%s", s.len ? "|" : "",
				   ascii ? "(?<![\\p{Latin}\\d])" : "", w,
				   ascii ? "(?![\\p{Latin}\\d])" : "");
	}
	return arena_strdup(arena, str_c(&s));
}

#define SITE_ENDS "com|net|org|shop|store|info|io|biz|online|example"

/* ann (at) example dot com, example dot com, and all behind www dot; `ends` are
 * those of the language's own countries, where they are no words of it, and
 * `dot_ends` what is said for dot and end in one. */
static void read_spelt(struct guard_policy *g, struct guard_lang *l,
		       const struct conf_node *root)
{
	const char *at = choices(root, "at", &g->arena);
	const char *dot = choices(root, "dot", &g->arena);
	const char *ends = choices(root, "ends", &g->arena);
	const char *whole = choices(root, "dot_ends", &g->arena);
	const char *open = "\\s*[\\[({\u300c]?\\s*";
	const char *close = "\\s*[\\])}\u300d]?\\s*";
	struct pattern mail = { 0 }, site = { 0 };

	if (!*at || !*dot)
		return;
	if (!*whole)
		whole = "(*FAIL)";
	mail.need = guard_need_add(g, root, "",
				   arena_printf(&g->arena, "@|%s", at));
	site.need = guard_need_add(
		g, root, "", arena_printf(&g->arena, "%s|%s", dot, whole));
	if (!*ends)
		ends = "(*FAIL)";
	mail.code = guard_compile(
		root,
		arena_printf(&g->arena,
			     "[\\w.-]{1,64}[\\w-]%s(?:@|%s)%s[\\w-]{2,64}?"
			     "(?:(?:\\.|%s(?:%s)%s)[\\w-]{2,64}?)*"
			     "(?:(?:\\.|%s(?:%s)%s)[a-z]{2,}|\\s*(?:%s))",
			     open, at, close, open, dot, close, open, dot,
			     close, whole));
	site.code = guard_compile(
		root,
		arena_printf(&g->arena,
			     "[\\w-]{3,64}(?:%s(?:%s)%s(?:" SITE_ENDS
			     "|%s)(?![\\p{Latin}])|\\s*(?:%s))|"
			     "(?<![\\p{Latin}])www%s(?:%s)%s[\\w-]{2,64}",
			     open, dot, close, ends, whole, open, dot, close));
	if (mail.code)
		pattern_list_push(&l->spelt, mail);
	if (site.code)
		pattern_list_push(&l->spelt, site);
}

/* A pattern for the words of a list; NULL when there are none. */
static pcre2_code *read_any_of(struct guard_policy *g,
			       const struct conf_node *root, const char *name)
{
	const char *words = choices(root, name, &g->arena);

	return *words ? guard_compile(root, words) : NULL;
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
		read_words(&l, words, g->concepts[i],
			   g->forms >> i & 1 ? WORD_FORM : WORD_CONCEPT, i);
	if (words)
		conf_unknown(words, NULL);
	read_money(&l, conf_get(root, "money"));
	read_words(&l, root, "cents", WORD_CENT, 0);
	read_words(&l, root, "percents", WORD_PART, PART_OF_HUNDRED);
	read_words(&l, root, "percents_before", WORD_PART, PART_BEHIND);
	read_words(&l, root, "tenths", WORD_PART, PART_OF_TEN);
	read_words(&l, root, "tenths_paid", WORD_PART, PART_PAID);
	read_words(&l, root, "fractions", WORD_PART, PART_OF_SO_MANY);
	read_shares(&l, root);
	read_words(&l, root, "vouchers", WORD_GIVEN, GIVEN_VOUCHER);
	read_words(&l, root, "gifts", WORD_GIVEN, GIVEN_GIFT);
	read_words(&l, root, "voucher_needs", WORD_GIVEN, GIVEN_NEEDS);
	read_words(&l, root, "given_more", WORD_GIVEN, GIVEN_MORE);
	read_words(&l, root, "given", WORD_GIVEN, GIVEN_SAID);
	read_words(&l, root, "digits", WORD_DIGIT, 0);
	read_words(&l, root, "numbers", WORD_NUMBER, 0);
	read_words(&l, root, "dashes", WORD_DASH, 0);
	read_words(&l, root, "greetings", WORD_GREET, 0);
	read_words(&l, root, "after_names", WORD_AFTER, 0);
	read_words(&l, root, "not_names", WORD_NO_NAME, 0);
	read_ordered(&l, root, "days", WORD_DAY, 1);
	read_ordered(&l, root, "months", WORD_MONTH, 1);
	read_words(&l, root, "this_month", WORD_MONTH, 0);
	read_valued(&l, root, "feasts", WORD_FEAST, day_of_year,
		    "a feast is its day and its names: "
		    "\"12-24/christmas eve\"");
	read_ordered(&l, root, "weekdays", WORD_WEEKDAY, 0);
	if (*conf_text(root, "bare_day", ""))
		l.bare_day =
			guard_compile(root, conf_text(root, "bare_day", ""));
	l.until = read_any_of(g, root, "until");
	l.tomorrow = read_any_of(g, root, "tomorrow");
	l.carrier_said = read_any_of(g, root, "carrier_said");
	read_spelt(g, &l, root);
	guard_read_patterns(g, &l, root);
	guard_words_icu(&l);
	conf_unknown(root, NULL);
	phrases_fit(l.phrases);
	word_kinds_fit(&l.words);
	lang_list_push(&g->langs, l);
}
