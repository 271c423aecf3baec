/* guard_parcels.c - tracking numbers in public, as carriers write them.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_ideas.h"

#define NUMBER_LEAST 10 /* signs; shorter ones are articles more often */
#define NUMBER_MAX 40
#define SURE 60

/* Is it surely some carrier's: its check digit holds? */
static bool is_tracking(const struct numbers *n, const char *at, size_t len)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct candidate found[CANDIDATES_MAX];
	size_t count = numbers_recognise(n, arena_strndup(&arena, at, len),
					 &arena, found);

	return count && found[0].valid && found[0].confidence >= SURE;
}

void guard_parcels_judge(struct judging *j, int rule)
{
	const char *text = str_c(&j->views.plain.text), *at = text;

	while (j->g->numbers && *at) {
		size_t len = 0, digits = 0;

		while (isalnum((unsigned char)at[len]))
			digits += isdigit((unsigned char)at[len++]) != 0;
		if (len >= NUMBER_LEAST && len <= NUMBER_MAX &&
		    digits * 2 > len && is_tracking(j->g->numbers, at, len))
			judging_hit(j, rule, &j->views.plain,
				    (size_t)(at - text),
				    (size_t)(at - text) + len);
		at += len ? len : 1;
	}
}
