/* doctor_disk.c - whether a path lies on an encrypted disk, by what the kernel
 * says of its device (/sys/dev/block): dm-crypt anywhere below it. A file
 * system without a device of its own (overlay, tmpfs, ZFS, btrfs) cannot be
 * told. [source: the uuid of dm-crypt devices begins with CRYPT-]
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/file.h"
#include "cli/doctor.h"

#define DEPTH_MAX 8

static bool is_crypt(const char *device)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(free_ptr) char *path = xasprintf("%s/dm/uuid", device);
	struct err err = { 0 };

	return file_read(&s, path, 4096, &err) == 0 &&
	       text_starts(str_c(&s), "CRYPT-");
}

/* All that it lies on must be encrypted; nothing below it is not. */
static bool below(const char *device, int depth)
{
	CLEANUP(free_ptr) char *path = xasprintf("%s/slaves", device);
	DIR *list = opendir(path);
	const struct dirent *e;
	bool all = true, any = false;

	while (list && (e = readdir(list))) {
		CLEANUP(free_ptr) char *slave = NULL;

		if (*e->d_name == '.')
			continue;
		slave = path_join(path, e->d_name);
		any = true;
		all &= is_crypt(slave) ||
		       (depth < DEPTH_MAX && below(slave, depth + 1));
	}
	if (list)
		closedir(list);
	return any && all;
}

int disk_encrypted(const char *path)
{
	CLEANUP(free_ptr) char *device = NULL;
	struct stat st;

	if (stat(path, &st) || !major(st.st_dev))
		return -1;
	device = xasprintf("/sys/dev/block/%u:%u", major(st.st_dev),
			   minor(st.st_dev));
	if (!file_exists(device))
		return -1;
	return is_crypt(device) || below(device, 0);
}
