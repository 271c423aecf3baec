/* answers_senses.c - the desk's questions about signs of trouble.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"

#include "policy/pack/own_words.h"

static bool ask_risk(const struct brain *b, const struct matter *m,
		     bool message, struct arena *arena, struct risk_told *out)
{
	const struct risk *r = &of(b)->policy->risk;
	struct fact_values v;

	if (!r->there)
		return false;
	answer_facts(of(b), m, arena, &v);
	out->score = risk_score(r, message ? RISK_MESSAGE : RISK_ORDER, &v,
				arena, &out->signs);
	out->policy = of(b)->policy->version;
	out->alert = out->score >= r->alert_at;
	return true;
}

static bool stands_before(const struct mark_places *places, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (places->at[k].word == places->at[i].word)
			return true;
	return false;
}

#define WORDS_TOLD 5

/* Each word once, under the name of its list. */
static const char *ask_words(const struct brain *b, const char *text,
			     const char *lang, struct arena *arena)
{
	CLEANUP(mark_places_release) struct mark_places places = { 0 };
	CLEANUP(str_release) struct str s = STR_INIT;
	const char *name = "";
	size_t n = 0;

	watch_find(&of(b)->policy->watch, text, lang, &places);
	for (size_t i = 0; i < places.len && n < WORDS_TOLD; i++) {
		const struct watch_word *w = places.at[i].word;

		if (stands_before(&places, i))
			continue;
		str_printf(&s, "%s", n ? ", " : "");
		if (!text_eq(name, w->name))
			str_printf(&s, "%s: ", w->name);
		str_printf(&s, "\"%s\"", w->text);
		name = w->name;
		n++;
	}
	return arena_strdup(arena, str_c(&s));
}

/* What the buyer quotes is not theirs; few texts have such words, and a line is
 * dear to look at. */
static const char *ask_danger(const struct brain *b, const char *text,
			      const char *langs, struct arena *arena)
{
	const struct dangers *dangers = &of(b)->policy->dangers;
	CLEANUP(str_release) struct str all = STR_INIT;
	CLEANUP(str_release) struct str own = STR_INIT;
	CLEANUP(str_release) struct str told = STR_INIT;

	dangers_find(dangers, text, langs, &all);
	if (!all.len)
		return "";
	own_words(&of(b)->packs, text, &own);
	dangers_find(dangers, str_c(&own), langs, &told);
	return arena_strdup(arena, str_c(&told));
}

static bool ask_calls_order(const struct brain *b, const char *text,
			    const char *number)
{
	return guard_calls_order(of(b)->guard, text, number);
}

void answers_of_senses(struct sense_brain *s)
{
	*s = (struct sense_brain){ .risk = ask_risk,
				   .words = ask_words,
				   .danger = ask_danger,
				   .calls_order = ask_calls_order };
}
