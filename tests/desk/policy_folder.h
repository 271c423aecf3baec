/* policy_folder.h - the shipped policy with some files of a test's own.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_POLICY_FOLDER_H
#define HW_TESTS_POLICY_FOLDER_H

#include <stddef.h>

struct own_file {
	const char *name; /* "staff.conf"; "playbooks/ask.conf": the only one */
	const char *text;
};

/* Makes the folder; all others are links to the shipped ones. */
void policy_folder(const char *dir, const struct own_file *own, size_t count);

#endif
