/* replay.h - the journal taken again.
 *
 * Applying gives the same state hash with any later version, also after
 * erasures: an entry whose key is gone applies its decisions only. Deciding
 * again must find no difference while the fingerprint of the last config is
 * the same and nothing was erased.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REPLAY_H
#define HW_DESK_REPLAY_H

#include "desk/internal.h"
#include "desk/ledger/state_hash.h"

/* Applies d's journal into a new database file. */
int replay_into(struct desk *d, const char *path, struct hash *out,
		int64_t *entries, struct err *err) MUST_CHECK;

/* Decides every entry again in memory. ERR_FOUND names the first entry whose
 * decisions differ. */
int replay_decide(struct desk *d, int64_t *entries, struct err *err) MUST_CHECK;

#endif
