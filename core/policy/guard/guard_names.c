/* guard_names.c - is the buyer called by the name of the order?
 * SPDX-License-Identifier: MIT */
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_names.h"

/* -- as names are compared: plain letters; "ae" and "a" are one -- */

void name_put(struct name_list *out, const char *text, size_t len)
{
	struct letters l = { 0 }, n = { 0 };

	letters_put_plain(&l, text, len);
	for (size_t i = 1; i + 1 < l.len; i++) {
		uint32_t c = l.at[i];

		if (c == 'e' && n.len && strchr("aou", (int)n.at[n.len - 1]) &&
		    n.at[n.len - 1] < 0x80)
			continue;
		if (!letter_is_blank(c) && c != '\'')
			letters_push(&n, c);
	}
	letters_release(&l);
	if (n.len)
		name_list_push(out, n);
	else
		letters_release(&n);
}

static void split_name(struct name_list *out, const char *name)
{
	const char *marks = " .,-";

	for (const char *at = name; *at;) {
		size_t len = strcspn(at, marks);

		if (len)
			name_put(out, at, len);
		at += len;
		at += strspn(at, marks);
	}
}

struct title {
	const struct guard_lang *lang;
	size_t letters;
	bool yes;
};

static void on_title(void *arg, size_t phrase, size_t from, size_t to)
{
	struct title *t = arg;
	enum word_kind kind = t->lang->words.at[phrase].kind;

	if ((kind == WORD_GREET || kind == WORD_NO_NAME) && from <= 1 &&
	    to + 1 >= t->letters)
		t->yes = true;
}

static bool is_title(const struct guard_lang *lang, const char *word,
		     size_t len)
{
	CLEANUP(letters_release) struct letters l = { 0 };
	struct title t = { .lang = lang };

	letters_put_plain(&l, word, len);
	t.letters = l.len;
	phrases_find(lang->phrases, &l, on_title, &t);
	return t.yes;
}

/* The words of a name without what names nobody, "Ms" or "J"; all of them when
 * nothing else is left. */
static void bare_name(struct name_list *out, const struct guard_lang *lang,
		      const char *name)
{
	const char *marks = " .,-";

	for (const char *at = name; *at;) {
		size_t len = strcspn(at, marks);

		if (len > 1 && !is_title(lang, at, len))
			name_put(out, at, len);
		at += len;
		at += strspn(at, marks);
	}
	if (!out->len)
		split_name(out, name);
}

void names_free(struct name_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		letters_release(&l->at[i]);
	name_list_release(l);
}

/* Short for it: Alex is Alexander, but Paul is not Pauline. */
#define SHORT_LEAST 3
#define SHORT_MOST 5
#define SHORT_LEAVES 4

static bool is_short_for(const struct letters *a, const struct letters *name)
{
	return a->len >= SHORT_LEAST && a->len <= SHORT_MOST &&
	       name->len >= a->len + SHORT_LEAVES &&
	       memcmp(a->at, name->at, a->len * sizeof *a->at) == 0;
}

/* Where names are declined, by how they begin: Marku is Marek. */
#define STEM 3

static bool same_name(const struct letters *a, const struct letters *b,
		      bool declined)
{
	size_t len = b->len < a->len ? b->len : a->len;

	if (declined && len > 2)
		len = len > STEM + 2 ? len - 2 : len > STEM ? STEM : len - 1;
	else if (a->len != b->len &&
		 !(a->len == b->len + 1 && a->at[b->len] == 's'))
		return false;
	return memcmp(a->at, b->at, len * sizeof *a->at) == 0;
}

static bool is_named(const struct name_list *names, const char *text,
		     size_t len, bool declined)
{
	struct name_list got = { 0 };
	char *word = xstrndup(text, len);
	bool same = false;

	split_name(&got, word);
	free(word);
	for (size_t i = 0; i < got.len && !same; i++)
		for (size_t k = 0; k < names->len && !same; k++)
			same = same_name(&got.at[i], &names->at[k], declined) ||
			       is_short_for(&got.at[i], &names->at[k]);
	names_free(&got);
	return same;
}

/* -- "Dear Ms Reuter" -- */

/* A word that begins with a capital; its length, 0 if none. */
static size_t capital_word(const char *at)
{
	const char *p = at, *last = at, *end = at + strlen(at);
	uint32_t c = utf8_next(&p, end);

	if (!u_isupper((UChar32)c) || utf8_is_cjk(c))
		return 0;
	while (u_isalpha((UChar32)c) || c == '-' || c == '\'' || c == 0x2019) {
		last = p;
		c = utf8_next(&p, end);
	}
	return (size_t)(last - at);
}

