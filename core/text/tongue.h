/* tongue.h - how much a text sounds like a language.
 *
 * What three letters in a row cost in a language: the rarer, the more. A pack
 * brings the costs of its own language (TONGUE_SIZE bytes, sixteenths of a bit,
 * by the hash of the three); the language in which a text is cheapest is the
 * one that it is written in. Accents count here.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_TONGUE_H
#define HW_TEXT_TONGUE_H

#include "text/letters.h"

#define TONGUE_SIZE 4096

/* Each three letters in a row, as their place in a tongue: found once, however
 * many tongues are asked. */
VEC(sound_list, uint16_t);
void tongue_sounds(const struct letters *text, struct sound_list *out);

/* What a text of these sounds costs, in sixteenths of a bit for each; the most
 * that can be for none. */
uint32_t tongue_cost(const uint8_t *tongue, const struct sound_list *sounds);

/* -- for whoever builds packs -- */

struct tongue_count {
	uint32_t count[TONGUE_SIZE], all;
};
void tongue_learn(struct tongue_count *c, const struct letters *text);
void tongue_of(const struct tongue_count *c, uint8_t *tongue);

#endif
