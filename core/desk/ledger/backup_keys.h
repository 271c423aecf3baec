/* backup_keys.h - do these keys belong to this backup?
 *
 * A backup names the install it is of by a mark that is derived from the secret
 * in keys.db and tells nothing of it. So the keys of today can be told from
 * those of another desk, though they are not the ones that were copied with it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BACKUP_KEYS_H
#define HW_DESK_BACKUP_KEYS_H

#include "desk/ledger/backup.h"

/* Writes "install", unless keys.db of b->state cannot be read. */
void backup_put_install(struct jw *w, const struct backup *b);

/* Keys that are not those of backup.json: taken when they are of the same
 * install and none that the database at `path` needs is missing; what was
 * destroyed since the copy was made may be. ERR_DATA when not. */
int backup_keys_fit(const struct backup *b, const cJSON *json, const char *path,
		    struct err *err) MUST_CHECK;

#endif
