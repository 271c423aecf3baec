/* language.c - see language.h.
 *
 * Costs are in sixteenths of a bit a letter (text/tongue.h). Chosen on clauses
 * of one to four words, in the packs' languages and in 60 others.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/language.h"

#include <string.h>

#include "base/str.h"
#include "policy/pack/reading.h"
#include "policy/pack/usual.h"
#include "text/foreign.h"

#define DOUBTFUL_COST 165 /* above it the text may be in no pack's language */
#define LONG 24           /* letters; from there on costs below that tell */
#define ALONE 36          /* letters, of which the sound alone tells */
#define READ_MOST 200     /* letters, where it does not */
#define UNMET_USUAL 20    /* percent; of a pack that has learnt nothing */
/* What it costs when nothing was met. The best is the same from 80 to 200. */
#define UNMET_COST 100
#define CLEAR_LEAD 10    /* before the second */
#define LIKELY_BEHIND 25 /* the best: what is usual may still be it */

/* A text in the language of one pack, as it looks there. */
struct sounding {
	const struct pack *pack;
	uint32_t cost; /* of its tongue alone */
	size_t unmet;  /* pieces that the model has not met, in percent */
	uint32_t all;  /* both as a cost */
	bool cue;      /* it has a phrase of the pack's */
};

struct asked {
	const struct pack_list *packs;
	const struct letters *heard;
	struct sound_list sounds;
	struct letters plain; /* to read; none yet */
	struct script_count scripts;
	struct sounding best, second;
};

/* -- by script -- */

/* A name or a brand in other letters stands in many a text. */
static bool written_in(const struct script_count *c, const struct pack *p)
{
	return script_covers(c, pack_scripts(p)) * 4 >= c->all;
}

bool language_may_be(const struct pack *p, const struct letters *heard)
{
	struct script_count c;

	script_count(heard, &c);
	return script_covers(&c, pack_scripts(p)) * 10 >= c.all;
}

/* Most of its letters are of a script that a pack is written in. */
static bool any_writes(const struct asked *a)
{
	uint32_t most = 0;

	for (size_t i = 0; i < a->packs->len; i++) {
		uint32_t n = script_covers(&a->scripts,
					   pack_scripts(a->packs->at[i]));

		most = n > most ? n : most;
	}
	return most * 2 >= a->scripts.all;
}

/* -- by what it sounds like -- */

/* As the pack reads it: a word behind its "not" is another one. */
static void read_by(const struct pack *p, const struct letters *plain,
		    struct sounding *out)
{
	const struct model *m = pack_model(p);
	struct reading r = READING_INIT;
	size_t n;

	reading_of(p, plain, &r);
	n = r.grams.len;
	out->cue = r.cues.len != 0;
	out->unmet = UNMET_USUAL;
	if (m)
		out->unmet = n ? 100 * (n - model_knows(m, &r.grams)) / n : 0;
	reading_release(&r);
}

/* Of the sound alone until there are letters to read. */
static void sound_in(const struct asked *a, const struct pack *p,
		     struct sounding *out)
{
	*out = (struct sounding){
		.pack = p, .cost = tongue_cost(pack_tongue(p), &a->sounds)
	};
	if (a->plain.len)
		read_by(p, &a->plain, out);
	out->all = out->cost + (uint32_t)out->unmet * UNMET_COST / 100;
}

static void sound_in_each(struct asked *a)
{
	a->best.all = a->second.all = UINT32_MAX;
	for (size_t i = 0; i < a->packs->len; i++) {
		struct sounding one;

		if (!written_in(&a->scripts, a->packs->at[i]))
			continue;
		sound_in(a, a->packs->at[i], &one);
		if (one.all < a->best.all) {
			a->second = a->best;
			a->best = one;
		} else if (one.all < a->second.all) {
			a->second = one;
		}
	}
}

/* -- how clear that is -- */

/* What must hold of the best, so that a text is in its language. */
struct proof {
	uint32_t lead, unmet, all; /* at least, at most, at most */
};

static bool holds(const struct asked *a, const struct proof *p)
{
	return a->second.all - a->best.all >= p->lead &&
	       a->best.unmet <= p->unmet && a->best.all <= p->all;
}

static bool leads(const struct asked *a)
{
	return a->second.all - a->best.all >= CLEAR_LEAD;
}

static bool is_long(const struct asked *a)
{
	return a->heard->len >= LONG;
}

