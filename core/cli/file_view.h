/* file_view.h - the files that came with a message, under it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_FILE_VIEW_H
#define HW_CLI_FILE_VIEW_H

#include "base/str.h"
#include "db/db.h"

/* A line each: its number for `ticket file`, name, kind and size; of what was
 * not taken why not. Names are hostile: show_safe() what this gives. */
int file_view_of(struct str *out, struct db *db, int64_t message,
		 struct err *err) MUST_CHECK;

#endif
