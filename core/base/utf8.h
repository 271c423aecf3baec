/* utf8.h - UTF-8 checked at the edges, trusted inside.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_UTF8_H
#define HW_BASE_UTF8_H

#include "base/str.h"

/* Offset of the first byte that is not part of well-formed UTF-8 (Unicode
 * 15, table 3-7: no overlong forms, no surrogates, at most U+10FFFF), or -1
 * when all of it is. */
int64_t utf8_check(const char *text, size_t len);

/* Decodes one code point of valid UTF-8 at *at, moves *at past it; 0 at end. */
uint32_t utf8_next_any(const char **at, const char *end);

/* The same, where it costs: most are of one byte. */
static inline uint32_t utf8_next(const char **at, const char *end)
{
	if (*at < end && !((unsigned char)**at & 0x80))
		return (unsigned char)*(*at)++;
	return utf8_next_any(at, end);
}

/* Appends a code point; U+FFFD for a surrogate or beyond U+10FFFF. */
void utf8_put(struct str *s, uint32_t code_point);

/* Appends text with every ill-formed sequence replaced by U+FFFD (one per
 * maximal subpart) and NUL bytes replaced too. */
void utf8_repair(struct str *s, const char *text, size_t len);

/* Makes text one line of well-formed UTF-8, in place: a control character
 * becomes a blank, a byte that is part of no character a '?'. */
void utf8_one_line(char *text);

/* Length in bytes of the longest prefix of at most `max` bytes that does not
 * cut a code point. */
size_t utf8_prefix(const char *text, size_t len, size_t max);

size_t utf8_count(const char *text, size_t len); /* code points */

/* Ideographs, kana and hangul: scripts written without blanks. */
bool utf8_in_cjk_block(uint32_t code_point);

static inline bool utf8_is_cjk(uint32_t code_point)
{
	return code_point >= 0x1100 && utf8_in_cjk_block(code_point);
}

#endif
