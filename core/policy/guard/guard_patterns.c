/* guard_patterns.c - what breaks a rule by its form.
 * SPDX-License-Identifier: MIT */
#include "base/die.h"
#include "policy/guard/guard_ideas.h"

pcre2_code *guard_compile(const struct conf_node *at, const char *match)
{
	int code;
	PCRE2_SIZE where;
	PCRE2_UCHAR text[128];
	pcre2_code *c = pcre2_compile((PCRE2_SPTR)match, PCRE2_ZERO_TERMINATED,
				      PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS,
				      &code, &where, NULL);

	if (c)
		return c;
	pcre2_get_error_message(code, text, sizeof text);
	conf_mistake(at, "the pattern cannot be read at character %zu: %s",
		     (size_t)where + 1, (const char *)text);
	return NULL;
}

/* Where a byte of the original stands in the heard view. */
static size_t in_heard(const struct judging *j, uint32_t origin)
{
	const struct view *v = &j->views.heard;
	size_t i = 0;

	while (i < v->from.len && v->to.at[i] <= origin)
		i++;
	return i;
}

#define NEAR_BEFORE 36 /* bytes: "article number of the lid: " */
#define NEAR_BEHIND 24
#define SHORTENED 3 /* "Part no. 12": that full stop ends no sentence */

bool judging_beside(const struct judging *j, uint64_t concepts, uint32_t from,
		    uint32_t to)
{
	size_t begin = in_heard(j, from), end = in_heard(j, to - 1);
	int sentence = judging_sentence(j, begin);

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if ((f->word.kind == WORD_FORM ||
		     f->word.kind == WORD_CONCEPT) &&
		    concepts >> f->word.value & 1 &&
		    (f->sentence == sentence ||
		     (f->to <= begin && f->to + SHORTENED >= begin)) &&
		    f->to + NEAR_BEFORE >= begin &&
		    f->from <= end + NEAR_BEHIND)
			return true;
	}
	return false;
}

/* Does one stand in the sentence, or in the one before or behind? */
static bool around(const struct judging *j, uint64_t concepts, int sentence)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if ((f->word.kind == WORD_FORM ||
		     f->word.kind == WORD_CONCEPT) &&
		    concepts >> f->word.value & 1 &&
		    f->sentence >= sentence - 1 && f->sentence <= sentence + 1)
			return true;
	}
	return false;
}

static bool allowed(const struct judging *j, const char *from, size_t len,
		    pcre2_match_data *m)
{
	for (size_t i = 0; i < j->g->allowed.len; i++)
		if (pcre2_match(j->g->allowed.at[i].code, (PCRE2_SPTR)from, len,
				0, 0, m, NULL) >= 0)
			return true;
	return false;
}

/* Does something let what stands at from..to of the view pass? */
static bool excused(const struct judging *j, const struct pattern *p,
		    const struct view *v, size_t from, size_t to)
{
	uint32_t begin = v->from.at[from], end = v->to.at[to - 1];
	size_t heard = in_heard(j, begin);
	int sentence = judging_sentence(j, heard);

	return p->unless & judging_concepts(j, sentence, true) ||
	       (p->clause &&
		judging_in_clause(j, p->clause, heard, in_heard(j, end - 1))) ||
	       (p->around && around(j, p->around, sentence)) ||
	       (p->beside && judging_beside(j, p->beside, begin, end)) ||
	       (p->said && judging_quoted(j, heard, in_heard(j, end - 1)));
}

void guard_match(struct judging *j, const struct pattern *p, int rule,
		 pcre2_match_data *m, guard_matched *on)
{
	const struct view *v = judging_view(j, p->in);
	const char *text = str_c(&v->text);
	size_t at = 0;

	if (p->need >= 0 && !guard_need_met(j, p->need, p->in, m))
		return;
	while (at < v->text.len &&
	       pcre2_match(p->code, (PCRE2_SPTR)text, v->text.len, at,
			   PCRE2_NO_UTF_CHECK, m, j->g->limits) >= 0) {
		const PCRE2_SIZE *span = pcre2_get_ovector_pointer(m);
		size_t from = span[0], to = span[1];

		if (to <= from || to > v->from.len)
			return;
		at = to;
		on(j, p, from, to, m, rule);
	}
}

static void breaks(struct judging *j, const struct pattern *p, size_t from,
		   size_t to, pcre2_match_data *m, int rule)
{
	const struct view *v = judging_view(j, p->in);
	const char *text = str_c(&v->text);

	if (!excused(j, p, v, from, to) &&
	    !allowed(j, text + from, to - from, m) &&
	    (j->g->rules.at[rule].public_only ||
	     !guard_is_own_number(j, text + from, to - from)))
		judging_hit(j, rule, v, from, to);
}

static void match_one(struct judging *j, const struct pattern *p, int rule,
		      pcre2_match_data *m)
{
	guard_match(j, p, rule, m, breaks);
}

/* What is looked for by more than a pattern. */
static void match_spelt(struct judging *j, const char *name,
			pcre2_match_data *m)
{
	int rule = guard_rule_index(j->g, name);

	if (rule < 0 || !guard_applies(j, rule))
		return;
	for (size_t i = 0; j->lang && i < j->lang->spelt.len; i++)
		match_one(j, &j->lang->spelt.at[i], rule, m);
	guard_digits_judge(j, rule);
	guard_disguised_judge(j, rule);
	if (j->g->rules.at[rule].public_only) {
		guard_parcels_judge(j, rule);
		guard_own_numbers_judge(j, rule);
	}
}

static void match_list(struct judging *j, const struct pattern_list *list,
		       bool apart, pcre2_match_data *m)
{
	for (size_t i = 0; i < list->len; i++)
		if (list->at[i].rule >= 0 && list->at[i].apart == apart &&
		    guard_applies(j, list->at[i].rule))
			match_one(j, &list->at[i], list->at[i].rule, m);
}

static pcre2_match_data *match_all(struct judging *j, bool apart)
{
	pcre2_match_data *m = pcre2_match_data_create(16, NULL);

	if (!m)
		die_of_memory();
	match_list(j, &j->g->patterns, apart, m);
	if (j->lang)
		match_list(j, &j->lang->patterns, apart, m);
	return m;
}

void guard_patterns_apart(struct judging *j)
{
	pcre2_match_data_free(match_all(j, true));
}

void guard_patterns_judge(struct judging *j)
{
	pcre2_match_data *m = match_all(j, false);
	int unresolved = guard_rule_index(j->g, "unresolved");

	match_spelt(j, "off_platform", m);
	match_spelt(j, "personal_data_public", m);
	if (unresolved >= 0)
		guard_blanks_judge(j, unresolved);
	pcre2_match_data_free(m);
}
