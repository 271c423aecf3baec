/* place.c - see place.h.
 * SPDX-License-Identifier: MIT */
#include "help/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"

char *built(const char *name)
{
	const char *build = getenv("HW_BUILD");

	return path_join(build && *build ? build : "build", name);
}

char *built_whole(const char *name)
{
	CLEANUP(free_ptr) char *path = built(name);
	char *whole = realpath(path, NULL);

	if (!whole)
		fail_msg("%s is not there: make", path);
	return whole;
}

const char *scratch_dir(void)
{
	static char made[] = "/tmp/hw-test.XXXXXX";
	static const char *dir;

	if (!dir)
		dir = getenv("HW_SCRATCH");
	if (!dir || !*dir)
		dir = mkdtemp(made);
	if (!dir)
		fail_msg("there is no folder to write to: set HW_SCRATCH");
	return dir;
}

char *in_scratch(const char *name)
{
	return path_join(scratch_dir(), name);
}
