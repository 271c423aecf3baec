/* guard_learnt.c - see guard_learnt.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard_learnt.h"

#include "policy/fact.h"
#include "policy/guard_grams.h"
#include "policy/guard_judging.h"

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

void guard_pieces(const struct guard_policy *g, const struct guard_text *t,
		  const struct guard_lexicon *lexicon,
		  struct gram_list *meanings, struct gram_list *letters)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	CLEANUP(guard_hits_release) struct guard_hits signs = { 0 };
	struct judging j = { .g = g,
			     .t = t,
			     .lang = guard_lang_of(g, t->lang),
			     .views = VIEWS_INIT,
			     .hits = &hits,
			     .signs = &signs };

	guard_look(&j, t->text, strlen(t->text));
	guard_patterns_judge(&j);
	guard_signs_judge(&j);
	guard_find_meant(&j, lexicon);
	guard_meant(&j, 0, (int)j.ends.len, meanings);
	if (letters)
		put_letters(&j, 0, (int)j.ends.len, letters);
	guard_looked(&j);
}

/* -- judging -- */

/* Sentences that are judged together: what the second says is often only
 * understood by the first. More of them water down what one says. */
#define TOGETHER 3

/* Of no other word than these is anything learnt. */
#define WORDS_LEAST 12 /* pieces of letters */

/* False: there is too little to judge. */
static bool score_of(const struct judging *j, int first, int last,
		     int32_t *score)
{
	CLEANUP(gram_list_release) struct gram_list meanings = { 0 };
	CLEANUP(gram_list_release) struct gram_list letters = { 0 };

	put_letters(j, first, last, &letters);
	if (letters.len < WORDS_LEAST)
		return false;
	guard_meant(j, first, last, &meanings);
	guard_model_score(j->model, &meanings, &letters, score);
	return true;
}

/* The words by which a sign of the rule was found there. False: none was. */
static bool mark_signs(struct judging *j, int rule, size_t from, size_t to)
{
	const struct view *v = &j->views.heard;
	bool any = false;

	for (size_t i = 0; to > from && i < j->signs->len; i++) {
		const struct guard_hit *s = &j->signs->at[i];

		if (s->rule != &j->g->rules.at[rule] ||
		    s->from >= v->to.at[to - 1] || s->to <= v->from.at[from])
			continue;
		judging_again(j, s);
		any = true;
	}
	return any;
}

/* The sentence that tells most of what breaks the rule. */
static int telling(const struct judging *j, size_t class, int first, int last)
{
	int32_t score[GUARD_RULE_COUNT], most = INT32_MIN;
	int best = first;

	for (int i = first; i <= last && first < last; i++)
		if (score_of(j, i, i, score) && score[class] > most) {
			most = score[class];
			best = i;
		}
	return best;
}

static void mark(struct judging *j, const struct learnt *l, int first, int last)
{
	const char *text = str_c(&j->views.heard.text);
	size_t from, to;
	int best;

	judging_span(j, first, last, &from, &to);
	if (mark_signs(j, l->rule, from, to))
		return;
	best = telling(j, l->class, first, last);
	judging_span(j, best, best, &from, &to);
	while (from < to && strchr(" \n.!?", text[from]))
		from++;
	if (from < to && !judging_has(j, l->rule, &j->views.heard, from, to))
		judging_hit(j, l->rule, &j->views.heard, from, to);
}

static void judge_window(struct judging *j, int first, int last)
{
	int32_t score[GUARD_RULE_COUNT];

	if (!score_of(j, first, last, score))
		return;
	for (size_t i = 0; i < j->g->learnt.len; i++) {
		const struct learnt *l = &j->g->learnt.at[i];

		if (score[l->class] >= l->least && guard_applies(j, l->rule))
			mark(j, l, first, last);
	}
}

static bool is_empty(const struct judging *j, int sentence)
{
	size_t from, to;

	judging_span(j, sentence, sentence, &from, &to);
	while (from < to && strchr(" \n.!?", str_c(&j->views.heard.text)[from]))
		from++;
	return from == to;
}

/* The last of so many sentences that say something, from the first on. */
static int window_end(const struct judging *j, int first)
{
	int n = 0, last = first, end = (int)j->ends.len;

	for (int i = first; i <= end && n < TOGETHER; i++)
		if (!is_empty(j, i)) {
			n++;
			last = i;
		}
	return last;
}

void guard_learnt_judge(struct judging *j)
{
	int end = (int)j->ends.len, before = -1;

	if (!j->model)
		return;
	guard_find_meant(j, &j->model->lexicon);
	for (int i = 0; i <= end; i++) {
		int last = window_end(j, i);

		if (is_empty(j, i) || last == before)
			continue;
		judge_window(j, i, last);
		before = last;
	}
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

bool guard_is_learnt(const struct judging *j, int rule)
{
	for (size_t i = 0; j->model && i < j->g->learnt.len; i++)
		if (j->g->learnt.at[i].rule == rule)
			return true;
	return false;
}

void guard_learn(struct guard_policy *g, const struct pack_list *packs)
{
	g->packs = packs;
}
