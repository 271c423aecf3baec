/* give_back_test.c - SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include <stdio.h>

#include "base/give_back.h"
#include "base/hash.h"

/* Resident memory of this process that lies in files, kB. */
static long in_files(void)
{
	FILE *in = fopen("/proc/self/status", "re");
	char line[200];
	long kb = -1;

	assert_non_null(in);
	while (kb < 0 && fgets(line, sizeof line, in))
		(void)sscanf(line, "RssFile: %ld", &kb);
	fclose(in);
	return kb;
}

static void pages_of_files_go_and_come_back(void **state)
{
	struct hash before = sha256("abc", 3), after;
	long most = in_files(), least;

	(void)state;
	memory_give_back();
	least = in_files();
	after = sha256("abc", 3);
	assert_memory_equal(before.at, after.at, HASH_LEN);
	print_message("# %ld kB of files, then %ld kB\n", most, least);
	assert_true(least < most);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_of_files_go_and_come_back),
	};

	return cmocka_run_group_tests_name("give_back", tests, NULL, NULL);
}
