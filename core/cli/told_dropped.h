/* told_dropped.h - what a ticket's end drops, in words.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TOLD_DROPPED_H
#define HW_CLI_TOLD_DROPPED_H

#include "base/json.h"
#include "base/str.h"
#include "db/db.h"

/* A sentence for each open task and each unseen alert that ended because a
 * ticket was closed, by the entry's decisions; of what ended otherwise nothing:
 * then it was done, or seen. */
void told_dropped(struct str *out, struct db *db, const cJSON *decisions);

#endif
