/* guard_learnt.h - what the guard has learnt from sentences.
 *
 * Of a few sentences that follow each other the models of the language's pack
 * (guard_model.h) see which concepts stand there, said, denied or quoted, and
 * pairs of them; which signs and patterns were found; what the words mean,
 * pairs of that, which follows which, and in what kind of sentence, a question
 * for one; and the pieces of the letters. All of it makes one score for each
 * rule. Where it reaches what rules.conf asks ("learnt"), the sentence that
 * tells most of it breaks the rule.
 *
 * Of each sentence by itself a second set of scores sees whether it tells the
 * buyer that they get something, and what it speaks of. Where what may be
 * promised is known, it breaks the rule that rules.conf names for that kind
 * ("told") unless something stands behind it.
 *
 * The signs of such a rule count in the score alone; one that asks what may be
 * promised lets less of a score do ("least_sign"): by themselves these found a
 * tenth of the everyday promises that the scores find, and stopped more than
 * half as much that promises nothing. Where a language has no models, signs
 * decide by themselves.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_LEARNT_H
#define HW_POLICY_GUARD_LEARNT_H

#include "policy/guard/guard.h"
#include "policy/guard/guard_model.h"

/* What the models look at, of a whole text, as buckets, ascending: what is
 * meant, and the letters. A language without a file has no concepts, one
 * without a lexicon (NULL) no words that mean something. */
void guard_meanings(const struct guard_policy *g, const struct guard_text *t,
		    const struct guard_lexicon *lexicon, struct gram_list *out);
void guard_letters(const struct guard_policy *g, const struct guard_text *t,
		   struct gram_list *out);

/* Is there such a rule, and does it hold on the platform? */
bool guard_rule_is_of(const struct guard_policy *g, const char *name,
		      const char *platform);

#endif
