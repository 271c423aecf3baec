/* phrases.c - see phrases.h.
 * SPDX-License-Identifier: MIT */
#include "text/phrases.h"

#include <string.h>

#include "base/utf8.h"

#define HEADS 4096
#define NONE UINT32_MAX

struct phrase {
	size_t from, len; /* in `all` */
	bool open_start, open_end;
	uint32_t next; /* that begins alike */
};
VEC(phrase_list, struct phrase);

struct phrases {
	struct letters all;
	struct phrase_list list;
	uint32_t heads[2][HEADS]; /* of short ones, of long ones */
};

struct phrases *phrases_new(void)
{
	struct phrases *p = xcalloc(1, sizeof *p);

	memset(p->heads, 0xFF, sizeof p->heads);
	return p;
}

void phrases_free(struct phrases *p)
{
	if (!p)
		return;
	letters_release(&p->all);
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

/* Without the blanks around it, but one behind it in memory: a phrase of one
 * letter is looked for with its border. */
void phrases_add(struct phrases *p, const char *text, size_t len,
		 bool open_start, bool open_end)
{
	struct letters own = { 0 };
	struct phrase one = { .from = p->all.len,
			      .open_start = open_start,
			      .open_end = open_end,
			      .next = NONE };

	letters_put_plain(&own, text, len);
	for (size_t i = 1; i < own.len; i++)
		letters_push(&p->all, own.at[i]);
	one.len = own.len > 2 ? own.len - 2 : 0;
	letters_release(&own);
	if (one.len &&
	    (one.len > 1 || utf8_is_cjk(p->all.at[one.from]) || !open_end)) {
		bool is_long = one.len >= LONG;
		uint32_t *head = &p->heads[is_long][head_of(
			p->all.at + one.from, is_long ? LONG : SHORT)];

		one.next = *head;
		*head = (uint32_t)p->list.len;
	}
	phrase_list_push(&p->list, one);
}

static bool same(uint32_t a, uint32_t b)
{
	return a == b || (letter_is_blank(a) && letter_is_blank(b));
}

static bool border(const struct letters *t, size_t at)
{
	return !letter_is_word(t->at[at]) || utf8_is_cjk(t->at[at]);
}

static bool stands(const struct phrases *p, const struct phrase *one,
		   const struct letters *t, size_t at)
{
	const uint32_t *letter = p->all.at + one->from;
	bool no_blanks = utf8_is_cjk(letter[0]);

	if (at + one->len > t->len)
		return false;
	for (size_t i = 0; i < one->len; i++)
		if (!same(letter[i], t->at[at + i]))
			return false;
	if (no_blanks)
		return one->len > 1 || one->open_end ||
		       letter_is_blank(t->at[at + 1]);
	return (one->open_start || !at || border(t, at - 1)) &&
	       (one->open_end || at + one->len >= t->len ||
		border(t, at + one->len));
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
				found(arg, i, at, at + p->list.at[i].len);
	}
}