/* A sentence whose letters follow each other as in the best one's language. */
static bool sounds_native(const struct asked *a)
{
	return is_long(a) && a->best.cost <= DOUBTFUL_COST &&
	       a->best.unmet <= 20;
}

/* Without the library. Of scripts without blanks few letters say much, and many
 * pieces are new. */
static bool is_clear(const struct asked *a)
{
	if (a->scripts.dense * 2 > a->scripts.all)
		return a->best.unmet <= 70;
	return sounds_native(a) && leads(a);
}

/* `named`: by the library, a language of no pack, the best one's, or another
 * or none. */
static bool is_proven(const struct asked *a, const char *named, bool foreign)
{
	static const struct proof against = { CLEAR_LEAD, 10, 180 },
				  against_long = { 30, 16, 185 },
				  with = { 0, 55, 240 },
				  with_cue = { 0, 30, 230 },
				  alone = { CLEAR_LEAD, 30, 210 };

	if (foreign)
		return holds(a, &against) ||
		       (is_long(a) && holds(a, &against_long));
	if (*named && pack_for(a->packs, named) == a->best.pack)
		return holds(a, &with);
	return holds(a, a->best.cue ? &with_cue : &alone);
}

/* -- by what is usual -- */

/* No more than that behind the best. */
static bool is_likely(const struct asked *a, const struct pack *p,
		      uint32_t behind)
{
	struct sounding one;

	if (!written_in(&a->scripts, p))
		return false;
	sound_in(a, p, &one);
	return one.all <= a->best.all + behind && one.unmet <= 30;
}

/* *other: the first of them in which it is not likely to be, or that no pack
 * speaks. */
static const struct pack *usual_pack(const struct asked *a, const char *usual,
				     struct arena *arena, const char **other)
{
	/* Who writes them tells more than a few words. */
	uint32_t behind = sounds_native(a) ? CLEAR_LEAD : LIKELY_BEHIND;
	const char *lang;

	*other = "";
	while (*(lang = usual_next(&usual, arena))) {
		const struct pack *p = pack_for(a->packs, lang);

		if (p && is_likely(a, p, behind))
			return p;
		if (!**other)
			*other =
				arena_strndup(arena, lang, strcspn(lang, "-_"));
		if (!p)
			break;
	}
	return NULL;
}

/* -- all together -- */

/* Letters, below which the library only guesses. */
#define NAMED_LEAST 8

/* What the library names; "" when it is not asked. */
static const char *named_by_library(const struct asked *a, const char *own)
{
	bool few = a->best.pack && a->scripts.all < NAMED_LEAST;

	return few ? "" : foreign_language(own, strlen(own));
}

static void decide(const struct asked *a, const char *own, const char *usual,
		   struct arena *arena, struct language *out)
{
	const char *named = named_by_library(a, own), *other;
	bool foreign = *named && !pack_for(a->packs, named);

	if (!a->best.pack) {
		out->foreign = foreign ? named : "";
		return;
	}
	if (a->scripts.all && !sounds_native(a) &&
	    is_proven(a, named, foreign)) {
		out->pack = a->best.pack;
		return;
	}
	out->pack = usual_pack(a, usual, arena, &other);
	if (!out->pack && sounds_native(a))
		out->pack = a->best.pack;
	if (!out->pack)
		out->foreign = foreign ? named : other;
}

/* Of a long text, to read it in each language costs more than it tells. */
static void sound_in_all(struct asked *a)
{
	size_t n = a->heard->len < READ_MOST ? a->heard->len : READ_MOST;

	tongue_sounds(a->heard, &a->sounds);
	sound_in_each(a);
	if (a->heard->len >= ALONE && sounds_native(a) && leads(a))
		return;
	for (size_t i = 0; i < n; i++)
		letters_push(&a->plain, letter_plain(a->heard->at[i]));
	sound_in_each(a);
}

void language_of(const struct pack_list *packs, const struct letters *heard,
		 const char *own, const char *usual, struct arena *arena,
		 struct language *out)
{
	struct asked a = { .packs = packs, .heard = heard };

	*out = (struct language){ .foreign = "" };
	script_count(heard, &a.scripts);
	if (any_writes(&a))
		sound_in_all(&a);
	if (a.best.pack && is_clear(&a))
		out->pack = a.best.pack;
	else
		decide(&a, own, usual, arena, out);
	sound_list_release(&a.sounds);
	letters_release(&a.plain);
}
