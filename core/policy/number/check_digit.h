/* check_digit.h - the check digits that carriers put on their numbers.
 *
 * Pure arithmetic over upper-case letters and digits; which rule goes with
 * which number is data (numbers.conf). [source: the algorithms of
 * github.com/jkeen/tracking_number_data (MIT), UPU S10-12, DPD parcel label
 * specification 2.4.1, all read 2026-11-24]
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_CHECK_DIGIT_H
#define HW_POLICY_CHECK_DIGIT_H

#include "base/def.h"

enum check_rule {
	CHECK_NONE,
	CHECK_MOD7,     /* the serial as a number, modulo 7 */
	CHECK_MOD10,    /* weighted sum, filled up to the next ten */
	CHECK_MOD11_10, /* weighted sum, modulo 11, modulo 10 */
	CHECK_S10,      /* as the postal unions do: 11 less modulo 11 */
	CHECK_LUHN,     /* ISO/IEC 7812 */
	CHECK_MOD37_36  /* ISO/IEC 7064, a letter or a digit */
};
extern const char *const check_rules[]; /* words in that order, then NULL */

struct check {
	enum check_rule rule;
	const char *times; /* weights as digits, cycling from the first
			    * character; "" means all 1 */
	bool reversed;     /* the weights start at the last character */
};

/* Is `digit` the check digit of the serial? True for CHECK_NONE. */
bool check_holds(const struct check *c, const char *serial, size_t len,
		 char digit);

#endif