#define ALIKE_LEAST 3 /* letters that both begin with */

/* Another name that begins like one of these: "Julian" for "Julia". */
static bool is_alike(const struct name_list *names, const char *text,
		     size_t len)
{
	struct name_list got = { 0 };
	bool alike = false;

	name_put(&got, text, len);
	for (size_t i = 0; got.len && i < names->len; i++)
		alike |= got.at[0].len > ALIKE_LEAST &&
			 names->at[i].len > ALIKE_LEAST &&
			 memcmp(got.at[0].at, names->at[i].at,
				ALIKE_LEAST * sizeof *got.at[0].at) == 0;
	names_free(&got);
	return alike;
}

/* Of the words that are called from `at` on, the one that is like a name and
 * none, beside one that is one; its length, 0 if none. */
static size_t twisted(const struct name_list *names, const char *text,
		      size_t *at)
{
	size_t len, from = *at, wrong = 0;
	bool named = false;

	for (; (len = capital_word(text + from)); from += len + 1) {
		if (is_named(names, text + from, len, false)) {
			named = true;
		} else if (!wrong && is_alike(names, text + from, len)) {
			*at = from;
			wrong = len;
		}
		if (text[from + len] != ' ')
			break;
	}
	return named ? wrong : 0;
}

/* Another greeting, or "Customer". */
static bool is_no_name(const struct judging *j, size_t at)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->from == at && (f->word.kind == WORD_GREET ||
				      f->word.kind == WORD_NO_NAME))
			return true;
	}
	return false;
}

/* Any word of the text that is the name. */
static bool told_anywhere(const struct judging *j,
			  const struct name_list *names, bool declined)
{
	const char *at = str_c(&j->views.heard.text);

	while (*at) {
		size_t len = strcspn(at, " \n\t.,;:!?()\"");

		if (len && is_named(names, at, len, declined))
			return true;
		at += len + (at[len] != 0);
	}
	return false;
}

#define SHORT_MAX 4 /* bytes of what a full stop shortens: "Mrs." */

/* "Hello, Ann!": behind a comma only what ends there, too, is a name; at the
 * end of a letter it is who wrote it. */
static bool is_called(const char *text, size_t comma, size_t *at, size_t *len)
{
	if (text[comma] != ',' || text[comma + 1] != ' ')
		return false;
	*at = comma + 2;
	*len = capital_word(text + *at);
	comma = *at + *len;
	while (*len && text[comma] == ' ' && capital_word(text + comma + 1))
		comma += 1 + capital_word(text + comma + 1);
	comma += text[comma] == ' ' && text[comma + 1] == '!';
	return *len && text[comma] && strchr(",:!.", text[comma]);
}

/* Where a name begins behind the greeting, and its length; 0 if none does. */
static size_t greeted(const struct judging *j, const struct found *f,
		      size_t *at)
{
	const char *text = str_c(&j->views.heard.text);
	size_t len;

	*at = f->to;
	while (text[*at] == ' ' ||
	       (text[*at] == '.' && *at - f->from <= SHORT_MAX))
		(*at)++;
	len = capital_word(text + *at);
	if ((!len && (f->sentence || !is_called(text, *at, at, &len))) ||
	    is_no_name(j, *at))
		return 0;
	return len;
}

static void judge_greetings(struct judging *j, int rule,
			    const struct name_list *names)
{
	bool declined = text_starts(j->t->lang, "pl");
	bool told = told_anywhere(j, names, declined);

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		size_t at, len;

		if (f->word.kind != WORD_GREET || f->quoted)
			continue;
		len = greeted(j, f, &at);
		if (len && told)
			len = declined ? 0
				       : twisted(names,
						 str_c(&j->views.heard.text),
						 &at);
		if (!len)
			continue;
		judging_hit(j, rule, &j->views.heard, at, at + len);
		return;
	}
}

void guard_names_judge(struct judging *j, int rule)
{
	struct name_list names = { 0 };
	const char *name = j->t->facts->name, *at = name;

	if (!name || !j->lang)
		return;
	bare_name(&names, j->lang, name);
	if (names.len && utf8_is_cjk(utf8_next(&at, name + strlen(name))))
		guard_called_judge(j, rule, &names);
	else if (names.len)
		judge_greetings(j, rule, &names);
	names_free(&names);
}
