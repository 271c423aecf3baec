/* guard_names.c - is the buyer called by the name of the order?
 * SPDX-License-Identifier: MIT */
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "policy/guard_own.h"

/* -- as names are compared: plain letters; "ae" and "a" are one -- */

VEC(name_list, struct letters);

static void push_name(struct name_list *out, const char *text, size_t len)
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
			push_name(out, at, len);
		at += len;
		at += strspn(at, marks);
	}
}

static void free_names(struct name_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		letters_release(&l->at[i]);
	name_list_release(l);
}

/* Where names are declined, by how they begin. */
#define STEM 4

static bool same_name(const struct letters *a, const struct letters *b,
		      bool declined)
{
	size_t len = b->len < a->len ? b->len : a->len;

	if (declined && len > 2)
		len = len > STEM + 1 ? len - 2 : len - 1;
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
			same = same_name(&got.at[i], &names->at[k], declined);
	free_names(&got);
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

static void judge_greetings(struct judging *j, int rule,
			    const struct name_list *names)
{
	const char *text = str_c(&j->views.heard.text);
	bool declined = text_starts(j->t->lang, "pl");

	if (told_anywhere(j, names, declined))
		return;
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		size_t at = f->to, len;

		if (f->word.kind != WORD_GREET || f->quoted)
			continue;
		while (text[at] == ' ' ||
		       (text[at] == '.' && at - f->from <= SHORT_MAX))
			at++;
		len = capital_word(text + at);
		if (!len || is_no_name(j, at))
			continue;
		judging_hit(j, rule, &j->views.heard, at, at + len);
		return;
	}
}

/* -- "<name> sama" -- */

#define CALLED_MAX 5

static bool is_kana(uint32_t c)
{
	return c >= 0x3040 && c < 0x3100;
}

/* The whole name, or one end of it alone: what stands before may belong to
 * another word only when another script tells. */
static bool fits(const struct letters *name, const uint32_t *called, size_t len)
{
	for (size_t n = 1; n <= name->len && n <= len; n++) {
		const uint32_t *at = called + len - n;
		bool whole = n == name->len;
		bool part = n == len || is_kana(at[-1]);
		bool begins = memcmp(at, name->at, n * sizeof *at) == 0;
		bool ends = memcmp(at, name->at + name->len - n,
				   n * sizeof *at) == 0;

		if ((whole && begins) || (part && begins) ||
		    (part && ends && (n > 1 || name->len < 3)))
			return true;
	}
	return false;
}

static size_t called_before(const char *text, size_t to, uint32_t *out,
			    size_t *from)
{
	size_t n = 0, at = to;

	while (at && n < CALLED_MAX) {
		size_t prev = at - 1;
		const char *p;
		uint32_t c;

		while (prev && ((unsigned char)text[prev] & 0xC0) == 0x80)
			prev--;
		p = text + prev;
		c = utf8_next(&p, text + at);
		if (c == ' ' && !n && prev) {
			at = prev;
			continue;
		}
		if (!utf8_is_cjk(c))
			break;
		memmove(out + 1, out, n * sizeof *out);
		out[0] = c;
		n++;
		at = prev;
	}
	*from = at;
	return n;
}

static bool no_name(const struct judging *j, size_t to)
{
	for (size_t i = 0; i < j->found.len; i++)
		if (j->found.at[i].word.kind == WORD_GREET &&
		    j->found.at[i].to + 1 >= to && j->found.at[i].from < to)
			return true;
	return false;
}

static void judge_called(struct judging *j, int rule,
			 const struct name_list *names)
{
	const char *text = str_c(&j->views.heard.text);
	size_t from, len;
	const struct found *wrong = NULL;
	size_t wrong_from = 0;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		uint32_t called[CALLED_MAX];
		bool right = false;

		if (f->word.kind != WORD_AFTER || f->quoted ||
		    no_name(j, f->from))
			continue;
		len = called_before(text, f->from, called, &from);
		for (size_t k = 0; k < names->len; k++)
			right |= fits(&names->at[k], called, len);
		if (right)
			return;
		if (len >= 1 && len <= 4 && !wrong) {
			wrong = f;
			wrong_from = from;
		}
	}
	if (wrong)
		judging_hit(j, rule, &j->views.heard, wrong_from, wrong->to);
}

void guard_names_judge(struct judging *j, int rule)
{
	struct name_list names = { 0 };
	const char *name = j->t->facts->name, *at = name;

	if (!name || !j->lang)
		return;
	split_name(&names, name);
	if (names.len && utf8_is_cjk(utf8_next(&at, name + strlen(name))))
		judge_called(j, rule, &names);
	else if (names.len)
		judge_greetings(j, rule, &names);
	free_names(&names);
}
