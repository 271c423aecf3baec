/* guard_words.h - numbers in the words of a language.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_WORDS_H
#define HW_POLICY_GUARD_WORDS_H

#include "policy/guard_own.h"

/* The number that is spelt out right before `to`; -1 when none is. */
int spelt_before(const struct guard_lang *l, const char *text, size_t to);
/* Is it this number? */
bool spelt_is(const struct guard_lang *l, const char *text, size_t to,
	      int64_t value);
/* The number of digits and words for thousands that ends at `to`, such as
 * "1万 2800" with 12,800, and where it begins; -1 when none does. */
int64_t myriads_before(const char *text, size_t to, size_t *from);
/* Text as numbers are compared: plain letters without blanks. */
void spell_key(struct str *out, const char *text, size_t len);
void spelt_release(struct spelt_list *list);

#endif
