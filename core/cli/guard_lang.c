/* guard_lang.c - see guard_lang.h.
 * SPDX-License-Identifier: MIT */
#include "cli/guard_lang.h"

#include <strings.h>

#include "base/str.h"

/* "guard/de.conf" is of "de", and of "de-AT" as well; the rules are of none. */
static bool is_file_of(const char *name, const char *lang)
{
	size_t len = strcspn(lang, "-_");

	if (text_eq(name, "guard/rules.conf"))
		return false;
	name += strlen("guard/");
	return len && strncasecmp(name, lang, len) == 0 &&
	       strcspn(name, "-_.") == len;
}

static bool has_words(const struct guard_policy *g,
		      const struct pack_list *packs, const char *lang)
{
	const char *name;

	if (!*lang)
		return false;
	if (pack_for(packs, lang))
		return true;
	for (size_t i = 0; i < guard_files(g); i++) {
		guard_file(g, i, &name);
		if (is_file_of(name, lang))
			return true;
	}
	return false;
}

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
	if (has_words(g, packs, t->lang))
		return;
	classify(packs, t->text, NULL, arena, &heard);
	if (*heard.lang)
		*as = (struct guard_judged){ heard.lang, "heard", true };
	as->words = has_words(g, packs, heard.lang);
	if (as->words)
		judge_as(g, *t, heard.lang, hits);
	for (size_t i = 0; i < packs->len && !as->words; i++)
		judge_as(g, *t, pack_tag(packs->at[i]), hits);
}
