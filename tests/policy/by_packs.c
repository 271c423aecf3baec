/* by_packs.c - see by_packs.h.
 * SPDX-License-Identifier: MIT */
#include "policy/by_packs.h"

#include "policy/built_packs.h"

void by_packs(const struct brain *b, const char *text, const char *lang,
	      const char *usual, struct arena *arena, struct classified *out)
{
	struct guess g;

	(void)b;
	classify_usual(&packs, text, lang, usual, arena, &g);
	*out = (struct classified){ .issue = g.issue,
				    .also = g.also,
				    .lang = g.lang,
				    .confidence = g.confidence,
				    .cues = g.cues,
				    .over = g.over,
				    .chosen = g.chosen };
}

int by_packs_load(void **state)
{
	return packs_load(state);
}

int by_packs_unload(void **state)
{
	return packs_unload(state);
}
