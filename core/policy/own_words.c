/* own_words.c - see own_words.h.
 * SPDX-License-Identifier: MIT */
#include "policy/own_words.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"

/* ASCII and Latin-1 to lower case: marks of history are written in lower case
 * by the packs. */
static void fold(struct str *out, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		uint32_t c = utf8_next(&text, end);

		if (c < 0x80)
			c = (uint32_t)tolower((int)c);
		else if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
			c += 32;
		utf8_put(out, c);
	}
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
static bool begins_history(const struct pack_list *packs, const char *line)
{
	for (size_t i = 0; i < packs->len; i++) {
		const struct cJSON *mark;

		cJSON_ArrayForEach (mark, pack_history(packs->at[i]))
			if (has_mark(line, mark->valuestring))
				return true;
	}
	return false;
}

void own_words(const struct pack_list *packs, const char *text, struct str *out)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		CLEANUP(str_release) struct str line = STR_INIT;

		fold(&line, text, len);
		if (begins_history(packs, str_c(&line)) ||
		    text_eq(str_c(&line), "-- "))
			return;
		if (*(text + strspn(text, " \t")) != '>') {
			str_add(out, text, len);
			str_putc(out, '\n');
		}
		text += len + (text[len] == '\n');
	}
}
