/* language.h - in which language a text is.
 *
 * By script first: a pack whose language is not written in the letters of the
 * text is not asked. Among the others by what the text costs in each tongue
 * (text/tongue.h) and how many of its pieces each pack's model has met: of a
 * few words the first is luck, and the second tells most. Where neither is
 * clear the library is asked (text/foreign.h), then what the buyer usually
 * writes. In doubt it is none.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_LANGUAGE_H
#define HW_POLICY_LANGUAGE_H

#include "policy/pack/pack.h"

struct language {
	const struct pack *pack; /* NULL: none speaks it */
	/* Its shortest code when no pack speaks it, in the arena; "": nobody
	 * knows. */
	const char *foreign;
};

/* heard: the letters of own, with their accents. usual: languages in which its
 * writer may write, by blanks, the likeliest first; "und-SE" is that of a
 * country. */
void language_of(const struct pack_list *packs, const struct letters *heard,
		 const char *own, const char *usual, struct arena *arena,
		 struct language *out);

/* Can it be in the language of this pack? Not when most of it is in other
 * letters, and hardly any in the pack's. */
bool language_may_be(const struct pack *p, const struct letters *heard);

#endif
