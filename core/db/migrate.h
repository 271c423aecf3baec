/* migrate.h - brings a database to the schema of this program.
 *
 * Numbered files core/db/schema/NNN-what.sql, one transaction each. When it
 * already holds something, a copy PATH.before-NNN is whole and durable before
 * the first of them begins. A newer database is refused; a reader never
 * migrates.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DB_MIGRATE_H
#define HW_DB_MIGRATE_H

#include "db/db.h"

/* write: may change the database. -1 with ERR_CONFIG when its version is newer
 * than ours, or older and we may not write. */
int migrate(struct db *db, const char *path, bool write,
	    struct err *err) MUST_CHECK;

int migrate_newest(void); /* the version this program makes */

/* For tests: this program as a release that knows `count` of our files and then
 * `more`, unless NULL. */
void migrate_teach(int count, const char *more);

#endif
