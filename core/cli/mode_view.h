/* mode_view.h - whether the desk is closed, in words.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_MODE_VIEW_H
#define HW_CLI_MODE_VIEW_H

#include "cli/cli.h"

/* "out of hours since ... by the calendar, until ..."; "open ..." when it is
 * not, and nothing when the desk has no hours. */
int mode_view(struct str *out, struct db *db, struct err *err) MUST_CHECK;

/* Above the queue: on standard error, and only while the desk is closed. */
void mode_view_head(struct db *db);

#endif
