/* guard_spoken.c - is a text written in another language than it is said to be?
 *
 * Agents answer foreigners in English, on a ticket in the buyer's language;
 * what such a reply says is judged in both. Of 2,760 replies in twelve
 * languages one was cheapest in another tongue than its own, and by nothing.
 * SPDX-License-Identifier: MIT */
#include "policy/guard_judging.h"
#include "policy/pack.h"

#define LETTERS_LEAST 24
#define CLEARLY \
	8 /* sixteenths of a bit a letter that another tongue costs less */

static uint32_t cost_in(const struct pack *p, const struct sound_list *sounds)
{
	return p ? tongue_cost(pack_tongue(p), sounds) : UINT32_MAX;
}

static const struct pack *cheapest(const struct pack_list *packs,
				   const struct sound_list *sounds,
				   uint32_t *least)
{
	const struct pack *best = NULL;

	*least = UINT32_MAX - CLEARLY;
	for (size_t i = 0; i < packs->len; i++) {
		uint32_t cost = cost_in(packs->at[i], sounds);

		if (cost < *least) {
			*least = cost;
			best = packs->at[i];
		}
	}
	return best;
}

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
	best = cheapest(g->packs, &sounds, &least);
	if (!best || best == own || cost_in(own, &sounds) < least + CLEARLY)
		return NULL;
	return pack_tag(best);
}
