/* own.c - see own.h.
 * SPDX-License-Identifier: MIT */
#include "help/own.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

int open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n;
}

int64_t own_memory(void)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	const char *at = NULL;

	if (file_read(&s, "/proc/self/status", 1 << 20, &err) == 0)
		at = strstr(str_c(&s), "VmRSS:");
	return at ? strtoll(at + 6, NULL, 10) : 0;
}
