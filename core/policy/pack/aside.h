/* aside.h - what a text tells beside its primary issue, by clauses.
 *
 * A pack's second model (text/model.h) says of each remedy and each threat
 * whether a clause tells it; the best clause counts. Learnt from the texts as
 * they are labelled: nobody says which clause it is, the one that speaks for it
 * most is taken (tools/packc/aside_learner.h). Phrases count beside the model.
 * Issues by their number in issue_types.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_ASIDE_H
#define HW_POLICY_ASIDE_H

#include "policy/pack/reading.h"

/* The classes of the model, by blanks: what yields (beside.h). */
#define ASIDE_CLASSES                                              \
	"refund_request return_request exchange_request "          \
	"cancel_request review_bad review_threat claim_announced " \
	"legal_threat service_complaint human_wanted"
#define ASIDE_COUNT 10

/* The issues of the classes: ASIDE_COUNT numbers. */
void aside_issues(int *issues);

/* What a clause's phrases say of an issue beside the model, in parts of
 * MODEL_ONE; what most clauses tell not is below 0. Learnt with, so packs must
 * be built anew when it changes. */
int32_t aside_prior(const struct reading *r, size_t clause, int issue);

/* Bits of the issues that are told beside `first`; `r` is the whole text's. A
 * pack without such a model tells those that a phrase tells. */
uint64_t asides_told(const struct pack *p, const struct reading *r, int first);

#endif
