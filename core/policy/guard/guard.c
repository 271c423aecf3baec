/* guard.c - see guard.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard.h"
#include "policy/guard/guard_ideas.h"

#include "base/utf8.h"
#include "policy/guard/guard_learnt_own.h"
#include "policy/rule/fact.h"

/* -- hits -- */

#define HITS_MAX 200 /* more say nothing more */

/* Once: a span inside of one that is there says nothing more, unless something
 * else would allow it. */
static void add_hit(struct guard_hits *out, struct guard_hit h)
{
	for (size_t i = 0; i < out->len; i++) {
		const struct guard_hit *old = &out->at[i];

		if (old->rule == h.rule && old->from <= h.from &&
		    old->to >= h.to && text_eq(old->may, h.may))
			return;
	}
	if (out->len < HITS_MAX)
		guard_hits_push(out, h);
}

static void add(struct guard_hits *out, const struct judging *j, int rule,
		const struct view *v, size_t from, size_t to, const char *why)
{
	if (rule < 0 || to <= from || to > v->from.len)
		return;
	add_hit(out, (struct guard_hit){ .rule = &j->g->rules.at[rule],
					 .from = v->from.at[from],
					 .to = v->to.at[to - 1],
					 .why = why });
}

void judging_promise(struct judging *j, struct guard_hits *out, int rule,
		     const char *may, size_t from, size_t to)
{
	const struct view *v = &j->views.heard;

	if (to > from && to <= v->from.len)
		add_hit(out, (struct guard_hit){ .rule = &j->g->rules.at[rule],
						 .from = v->from.at[from],
						 .to = v->to.at[to - 1],
						 .may = may });
}

void judging_hit(struct judging *j, int rule, const struct view *v, size_t from,
		 size_t to)
{
	add(j->hits, j, rule, v, from, to, NULL);
}

void judging_hit_why(struct judging *j, int rule, const struct view *v,
		     size_t from, size_t to, const char *why)
{
	add(j->hits, j, rule, v, from, to, why);
}

void judging_sign(struct judging *j, int rule, const struct view *v,
		  size_t from, size_t to)
{
	add(j->signs, j, rule, v, from, to, NULL);
}

void judging_again(struct judging *j, const struct guard_hit *h)
{
	add_hit(j->hits, *h);
}

bool guard_applies(const struct judging *j, int rule)
{
	const struct guard_rule *r = &j->g->rules.at[rule];

	if (r->public_only && !j->t->is_public)
		return false;
	return text_eq(r->platforms, "*") ||
	       words_have(r->platforms, j->t->platform);
}

bool guard_may(const struct judging *j, const char *words)
{
	const struct guard_facts *f = j->t->facts;
	CLEANUP(free_ptr) char *copy = NULL;
	char *save = NULL;

	if (!f || !f->may_promise)
		return true;
	copy = xstrdup(words);
	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		if (words_have(f->may_promise, w))
			return true;
	return false;
}

bool judging_has(const struct judging *j, int rule, const struct view *v,
		 size_t from, size_t to)
{
	for (size_t i = 0; i < j->hits->len; i++) {
		const struct guard_hit *h = &j->hits->at[i];

		if (h->rule == &j->g->rules.at[rule] &&
		    h->from >= v->from.at[from] && h->to <= v->to.at[to - 1])
			return true;
	}
	return false;
}

/* -- all -- */

const struct guard_lang *guard_lang_of(const struct guard_policy *g,
				       const char *tag)
{
	size_t len = tag ? strcspn(tag, "-_") : 0;

	for (size_t i = 0; i < g->langs.len; i++)
		if (tag && len &&
		    strncasecmp(g->langs.at[i].tag, tag, len) == 0 &&
		    strcspn(g->langs.at[i].tag, "-_") == len)
			return &g->langs.at[i];
	return NULL;
}

static int by_rule(const void *a, const void *b)
{
	const struct guard_hit *x = a, *y = b;

	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return strcmp(x->may ? x->may : "", y->may ? y->may : "");
}

