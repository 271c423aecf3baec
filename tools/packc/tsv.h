/* tsv.h - lines of columns parted by tabs, to learn from.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_TSV_H
#define HW_PACKC_TSV_H

#include "policy/conf/conf.h"

#define TSV_COLUMNS 4 /* at most */

struct tsv {
	const char *path;
	struct mistakes *mistakes;
	size_t columns;
	const char *form; /* what a line has to be, for people */
	int line;         /* that is read */
};

/* Calls one() for each line that is not empty, with its columns, which are its
 * own to change until it returns. One of another number of columns, or for
 * which it says false, is a mistake with its line; so is a file that is no
 * UTF-8 or cannot be read. */
void tsv_read(struct tsv *t,
	      bool (*one)(void *arg, const struct tsv *t, char **part),
	      void *arg);

#endif
