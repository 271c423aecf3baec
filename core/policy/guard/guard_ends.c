/* guard_ends.c - where the sentences of a text end, and their clauses. Each is
 * looked for once, so that two places are compared by number.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_ideas.h"

static bool ends_sentence(const char *at, const char *next)
{
	static const char *const wide[] = { "\u3002", "\uff01", "\uff1f" };

	for (size_t i = 0; i < COUNT_OF(wide); i++)
		if (text_starts(at, wide[i]))
			return true;
	return *at == '\n' ||
	       ((*at == '.' || *at == '!' || *at == '?') &&
		((unsigned char)*next <= ' ' || (unsigned char)*next >= 0xE3));
}

static void find_sentences(struct judging *j)
{
	const char *text = str_c(&j->views.heard.text);

	for (const char *at = text; *at; at++)
		if (ends_sentence(at, at + 1))
			text_places_push(&j->ends, (size_t)(at - text));
}

static bool ends_clause(const char *at)
{
	static const char *const wide[] = { "\u3001", "\uff0c", "\uff1b",
					    "\uff1a" };

	for (size_t i = 0; i < COUNT_OF(wide); i++)
		if (text_starts(at, wide[i]))
			return true;
	/* A wide comma is a plain one in this view, and no blank follows. */
	return strchr(",;:", *at) &&
	       ((unsigned char)at[1] <= ' ' || (unsigned char)at[1] >= 0xE3);
}

static void find_clauses(struct judging *j)
{
	const char *text = str_c(&j->views.heard.text);

	for (const char *at = text; *at; at++)
		if (ends_clause(at))
			text_places_push(&j->clause_ends, (size_t)(at - text));
}

void guard_find_ends(struct judging *j)
{
	find_sentences(j);
	find_clauses(j);
}

/* How many of them stand before a place. */
static int ends_before(const struct text_places *ends, size_t at)
{
	size_t from = 0, to = ends->len;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (ends->at[middle] < at)
			from = middle + 1;
		else
			to = middle;
	}
	return (int)from;
}

int judging_sentence(const struct judging *j, size_t at)
{
	return ends_before(&j->ends, at);
}

int judging_clause(const struct judging *j, size_t at)
{
	return ends_before(&j->clause_ends, at);
}
