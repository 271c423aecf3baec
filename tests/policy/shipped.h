/* shipped.h - the policy that is shipped, opened once for a group of tests.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_SHIPPED_H
#define HW_TESTS_SHIPPED_H

#include "policy/policy.h"

extern struct mistakes mistakes;
extern struct policy *policy;
extern struct arena arena; /* of what the tests make */

/* For cmocka, of a group: fails when there is a mistake in it. */
int shipped_load(void **state);
int shipped_unload(void **state);

/* The day of the shipped rates, ms. */
int64_t rates_day(void);

#endif
