/* classify.c - what a text is about.
 *
 * The buyer's own words, folded; their language (language.h), or the given one
 * where they may be in it; then the pack's model and its cue phrases together.
 * A text in no known language, or one that says nothing known, is `other` with
 * confidence 0.
 * SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "policy/pack/aside.h"
#include "policy/pack/beside.h"
#include "policy/pack/language.h"
#include "policy/pack/own_words.h"
#include "policy/policy.h"
#include "policy/rule/verdict.h"

/* -- what is told beside -- */

static const char *others(const struct pack *p, const struct reading *r,
			  const struct verdict *v, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	uint64_t told = asides_told(p, r, v->best);

	if (v->threat >= 0)
		told |= UINT64_C(1) << v->threat;
	for (int i = 0; r->whole && i < ISSUES_MAX && issue_types[i]; i++)
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

/* Those of the pieces that are whole words: the last ones, in scripts with
 * blanks. */
static struct gram_list words(const struct reading *r)
{
	struct gram_list w = r->grams;

	while (w.len && *w.at < GRAM_WORDS) {
		w.at++;
		w.len--;
	}
	return w;
}

/* Most of the pieces stand in some example: of what nobody writes a few do, and
 * speak as loud as a whole text. */
static bool is_known(const struct model *m, const struct reading *r)
{
	return !m || model_knows(m, &r->grams) * 3 >= r->grams.len * 2;
}

/* Nor do its words: of a sentence with a new name or two most do, of "asdf qwer
 * zxcv" hardly one. Without blanks words are those of others in it. */
static bool is_nobodys(const struct pack *p, const struct reading *r)
{
	const struct model *m = pack_model(p);
	struct gram_list w = words(r);

	return !scripts_dense(pack_scripts(p)) && w.len && !is_known(m, r) &&
	       model_knows(m, &w) * 2 < w.len;
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
	if (r->said >= FEW)
		return is_nobodys(p, r);
	/* One word alone that is no phrase may stand in a single example, whose
	 * issue it would be ("qwertz"). */
	return sure_of(p, v) < SURE_OF_FEW || words(r).len == 1 ||
	       !is_known(pack_model(p), r);
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

/* A given language in whose letters hardly any of the text is written is what a
 * shop or a browser is set to, and not what the buyer writes. */
static void told_or_heard(const struct pack_list *packs,
			  const struct letters *heard, const char *own,
			  const char *told, const char *usual,
			  struct arena *arena, struct language *out)
{
	*out = (struct language){ pack_for(packs, told), told };
	if (*told && (!out->pack || language_may_be(out->pack, heard)))
		return;
	language_of(packs, heard, own, usual, arena, out);
	if (!*out->foreign)
		out->foreign = arena_strndup(arena, told, strcspn(told, "-_"));
}

static void read_in(const struct pack *p, struct letters *heard,
		    struct arena *arena, struct guess *out)
{
	struct reading r = READING_INIT;

	for (size_t i = 0; i < heard->len; i++)
		heard->at[i] = letter_plain(heard->at[i]);
	reading_of(p, heard, &r);
	conclude(p, &r, arena, out);
	out->chosen = out->over ? "" : r.chosen;
	reading_release(&r);
}

void classify_usual(const struct pack_list *packs, const char *text,
		    const char *lang, const char *usual, struct arena *arena,
		    struct guess *out)
{
	CLEANUP(str_release) struct str own = STR_INIT;
	CLEANUP(letters_release) struct letters heard = { 0 };
	const char *told = lang ? lang : "";
	struct language is;

	*out = (struct guess){ .issue = "other",
			       .also = "",
			       .lang = told,
			       .cues = "[]",
			       .chosen = "" };
	own_words(packs, text, &own);
	letters_put(&heard, str_c(&own), own.len);
	if (!has_words(&heard))
		return;
	told_or_heard(packs, &heard, str_c(&own), told, usual, arena, &is);
	out->lang = is.foreign;
	if (!is.pack)
		return;
	out->lang = arena_strndup(arena, pack_tag(is.pack),
				  strcspn(pack_tag(is.pack), "-"));
	read_in(is.pack, &heard, arena, out);
}

void classify(const struct pack_list *packs, const char *text, const char *lang,
	      struct arena *arena, struct guess *out)
{
	classify_usual(packs, text, lang, "", arena, out);
}
