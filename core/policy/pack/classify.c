/* classify.c - what a text is about.
 *
 * The buyer's own words, folded; the language by what it costs in each pack's
 * tongue, or the given one; then the pack's model and its cue phrases together.
 * A text in no known language, or one that says nothing known, is `other` with
 * confidence 0.
 * SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "policy/pack/aside.h"
#include "policy/pack/beside.h"
#include "policy/pack/own_words.h"
#include "policy/policy.h"
#include "policy/rule/verdict.h"
#include "text/foreign.h"

/* -- language -- */

/* Above it, the text may be in no pack's language: sixteenths of a bit a
 * letter. Short texts of a pack's own language are above it as well. */
#define DOUBTFUL_COST 165
#define FOREIGN_LEAST 24 /* letters; below it the library guesses */

/* Among the packs first: the library fails on the short texts of buyers. It is
 * believed where it is sure and names none of the packs' languages; then *lang
 * is that, and no pack is given. */
static const struct pack *language_of(const struct pack_list *packs,
				      const struct letters *heard,
				      const struct str *own, const char **lang)
{
	CLEANUP(sound_list_release) struct sound_list sounds = { 0 };
	uint32_t cost;
	const struct pack *best;
	const char *foreign;

	tongue_sounds(heard, &sounds);
	best = pack_cheapest(packs, &sounds, &cost);
	*lang = "";
	if (cost <= DOUBTFUL_COST || heard->len < FOREIGN_LEAST)
		return best;
	foreign = foreign_language(str_c(own), own->len);
	if (!*foreign || pack_for(packs, foreign))
		return best;
	*lang = foreign;
	return NULL;
}

/* -- what is told beside -- */

static const char *others(const struct pack *p, const struct reading *r,
			  const struct verdict *v, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	uint64_t told = asides_told(p, r, v->best);

	if (v->threat >= 0)
		told |= UINT64_C(1) << v->threat;
	for (int i = 0; r->whole && issue_types[i]; i++)
		told &= ~((uint64_t) !(r->weight[i] + r->alone[i]) << i);
	for (int i = 0; issue_types[i]; i++)
		if (told >> i & 1)
			str_printf(&s, "%s%s", s.len ? " " : "",
				   issue_types[i]);
	return arena_strdup(arena, str_c(&s));
}

/* Without a model only the phrases speak. */
static int64_t sure_of(const struct pack *p, const struct verdict *v)
{
	int64_t units = v->lead / (MODEL_ONE / 2);

	if (pack_model(p))
		return model_sure(pack_model(p), v->lead);
	return units > 5 ? 85 : 35 + 10 * units;
}

#define FEW 12   /* letters said: a word or two */
#define SHORT 40 /* a short sentence */
#define SURE_OF_FEW 90
#define SURE_WHEN_DENIED 77

/* One word alone that is no phrase: it may stand in a single example, whose
 * issue it would be ("qwertz"). */
static bool one_word(const struct reading *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->grams.len; i++)
		n += r->grams.at[i] >= GRAM_WORDS;
	return n == 1;
}

/* Most of the pieces stand in some example: of what nobody writes a few do, and
 * speak as loud as a whole text. */
static bool is_known(const struct pack *p, const struct reading *r)
{
	const struct model *m = pack_model(p);

	return !m || model_knows(m, &r->grams) * 3 >= r->grams.len * 2;
}

/* Of few words the model guesses, and where what was told is taken back it
 * knows only what is not the matter: then a person reads it. */
static bool says_nothing(const struct pack *p, const struct reading *r,
			 const struct verdict *v)
{
	bool denied = false;

	if (r->weight[v->best] || r->whole || r->asks_case)
		return false;
	for (int i = 0; issue_types[i]; i++)
		denied |= reading_denies(r, i);
	if (denied)
		return sure_of(p, v) < SURE_WHEN_DENIED || r->said < SHORT;
	return r->said < FEW &&
	       (sure_of(p, v) < SURE_OF_FEW || one_word(r) || !is_known(p, r));
}

/* What those tell, too, who need nothing any more: what they give up, that they
 * think otherwise now, and where the parcel was found. */
static bool told_at_the_end(int issue)
{
	return issue_remedy(issue) || text_eq(issue_types[issue], "thanks") ||
	       text_eq(issue_types[issue], "changed_mind") ||
	       text_eq(issue_types[issue], "delivered_not_received");
}

/* Whoever tells something else, and does not take it back, may need something,
 * whatever is settled beside it ("my neighbour's is settled, mine is broken").
 */
static bool tells_trouble(const struct reading *r)
{
	for (int i = 0; issue_types[i]; i++)
		if (r->weight[i] && !told_at_the_end(i))
			return true;
	return false;
}

static void conclude(const struct pack *p, const struct reading *r,
		     struct arena *arena, struct guess *out)
{
	struct verdict v;

	verdict_of(p, r, &v);
	out->cues = arena_printf(arena, "[%s]", str_c(&r->cues));
	if ((v.score[v.best] <= 0 && v.lead <= 0) || says_nothing(p, r, &v))
		return;
	out->issue = issue_types[v.best];
	out->also = others(p, r, &v, arena);
	out->confidence = sure_of(p, &v);
	out->over = r->over && text_eq(out->issue, "thanks") && !*out->also &&
		    !tells_trouble(r);
}

static bool has_words(const struct letters *text)
{
	for (size_t i = 0; i < text->len; i++)
		if (letter_is_word(text->at[i]) || text->at[i] > 0x1F000)
			return true;
	return false;
}

void classify(const struct pack_list *packs, const char *text, const char *lang,
	      struct arena *arena, struct guess *out)
{
	CLEANUP(str_release) struct str own = STR_INIT;
	CLEANUP(letters_release) struct letters heard = { 0 };
	struct reading r = READING_INIT;
	const struct pack *p;

	*out = (struct guess){ .issue = "other",
			       .also = "",
			       .lang = lang ? lang : "",
			       .cues = "[]",
			       .chosen = "" };
	own_words(packs, text, &own);
	letters_put(&heard, str_c(&own), own.len);
	if (!has_words(&heard))
		return;
	p = lang && *lang ? pack_for(packs, lang)
			  : language_of(packs, &heard, &own, &out->lang);
	if (!p)
		return;
	out->lang =
		arena_strndup(arena, pack_tag(p), strcspn(pack_tag(p), "-"));
	for (size_t i = 0; i < heard.len; i++)
		heard.at[i] = letter_plain(heard.at[i]);
	reading_of(p, &heard, &r);
	conclude(p, &r, arena, out);
	out->chosen = out->over ? "" : r.chosen;
	reading_release(&r);
}
