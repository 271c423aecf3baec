/* aside_learner.h - learning what is told beside the primary issue
 * (policy/pack/aside.h) from texts whose labels say which issues they tell, and
 * not where.
 *
 * Each class is learnt for itself (logistic regression), from that clause of a
 * text which speaks for it most: if the text tells it, this one should, and if
 * it does not, not even this one may.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_ASIDE_LEARNER_H
#define HW_PACKC_ASIDE_LEARNER_H

#include "train.h"

/* A text: where its clauses begin among the samples (they end where the next
 * one's begin, the last text's with the samples), and bits of the classes that
 * it tells. */
struct told_text {
	uint32_t from;
	uint32_t told;
};
VEC(told_text_list, struct told_text);

/* Appends the bytes of a model over policy/pack/aside.h's classes. */
void asides_train(const struct sample_list *clauses,
		  const struct told_text_list *texts, struct str *out);

#endif
