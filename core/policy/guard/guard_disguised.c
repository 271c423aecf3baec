/* guard_disguised.c - digits as nobody writes them who does not hide them:
 * keys of a telephone, letters of mathematics.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_ideas.h"

#define BYTES_LEAST 4  /* of the original, where a wide digit has three */
#define DIGITS_LEAST 5 /* fewer number the steps of a list */
#define APART 3        /* bytes between two */

static bool is_disguised(const struct view *v, size_t at)
{
	return isdigit((unsigned char)v->text.at[at]) &&
	       v->to.at[at] - v->from.at[at] >= BYTES_LEAST;
}

struct run {
	size_t from, to;
	int digits;
};

static void end_run(struct judging *j, int rule, const struct run *r)
{
	if (r->digits >= DIGITS_LEAST)
		judging_hit(j, rule, &j->views.narrow, r->from, r->to);
}

void guard_disguised_judge(struct judging *j, int rule)
{
	const struct view *v = &j->views.narrow;
	struct run r = { 0 };

	for (size_t at = 0; at < v->text.len; at++) {
		if (!is_disguised(v, at))
			continue;
		if (!r.digits || at > r.to + APART) {
			end_run(j, rule, &r);
			r = (struct run){ .from = at };
		}
		r.digits++;
		r.to = at + 1;
	}
	end_run(j, rule, &r);
}
