/* guard_blanks.c - brackets around what somebody should have filled in.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard_own.h"

#define INSIDE_MAX 48 /* bytes between the brackets */

/* What was filled in often has one: [Order 1001]. */
static bool has_digit(const char *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (text[i] >= '0' && text[i] <= '9')
			return true;
	return false;
}

/* Where the brackets around from..to stand; false if none do. */
static bool around(const char *text, size_t from, size_t to, const char *open,
		   const char *close, size_t *begin, size_t *end)
{
	const char *at = strstr(text + to, close);
	size_t least = from > INSIDE_MAX ? from - INSIDE_MAX : 0;

	if (!at || (size_t)(at - text) > to + INSIDE_MAX)
		return false;
	*end = (size_t)(at - text) + strlen(close);
	for (*begin = from; *begin > least; (*begin)--) {
		if (text_starts(text + *begin - 1, close))
			return false;
		if (text_starts(text + *begin - 1, open)) {
			(*begin)--;
			return *end - *begin <= INSIDE_MAX &&
			       !has_digit(text, *begin, *end);
		}
	}
	return false;
}

/* "the field [Name]": it is a name on something that the buyer sees. */
static bool tells_of_one(const struct judging *j, const struct found *f)
{
	return j->g->shown >= 0 &&
	       judging_concepts(j, f->sentence, true) >> j->g->shown & 1;
}

static void judge_pair(struct judging *j, int rule, const char *pair)
{
	const char *text = str_c(&j->views.heard.text), *at = pair;
	char open[8] = "", close[8] = "";
	size_t begin, end, len;

	utf8_next(&at, pair + strlen(pair));
	len = (size_t)(at - pair);
	memcpy(open, pair, len);
	len = strlen(at) < sizeof close ? strlen(at) : sizeof close - 1;
	memcpy(close, at, len);
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_CONCEPT &&
		    f->word.value == j->g->blank && !tells_of_one(j, f) &&
		    around(text, f->from, f->to, open, close, &begin, &end))
			judging_hit(j, rule, &j->views.heard, begin, end);
	}
}

void guard_blanks_judge(struct judging *j, int rule)
{
	CLEANUP(free_ptr) char *pairs = xstrdup(j->g->brackets);
	char *save = NULL;

	for (char *pair = strtok_r(pairs, " ", &save); pair;
	     pair = strtok_r(NULL, " ", &save))
		judge_pair(j, rule, pair);
}
