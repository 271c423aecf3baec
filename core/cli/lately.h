/* lately.h - when the desk was last backed up, and a backup last tried: notes
 * beside the database, STATE/last-NAME.json, for `doctor`. Not state: a restore
 * does not bring them back.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_LATELY_H
#define HW_CLI_LATELY_H

#include "base/json.h"
#include "base/mem.h"

/* Notes that `name` ("backup", "drill") was done now, of that folder. Whoever
 * may not write there is told, and nothing else happens. */
void lately_done(const char *state, const char *name, const char *of,
		 int64_t seq);

/* When, ms; 0 never. Appends the folder to `of` if not NULL. */
int64_t lately_when(const char *state, const char *name, struct str *of);

#endif
