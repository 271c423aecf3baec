/* mention.c - see mention.h.
 *
 * Before it: RFC 5322's atext and the dot, without what stands before an
 * address in a link. After it: what a domain may hold. Bytes of other scripts
 * are in neither: Chinese text goes on without a blank.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/mention.h"

#include <string.h>

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

static bool is_one_of(char c, const char *marks)
{
	return c && strchr(marks, c);
}

/* 'lee@x.example' is quoted, o'lee@x.example is another. */
static bool begins(const char *text, const char *at)
{
	while (at > text &&
	       (is_word(at[-1]) || is_one_of(at[-1], ".@!#$%&'*+-^_`{|}~")))
		if (is_word(*--at))
			return false;
	return true;
}

static bool ends(const char *at)
{
	while (is_one_of(*at, ".@-_"))
		at++;
	return !is_word(*at);
}

bool mentions_address(const char *text, const char *address)
{
	size_t len = strlen(address);

	for (const char *at = text; len && (at = strcasestr(at, address)); at++)
		if (begins(text, at) && ends(at + len))
			return true;
	return false;
}
