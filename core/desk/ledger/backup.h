/* backup.h - a desk in a folder, and a desk out of it again.
 *
 * A backup holds helloword.db (copied while it is in use and marked as a copy),
 * the evidence files that this copy names, and backup.json with the size and
 * SHA-256 of each, the schema and the journal's head; backup.json is written
 * last, so a folder without it is no backup. Secrets are never in it, nor is
 * keys.db: with it an erasure could be undone and sealed texts be read, so it
 * is written only when asked for, beside the folder as FOLDER-keys.db.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BACKUP_H
#define HW_DESK_BACKUP_H

#include "desk/internal.h"

struct backup {
	const char *dir, *state;
	const char *keys; /* NULL: without; written, or restored from */

	/* What was found, copied or verified. */
	int64_t seq;      /* of the journal's head */
	int64_t evidence; /* files */
	int64_t missing;  /* evidence files that the database names and that are
			   * not there */
	bool newer;       /* the keys are of today, not those copied with it */
};

/* ERR_DATA when dir is there already, ERR_SYSTEM when it cannot be written,
 * ERR_FOUND when the copy is not sound, and then neither is the database. */
int backup_write(struct backup *b, struct db *db, struct err *err) MUST_CHECK;

/* Verifies every file and the journal's chain before anything is written, then
 * makes `state`. ERR_DATA when state holds anything but keys.db and evidence or
 * a file is damaged, ERR_CONFIG when the schema is newer than this program. The
 * keys may be those that were copied with it or later ones of the same install;
 * with later ones the desk erases again what was erased since the copy. A
 * keys.db that stands in `state` is kept, unless others are given: then it is
 * refused. */
int backup_restore(struct backup *b, struct err *err) MUST_CHECK;

#endif
