/* backup_own.h - the form of a backup, for writing and restoring it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BACKUP_OWN_H
#define HW_DESK_BACKUP_OWN_H

#include "desk/ledger/backup.h"

#define BACKUP_FORMAT 1
#define BACKUP_DATABASE "helloword.db"
#define BACKUP_CONTENTS "backup.json"
#define BACKUP_CONTENTS_MAX ((size_t)256 << 20) /* bytes */

/* The member "head": the last entry of the journal in db. Sets b->seq. */
void backup_put_head(struct jw *w, struct db *db, struct backup *b);

#endif
