/* aside.c - see aside.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/aside.h"

#include "policy/pack/beside.h"
#include "policy/rule/fact.h"

void aside_issues(int *issues)
{
	const char *name = ASIDE_CLASSES;

	for (size_t k = 0; k < ASIDE_COUNT; k++) {
		size_t len = strcspn(name, " ");

		for (int i = 0; issue_types[i]; i++)
			if (strlen(issue_types[i]) == len &&
			    memcmp(issue_types[i], name, len) == 0)
				issues[k] = i;
		name += len + (name[len] != '\0');
	}
}

#define MOST_TELL_NOT (3 * MODEL_ONE)
#define PRIOR_OF_ONE (MODEL_ONE * 4 / 5) /* of one unit of weight */
#define WEIGHT_MAX 8                     /* that counts, of an issue */

int32_t aside_prior(const struct reading *r, size_t clause, int issue)
{
	int32_t told = 0, denied = 0;

	for (size_t i = 0; i < r->remarks.len; i++) {
		const struct remark *m = &r->remarks.at[i];

		if (m->clause != clause || m->issue != issue)
			continue;
		if (m->weight > 0)
			told += m->weight;
		else
			denied -= m->weight;
	}
	if (!told && denied)
		return -MOST_TELL_NOT - MODEL_ONE;
	told = told < WEIGHT_MAX ? told : WEIGHT_MAX;
	return told * PRIOR_OF_ONE - MOST_TELL_NOT;
}

/* From which score on it is told, in tenths: some are asked for more plainly
 * than others. By cross validation that left out whole writers. */
static const int8_t told_from[ASIDE_COUNT] = { -10, 12,  -6,  15, 10,
					       -8,  -10, -14, 5,  12 };

static uint64_t told_in_clauses(const struct model *m, const int *issues,
				const struct reading *r, uint64_t may)
{
	uint64_t told = 0;
	uint32_t from = 0;

	for (size_t i = 0; i < r->clauses.len; i++) {
		uint32_t to = r->clauses.at[i].pieces;
		struct gram_list pieces = { r->pieces.at + from, to - from, 0 };
		int32_t score[MODEL_CLASSES];

		model_score(m, &pieces, score);
		for (size_t k = 0; k < ASIDE_COUNT; k++)
			if (may >> issues[k] & 1 &&
			    score[k] + aside_prior(r, i, issues[k]) >=
				    told_from[k] * MODEL_ONE / 10)
				told |= UINT64_C(1) << issues[k];
		from = to;
	}
	return told;
}

static uint64_t told_by_phrases(const struct reading *r)
{
	uint64_t told = 0;

	for (int i = 0; i < ISSUES_MAX && issue_types[i]; i++)
		told |= (uint64_t)(r->weight[i] != 0) << i;
	return told;
}

uint64_t asides_told(const struct pack *p, const struct reading *r, int first)
{
	int issues[ASIDE_COUNT];
	uint64_t may = 0;

	aside_issues(issues);
	for (size_t k = 0; k < ASIDE_COUNT; k++)
		may |= (uint64_t)issue_beside(first, issues[k]) << issues[k];
	if (!may)
		return 0;
	if (!pack_asides(p))
		return may & told_by_phrases(r);
	return told_in_clauses(pack_asides(p), issues, r, may);
}
