/* db.h - the one door to the database.
 *
 * SQLite in WAL mode with synchronous=FULL. The desk owns the only writing
 * connection and does all checkpoints (3.40 has a WAL-reset bug when two
 * connections write); everybody else opens DB_READ. Prepared statements are
 * cached by the address of their SQL text, so SQL is given as literals (or as
 * texts that live as long as the connection).
 * SPDX-License-Identifier: MIT */
#ifndef HW_DB_DB_H
#define HW_DB_DB_H

#include <stdarg.h>

#include "base/err.h"
#include "base/mem.h"

struct db;
struct sqlite3;
struct sqlite3_stmt;

enum db_mode {
	DB_WRITE, /* creates and migrates; takes the lock beside the file */
	DB_READ,  /* SQLITE_OPEN_READONLY: never checkpoints, never migrates */
	DB_MEMORY /* a writable scratch database, migrated (path ignored) */
};

/* -1: ERR_CONFIG when the database is newer than this program or the path is
 * on a network file system, ERR_RETRY when another desk holds the lock,
 * ERR_NO_DESK when DB_READ finds no database, ERR_DENIED when this user may not
 * look, else ERR_SYSTEM. */
int db_open(struct db **out, const char *path, enum db_mode mode,
	    struct err *err) MUST_CHECK;
void db_close(struct db *db);

int db_begin(struct db *db, struct err *err) MUST_CHECK;
/* After a failed commit everything since db_begin is rolled back. It fails when
 * any statement since then failed on more than a constraint, told or not:
 * nothing that was decided on a read that failed is kept. */
int db_commit(struct db *db, struct err *err) MUST_CHECK;
void db_rollback(struct db *db);

/* One savepoint within a transaction: what was done since can be undone alone.
 * Either way it must be ended. */
int db_savepoint(struct db *db, struct err *err) MUST_CHECK;
int db_savepoint_undo(struct db *db, struct err *err) MUST_CHECK;
int db_savepoint_end(struct db *db, struct err *err) MUST_CHECK;

/* Copies the whole database to a new file (0600) while it is in use. The copy
 * is marked as one until db_own: whoever opens it for work knows that the world
 * may have gone on without it. */
int db_backup(struct db *db, const char *path, struct err *err) MUST_CHECK;
/* The same for a database that is no desk's, such as keys.db. */
int db_copy(const char *from, const char *to, struct err *err) MUST_CHECK;
int db_is_copy(struct db *db, bool *copy, struct err *err) MUST_CHECK;
/* Takes the mark away, within the open transaction. */
int db_own(struct db *db, struct err *err) MUST_CHECK;
/* Runs PRAGMA integrity_check; ERR_FOUND with its first complaint. */
int db_integrity(struct db *db, struct err *err) MUST_CHECK;
/* Writes the WAL into the database when more than `limit` bytes of it are in
 * use; it is written from its beginning again then, or cut when it is far
 * longer. With 0 always, and it is cut to nothing: no old page is left in it.
 * What was committed is durable without it, so it never fails and never waits:
 * a reader that holds an old snapshot makes it happen later. */
void db_checkpoint(struct db *db, int64_t limit);
/* Overwrites what the unused parts of pages still hold: when a page is divided,
 * SQLite leaves the cells that went elsewhere where they stood, in spite of
 * secure_delete. Outside of transactions and queries. Begins at *page (the
 * first is 1), looks at `count` pages, and sets *page to where to go on, 0 when
 * that was the last. 1; 0 when a reader holds an old view, then later; or -1.
 * *wrote becomes true when something stood there. Between two calls a page may
 * have got another number: only a pass of one call has surely seen all. */
int db_wipe(struct db *db, int64_t *page, int64_t count, bool *wrote,
	    struct err *err) MUST_CHECK;

/* The next value of a counter kept in the database: ids are never re-used and
 * come out the same in a replay. Within a transaction counters are counted in
 * memory and written before it commits. `counter` lives as long as db. */
int64_t db_next_id(struct db *db, const char *counter);
/* An id that came from elsewhere: the counter goes on behind it. */
int db_id_taken(struct db *db, const char *counter, int64_t id,
		struct err *err) MUST_CHECK;

struct sqlite3 *db_raw(struct db *db); /* tests, tokenizer, backup */

/* -- statements --
 * args: one letter a bind, in order of ?1, ?2 ...:
 *   s  const char *   text, NULL is NULL
 *   t  const char *   text, NULL and "" are NULL
 *   i  int64_t
 *   b  const void *, size_t   blob
 * Errors of preparing, binding and stepping wait until rows_end or the run. */
struct rows {
	struct db *db;
	struct sqlite3_stmt *st;
	const char *sql;
	int rc;
	bool cached;
};

struct rows rows_query(struct db *db, const char *sql, const char *args, ...);
struct rows rows_query_v(struct db *db, const char *sql, const char *args,
			 va_list *ap);
/* The same without copying texts and blobs: they must outlive the rows. */
struct rows rows_borrow_v(struct db *db, const char *sql, const char *args,
			  va_list *ap);
bool rows_next(struct rows *r);
int rows_end(struct rows *r, struct err *err) MUST_CHECK;
void rows_release(struct rows *r); /* for CLEANUP */

/* Columns of the current row; texts and blobs live until the next rows_next. */
const char *rows_text(struct rows *r, int col); /* "" for NULL */
int64_t rows_i64(struct rows *r, int col);      /* 0 for NULL */
bool rows_null(struct rows *r, int col);
const void *rows_blob(struct rows *r, int col, size_t *len);

/* A statement without rows. -1 with ERR_DATA on a constraint, else ERR_SYSTEM.
 */
int db_run(struct db *db, struct err *err, const char *sql, const char *args,
	   ...) MUST_CHECK;
/* Rows changed by the last db_run. */
int64_t db_changes(struct db *db);

/* One value of one row: the fallback when there is no row or it is NULL. -1 on
 * an error of the database: the form for whatever holds something back. */
int db_ask(struct db *db, int64_t *out, int64_t fallback, struct err *err,
	   const char *sql, const char *args, ...) MUST_CHECK;
/* The same for reads whose fallback harms nobody: an error of the database is
 * logged and gives it too. Within a transaction it dooms the commit. */
int64_t db_i64(struct db *db, int64_t fallback, const char *sql,
	       const char *args, ...);
/* Copied into the arena; "" when there is no row. */
const char *db_text(struct db *db, struct arena *arena, const char *sql,
		    const char *args, ...);

#endif
