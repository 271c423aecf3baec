/* choice.h - which remedy a buyer chooses of those that were offered: the money
 * back, the goods once more, or to wait a little longer.
 *
 * Heard beside what a text is about, and meant only for one that answers an
 * offer: "please send it again" may be about an invoice otherwise. What is
 * denied ("no refund, please"), or only compared with ("money rather than a new
 * one"), is not chosen; who speaks for two chooses none, nor does who tells
 * what is another matter beside it: "it came broken, I want my money". Neither
 * is the same as to say nothing of an offer: whoever spoke of one is read by a
 * person, and nobody guesses what they meant.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_CHOICE_H
#define HW_POLICY_CHOICE_H

#include "policy/pack/search.h"

/* The lists of a pack's `choices`, NULL-terminated. The first are what may be
 * chosen, in the order of pack_choice(); behind them what takes one back. */
#define CHOICES 4
extern const char *const choice_lists[];

/* A yes, which names nothing. It opens a clause, and counts only where nothing
 * else was chosen and the text denies and supposes nothing. */
#define CHOICE_YES "yes"

/* Spoken of, and none is chosen: two of them, or one that is denied. */
#define CHOICE_UNCLEAR "unclear"
/* Whatever is wanted, it is for what is another matter. */
#define CHOICE_ANOTHER "another"

/* One of the first CHOICES, one of the two above, or "": nothing was heard. */
const char *choice_of(const struct search *s);

#endif
