/* guard_learnt.h - what the guard has learnt from sentences.
 *
 * Of a few sentences that follow each other the models of the language's pack
 * (guard_model.h) see which concepts stand there, said, denied or quoted, and
 * pairs of them; which signs and patterns were found; what the words mean,
 * pairs of that, which follows which, and in what kind of sentence, a question
 * for one; and the pieces of the letters. All of it makes one score for each
 * rule. Where it reaches what rules.conf asks ("learnt"), the sentence that
 * tells most of it breaks the rule. The signs of such a rule count in the score
 * alone, except those that ask what may be promised; where a language has no
 * models, they decide by themselves. SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_LEARNT_H
#define HW_POLICY_GUARD_LEARNT_H

#include "policy/guard.h"
#include "policy/guard_model.h"

/* What the models look at, of a whole text: buckets of both kinds, ascending.
 * A language without a file has no concepts, one without a lexicon (NULL) no
 * words that mean something. letters: NULL if not wanted. */
void guard_pieces(const struct guard_policy *g, const struct guard_text *t,
		  const struct guard_lexicon *lexicon,
		  struct gram_list *meanings, struct gram_list *letters);

/* Is there such a rule, and does it hold on the platform? */
bool guard_rule_is_of(const struct guard_policy *g, const char *name,
		      const char *platform);

#endif
