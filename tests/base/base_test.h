/* base_test.h - what the tests of the lowest room share: cmocka with its
 * includes in order, and outside data.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BASE_BASE_TEST_H
#define HW_TESTS_BASE_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"

/* A failure must leave words for a person behind. */
#define assert_refused(call, error, wanted)               \
	do {                                              \
		(error) = (struct err){ 0 };              \
		assert_int_equal((call), -1);             \
		assert_int_equal((error).code, (wanted)); \
		assert_true(strlen((error).text) > 0);    \
	} while (0)

/* The path of outside data (free); skips the test when it is not there. */
__attribute__((unused)) static char *shared_path(const char *name)
{
	const char *root = getenv("HW_SHARED");
	char *path = xasprintf("%s/data/%s", root ? root : "../shared", name);

	if (file_exists(path))
		return path;
	print_message("# %s is not there\n", path);
	free(path);
	skip();
	return NULL;
}

__attribute__((unused)) static void read_path(struct str *s, const char *path)
{
	struct err err = { 0 };

	if (file_read(s, path, STR_MAX - 1, &err))
		fail_msg("%s", err.text);
}

__attribute__((unused)) static void read_shared(struct str *s, const char *name)
{
	CLEANUP(free_ptr) char *path = shared_path(name);

	read_path(s, path);
}

/* A path in the scratch folder of this run (free). */
__attribute__((unused)) static char *scratch(const char *name)
{
	const char *dir = getenv("HW_SCRATCH");

	if (!dir)
		fail_msg("HW_SCRATCH is not set; start with tests/run");
	return path_join(dir, name);
}

#endif
