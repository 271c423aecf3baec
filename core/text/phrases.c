/* phrases.c - see phrases.h.
 * SPDX-License-Identifier: MIT */
#include "text/phrases.h"

#include <string.h>

#include "base/utf8.h"

#define HEADS 1024 /* a language has some 1,300 phrases */
#define NONE UINT32_MAX

/* There are some 50,000 in a desk of twelve languages: as small as may be. */
struct phrase {
	uint32_t from; /* its first byte in `all` */
	uint16_t letters;
	uint16_t mark : 14; /* of its first letters */
	bool open_start : 1, open_end : 1;
	uint32_t next; /* that begins alike */
};
VEC(phrase_list, struct phrase);

struct phrases {
	struct str all; /* plain letters as UTF-8 */
	struct phrase_list list;
	uint32_t heads[2][HEADS];   /* of short ones, of long ones */
	uint64_t inner[HEADS / 64]; /* how those begin that may stand inside a
				       word: hardly any does */
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

/* How a phrase begins: which chain it is in, and a mark by which those of
 * others in the same chain are passed over unread. */
struct start {
	uint32_t head, mark;
};

static struct start start_of(const uint32_t *at, size_t letters)
{
	uint32_t h = at[0];

	for (size_t i = 1; i < letters; i++)
		h = h * 31 + (letter_is_blank(at[i]) ? ' ' : at[i]);
	h *= 2654435761U;
	return (struct start){ h >> 22, h >> 8 & 0x3FFF };
}

/* Into the chain of those that begin alike. `own` are its letters, with a blank
 * before and behind: a phrase of one letter is looked for with its border. */
static void chain(struct phrases *p, const struct letters *own,
		  struct phrase *one)
{
	bool is_long = own->len - 2 >= LONG;
	struct start start = start_of(own->at + 1, is_long ? LONG : SHORT);
	uint32_t *head = &p->heads[is_long][start.head];

	if (one->open_start) {
		uint32_t h = start_of(own->at + 1, SHORT).head;

		p->inner[h / 64] |= UINT64_C(1) << h % 64;
	}
	one->mark = start.mark & 0x3FFF;
	one->next = *head;
	*head = (uint32_t)p->list.len;
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
	one.letters = own.len > 2 ? (uint16_t)(own.len - 2) : 0;
	for (size_t i = 1; i <= one.letters; i++)
		utf8_put(&p->all, own.at[i]);
	if (one.letters > 1 ||
	    (one.letters && (utf8_is_cjk(own.at[1]) || !open_end)))
		chain(p, &own, &one);
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

struct chain {
	uint32_t next, mark;
};

/* The first from there on that begins alike. */
static uint32_t alike(const struct phrases *p, uint32_t i, uint32_t mark)
{
	while (i != NONE && p->list.at[i].mark != mark)
		i = p->list.at[i].next;
	return i;
}

/* From all chains, each from the latest added to the first. */
static uint32_t take_latest(const struct phrases *p, struct chain *chains)
{
	struct chain *best = &chains[0];
	uint32_t i;

	for (size_t k = 1; k < CHAINS; k++)
		if (best->next == NONE ||
		    (chains[k].next != NONE && chains[k].next > best->next))
			best = &chains[k];
	i = best->next;
	if (i != NONE)
		best->next = alike(p, p->list.at[i].next, best->mark);
	return i;
}

static struct chain chain_of(const struct phrases *p, bool is_long,
			     struct start s)
{
	return (struct chain){ alike(p, p->heads[is_long][s.head], s.mark),
			       s.mark };
}

/* A letter of a script without blanks may be a phrase of its own, whatever
 * follows it, if the word may go on. */
static struct chain chain_alone(const struct phrases *p, uint32_t letter,
				struct start s)
{
	uint32_t alone[SHORT] = { letter, ' ' };
	struct start a = start_of(alone, SHORT);

	if (!utf8_is_cjk(letter) || (a.head == s.head && a.mark == s.mark))
		return (struct chain){ NONE, 0 };
	return chain_of(p, false, a);
}

/* false: no phrase that begins so may stand there. */
static bool chains_at(const struct phrases *p, const struct letters *plain,
		      size_t at, struct chain *chains)
{
	const uint32_t *letter = plain->at + at;
	struct start s = start_of(letter, SHORT);

	if (at && !border(plain, at - 1) && !utf8_is_cjk(letter[0]) &&
	    !(p->inner[s.head / 64] >> s.head % 64 & 1))
		return false;
	chains[0] = chain_of(p, false, s);
	chains[1] = (struct chain){ NONE, 0 };
	if (at + LONG <= plain->len)
		chains[1] = chain_of(p, true, start_of(letter, LONG));
	chains[2] = chain_alone(p, letter[0], s);
	return true;
}

void phrases_find(const struct phrases *p, const struct letters *plain,
		  void (*found)(void *arg, size_t phrase, size_t from,
				size_t to),
		  void *arg)
{
	for (size_t at = 0; at + 1 < plain->len; at++) {
		struct chain chains[CHAINS];
		uint32_t i;

		if (!chains_at(p, plain, at, chains))
			continue;
		while ((i = take_latest(p, chains)) != NONE)
			if (stands(p, &p->list.at[i], plain, at))
				found(arg, i, at, at + p->list.at[i].letters);
	}
}
