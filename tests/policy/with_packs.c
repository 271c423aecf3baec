/* with_packs.c - see with_packs.h.
 * SPDX-License-Identifier: MIT */
#include "policy/with_packs.h"

int with_packs_load(void **state)
{
	if (shipped_load(state) || packs_load(state))
		return -1;
	for (size_t i = 0; i < packs.len; i++)
		pack_vary(packs.at[i], &policy->templates.variants);
	return 0;
}

int with_packs_unload(void **state)
{
	return packs_unload(state) || shipped_unload(state) ? -1 : 0;
}
