/* guard_signs.c - words that break a rule together.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_learnt_own.h"

static bool counts(const struct found *f, const struct sign *s, int sentence)
{
	return f->word.kind == WORD_CONCEPT && f->sentence == sentence &&
	       !f->quoted && (s->though_denied || !f->denied) &&
	       !(f->clause & s->unless_clause) &&
	       (s->all | s->any) >> f->word.value & 1;
}

/* "on your account" is no second word beside "your account". */
static bool inside(const struct found *f, const struct found *of)
{
	return f != of && f->from >= of->from && f->to <= of->to;
}

/* Where the sign's words stand that begin at the first: up to the byte behind
 * the last that it needs; 0 when the sentence lacks one. */
static size_t sign_end(const struct judging *j, const struct sign *s,
		       size_t first)
{
	uint64_t have = 0;
	size_t to = 0;

	for (size_t i = first; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (!counts(f, s, j->found.at[first].sentence) ||
		    inside(f, &j->found.at[first]) ||
		    (i != first && inside(&j->found.at[first], f)))
			continue;
		have |= UINT64_C(1) << f->word.value;
		to = f->to > to ? f->to : to;
		if ((have & s->all) == s->all && (!s->any || have & s->any))
			return to;
	}
	return 0;
}

/* What was learnt says more: then the sign only counts. */
static bool decides(const struct judging *j, const struct sign *s)
{
	return !guard_is_learnt(j, *s->may ? GUARD_REMEDIES : GUARD_RULES,
				s->rule);
}

/* Where they stand closest. */
static void match_sign(struct judging *j, const struct sign *s, int sentence)
{
	size_t from = 0, least = s->within ? s->within + 1 : SIZE_MAX;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];
		size_t to = counts(f, s, sentence) ? sign_end(j, s, i) : 0;

		if (to && to - f->from < least) {
			from = f->from;
			least = to - f->from;
		}
	}
	if (least == SIZE_MAX || (s->within && least > s->within))
		return;
	if (*s->may) {
		judging_promise(j, decides(j, s) ? j->hits : j->promised,
				s->rule, s->may, from, from + least);
		return;
	}
	if (decides(j, s))
		judging_hit(j, s->rule, &j->views.heard, from, from + least);
	judging_sign(j, s->rule, &j->views.heard, from, from + least);
}

void guard_signs_judge(struct judging *j)
{
	for (int k = 0; k <= (int)j->ends.len; k++) {
		uint64_t all = judging_concepts(j, k, true);
		uint64_t said = judging_concepts(j, k, false);

		for (size_t i = 0; all && i < j->g->signs.len; i++) {
			const struct sign *s = &j->g->signs.at[i];
			uint64_t have = s->though_denied ? all : said;

			if ((have & s->all) == s->all &&
			    (!s->any || have & s->any) && !(all & s->unless) &&
			    guard_applies(j, s->rule) &&
			    (!*s->may || !guard_may(j, s->may)))
				match_sign(j, s, k);
		}
	}
}
