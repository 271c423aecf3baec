/* state_hash.h - all that a desk's commands made, as one number: two desks that
 * took the same commands have the same.
 *
 * Which tables are state stands here, in one list.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_STATE_HASH_H
#define HW_DESK_STATE_HASH_H

#include "base/hash.h"
#include "db/db.h"

/* SHA-256 over every row of every state table, in order. */
int state_hash(struct db *db, struct hash *out, struct err *err) MUST_CHECK;

#endif
