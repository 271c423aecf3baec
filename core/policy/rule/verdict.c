/* verdict.c - see verdict.h.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/verdict.h"

#include "policy/pack/beside.h"
#include "policy/rule/fact.h"

static bool is_named(int issue, const char *name, size_t len)
{
	return issue_types[issue] && strlen(issue_types[issue]) == len &&
	       memcmp(issue_types[issue], name, len) == 0;
}

/* -1: none. `likely` is at most how many there are: packs built by this version
 * have them in order. */
static int issue_named(const char *name, size_t len, int likely)
{
	if (is_named(likely, name, len))
		return likely;
	for (int i = 0; issue_types[i]; i++)
		if (is_named(i, name, len))
			return i;
	return -1;
}

#define LONG 110 /* letters said */

/* -- what is denied -- */

/* And tells nothing else in the same breath: "if you don't refund me I will
 * write a review" denies no remedy. */
static bool denies_remedy(const struct reading *r, size_t clause)
{
	bool denied = false;

	for (size_t i = 0; i < r->remarks.len; i++) {
		const struct remark *m = &r->remarks.at[i];

		if (m->clause != clause)
			continue;
		if (m->weight > 0)
			return false;
		denied |= issue_remedy(m->issue) && reading_denies(r, m->issue);
	}
	return denied;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void make_set(struct gram_list *list)
{
	size_t kept = 0;

	qsort(list->at, list->len, sizeof *list->at, by_number);
	for (size_t i = 0; i < list->len; i++)
		if (!kept || list->at[kept - 1] != list->at[i])
			list->at[kept++] = list->at[i];
	list->len = kept;
}

/* "I don't want a refund, I want to know when it arrives": to the model a
 * remedy is a remedy, wanted or not, so it hears the other clauses, the pieces
 * of which are put into *out. False: it hears all, as where the others are but
 * "order 1014". */
static bool without_denied(const struct reading *r, struct gram_list *out)
{
	size_t denied = 0;
	uint32_t from = 0;

	for (size_t i = 0; i < r->clauses.len; i++) {
		uint32_t to = r->clauses.at[i].pieces;

		if (denies_remedy(r, i))
			denied += to - from;
		else
			for (; from < to; from++)
				gram_list_push(out, r->pieces.at[from]);
		from = to;
	}
	if (!denied || out->len * 2 < denied || r->said > LONG)
		return false;
	make_set(out);
	return true;
}

/* A model of another version may know other classes, or have them elsewhere. */
static void add_model(const struct model *m, const struct reading *r,
		      struct verdict *v)
{
	CLEANUP(gram_list_release) struct gram_list rest = { 0 };
	int32_t score[MODEL_CLASSES];
	const char *name = m->names;
	int i = -1;

	model_score(m, without_denied(r, &rest) ? &rest : &r->grams, score);
	for (size_t k = 0; k < m->classes; k++) {
		const char *end = m->names + m->names_len;
		size_t len = 0;

		while (name + len < end && name[len] != ' ')
			len++;
		i = issue_named(name, len, i + 1);
		if (i >= 0)
			v->score[i] += score[k];
		name += len + (name + len < end);
	}
}

/* In a short text a phrase that tells a cause is surer than the model, unless
 * that is sure of what is told in one breath with it; in a longer one causes
 * are mentioned by the way. */
#define CAUSE_FIRST 60 /* letters said */
#define TOLD 3         /* weight of phrases that tell an issue */
#define UNSURE MODEL_ONE

/* Both are told in one clause, or there is but one: then the phrase of the
 * cause may belong to what is asked for ("exchange it for another colour"). */
static bool in_one_breath(const struct reading *r, int cause, int other)
{
	if (r->clauses.len < 2)
		return true;
	for (size_t i = 0; i < r->remarks.len; i++)
		for (size_t k = 0; k < r->remarks.len; k++)
			if (r->remarks.at[i].issue == cause &&
			    r->remarks.at[k].issue == other &&
			    r->remarks.at[i].clause == r->remarks.at[k].clause)
				return true;
	return false;
}

/* The cause that the phrases tell, the likeliest of them; -1 if none. */
static int cause_of(const struct reading *r, const struct verdict *v)
{
	int best = -1;

	for (int i = 0; issue_types[i]; i++)
		if (r->weight[i] >= TOLD && !issue_yields(i) &&
		    (v->score[v->best] - v->score[i] < UNSURE ||
		     !in_one_breath(r, i, v->best)) &&
		    !text_eq(issue_types[i], "other") &&
		    (best < 0 || v->score[i] > v->score[best]))
			best = i;
	return best;
}

/* What is asked for often sounds louder than its cause, and the cause is what
 * decides: so near before it, a remedy or a threat stands beside it. */
#define NEAR (MODEL_ONE * 3 / 10)

static int cause_near(const struct verdict *v)
{
	int best = -1;

	for (int i = 0; issue_types[i]; i++)
		if (v->score[v->best] - v->score[i] < NEAR &&
		    (best < 0 || v->score[i] > v->score[best]) &&
		    !issue_yields(i) && issue_beside(i, v->best))
			best = i;
	return best;
}

/* A threat is heard over any distance, and tells not what to do: where phrases
 * tell both, the cause goes before it. In a long text by no more than that, for
 * there causes are told that are settled. */
#define LOUDER (MODEL_ONE * 7 / 2)

static bool tells_threat(const struct reading *r)
{
	for (int i = 0; issue_types[i]; i++)
		if (r->weight[i] && issue_threat(i))
			return true;
	return false;
}

static bool goes_before(const struct reading *r, const struct verdict *v,
			int cause)
{
	return r->weight[cause] >= TOLD && !issue_yields(cause) &&
	       issue_beside(cause, v->best) &&
	       !text_eq(issue_types[cause], "abuse") &&
	       (r->said < LONG || v->score[v->best] - v->score[cause] < LOUDER);
}

static int cause_of_threat(const struct reading *r, const struct verdict *v)
{
	int best = -1;

	if (!issue_threat(v->best) || !tells_threat(r))
		return best;
	for (int i = 0; issue_types[i]; i++)
		if (goes_before(r, v, i) &&
		    (best < 0 || v->score[i] > v->score[best]))
			best = i;
	return best;
}

static void yield_to_cause(const struct reading *r, struct verdict *v)
{
	int loud = v->best;

	if (cause_of_threat(r, v) >= 0)
		v->best = cause_of_threat(r, v);
	else if (r->said < CAUSE_FIRST && cause_of(r, v) >= 0)
		v->best = cause_of(r, v);
	else if (cause_near(v) >= 0)
		v->best = cause_near(v);
	if (v->best != loud && issue_threat(loud) && tells_threat(r) &&
	    issue_beside(v->best, loud))
		v->threat = loud;
}

static void rank(struct verdict *v)
{
	v->second = -1;
	for (int i = 1; issue_types[i]; i++)
		if (v->score[i] > v->score[v->best])
			v->best = i;
	for (int i = 0; issue_types[i]; i++)
		if (i != v->best &&
		    (v->second < 0 || v->score[i] > v->score[v->second]))
			v->second = i;
	v->lead = v->score[v->best] - v->score[v->second];
}

/* A question about what would be tells nothing that was. */
#define ASKED (3 * MODEL_ONE)

/* What phrases tell that happened, or is threatened: the likeliest; -1 if
 * nothing. */
static int matter_told(const struct reading *r, const struct verdict *v)
{
	int claim = issue_index("claim_announced"), best = -1;

	for (int i = 0; issue_types[i]; i++)
		if (r->weight[i] >= TOLD &&
		    (issue_threat(i) ||
		     (!issue_yields(i) && issue_beside(i, claim))) &&
		    (best < 0 || v->score[i] > v->score[best]))
			best = i;
	return best;
}

static bool denies(const struct reading *r)
{
	for (int i = 0; issue_types[i]; i++)
		if (reading_denies(r, i))
			return true;
	return false;
}

/* A text that is nothing but phrases tells what they tell, and thanks only
 * where they tell nothing else. */
#define WHOLE (10 * MODEL_ONE)

static int told_whole(const struct reading *r)
{
	int thanks = issue_index("thanks"), best = thanks;

	for (int i = 0; issue_types[i]; i++)
		best = r->alone[i] && best == thanks ? i : best;
	return best;
}

void verdict_of(const struct pack *p, const struct reading *r,
		struct verdict *v)
{
	*v = (struct verdict){ .best = 0, .threat = -1 };
	for (int i = 0; issue_types[i]; i++)
		v->score[i] = reading_prior(r, i);
	if (pack_model(p))
		add_model(pack_model(p), r, v);
	for (int i = 0; issue_types[i]; i++)
		if (reading_denies(r, i))
			v->score[i] = INT32_MIN / 2;
	if (r->whole)
		v->score[told_whole(r)] += WHOLE;
	/* Beside what happened, what would be is only asked as well. */
	if ((r->asks || r->asks_case) && matter_told(r, v) < 0)
		v->score[issue_index("product_question")] +=
			r->asks_case ? 3 * ASKED : ASKED;
	rank(v);
	/* What is only supposed the model takes for told. */
	if (r->asks_case && !r->weight[v->best] && denies(r) &&
	    matter_told(r, v) >= 0)
		v->best = matter_told(r, v);
	else if (issue_yields(v->best) && !r->whole)
		yield_to_cause(r, v);
}
