/* reply_lang.c - see reply_lang.h.
 * SPDX-License-Identifier: MIT */
#include "cli/reply_lang.h"

#include "base/str.h"
#include "policy/policy.h"

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
				      "it is written in \"%s\"%s, and the "
				      "buyer's language is \"%s\"; write it in "
				      "that, unless they read both",
				      heard.lang,
				      pack_for(packs, heard.lang)
					      ? " and was judged in that"
					      : "",
				      lang);
}
