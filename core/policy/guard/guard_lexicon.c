/* guard_lexicon.c - see guard_lexicon.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_lexicon.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/bits.h"
#include "text/gram_set.h"

#define HEAD 12 /* its length, and how many of each */

uint32_t guard_lexicon_name(const char *name, size_t len)
{
	uint32_t h = GRAM_HASH_START;

	for (size_t i = 0; i < len; i++)
		h = gram_hash_on(h, (unsigned char)name[i]);
	return h;
}

/* -- words -- */

static const uint8_t *entry(const struct guard_lexicon *l, size_t word)
{
	return l->word + word * LEXICON_WORD_SIZE;
}

static size_t word_len(const struct guard_lexicon *l, size_t word)
{
	return entry(l, word)[4];
}

/* A byte of it; 0 behind its end. */
static unsigned char byte_of(const struct guard_lexicon *l, size_t word,
			     size_t i)
{
	return i < word_len(l, word)
		       ? (unsigned char)l->text[bytes_u16(entry(l, word)) + i]
		       : 0;
}

/* -- opening -- */

static int damaged(struct err *err)
{
	return err_set(err, ERR_DATA,
		       "the words of the pack's guard are damaged; build the "
		       "pack anew");
}

static bool words_fit(const struct guard_lexicon *l)
{
	for (size_t i = 0; i < l->words; i++) {
		const uint8_t *e = entry(l, i);

		if (!e[4] || bytes_u16(e) + e[4] > l->text_len ||
		    bytes_u16(e + 2) >= l->meanings)
			return false;
	}
	return true;
}

int guard_lexicon_open(struct guard_lexicon *l, const uint8_t **at, size_t *len,
		       struct err *err)
{
	size_t n, fixed;

	if (*len < HEAD)
		return damaged(err);
	n = bytes_u32(*at);
	l->meanings = bytes_u32(*at + 4);
	l->words = bytes_u32(*at + 8);
	if (n > *len - 4 || l->meanings > LEXICON_NAMES ||
	    l->words > LEXICON_TEXT_MAX)
		return damaged(err);
	fixed = HEAD - 4 + 4 * l->meanings + LEXICON_WORD_SIZE * l->words;
	if (n < fixed || n - fixed > LEXICON_TEXT_MAX)
		return damaged(err);
	l->name = *at + HEAD;
	l->word = l->name + 4 * l->meanings;
	l->text = (const char *)l->word + LEXICON_WORD_SIZE * l->words;
	l->text_len = n - fixed;
	if (!words_fit(l))
		return damaged(err);
	*at += 4 + n;
	*len -= 4 + n;
	return 0;
}

/* -- finding -- */

/* The text's letters as bytes, a blank for all that parts words, and at which
 * letter each byte begins or goes on. */
struct heard {
	struct str bytes;
	struct spots letter;
};

static void hear(struct heard *h, const struct letters *plain)
{
	for (size_t i = 0; i < plain->len; i++) {
		uint32_t c = plain->at[i];

		utf8_put(&h->bytes, letter_is_blank(c) ? ' ' : c);
		while (h->letter.len < h->bytes.len)
			spots_push(&h->letter, (uint32_t)i);
	}
}

static bool ends_word(const struct heard *h, const struct letters *plain,
		      size_t at)
{
	return at >= h->bytes.len ||
	       !letter_is_word(plain->at[h->letter.at[at]]);
}

/* The first word from `from` on, before `to`, whose byte `i` is not below. */
static size_t first_from(const struct guard_lexicon *l, size_t from, size_t to,
			 size_t i, unsigned least)
{
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (byte_of(l, middle, i) < least)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct finding {
	const struct guard_lexicon *l;
	const struct letters *plain;
	struct heard heard;
	void (*found)(void *arg, size_t letter, uint32_t name);
	void *arg;
};

/* Those that begin like the text do stand together, the shortest first. */
static void find_at(const struct finding *f, size_t start)
{
	const struct guard_lexicon *l = f->l;
	size_t from = 0, to = l->words, i = 0;

	while (from < to && start + i < f->heard.bytes.len) {
		unsigned c = (unsigned char)f->heard.bytes.at[start + i];

		from = first_from(l, from, to, i, c);
		to = first_from(l, from, to, i, c + 1);
		i++;
		for (; from < to && word_len(l, from) == i; from++) {
			const uint8_t *e = entry(l, from);

			if (!e[5] || ends_word(&f->heard, f->plain, start + i))
				f->found(f->arg, f->heard.letter.at[start],
					 bytes_u32(
						 l->name +
						 4 * (size_t)bytes_u16(e + 2)));
		}
	}
}

static bool begins_word(const struct letters *plain, size_t i)
{
	return letter_is_blank(plain->at[i])
		       ? false
		       : utf8_is_cjk(plain->at[i]) || !i ||
				 !letter_is_word(plain->at[i - 1]) ||
				 utf8_is_cjk(plain->at[i - 1]);
}

void guard_lexicon_find(const struct guard_lexicon *l,
			const struct letters *plain,
			void (*found)(void *arg, size_t letter, uint32_t name),
			void *arg)
{
	struct finding f = { .l = l,
			     .plain = plain,
			     .heard = { STR_INIT, { 0 } },
			     .found = found,
			     .arg = arg };

	hear(&f.heard, plain);
	for (size_t at = 0; l->words && at < f.heard.bytes.len; at++) {
		size_t i = f.heard.letter.at[at];

		if ((!at || f.heard.letter.at[at - 1] != i) &&
		    begins_word(plain, i))
			find_at(&f, at);
	}
	str_release(&f.heard.bytes);
	spots_release(&f.heard.letter);
}
