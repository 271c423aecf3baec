/* letters.c - see letters.h.
 * SPDX-License-Identifier: MIT */
#include "text/letters.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/utf8.h"

#define TABLE 0x250 /* Latin with everything that stands on it */

/* Letters that Unicode does not take apart, as people write them without. */
static uint32_t bare(uint32_t c)
{
	switch (c) {
	case 0x00DF: /* sharp s */
		return 's';
	case 0x00E6: /* ae */
		return 'a';
	case 0x00F8: /* o with stroke */
		return 'o';
	case 0x0111: /* d with stroke */
		return 'd';
	case 0x0131: /* i without dot */
		return 'i';
	case 0x0142: /* l with stroke */
		return 'l';
	case 0x0153: /* oe */
		return 'o';
	default:
		return c;
	}
}

static uint32_t taken_apart(uint32_t c)
{
	UErrorCode rc = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&rc);
	UChar units[8];
	int32_t n;

	if (U_FAILURE(rc))
		return bare(c);
	n = unorm2_getDecomposition(nfd, (UChar32)c, units, COUNT_OF(units),
				    &rc);
	return n > 0 && U_SUCCESS(rc) ? units[0] : bare(c);
}

uint32_t letter_plain(uint32_t c)
{
	static uint32_t table[TABLE];

	if (c < 0x80 || c >= TABLE)
		return c;
	if (!table[c])
		table[c] = taken_apart(c);
	return table[c];
}

static uint32_t lower(uint32_t c)
{
	static uint32_t table[TABLE];

	if (c >= TABLE)
		return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
	if (!table[c])
		table[c] =
			(uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
	return table[c];
}

bool letter_is_word(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		       c == '\'';
	return u_isalnum((UChar32)c);
}

/* Marks of no width hide words from those who look for them. */
static bool invisible(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
	       c == 0xFEFF || (c >= 0x300 && c <= 0x36F) ||
	       (c >= 0xFE00 && c <= 0xFE0F);
}

/* A dot or comma inside a number or a name ends nothing. */
static bool ends_clause(uint32_t c, const char *next)
{
	switch (c) {
	case '.':
	case ',':
	case ':':
		return (unsigned char)*next <= ' ';
	case '\n':
	case ';':
	case 0x2026: /* ellipsis */
	case 0x3001: /* ideographic comma */
	case 0x3002: /* ideographic full stop */
	case 0xFF0C: /* full width comma */
	case 0xFF1B:
	case 0xFF1A:
		return true;
	default:
		return false;
	}
}

/* Emoji, and the stars that reviews are counted in. */
static bool is_star(uint32_t c)
{
	return c >= 0x1F000 || c == 0x2B50 || c == 0x2605;
}

/* 0: nothing is left of it. */
static uint32_t heard(uint32_t c, const char *next)
{
	if (invisible(c))
		return 0;
	if (ends_clause(c, next))
		return CLAUSE_END;
	if (c >= 0xFF01 && c <= 0xFF5E) /* full width */
		c -= 0xFEE0;
	c = lower(c);
	if (c == 0x2018 || c == 0x2019 || c == 0x60 || c == 0xB4)
		c = '\'';
	if (c >= '0' && c <= '9')
		return '0';
	return c == '?' || c == '!' || is_star(c) || letter_is_word(c) ? c
								       : ' ';
}

/* Where in the text a letter begins; spots may be NULL. */
static void add(struct letters *out, struct spots *spots, uint32_t c,
		size_t spot)
{
	uint32_t *last = &out->at[out->len - 1];

	if (letter_is_blank(c) && letter_is_blank(*last)) {
		if (c == CLAUSE_END && out->len > 1)
			*last = c;
	} else if (c != '0' || *last != '0') {
		letters_push(out, c);
		if (spots)
			spots_push(spots, (uint32_t)spot);
	}
}

static void put(struct letters *out, struct spots *spots, const char *text,
		size_t len, bool plain)
{
	const char *start = text, *end = text + len;

	if (!out->len) {
		letters_push(out, ' ');
		if (spots)
			spots_push(spots, 0);
	}
	letters_reserve(out, (len < HEARD_MAX ? len : HEARD_MAX) + 1);
	while (text < end && out->len < HEARD_MAX) {
		size_t spot = (size_t)(text - start);
		uint32_t c = utf8_next(&text, end);

		c = heard(c, text < end ? text : "");
		if (c)
			add(out, spots, plain ? letter_plain(c) : c, spot);
	}
	add(out, spots, ' ', (size_t)(text - start));
}

void letters_put(struct letters *out, const char *text, size_t len)
{
	put(out, NULL, text, len, false);
}

void letters_put_plain(struct letters *out, const char *text, size_t len)
{
	put(out, NULL, text, len, true);
}

void letters_put_spots(struct letters *out, struct spots *spots,
		       const char *text, size_t len)
{
	put(out, spots, text, len, true);
}
