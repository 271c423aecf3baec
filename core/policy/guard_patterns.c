/* guard_patterns.c - what breaks a rule by its form.
 * SPDX-License-Identifier: MIT */
#include "base/die.h"
#include "policy/guard_own.h"

/* Where a byte of the original stands in the heard view. */
static size_t in_heard(const struct judging *j, uint32_t origin)
{
	const struct view *v = &j->views.heard;
	size_t i = 0;

	while (i < v->from.len && v->to.at[i] <= origin)
		i++;
	return i;
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

static void match_one(struct judging *j, const struct pattern *p, int rule,
		      pcre2_match_data *m)
{
	const struct view *v = p->narrow ? &j->views.narrow : &j->views.plain;
	const char *text = str_c(&v->text);
	size_t at = 0;

	while (at < v->text.len &&
	       pcre2_match(p->code, (PCRE2_SPTR)text, v->text.len, at,
			   PCRE2_NO_UTF_CHECK, m, j->g->limits) >= 0) {
		const PCRE2_SIZE *span = pcre2_get_ovector_pointer(m);
		size_t from = span[0], to = span[1];
		int sentence;

		if (to <= from || to > v->from.len)
			return;
		sentence = judging_sentence(j, in_heard(j, v->from.at[from]));
		at = to;
		if (!(p->unless & judging_concepts(j, sentence, true)) &&
		    !allowed(j, text + from, to - from, m))
			judging_hit(j, rule, v, from, to);
	}
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
	if (j->g->rules.at[rule].public_only)
		guard_parcels_judge(j, rule);
}

void guard_patterns_judge(struct judging *j)
{
	pcre2_match_data *m = pcre2_match_data_create(16, NULL);
	int unresolved = guard_rule_index(j->g, "unresolved");

	if (!m)
		die_of_memory();
	for (size_t i = 0; i < j->g->patterns.len; i++)
		if (guard_applies(j, j->g->patterns.at[i].rule))
			match_one(j, &j->g->patterns.at[i],
				  j->g->patterns.at[i].rule, m);
	match_spelt(j, "off_platform", m);
	match_spelt(j, "personal_data_public", m);
	if (unresolved >= 0)
		guard_blanks_judge(j, unresolved);
	pcre2_match_data_free(m);
}
