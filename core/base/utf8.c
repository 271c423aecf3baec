/* utf8.c - see utf8.h. Source of the byte ranges: Unicode 15.0, table 3-7.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"

/* Length of the sequence a byte begins, 0 when it begins none. */
static size_t length(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c < 0xC2 || c > 0xF4)
		return 0;
	return c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Length of the well-formed sequence at `at`, or 0; *bad gets the length of
 * the maximal subpart when it is ill-formed (at least 1). */
static size_t sequence(const unsigned char *at, size_t left, size_t *bad)
{
	unsigned char low = 0x80, high = 0xBF, c = at[0];
	size_t len = length(c);

	*bad = 1;
	if (len <= 1)
		return len;
	if (c == 0xE0)
		low = 0xA0;
	else if (c == 0xED)
		high = 0x9F;
	else if (c == 0xF0)
		low = 0x90;
	else if (c == 0xF4)
		high = 0x8F;
	for (size_t i = 1; i < len; i++) {
		if (i >= left || at[i] < low || at[i] > high) {
			*bad = i;
			return 0;
		}
		low = 0x80;
		high = 0xBF;
	}
	return len;
}

int64_t utf8_check(const char *text, size_t len)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t bad;

	for (size_t i = 0; i < len;) {
		size_t n = at[i] < 0x80 ? 1 : sequence(at + i, len - i, &bad);

		if (!n)
			return (int64_t)i;
		i += n;
	}
	return -1;
}

uint32_t utf8_next_any(const char **at, const char *end)
{
	static const unsigned char lead[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	const unsigned char *p = (const unsigned char *)*at;
	uint32_t c;
	size_t n, bad;

	if (*at >= end)
		return 0;
	n = sequence(p, (size_t)(end - *at), &bad);
	if (!n) {
		*at += bad;
		return 0xFFFD;
	}
	c = p[0] & lead[n];
	for (size_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3Fu);
	*at += n;
	return c;
}

void utf8_put(struct str *s, uint32_t c)
{
	char out[4];
	size_t n;
	static const uint32_t lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(n == 1 ? c : lead[n] | c);
	str_add(s, out, n);
}

void utf8_repair(struct str *s, const char *text, size_t len)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t bad;

	for (size_t i = 0; i < len;) {
		size_t n = sequence(at + i, len - i, &bad);

		if (n && at[i])
			str_add(s, text + i, n);
		else
			str_add(s, "\xEF\xBF\xBD", 3);
		i += n ? n : bad;
	}
}

void utf8_one_line(char *text)
{
	size_t left = strlen(text), n, bad;

	for (; left; text += n, left -= n) {
		n = sequence((const unsigned char *)text, left, &bad);
		if (!n)
			memset(text, '?', n = bad);
		else if ((unsigned char)*text < 0x20 || *text == 0x7f)
			*text = ' ';
	}
}

size_t utf8_prefix(const char *text, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)text[max] & 0xC0) == 0x80)
		max--;
	return max;
}

size_t utf8_count(const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)text[i] & 0xC0) != 0x80;
	return n;
}

bool utf8_in_cjk_block(uint32_t c)
{
	/* Source: Unicode 15.0, Blocks.txt. */
	static const uint32_t ranges[][2] = {
		{ 0x1100, 0x11FF },   /* hangul jamo */
		{ 0x3005, 0x3007 },   /* ideographic marks */
		{ 0x3040, 0x30FF },   /* kana */
		{ 0x3130, 0x318F },   /* hangul jamo, compatible */
		{ 0x31F0, 0x31FF },   /* kana extensions */
		{ 0x3400, 0x4DBF },   /* ideographs A */
		{ 0x4E00, 0x9FFF },   /* ideographs */
		{ 0xA960, 0xA97F },   /* hangul jamo A */
		{ 0xAC00, 0xD7FF },   /* hangul */
		{ 0xF900, 0xFAFF },   /* ideographs, compatible */
		{ 0xFF66, 0xFFDC },   /* half-width kana and hangul */
		{ 0x1B000, 0x1B16F }, /* kana supplements */
		{ 0x20000, 0x3FFFF }, /* ideographs B and on */
	};

	for (size_t i = 0; i < COUNT_OF(ranges); i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	return false;
}
