/* reply_lang.c - see reply_lang.h.
 * SPDX-License-Identifier: MIT */
#include "cli/reply_lang.h"

#include "base/str.h"
#include "base/utf8.h"
#include "policy/policy.h"
#include "text/letters.h"

#define LETTERS_LEAST 24 /* fewer may be of any language */

/* One of a script without blanks says as much as three others. */
static size_t weight(uint32_t c)
{
	if (utf8_is_cjk(c))
		return 3;
	if (c < 0x80)
		return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
	return letter_is_word(c);
}

bool reply_lang_tells(const char *text)
{
	const char *end = text + strlen(text);
	size_t n = 0;

	for (const char *at = text; at < end && n < LETTERS_LEAST;)
		n += weight(utf8_next(&at, end));
	return n >= LETTERS_LEAST;
}

static bool same_language(const char *a, const char *b)
{
	size_t n = strcspn(a, "-_");

	return n == strcspn(b, "-_") && strncmp(a, b, n) == 0;
}

const char *reply_lang_note(const struct pack_list *packs, const char *text,
			    const char *lang, struct arena *arena)
{
	struct guess heard;

	if (!*lang || !pack_for(packs, lang))
		return NULL;
	classify(packs, text, NULL, arena, &heard);
	return !*heard.lang || same_language(heard.lang, lang)
		       ? NULL
		       : arena_printf(arena,
				      "it is written in \"%s\", and the "
				      "buyer's language is \"%s\"; write it in "
				      "that, unless they read both",
				      heard.lang, lang);
}
