/* spoken.h - whether a text can be judged by what it says: nobody has words of
 * most languages.
 *
 * The guard has words of a language by its pack, or by a file of the policy
 * (guard/LANG.conf). Of a text in another one only links, numbers and
 * placeholders are judged.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_SPOKEN_H
#define HW_POLICY_SPOKEN_H

#include "policy/guard/guard.h"

/* Are there enough words to tell a language? Packs need not be opened for
 * others. */
bool spoken_enough(const char *text);
/* Has the guard words of that language? Not of "". */
bool spoken_here(const struct guard_policy *g, const struct pack_list *packs,
		 const char *lang);
/* The language of a text that the guard has no words of, in the arena; NULL:
 * it has, or nobody can tell. */
const char *spoken_unjudged(const struct guard_policy *g,
			    const struct pack_list *packs, const char *text,
			    struct arena *arena);

#endif
