/* own_words.h - what the buyer wrote, without what was written before.
 *
 * The mail being answered and a signature say nothing of what this message is
 * about.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_OWN_WORDS_H
#define HW_POLICY_OWN_WORDS_H

#include "base/str.h"
#include "policy/pack/pack.h"

/* Appends the lines that are the buyer's own: none that is quoted (">"), none
 * below a line that a pack knows to begin quoted history, none below a
 * signature's "-- ", and about as many as are heard (HEARD_MAX). */
void own_words(const struct pack_list *packs, const char *text,
	       struct str *out);

#endif
