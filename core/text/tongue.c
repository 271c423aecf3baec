/* tongue.c - see tongue.h.
 * SPDX-License-Identifier: MIT */
#include "text/tongue.h"

#include "base/utf8.h"
#include "text/bits.h"

#define COST_MAX 255

static size_t bucket(uint32_t a, uint32_t b, uint32_t c)
{
	uint32_t h = (a * 2654435761U ^ b) * 2246822519U;

	h = (h ^ h >> 15 ^ c) * 3266489917U;
	return (h ^ h >> 13) % TONGUE_SIZE;
}

static uint32_t letter_at(const struct letters *t, size_t i)
{
	return letter_is_blank(t->at[i]) ? ' ' : t->at[i];
}

/* Three in a row; in a script without blanks each letter says enough. */
static size_t bucket_at(const struct letters *t, size_t i)
{
	uint32_t a = letter_at(t, i);

	if (utf8_is_cjk(a) || i + 2 >= t->len)
		return bucket(a, 0, 0);
	return bucket(a, letter_at(t, i + 1), letter_at(t, i + 2));
}

void tongue_sounds(const struct letters *text, struct sound_list *out)
{
	sound_list_clear(out);
	for (size_t i = 0; i + 1 < text->len; i++)
		sound_list_push(out, (uint16_t)bucket_at(text, i));
}

uint32_t tongue_cost(const uint8_t *tongue, const struct sound_list *sounds)
{
	uint64_t sum = 0;

	if (!sounds->len)
		return COST_MAX;
	for (size_t i = 0; i < sounds->len; i++)
		sum += tongue[sounds->at[i]];
	return (uint32_t)(sum / sounds->len);
}

void tongue_learn(struct tongue_count *c, const struct letters *text)
{
	for (size_t i = 0; i + 1 < text->len; i++) {
		c->count[bucket_at(text, i)]++;
		c->all++;
	}
}

/* Half a time is added to each, so that nothing is impossible. */
void tongue_of(const struct tongue_count *c, uint8_t *tongue)
{
	for (size_t i = 0; i < TONGUE_SIZE; i++) {
		uint32_t cost = log2_ratio(2 * c->all + TONGUE_SIZE,
					   2 * c->count[i] + 1);

		tongue[i] = (uint8_t)(cost > COST_MAX ? COST_MAX : cost);
	}
}
