/* guard_tokens.c - see guard_tokens.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_tokens.h"

#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* "1-1" and "12/3" go on. */
static bool goes_on(const char *at, const char *end)
{
	return at + 1 < end && (*at == '-' || *at == '/') &&
	       isdigit((unsigned char)at[1]);
}

/* From a letter or digit on; where it ends. */
static const char *token_end(const char *at, const char *end, bool *number)
{
	uint32_t last = 0;

	while (at < end) {
		const char *next = at;
		uint32_t c = utf8_next(&next, end);

		if (*number && goes_on(at, end)) {
			last = 0;
			at++;
			continue;
		}
		if (!u_isalnum((UChar32)c) || (is_digit(last) && c >= 0x80) ||
		    (is_digit(c) && utf8_is_cjk(last)))
			break;
		*number |= is_digit(c);
		last = c;
		at = next;
	}
	return at;
}

void tokens_of(const char *text, size_t len, struct token_list *out)
{
	const char *at = text, *end = text + len;

	while (at < end) {
		const char *next = at;
		struct token t = { .from = (size_t)(at - text) };

		if (u_isalnum((UChar32)utf8_next(&next, end))) {
			next = token_end(at, end, &t.number);
			t.to = (size_t)(next - text);
			token_list_push(out, t);
		}
		at = next;
	}
}

void squeeze_to(const char *text, size_t len, char out[SQUEEZED_MAX + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (!isalnum((unsigned char)text[i]))
			continue;
		if (n == SQUEEZED_MAX) {
			n = 0;
			break;
		}
		out[n++] = (char)toupper((unsigned char)text[i]);
	}
	out[n] = '\0';
}

bool squeezed_alike(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (!isdigit((unsigned char)*a) != !isdigit((unsigned char)*b))
			return false;
	return *a == *b;
}
