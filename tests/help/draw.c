/* draw.c - see draw.h.
 * SPDX-License-Identifier: MIT */
#include "help/draw.h"

uint64_t draw_any(uint64_t *state)
{
	uint64_t x = *state += UINT64_C(0x9E3779B97F4A7C15);

	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

uint64_t draw(uint64_t *state, uint64_t below)
{
	return draw_any(state) % below;
}
