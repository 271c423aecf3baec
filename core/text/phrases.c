/* phrases.c - see phrases.h.
 * SPDX-License-Identifier: MIT */
#include "text/phrases.h"

#include <string.h>

#include "base/utf8.h"

#define HEADS 4096
#define NONE UINT32_MAX

/* There are some 50,000 in a desk of twelve languages: as small as may be. */
struct phrase {
	uint32_t from; /* its first byte in `all` */
	uint32_t letters : 30;
	bool open_start : 1, open_end : 1;
	uint32_t next; /* that begins alike */
};
VEC(phrase_list, struct phrase);

struct phrases {
	struct str all; /* plain letters as UTF-8 */
	struct phrase_list list;
	uint32_t heads[2][HEADS]; /* of short ones, of long ones */
};

struct phrases *phrases_new(void)
{
	struct phrases *p = xcalloc(1, sizeof *p);

	p->all = (struct str)STR_INIT;
	memset(p->heads, 0xFF, sizeof p->heads);
	return p;
}

void phrases_free(struct phrases *p)
{
	if (!p)
		return;
	str_release(&p->all);
	phrase_list_release(&p->list);
	free(p);
}

#define SHORT 2 /* letters that every phrase has, or one and a border */
#define LONG 4  /* letters of one that is looked for by more */

/* By the first letters. */
static size_t head_of(const uint32_t *at, size_t letters)
{
	uint32_t h = at[0];

	for (size_t i = 1; i < letters; i++)
		h = h * 31 + (letter_is_blank(at[i]) ? ' ' : at[i]);
	return h * 2654435761U >> 20;
}

/* Into the chain of those that begin alike. `letters` are its own, with a
 * blank before and behind: a phrase of one letter is looked for with its
 * border. */
static uint32_t chain(struct phrases *p, const struct letters *own)
{
	bool is_long = own->len - 2 >= LONG;
	uint32_t *head = &p->heads[is_long][head_of(own->at + 1,
						    is_long ? LONG : SHORT)];
	uint32_t next = *head;

	*head = (uint32_t)p->list.len;
	return next;
}

void phrases_add(struct phrases *p, const char *text, size_t len,
		 bool open_start, bool open_end)
{
	CLEANUP(letters_release) struct letters own = { 0 };
	struct phrase one = { .from = (uint32_t)p->all.len,
			      .open_start = open_start,
			      .open_end = open_end,
			      .next = NONE };

	letters_put_plain(&own, text, len);
	one.letters = own.len > 2 ? (uint32_t)own.len - 2 : 0;
	for (size_t i = 1; i <= one.letters; i++)
		utf8_put(&p->all, own.at[i]);
	if (one.letters > 1 ||
	    (one.letters && (utf8_is_cjk(own.at[1]) || !open_end)))
		one.next = chain(p, &own);
	phrase_list_push(&p->list, one);
}

void phrases_fit(struct phrases *p)
{
	str_fit(&p->all);
	phrase_list_fit(&p->list);
}

static bool same(uint32_t a, uint32_t b)
{
	return a == b || (letter_is_blank(a) && letter_is_blank(b));
}

static bool border(const struct letters *t, size_t at)
{
	return !letter_is_word(t->at[at]) || utf8_is_cjk(t->at[at]);
}

static bool reads(const struct phrases *p, const struct phrase *one,
		  const struct letters *t, size_t at)
{
	const char *letter = str_c(&p->all) + one->from;
	const char *end = str_c(&p->all) + p->all.len;

	for (size_t i = 0; i < one->letters; i++)
		if (!same(utf8_next(&letter, end), t->at[at + i]))
			return false;
	return true;
}

static bool stands(const struct phrases *p, const struct phrase *one,
		   const struct letters *t, size_t at)
{
	size_t end = at + one->letters;

	if (end > t->len || !reads(p, one, t, at))
		return false;
	if (utf8_is_cjk(t->at[at]))
		return one->letters > 1 || one->open_end ||
		       letter_is_blank(t->at[at + 1]);
	return (one->open_start || !at || border(t, at - 1)) &&
	       (one->open_end || end >= t->len || border(t, end));
}

#define CHAINS 3

/* From all chains, each from the latest added to the first. */
static uint32_t take_latest(const struct phrases *p, uint32_t *next)
{
	size_t best = 0;
	uint32_t i;

	for (size_t k = 1; k < CHAINS; k++)
		if (next[best] == NONE ||
		    (next[k] != NONE && next[k] > next[best]))
			best = k;
	i = next[best];
	if (i != NONE)
		next[best] = p->list.at[i].next;
	return i;
}

/* A letter of a script without blanks may be a phrase of its own, whatever
 * follows it, if the word may go on. */
static void chains_at(const struct phrases *p, const struct letters *plain,
		      size_t at, uint32_t *next)
{
	const uint32_t *letter = plain->at + at;
	uint32_t alone[SHORT] = { letter[0], ' ' };

	next[0] = p->heads[0][head_of(letter, SHORT)];
	next[1] = at + LONG <= plain->len ? p->heads[1][head_of(letter, LONG)]
					  : NONE;
	next[2] = utf8_is_cjk(letter[0]) && head_of(alone, SHORT) !=
						    head_of(letter, SHORT)
			  ? p->heads[0][head_of(alone, SHORT)]
			  : NONE;
}

void phrases_find(const struct phrases *p, const struct letters *plain,
		  void (*found)(void *arg, size_t phrase, size_t from,
				size_t to),
		  void *arg)
{
	for (size_t at = 0; at + 1 < plain->len; at++) {
		uint32_t next[CHAINS], i;

		chains_at(p, plain, at, next);
		while ((i = take_latest(p, next)) != NONE)
			if (stands(p, &p->list.at[i], plain, at))
				found(arg, i, at, at + p->list.at[i].letters);
	}
}
