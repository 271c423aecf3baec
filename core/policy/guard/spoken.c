/* spoken.c - see spoken.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/spoken.h"

#include <strings.h>

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

bool spoken_enough(const char *text)
{
	const char *end = text + strlen(text);
	size_t n = 0;

	for (const char *at = text; at < end && n < LETTERS_LEAST;)
		n += weight(utf8_next(&at, end));
	return n >= LETTERS_LEAST;
}

/* "guard/de.conf" is of "de", and of "de-AT" as well; the rules are of none. */
static bool is_file_of(const char *name, const char *lang)
{
	size_t len = strcspn(lang, "-_");

	if (text_eq(name, "guard/rules.conf"))
		return false;
	name += strlen("guard/");
	return len && strncasecmp(name, lang, len) == 0 &&
	       strcspn(name, "-_.") == len;
}

bool spoken_here(const struct guard_policy *g, const struct pack_list *packs,
		 const char *lang)
{
	const char *name;

	if (!*lang)
		return false;
	if (pack_for(packs, lang))
		return true;
	for (size_t i = 0; i < guard_files(g); i++) {
		guard_file(g, i, &name);
		if (is_file_of(name, lang))
			return true;
	}
	return false;
}

const char *spoken_unjudged(const struct guard_policy *g,
			    const struct pack_list *packs, const char *text,
			    struct arena *arena)
{
	struct guess heard;

	if (!spoken_enough(text))
		return NULL;
	classify(packs, text, NULL, arena, &heard);
	return !*heard.lang || spoken_here(g, packs, heard.lang) ? NULL
								 : heard.lang;
}