static void judge_facts(struct judging *j)
{
	int rule = guard_rule_index(j->g, "wrong_fact");

	if (rule < 0 || !guard_applies(j, rule))
		return;
	guard_cards_judge(j, rule);
	if (!j->t->facts)
		return;
	guard_amounts_judge(j, rule);
	guard_percents_judge(j, rule);
	guard_sums_judge(j, rule);
	guard_numbers_judge(j, rule);
	guard_dates_judge(j, rule);
	guard_names_judge(j, rule);
	guard_places_judge(j, rule);
	guard_others_judge(j, rule);
	guard_contacts_judge(j, rule);
}

/* Longer texts are judged piece by piece, so that their cost grows with their
 * length alone. A piece begins a little before the last one ended. */
#define PIECE_MAX 4096
#define PIECE_OVERLAP 256

static void judge_piece(struct judging *j, const char *text, size_t len)
{
	guard_look(j, text, len);
	guard_patterns_judge(j);
	guard_signs_judge(j);
	guard_learnt_judge(j);
	guard_patterns_apart(j);
	judge_facts(j);
	guard_looked(j);
}

static void judge_pieces(struct judging *j, const char *text, size_t len)
{
	size_t from = 0;

	for (;;) {
		CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
		CLEANUP(guard_hits_release) struct guard_hits signs = { 0 };
		CLEANUP(guard_hits_release) struct guard_hits promised = { 0 };
		size_t n = len - from;

		if (n > PIECE_MAX)
			n = utf8_prefix(text + from, n, PIECE_MAX);
		j->hits = &hits;
		j->signs = &signs;
		j->promised = &promised;
		judge_piece(j, text + from, n);
		for (size_t i = 0; i < hits.len; i++) {
			hits.at[i].from += from;
			hits.at[i].to += from;
			add_hit(j->out, hits.at[i]);
		}
		if (from + n >= len)
			return;
		from += utf8_prefix(text + from, n, n - PIECE_OVERLAP);
	}
}

/* `heard`: what was learnt of its language counts. Of a text in another one it
 * would say anything: "Kind regards" is an insult to who learnt German. */
static void judge_in(const struct guard_policy *g, const struct guard_text *t,
		     const struct str *text, bool heard, struct guard_hits *out)
{
	struct judging j = { .g = g,
			     .t = t,
			     .lang = guard_lang_of(g, t->lang),
			     .model =
				     heard ? guard_model_for(g, t->lang) : NULL,
			     .views = VIEWS_INIT,
			     .out = out };

	judge_pieces(&j, str_c(text), text->len);
}

void guard_judge(const struct guard_policy *g, const struct guard_text *t,
		 struct guard_hits *out)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct guard_text spoken = *t;
	struct judging whole = { .g = g, .t = t, .out = out };

	if (!g->rules.len)
		return;
	utf8_repair(&text, t->text, strlen(t->text));
	spoken.lang = guard_spoken(g, t->lang, &text);
	judge_in(g, t, &text, !spoken.lang, out);
	if (spoken.lang)
		judge_in(g, &spoken, &text, true, out);
	guard_length_judge(&whole, str_c(&text), text.len);
	if (out->len)
		qsort(out->at, out->len, sizeof *out->at, by_rule);
}

/* Whose language it is need not be known: a word of another one says nothing
 * here, or the same. */
bool guard_calls_order(const struct guard_policy *g, const char *text,
		       const char *number)
{
	CLEANUP(str_release) struct str sound = STR_INIT;
	const struct guard_text t = { .text = text };
	bool calls = false;
	size_t len = strlen(text);

	utf8_repair(&sound, text, len);
	len = utf8_prefix(str_c(&sound), sound.len,
			  sound.len > PIECE_MAX ? PIECE_MAX : sound.len);
	for (size_t i = 0; i < g->langs.len && !calls; i++) {
		struct judging j = { .g = g,
				     .t = &t,
				     .lang = &g->langs.at[i],
				     .views = VIEWS_INIT };

		guard_look(&j, str_c(&sound), len);
		calls = guard_numbers_calls_order(&j, number);
		guard_looked(&j);
	}
	return calls;
}
