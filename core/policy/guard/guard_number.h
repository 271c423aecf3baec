/* guard_number.h - numbers of orders and parcels as they are compared: letters
 * and digits, whatever joins them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_NUMBER_H
#define HW_POLICY_GUARD_NUMBER_H

#include "policy/guard/guard_judging.h"

#define NUMBER_MAX 40
#define NUMBER_LEAST 4

/* Its letters and digits (ASCII), in capitals, NUMBER_MAX at most. */
void number_squeeze(const char *text, char out[NUMBER_MAX + 1]);
/* So many signs from `at` on, and the bytes that they take; false when the word
 * goes on or the text ends. */
bool number_take(const char *at, size_t len, char *out, size_t *used);

#endif
