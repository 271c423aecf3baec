/* harden.c - see harden.h.
 * SPDX-License-Identifier: MIT */
#include "base/harden.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void harden(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
