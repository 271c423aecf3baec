/* verdict.c - see verdict.h.
 * SPDX-License-Identifier: MIT */
#include "policy/verdict.h"

#include "policy/beside.h"
#include "policy/fact.h"

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

/* A model of another version may know other classes, or have them elsewhere. */
static void add_model(const struct model *m, const struct reading *r,
		      struct verdict *v)
{
	int32_t score[MODEL_CLASSES];
	const char *name = m->names;
	int i = -1;

	model_score(m, &r->grams, score);
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

/* In a short text a phrase that tells a cause is surer than the model; in a
 * longer one causes are mentioned by the way. */
#define CAUSE_FIRST 60 /* letters said */
#define TOLD 3         /* weight of phrases that tell an issue */

/* The cause that the phrases tell, the likeliest of them; -1 if none. */
static int cause_of(const struct reading *r, const struct verdict *v)
{
	int best = -1;

	for (int i = 0; issue_types[i]; i++)
		if (r->weight[i] >= TOLD && !issue_yields(i) &&
		    !text_eq(issue_types[i], "other") &&
		    (best < 0 || v->score[i] > v->score[best]))
			best = i;
	return best;
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

void verdict_of(const struct pack *p, const struct reading *r,
		struct verdict *v)
{
	*v = (struct verdict){ .best = 0 };
	for (int i = 0; issue_types[i]; i++)
		v->score[i] = reading_prior(r, i);
	if (pack_model(p))
		add_model(pack_model(p), r, v);
	for (int i = 0; issue_types[i]; i++)
		if (reading_denies(r, i))
			v->score[i] = INT32_MIN / 2;
	if (r->asks)
		v->score[issue_index("product_question")] += ASKED;
	rank(v);
	if (r->said < CAUSE_FIRST && issue_yields(v->best) &&
	    cause_of(r, v) >= 0)
		v->best = cause_of(r, v);
}

/* -- by clauses -- */

#define CLAUSE_LEAST 4 /* letters, one of them what ends the clause before */
#define CLAUSE_LEAD (MODEL_ONE / 2)

/* The best issue beside `first`, if it leads by enough before every other one;
 * as a bit. */
static uint64_t best_beside(const struct verdict *v, int first)
{
	int32_t most = INT32_MIN, next = INT32_MIN;
	int best = 0;

	for (int i = 0; issue_types[i]; i++) {
		if (i == first)
			continue;
		if (v->score[i] > most) {
			next = most;
			most = v->score[i];
			best = i;
		} else if (v->score[i] > next) {
			next = v->score[i];
		}
	}
	return (int64_t)most - next >= CLAUSE_LEAD ? UINT64_C(1) << best : 0;
}

static bool ends_clause(uint32_t c)
{
	return c == CLAUSE_END || c == '?' || c == '!';
}

static bool parts(uint32_t c)
{
	return ends_clause(c) || letter_is_blank(c);
}

static uint64_t told_by(const struct pack *p, const struct letters *text,
			size_t from, size_t to, int first)
{
	CLEANUP(letters_release) struct letters clause = { 0 };
	struct reading r = READING_INIT;
	struct verdict v;

	letters_push(&clause, ' ');
	for (size_t i = from; i < to; i++)
		if (clause.len > 1 || !parts(text->at[i]))
			letters_push(&clause, text->at[i]);
	letters_push(&clause, ' ');
	reading_of(p, &clause, &r);
	verdict_of(p, &r, &v);
	reading_release(&r);
	return best_beside(&v, first);
}

/* Where a phrase begins that tells what may stand beside `first`. */
struct places {
	const struct pack *pack;
	int first;
	bool *at; /* by letter */
};

static void found(void *arg, size_t phrase, size_t from, size_t to)
{
	const struct places *p = arg;
	const struct cue *cue = pack_cue(p->pack, phrase);

	(void)to;
	if (cue && issue_beside(p->first, cue->issue))
		p->at[from] = true;
}

static bool any(const bool *at, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (at[i])
			return true;
	return false;
}

uint64_t told_in_clauses(const struct pack *p, const struct letters *text,
			 int first)
{
	CLEANUP(free_ptr) bool *at = xcalloc(text->len + 1, sizeof *at);
	struct places places = { p, first, at };
	uint64_t told = 0;
	size_t from = 0;

	phrases_find(pack_phrases(p), text, found, &places);
	for (size_t i = 0; i <= text->len; i++) {
		if (i < text->len && !ends_clause(text->at[i]))
			continue;
		if (any(at, from, i) && i - from >= CLAUSE_LEAST)
			told |= told_by(p, text, from, i, first);
		from = i;
	}
	return told;
}
