/* guard_learnt_own.h - how what was learnt judges a text: what its words mean,
 * the scores of its sentences, what these promise, and in which language
 * (guard_learnt.h says what is learnt).
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_LEARNT_OWN_H
#define HW_POLICY_GUARD_LEARNT_OWN_H

#include "policy/guard/guard_judging.h"

/* -- guard_meant.c -- */

/* Fills j->meant; NULL: the language has no such words. */
void guard_find_meant(struct judging *j, const struct guard_lexicon *lexicon);
/* Of sentences, the buckets of what they mean, ascending. */
void guard_meant(const struct judging *j, int first, int last,
		 struct gram_list *out);

/* -- guard_learnt.c -- */

void guard_learnt_judge(struct judging *j);
/* NULL: the language has learnt nothing. */
const struct guard_model *guard_model_for(const struct guard_policy *g,
					  const char *lang);
bool guard_is_learnt(const struct judging *j, enum guard_set set, int rule);

/* Does it hold here, with nothing that allows it? */
bool guard_is_asked(const struct judging *j, const struct learnt *l);

/* What a sentence promises, by the scores of remedies (guard_promised.c). */
void guard_promised_judge(struct judging *j, const struct learnt *l,
			  const int32_t *score, int sentence);

/* The language of a pack that the text is clearly written in, when that is
 * another than lang (guard_spoken.c); NULL: it is not, or nobody can tell. */
const char *guard_spoken(const struct guard_policy *g, const char *lang,
			 const struct str *text);

#endif
