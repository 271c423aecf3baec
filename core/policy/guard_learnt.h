/* guard_learnt.h - what the guard has learnt from sentences.
 *
 * Two linear models by language (text/model.h), both in its pack. The shared
 * one looks at the concepts that stand in a sentence and at pairs of them,
 * said, denied or quoted: what words mean together is the same in every
 * language, so it is learnt from all of them. The own one adds the pieces of
 * the letters of its language, on top of what the shared one says. A sentence,
 * or two that follow each other, breaks a rule when its class leads before that
 * of no rule by at least what rules.conf asks ("learnt").
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_LEARNT_H
#define HW_POLICY_GUARD_LEARNT_H

#include "policy/guard.h"
#include "text/grams.h"
#include "text/model.h"

/* The classes: that of no rule, then rules by name. */
#define GUARD_CLASSES "none review_manipulation over_promise tone marketing"
#define GUARD_CLASS_COUNT 5

struct guard_model {
	struct model shared, own;
};

/* What the models look at, of a whole text: buckets of both kinds. A language
 * without a file has no concepts. */
void guard_pieces(const struct guard_policy *g, const char *lang,
		  const char *text, struct gram_list *concepts,
		  struct gram_list *letters);

#endif
