/* db_own.h - what the files of db.h share: the connection with its cache of
 * prepared statements.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DB_DB_OWN_H
#define HW_DB_DB_OWN_H

#include <sqlite3.h>

#include "db/db.h"

#define STATEMENT_SLOTS 1024u /* power of two; more distinct SQL is a bug */
#define COUNTERS_MAX 32       /* more names are a bug */
#define PAGE_BYTES 4096       /* SQLite's own choice */
#define BUSY_MS 5000          /* for a lock of another process */

struct slot {
	const char *sql;
	sqlite3_stmt *st;
	bool busy;
};

/* A counter as the open transaction has it. */
struct counter {
	const char *name;
	int64_t value;
	bool changed;
};

struct db {
	sqlite3 *raw;
	char *path;
	int lock, file;    /* locked: PATH.lock and PATH, DB_WRITE only */
	int64_t logged;    /* bytes of the log that are in use */
	struct err failed; /* a read of the open transaction that failed */
	struct counter counters[COUNTERS_MAX];
	int counted;
	struct slot slots[STATEMENT_SLOTS];
};

/* counters.c: writes those that changed; forgets what it knows of them. */
int counters_write(struct db *db, struct err *err) MUST_CHECK;
void counters_forget(struct db *db);

#endif
