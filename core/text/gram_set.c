/* gram_set.c - see gram_set.h.
 * SPDX-License-Identifier: MIT */
#include "text/gram_set.h"

#include <string.h>

void gram_set_clear(struct gram_set *s)
{
	memset(s->used, 0, sizeof s->used);
}

void gram_set_add(struct gram_set *s, uint32_t bucket)
{
	uint64_t *used = &s->used[bucket / 64 / 64];
	uint64_t one = UINT64_C(1) << bucket / 64 % 64;

	if (!(*used & one))
		s->bits[bucket / 64] = 0;
	*used |= one;
	s->bits[bucket / 64] |= UINT64_C(1) << bucket % 64;
}

static void take(const struct gram_set *s, uint32_t group,
		 struct gram_list *out)
{
	for (uint64_t rest = s->bits[group]; rest; rest &= rest - 1)
		gram_list_push(out,
			       group * 64 + (uint32_t)__builtin_ctzll(rest));
}

void gram_set_take(const struct gram_set *s, struct gram_list *out)
{
	for (uint32_t i = 0; i < COUNT_OF(s->used); i++)
		for (uint64_t rest = s->used[i]; rest; rest &= rest - 1)
			take(s, i * 64 + (uint32_t)__builtin_ctzll(rest), out);
}
