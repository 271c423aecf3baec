/* guard_lang.h - in which language `guard` judges a text.
 *
 * Whoever tries a text may not say it, or say one that nobody has words of.
 * Then it is the one that classify hears; where that has neither a pack nor a
 * file of the guard, the words of each language are tried, which finds little:
 * what the text says itself is not judged then, only its links, numbers and
 * placeholders.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_GUARD_LANG_H
#define HW_CLI_GUARD_LANG_H

#include "policy/guard/guard.h"

struct guard_judged {
	const char *lang; /* "" when it is neither given nor heard */
	const char *by;   /* "given" "heard", "" likewise */
	bool words;       /* what its words say was judged */
};

/* Appends what is wrong with the text, whose own lang is what was given, "" if
 * none. What it was judged as lives as long as t and the arena. */
void guard_lang_judge(const struct guard_policy *g,
		      const struct pack_list *packs, const struct guard_text *t,
		      struct arena *arena, struct guard_hits *hits,
		      struct guard_judged *as);

#endif
