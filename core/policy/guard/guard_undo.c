/* guard_undo.c - see guard_glyphs.h.
 * SPDX-License-Identifier: MIT */
#include <unicode/uchar.h>
#include <unicode/uspoof.h>

#include "base/utf8.h"
#include "policy/guard/guard_glyphs.h"

/* -- look-alikes -- */

#define ALIKE_FIRST 0x370
#define ALIKE_END 0x530 /* Greek and Cyrillic */

static uint32_t looks_like(uint32_t c)
{
	static uint32_t table[ALIKE_END - ALIKE_FIRST];
	static USpoofChecker *checker;
	UErrorCode rc = U_ZERO_ERROR;
	uint32_t *known = &table[c - ALIKE_FIRST];
	UChar in[1] = { (UChar)c }, out[8];

	if (*known)
		return *known;
	if (!checker)
		checker = uspoof_open(&rc);
	*known = c;
	if (U_SUCCESS(rc) &&
	    uspoof_getSkeleton(checker, 0, in, 1, out, COUNT_OF(out), &rc) >
		    0 &&
	    U_SUCCESS(rc) && out[0] < 0x80)
		*known = out[0];
	return *known;
}

static bool is_latin(uint32_t c)
{
	return (c < 0x80 && u_isalpha((UChar32)c)) || (c >= 0xC0 && c < 0x250);
}

static bool is_alike(uint32_t c)
{
	return c >= ALIKE_FIRST && c < ALIKE_END;
}

/* In a word that has Latin letters as well: else it is a word of Greek or
 * Russian. */
void undo_alike(struct glyphs *g)
{
	for (size_t i = 0; i < g->len;) {
		size_t end = i;
		bool latin = false;

		while (end < g->len && u_isalnum((UChar32)g->at[end].c)) {
			latin |= is_latin(g->at[end].c);
			end++;
		}
		for (size_t k = i; k < end; k++)
			if (latin && is_alike(g->at[k].c))
				g->at[k].c = looks_like(g->at[k].c);
		i = end > i ? end : i + 1;
	}
}

/* -- spaced letters -- */

#define SPACED_LEAST 3

static bool is_letter(const struct glyphs *g, size_t i)
{
	return i < g->len && u_isalnum((UChar32)g->at[i].c);
}

/* Alone between what are no letters. */
static bool alone(const struct glyphs *g, size_t i)
{
	return is_letter(g, i) && !(i && is_letter(g, i - 1)) &&
	       !is_letter(g, i + 1);
}

static bool parts(uint32_t c)
{
	return c == ' ' || c == '.' || c == '-' || c == '_' || c == '*' ||
	       c == 0xB7 || c == 0x3000 || c == '/' || c == '|';
}

/* How many letters stand alone from i on, parted by the same mark; a blank more
 * is a blank. */
static size_t spaced_run(const struct glyphs *g, size_t i, size_t *end)
{
	uint32_t mark = i + 1 < g->len ? g->at[i + 1].c : 0;
	size_t n = 0;

	*end = i;
	if (!parts(mark))
		return 0;
	while (alone(g, i)) {
		n++;
		*end = i + 1;
		if (i + 2 < g->len && g->at[i + 1].c == mark && alone(g, i + 2))
			i += 2;
		else if (i + 3 < g->len && mark == ' ' &&
			 g->at[i + 1].c == ' ' && !is_letter(g, i + 2) &&
			 alone(g, i + 3))
			i += 3;
		else
			break;
	}
	return n;
}

static bool no_blanks(uint32_t c)
{
	return utf8_is_cjk(c) && !(c >= 0xAC00 && c < 0xD7A4);
}

static void put_run(const struct glyphs *in, size_t i, size_t end,
		    struct glyphs *out)
{
	for (; i < end; i++)
		if (is_letter(in, i) || /* or the second of two blanks */
		    (in->at[i].c == ' ' && !is_letter(in, i + 1)))
			glyphs_push(out, in->at[i]);
}

void undo_spaced(const struct glyphs *in, struct glyphs *out)
{
	for (size_t i = 0; i < in->len;) {
		size_t end;

		if (alone(in, i) && spaced_run(in, i, &end) >= SPACED_LEAST) {
			put_run(in, i, end, out);
			i = end;
		} else if (in->at[i].c == ' ' && i && i + 1 < in->len &&
			   no_blanks(in->at[i - 1].c) &&
			   no_blanks(in->at[i + 1].c)) {
			i++;
		} else {
			glyphs_push(out, in->at[i++]);
		}
	}
}

/* -- digits and marks inside of words -- */

static uint32_t as_letter(uint32_t c)
{
	static const char digits[] = "0134578@$", letters[] = "oieastbas";
	const char *at = c < 0x80 && c ? strchr(digits, (int)c) : NULL;

	if (c == 0x20AC) /* the signs of euro, pound and yen */
		return 'e';
	if (c == 0xA3)
		return 'l';
	if (c == 0xA5)
		return 'y';
	return at ? (uint32_t)letters[at - digits] : c;
}

static bool is_alpha(const struct glyphs *g, size_t i)
{
	return i < g->len && u_isalpha((UChar32)g->at[i].c);
}

/* A word of letters with few digits among them, no number of an order. */
static bool disguised(const struct glyphs *g, size_t from, size_t to)
{
	size_t digits = 0, letters = 0, lower = 0;

	for (size_t i = from; i < to; i++) {
		uint32_t c = g->at[i].c;

		digits += as_letter(c) != c;
		letters += u_isalpha((UChar32)c) != 0;
		lower += u_islower((UChar32)c) != 0;
	}
	return digits && digits * 2 <= letters && lower &&
	       is_alpha(g, to - 1) && digits + letters == to - from;
}

static bool in_word(uint32_t c)
{
	return u_isalnum((UChar32)c) || c == '@' || c == '$';
}

/* The sign of a currency between letters stands for one. */
static bool is_sign_in_word(const struct glyphs *g, size_t i)
{
	return as_letter(g->at[i].c) != g->at[i].c && g->at[i].c >= 0x80 && i &&
	       is_alpha(g, i - 1) && is_alpha(g, i + 1);
}

#define ROUND_ZERO 0x3007 /* is no letter, and the sign of Han for it is */
#define HAN_ZERO 0x96F6

void undo_digits(struct glyphs *g)
{
	for (size_t i = 0; i < g->len; i++)
		if (g->at[i].c == ROUND_ZERO)
			g->at[i].c = HAN_ZERO;
	for (size_t i = 0; i < g->len;) {
		size_t end = i;

		while (end < g->len &&
		       (in_word(g->at[end].c) || is_sign_in_word(g, end)))
			end++;
		if (end > i + 3 && g->at[i].c != '@' &&
		    !(end + 1 < g->len && g->at[end].c == '.' &&
		      is_alpha(g, end + 1)) &&
		    disguised(g, i, end))
			for (size_t k = i; k < end; k++)
				g->at[k].c = as_letter(g->at[k].c);
		i = end > i ? end : i + 1;
	}
}

static bool is_mark(uint32_t c)
{
	return c == '.' || c == '*' || c == '_' || c == '|' || c == 0xB7 ||
	       u_charType((UChar32)c) == U_OTHER_SYMBOL;
}

void undo_marks(const struct glyphs *in, struct glyphs *out)
{
	for (size_t i = 0; i < in->len; i++)
		if (!(i && is_mark(in->at[i].c) && is_alpha(in, i - 1) &&
		      is_alpha(in, i + 1)))
			glyphs_push(out, in->at[i]);
}
