/* guard_lang.c - see guard_lang.h.
 * SPDX-License-Identifier: MIT */
#include "cli/guard_lang.h"

#include "base/str.h"
#include "policy/guard/spoken.h"

/* The rules of one language more; what finds most is kept. */
static void judge_as(const struct guard_policy *g, struct guard_text t,
		     const char *lang, struct guard_hits *most)
{
	struct guard_hits hits = { 0 };

	t.lang = lang;
	guard_judge(g, &t, &hits);
	if (hits.len > most->len) {
		guard_hits_release(most);
		*most = hits;
	} else {
		guard_hits_release(&hits);
	}
}

void guard_lang_judge(const struct guard_policy *g,
		      const struct pack_list *packs, const struct guard_text *t,
		      struct arena *arena, struct guard_hits *hits,
		      struct guard_judged *as)
{
	struct guess heard;

	*as = (struct guard_judged){ t->lang, *t->lang ? "given" : "", true };
	guard_judge(g, t, hits);
	if (spoken_here(g, packs, t->lang))
		return;
	classify(packs, t->text, NULL, arena, &heard);
	if (*heard.lang)
		*as = (struct guard_judged){ heard.lang, "heard", true };
	as->words = spoken_here(g, packs, heard.lang);
	if (as->words)
		judge_as(g, *t, heard.lang, hits);
	for (size_t i = 0; i < packs->len && !as->words; i++)
		judge_as(g, *t, pack_tag(packs->at[i]), hits);
}
