/* guard_learnt.c - see guard_learnt.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_learnt.h"
#include "policy/guard/guard_ideas.h"

#include "policy/guard/guard_grams.h"
#include "policy/guard/guard_learnt_own.h"
#include "policy/rule/fact.h"

/* -- pieces -- */

void judging_span(const struct judging *j, int first, int last, size_t *from,
		  size_t *to)
{
	*from = first ? j->ends.at[first - 1] : 0;
	*to = (size_t)last < j->ends.len ? j->ends.at[last]
					 : j->views.heard.text.len;
}

static void put_letters(const struct judging *j, int first, int last,
			struct gram_list *out)
{
	CLEANUP(letters_release) struct letters plain = { 0 };
	size_t from, to;

	judging_span(j, first, last, &from, &to);
	letters_put_plain(&plain, str_c(&j->views.heard.text) + from,
			  to - from);
	guard_grams_of(&plain, out);
}

void guard_meanings(const struct guard_policy *g, const struct guard_text *t,
		    const struct guard_lexicon *lexicon, struct gram_list *out)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	CLEANUP(guard_hits_release) struct guard_hits signs = { 0 };
	CLEANUP(guard_hits_release) struct guard_hits promised = { 0 };
	struct judging j = { .g = g,
			     .t = t,
			     .lang = guard_lang_of(g, t->lang),
			     .views = VIEWS_INIT,
			     .hits = &hits,
			     .signs = &signs,
			     .promised = &promised };

	guard_look(&j, t->text, strlen(t->text));
	guard_patterns_judge(&j);
	guard_signs_judge(&j);
	guard_find_meant(&j, lexicon);
	guard_meant(&j, 0, (int)j.ends.len, out);
	guard_looked(&j);
}

void guard_letters(const struct guard_policy *g, const struct guard_text *t,
		   struct gram_list *out)
{
	struct judging j = { .g = g,
			     .t = t,
			     .lang = guard_lang_of(g, t->lang),
			     .views = VIEWS_INIT };

	guard_look(&j, t->text, strlen(t->text));
	put_letters(&j, 0, (int)j.ends.len, out);
	guard_looked(&j);
}

/* -- judging -- */

/* Of no other word than these is anything learnt. */
#define WORDS_LEAST 12 /* pieces of letters */

/* What a set is asked. `together`: sentences that are judged together. What the
 * second says is often only understood by the first; more of them water down
 * what one says. */
struct asking {
	struct judging *j;
	enum guard_set set;
	int together;
};

/* False: there is too little to judge. */
static bool score_of(const struct asking *a, int first, int last,
		     int32_t *score)
{
	const struct judging *j = a->j;
	struct gram_list pieces[GUARD_SIDES] = { { 0 } };
	bool enough;

	put_letters(j, first, last, &pieces[GUARD_LETTERS]);
	enough = pieces[GUARD_LETTERS].len >= WORDS_LEAST;
	if (enough) {
		guard_meant(j, first, last, &pieces[GUARD_MEANT]);
		guard_model_score(&j->model->set[a->set], pieces, score);
	}
	for (int i = 0; i < GUARD_SIDES; i++)
		gram_list_release(&pieces[i]);
	return enough;
}

/* The sentence that tells most of what breaks the rule. */
static int telling(const struct asking *a, size_t class, int first, int last)
{
	int32_t score[GUARD_SCORES], most = INT32_MIN;
	int best = first;

	for (int i = first; i <= last && first < last; i++)
		if (score_of(a, i, i, score) && score[class] > most) {
			most = score[class];
			best = i;
		}
	return best;
}

static void mark(const struct asking *a, const struct learnt *l, int first,
		 int last)
{
	struct judging *j = a->j;
	size_t from, to;

	judging_span(j, first, last, &from, &to);
	if (judging_again_signs(j, j->signs, l->rule, from, to))
		return;
	judging_words(j, telling(a, l->class, first, last), &from, &to);
	if (from < to && !judging_has(j, l->rule, &j->views.heard, from, to))
		judging_hit(j, l->rule, &j->views.heard, from, to);
}

static void judge_window(const struct asking *a, int first, int last)
{
	const struct learnt_list *all = &a->j->g->learnt;
	int32_t score[GUARD_SCORES] = { 0 };

	if (!score_of(a, first, last, score) && a->set == GUARD_RULES)
		return;
	for (size_t i = 0; i < all->len; i++) {
		const struct learnt *l = &all->at[i];

		if (l->set != a->set)
			continue;
		if (l->set == GUARD_REMEDIES)
			guard_promised_judge(a->j, l, score, first);
		else if (score[l->class] >= l->least && guard_is_asked(a->j, l))
			mark(a, l, first, last);
	}
}

static bool is_empty(const struct judging *j, int sentence)
{
	size_t from, to;

	judging_words(j, sentence, &from, &to);
	return from == to;
}

/* The last of so many sentences that say something, from the first on. */
static int window_end(const struct asking *a, int first)
{
	int n = 0, last = first, end = (int)a->j->ends.len;

	for (int i = first; i <= end && n < a->together; i++)
		if (!is_empty(a->j, i)) {
			n++;
			last = i;
		}
	return last;
}

/* Else it need not be looked at. */
static bool anybody_asks(const struct asking *a)
{
	const struct judging *j = a->j;

	for (size_t i = 0;
	     j->model->set[a->set].constant && i < j->g->learnt.len; i++)
		if (j->g->learnt.at[i].set == a->set &&
		    guard_is_asked(j, &j->g->learnt.at[i]))
			return true;
	return false;
}

static void judge_set(const struct asking *a)
{
	int end = (int)a->j->ends.len, before = -1;

	if (!anybody_asks(a) && (a->set == GUARD_RULES || !a->j->promised->len))
		return;
	for (int i = 0; i <= end; i++) {
		int last = window_end(a, i);

		if (is_empty(a->j, i) || last == before)
			continue;
		judge_window(a, i, last);
		before = last;
	}
}

void guard_learnt_judge(struct judging *j)
{
	if (!j->model)
		return;
	guard_find_meant(j, &j->model->lexicon);
	judge_set(&(struct asking){ j, GUARD_RULES, 3 });
	judge_set(&(struct asking){ j, GUARD_REMEDIES, 1 });
}

const struct guard_model *guard_model_for(const struct guard_policy *g,
					  const char *lang)
{
	const struct pack *p =
		g->packs && lang ? pack_for(g->packs, lang) : NULL;

	return p ? pack_guard(p) : NULL;
}

bool guard_rule_is_of(const struct guard_policy *g, const char *name,
		      const char *platform)
{
	int rule = guard_rule_index(g, name);
	const char *platforms = rule < 0 ? "" : g->rules.at[rule].platforms;

	return text_eq(platforms, "*") || words_have(platforms, platform);
}

bool guard_is_learnt(const struct judging *j, enum guard_set set, int rule)
{
	for (size_t i = 0;
	     j->model && j->model->set[set].constant && i < j->g->learnt.len;
	     i++)
		if (j->g->learnt.at[i].set == set &&
		    j->g->learnt.at[i].rule == rule)
			return true;
	return false;
}

void guard_learn(struct guard_policy *g, const struct pack_list *packs)
{
	g->packs = packs;
}
