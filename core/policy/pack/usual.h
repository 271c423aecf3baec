/* usual.h - languages in which somebody may write, as a list of words.
 *
 * "sv und-US en": the likeliest first, by blanks. "und-US" is that of a country
 * (BCP 47: undetermined, in the United States), where one is enough for it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_USUAL_H
#define HW_POLICY_USUAL_H

#include "base/mem.h"

/* The next one and moves *at behind it, in the arena; "" at the end. */
const char *usual_next(const char **at, struct arena *arena);

#endif
