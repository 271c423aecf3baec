/* harden.c - see harden.h.
 * SPDX-License-Identifier: MIT */
#include "base/harden.h"

#include <errno.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

void harden(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

bool harden_no_seccomp(void)
{
	return prctl(PR_GET_SECCOMP) < 0 && errno == EINVAL;
}

const char *harden_missing(void)
{
	if (harden_no_seccomp())
		return "this kernel has no seccomp: a plugin can open "
		       "connections and run programs";
	if (syscall(SYS_landlock_create_ruleset, NULL, 0,
		    LANDLOCK_CREATE_RULESET_VERSION) < 1)
		return "this kernel has no Landlock: a plugin can read files "
		       "while it is loaded, and the sender and the desk all "
		       "that this user can";
	return "";
}
