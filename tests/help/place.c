/* place.c - see place.h.
 * SPDX-License-Identifier: MIT */
#include "help/place.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"

/* For tests and fuzzers alike: without cmocka. */
static _Noreturn void nowhere(const char *path, const char *what)
{
	fprintf(stderr, "%s %s\n", path, what);
	exit(1);
}

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
		nowhere(path, "is not there; build it with make");
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
		nowhere(made, "cannot be made; name a folder in HW_SCRATCH");
	return dir;
}

char *in_scratch(const char *name)
{
	return path_join(scratch_dir(), name);
}
