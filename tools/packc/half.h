/* half.h - a model with half a byte a weight, and lights (text/model.h), out of
 * what was learnt. Which rows stay: those that a light would tell worst.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_HALF_H
#define HW_PACKC_HALF_H

#include "base/str.h"
#include "learner.h"

/* Appends it; `least` and `sure` as in text/model.h. `names`: by blanks. */
void put_half(const struct learner *l, const char *names, uint32_t least,
	      const uint8_t *sure, struct str *out);

#endif
