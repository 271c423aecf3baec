/* must.h - what has to go well: the test fails with the sentence of the error
 * when it does not.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_MUST_H
#define HW_TESTS_MUST_H

#include "base/err.h"

/* rc of anything that answers 0 when it went well. */
void must(int rc, const struct err *err);

#endif
