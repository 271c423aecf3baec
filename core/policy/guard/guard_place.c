/* guard_place.c - see guard_place.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_place.h"

#include "base/utf8.h"

#define WORD_LEAST 4 /* letters of a word that tells a street: no "rue" */
#define CJK_LEAST 2

static size_t least_of(const struct letters *name)
{
	return utf8_is_cjk(name->at[0]) ? CJK_LEAST : WORD_LEAST;
}

static void add_word(struct name_list *out, const char *text, size_t len)
{
	size_t before = out->len;

	name_put(out, text, len);
	if (out->len > before &&
	    out->at[before].len < least_of(&out->at[before])) {
		letters_release(&out->at[before]);
		out->len = before;
	}
}

static void add_number(struct squeezed_list *out, const char *text, size_t len)
{
	struct squeezed s;

	squeeze_to(text, len, s.at);
	if (*s.at)
		squeezed_list_push(out, s);
}

/* "2/12" is a whole and two numbers. */
static void add_numbers(struct squeezed_list *out, const char *text, size_t len)
{
	size_t from = 0;

	add_number(out, text, len);
	for (size_t i = 0; i <= len; i++)
		if (i == len || text[i] == '/' || text[i] == '-') {
			if (from || i < len)
				add_number(out, text + from, i - from);
			from = i + 1;
		}
}

static void add_line(struct place *p, const char *line, size_t len)
{
	CLEANUP(token_list_release) struct token_list tokens = { 0 };
	bool numbered = false;

	tokens_of(line, len, &tokens);
	for (size_t i = 0; i < tokens.len; i++)
		numbered |= tokens.at[i].number;
	for (size_t i = 0; numbered && i < tokens.len; i++) {
		const struct token *t = &tokens.at[i];

		if (t->number)
			add_numbers(&p->numbers, line + t->from,
				    t->to - t->from);
		else
			add_word(&p->street, line + t->from, t->to - t->from);
	}
}

void place_of(struct place *p, const struct guard_facts *facts)
{
	const char *line = facts->address ? facts->address : "";
	const char *city = facts->city ? facts->city : "";
	const char *postcode = facts->postcode ? facts->postcode : "";
	CLEANUP(token_list_release) struct token_list words = { 0 };

	*p = (struct place){ .postcode = "" };
	squeeze_to(postcode, strlen(postcode), p->postcode);
	while (*line) {
		size_t len = strcspn(line, "\n");

		add_line(p, line, len);
		line += len + (line[len] != '\0');
	}
	tokens_of(city, strlen(city), &words);
	for (size_t i = 0; i < words.len; i++)
		name_put(&p->city, city + words.at[i].from,
			 words.at[i].to - words.at[i].from);
}

void place_release(struct place *p)
{
	names_free(&p->street);
	names_free(&p->city);
	squeezed_list_release(&p->numbers);
}

#define ENDING 2 /* letters that a language may put in another one's place */

/* One begins like the other, and a script without blanks may end like it. */
static bool alike(const struct letters *a, const struct letters *b)
{
	const struct letters *shorter = a->len < b->len ? a : b;
	const struct letters *longer = a->len < b->len ? b : a;
	size_t n = shorter->len, least = least_of(shorter);

	if (n < least)
		return n == longer->len &&
		       memcmp(a->at, b->at, n * sizeof *a->at) == 0;
	if (least == CJK_LEAST &&
	    memcmp(shorter->at, longer->at + longer->len - n,
		   n * sizeof *a->at) == 0)
		return true;
	if (n >= least + ENDING && longer->len - n <= ENDING)
		n -= ENDING;
	return memcmp(a->at, b->at, n * sizeof *a->at) == 0;
}

/* How a word stands to the words of a list, as bits; 0: it is like none. */
enum { LIKE = 1, WHOLE = 2, SHORTER = 4 };

static unsigned held_to(const struct name_list *names, const char *word,
			size_t len)
{
	struct name_list got = { 0 };
	unsigned is = 0;

	name_put(&got, word, len);
	for (size_t i = 0; got.len && i < names->len; i++) {
		const struct letters *a = &got.at[0], *b = &names->at[i];

		if (alike(a, b))
			is |= LIKE | (a->len == b->len ? WHOLE : 0u) |
			      (a->len < b->len ? SHORTER : 0u);
	}
	names_free(&got);
	return is;
}

bool place_has_street(const struct place *p, const char *word, size_t len)
{
	return held_to(&p->street, word, len) &&
	       !(held_to(&p->city, word, len) & WHOLE);
}

bool place_has_city(const struct place *p, const char *word, size_t len)
{
	return held_to(&p->city, word, len) != 0;
}

bool place_shortens(const struct place *p, const char *word, size_t len)
{
	return held_to(&p->street, word, len) & SHORTER;
}

/* One has a letter that the other leaves out. */
static bool same_house(const char *a, const char *b)
{
	size_t digits = strspn(a, "0123456789");

	if (strcmp(a, b) == 0)
		return true;
	return digits && strspn(b, "0123456789") == digits &&
	       memcmp(a, b, digits) == 0 && (!a[digits] || !b[digits]);
}

bool place_has_number(const struct place *p, const char *number, size_t len)
{
	char got[SQUEEZED_MAX + 1];

	squeeze_to(number, len, got);
	for (size_t i = 0; i < p->numbers.len; i++)
		if (same_house(got, p->numbers.at[i].at))
			return true;
	return false;
}
