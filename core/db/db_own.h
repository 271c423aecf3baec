/* db_own.h - what the files of db.h share: the connection with its cache of
 * prepared statements.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DB_DB_OWN_H
#define HW_DB_DB_OWN_H

#include <sqlite3.h>

#include "db/db.h"

#define STATEMENT_SLOTS 512u /* power of two; more distinct SQL is a bug */
#define BUSY_MS 5000         /* for a lock of another process */

struct slot {
	const char *sql;
	sqlite3_stmt *st;
	bool busy;
};

struct db {
	sqlite3 *raw;
	char *path;
	int lock, file;    /* locked: PATH.lock and PATH, DB_WRITE only */
	struct err failed; /* a read of the open transaction that failed */
	struct slot slots[STATEMENT_SLOTS];
};

#endif
