/* folder.h - data that ships with the program: found beside it in a source
 * tree, or installed, and copied for the user.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_FOLDER_H
#define HW_CLI_FOLDER_H

#include "cli/cli.h"

/* Gives the path of "policy", "sdk/template" ... */
char *folder_of_data(const struct cli *c, const char *name);

/* What a text or a file's name has in such a place becomes `text`. */
struct fill {
	const char *mark, *text; /* "@ID@" */
};
/* Copies a file, or a folder with its files and folders. fills ends with a NULL
 * mark; NULL: as it is. */
int folder_copy(const char *from, const char *to, const struct fill *fills,
		struct err *err) MUST_CHECK;

/* A new folder below `in` ($TMPDIR or /tmp when NULL) that is ours alone. Gives
 * its path, or NULL. */
char *folder_scratch(const char *in, const char *name, struct err *err);
/* Removes it with all that is in it; links are not followed. */
void folder_remove(const char *path);

#endif
