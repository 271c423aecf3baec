/* must.c - see must.h.
 * SPDX-License-Identifier: MIT */
#include "help/must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

void must(int rc, const struct err *err)
{
	if (rc)
		fail_msg("%s", err->text);
}
