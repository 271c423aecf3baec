/* reading.h - what one language's pack reads in a text.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_READING_H
#define HW_POLICY_READING_H

#include "base/str.h"
#include "policy/pack/pack.h"
#include "text/grams.h"

#define ISSUES_MAX 40

/* A phrase in a clause. */
struct remark {
	uint32_t clause;
	int issue;
	int32_t weight; /* below 0: it was taken back */
};
VEC(remark_list, struct remark);

/* `weight`: of the cue phrases found, by issue type. `denied`: of those that
 * were taken back, by a negation ("it is not broken") or by a question about
 * what would be ("what if it arrives broken?"). `cues`: the phrases that count,
 * as the inside of a JSON array. `asks`: what would be. `asks_case`: what would
 * be in one case ("if it does not come"). `over`: one that counts says, as a
 * finished fact, that nothing is needed any more. `whole`: the text is nothing
 * but phrases that count only so; `alone`: their weight, which is not in
 * `weight`. `pieces`, `clauses`, `remarks`: the same
 * clause by clause (text/grams.h). */
struct reading {
	struct gram_list grams, pieces;
	struct clause_list clauses;
	struct remark_list remarks;
	int32_t weight[ISSUES_MAX], denied[ISSUES_MAX], alone[ISSUES_MAX];
	struct str cues;
	bool asks, asks_case, over, whole;
	const char *chosen; /* choice_of() */
	size_t said; /* letters; of a script without blanks one is three */
};

#define READING_INIT                                                \
	{                                                           \
		.grams = { 0 }, .pieces = { 0 }, .clauses = { 0 },  \
		.remarks = { 0 }, .weight = { 0 }, .denied = { 0 }, \
		.alone = { 0 }, .cues = STR_INIT, .chosen = ""      \
	}

void reading_of(const struct pack *p, const struct letters *plain,
		struct reading *out);
void reading_release(struct reading *r);

/* What the cues say beside the model, in parts of MODEL_ONE. Learnt with, so
 * packs must be built anew when it changes. */
int32_t reading_prior(const struct reading *r, int issue);

/* Every phrase that told this issue was taken back. */
bool reading_denies(const struct reading *r, int issue);

#endif
