/* own_words.c - see own_words.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/own_words.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "text/letters.h"

/* ASCII and Latin-1 to lower case: marks of history are written in lower case
 * by the packs. */
static void fold(struct str *out, const char *text, size_t len)
{
	const char *end = text + len;

	str_reserve(out, len);
	while (text < end) {
		uint32_t c = utf8_next(&text, end);

		if (c < 0x80) {
			str_putc(out, (char)tolower((int)c));
			continue;
		}
		if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
			c += 32;
		utf8_put(out, c);
	}
}

/* Which two bytes stand side by side in a line: a mark that begins with other
 * ones need not be looked for, and hardly any does. */
#define PAIRS 4096

struct pairs {
	uint64_t bits[PAIRS / 64];
};

static size_t pair_at(const char *at)
{
	return ((unsigned char)at[0] * 31U + (unsigned char)at[1]) % PAIRS;
}

static void pairs_of(const struct str *line, struct pairs *out)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i + 1 < line->len; i++) {
		size_t pair = pair_at(str_c(line) + i);

		out->bits[pair / 64] |= UINT64_C(1) << pair % 64;
	}
}

#define LOOKED_AT 6 /* pairs of a mark */

static bool may_have(const struct pairs *pairs, const char *mark)
{
	for (size_t i = 0; i < LOOKED_AT && mark[i] && mark[i + 1]; i++) {
		size_t pair = pair_at(mark + i);

		if (!(pairs->bits[pair / 64] >> pair % 64 & 1))
			return false;
	}
	return true;
}

static bool has_mark(const char *line, const char *mark)
{
	size_t len = strlen(line);

	if (!text_ends(mark, ":") && !text_ends(mark, "："))
		return strstr(line, mark) != NULL;
	while (len && isspace((unsigned char)line[len - 1]))
		len--;
	return len >= strlen(mark) &&
	       strncmp(line + len - strlen(mark), mark, strlen(mark)) == 0;
}

/* It holds one of the packs' history marks (ends with it, if that is a colon)
 * and nothing of the buyer's follows. */
static bool begins_history(const struct pack_list *packs,
			   const struct str *line)
{
	struct pairs pairs;

	pairs_of(line, &pairs);
	for (size_t i = 0; i < packs->len; i++) {
		size_t n;
		const char *const *marks = pack_history(packs->at[i], &n);

		for (size_t k = 0; k < n; k++)
			if (may_have(&pairs, marks[k]) &&
			    has_mark(str_c(line), marks[k]))
				return true;
	}
	return false;
}

/* More is not heard; each line costs a search for all marks. */
#define OWN_MAX ((size_t)4 * HEARD_MAX) /* bytes */

void own_words(const struct pack_list *packs, const char *text, struct str *out)
{
	while (*text && out->len < OWN_MAX) {
		size_t len = strcspn(text, "\n");
		CLEANUP(str_release) struct str line = STR_INIT;

		fold(&line, text, len);
		if (begins_history(packs, &line) ||
		    text_eq(str_c(&line), "-- "))
			return;
		if (*(text + strspn(text, " \t")) != '>') {
			str_add(out, text, len);
			str_putc(out, '\n');
		}
		text += len + (text[len] == '\n');
	}
}
