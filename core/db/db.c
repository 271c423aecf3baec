/* db.c - connection and transactions.
 * SPDX-License-Identifier: MIT */
#include "db/db_own.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/die.h"
#include "base/file.h"
#include "base/log.h"
#include "db/migrate.h"
#include "db/tokenizer.h"

#define LOCK_TRIES 60
#define LOCK_WAIT_US 50000 /* 3 s in all */
#define READER_MS 200      /* for the snapshot of another process */

/* -- what leaves no way back -- */

/* "os_unix.c:3761: (5) full_fsync(PATH) - ": only the path is for a person. */
static _Noreturn void die_of_sync_in(const char *text)
{
	const char *from = strrchr(text, '(');
	char path[400];

	from = from ? from + 1 : text;
	snprintf(path, sizeof path, "%.*s", (int)strcspn(from, ")"), from);
	die_of_sync(path);
}

/* SQLite tells here of every failure before it makes a result code of it. An
 * fsync that failed is not asked again: the pages may be gone, and the next one
 * would say that all is well. Of memory, some of its callers cannot tell: a
 * text that could not be made is NULL, as one that is not there. */
static void on_failure(void *arg, int code, const char *text)
{
	(void)arg;
	if (code == SQLITE_NOMEM)
		die_of_memory();
	if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
		die_of_sync_in(text);
}

/* Before main: it must be told before the first connection is opened, and the
 * policy opens some of its own. */
__attribute__((constructor)) static void listen_to_sqlite(void)
{
	sqlite3_config(SQLITE_CONFIG_LOG, on_failure, NULL);
	/* Nobody asks how much it holds, and each of its allocations would
	 * take a lock to count it. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* -- opening -- */

/* A lock on a network file system is no lock: NFS, SMB, CIFS, 9p.
 * [source: linux/magic.h] */
static bool on_network(const char *path)
{
	static const uint32_t magics[] = { 0x6969u, 0x517Bu, 0xFF534D42u,
					   0xFE534D42u, 0x01021997u };
	struct statfs fs;

	if (statfs(path, &fs))
		return false;
	for (size_t i = 0; i < COUNT_OF(magics); i++)
		if ((uint32_t)fs.f_type == magics[i])
			return true;
	return false;
}

/* A command line may be the desk for a moment: wait for it. */
static int lock_file(const char *path, int *fd, const char *name,
		     struct err *err)
{
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0)
		return err_errno(err, errno == EACCES ? ERR_DENIED : ERR_SYSTEM,
				 "%s: cannot be opened", path);
	for (int tries = 0; flock(*fd, LOCK_EX | LOCK_NB); tries++) {
		if (tries == LOCK_TRIES)
			return err_set(err, ERR_RETRY,
				       "%s: another desk is using this "
				       "database",
				       name);
		usleep(LOCK_WAIT_US);
	}
	return 0;
}

/* Beside the database, which stands for its folder, and the database itself,
 * which may have other names. */
static int take_lock(struct db *db, struct err *err)
{
	CLEANUP(free_ptr) char *lock = xasprintf("%s.lock", db->path);
	CLEANUP(free_ptr) char *dir = path_dir(db->path);

	if (on_network(dir))
		return err_set(err, ERR_CONFIG,
			       "%s: is on a network file system, where locks "
			       "do not hold; use a local disk",
			       dir);
	return lock_file(lock, &db->lock, db->path, err) ||
			       lock_file(db->path, &db->file, db->path, err)
		       ? -1
		       : 0;
}

/* Nothing that is there to see is no answer when this user may not look. */
static int check_readable(const char *path, struct err *err)
{
	if (access(path, R_OK) == 0)
		return 0;
	if (errno == EACCES)
		return file_denied(err, path);
	return err_set(err, ERR_NO_DESK,
		       "%s: no database here; run `helloword init` or "
		       "give the right manifest with -c",
		       path);
}

static int open_raw(struct db *db, enum db_mode mode, struct err *err)
{
	int flags = mode == DB_READ
			    ? SQLITE_OPEN_READONLY
			    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	const char *path = mode == DB_MEMORY ? ":memory:" : db->path;

	if (mode == DB_READ && check_readable(path, err))
		return -1;
	if (sqlite3_open_v2(path, &db->raw, flags | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK)
		return err_set(err, ERR_SYSTEM, "%s: %s", path,
			       db->raw ? sqlite3_errmsg(db->raw)
				       : "out of memory");
	sqlite3_busy_timeout(db->raw, BUSY_MS);
	sqlite3_extended_result_codes(db->raw, 1);
	sqlite3_db_config(db->raw, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->raw, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	return tokenizer_register(db->raw, err);
}

static int configure(struct db *db, enum db_mode mode, struct err *err)
{
	const char *sql = mode == DB_READ ? "PRAGMA query_only=ON;"
					  : "PRAGMA journal_mode=WAL;"
					    "PRAGMA synchronous=FULL;"
					    "PRAGMA wal_autocheckpoint=0;"
					    "PRAGMA secure_delete=ON;"
					    "PRAGMA temp_store=MEMORY;";
	char *text = NULL;

	if (sqlite3_exec(db->raw,
			 "PRAGMA foreign_keys=ON; PRAGMA mmap_size=0;"
			 "PRAGMA cell_size_check=ON;",
			 NULL, NULL, &text) != SQLITE_OK ||
	    sqlite3_exec(db->raw, sql, NULL, NULL, &text) != SQLITE_OK) {
		err_set(err, ERR_SYSTEM, "%s: %s", db->path,
			text ? text : sqlite3_errmsg(db->raw));
		sqlite3_free(text);
		return -1;
	}
	return 0;
}

/* What the last desk wrote may stand in the log in memory only: it died because
 * the disk had refused it, and the kernel does not say so again. So the log is
 * written into the database, and that is synced, before anything is added. A
 * reader with an older view may keep a part of it for later. */
static int settle_log(struct db *db, struct err *err)
{
	int rc;

	sqlite3_busy_timeout(db->raw, READER_MS);
	rc = sqlite3_wal_checkpoint_v2(db->raw, NULL,
				       SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(db->raw, BUSY_MS);
	if (rc == SQLITE_OK || rc == SQLITE_BUSY)
		return dir_sync(db->path, err);
	return err_set(err, ERR_SYSTEM, "%s: %s", db->path,
		       sqlite3_errmsg(db->raw));
}

static int on_commit(void *arg, sqlite3 *raw, const char *name, int pages)
{
	struct db *db = arg;

	(void)raw, (void)name;
	db->logged = (int64_t)pages * PAGE_BYTES;
	return SQLITE_OK;
}

int db_open(struct db **out, const char *path, enum db_mode mode,
	    struct err *err)
{
	struct db *db = xcalloc(1, sizeof *db);

	*out = NULL;
	db->lock = db->file = -1;
	db->path = xstrdup(mode == DB_MEMORY ? ":memory:" : path);
	if ((mode == DB_WRITE && take_lock(db, err)) ||
	    open_raw(db, mode, err) || configure(db, mode, err) ||
	    (mode == DB_WRITE && settle_log(db, err)) ||
	    migrate(db, db->path, mode != DB_READ, err)) {
		db_close(db);
		return -1;
	}
	sqlite3_wal_hook(db->raw, on_commit, db);
	*out = db;
	return 0;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	for (size_t i = 0; i < STATEMENT_SLOTS; i++)
		sqlite3_finalize(db->slots[i].st);
	sqlite3_close_v2(db->raw);
	/* Not sooner: closing it gives up SQLite's own locks on the file. */
	close_fd(&db->file);
	close_fd(&db->lock);
	free(db->path);
	free(db);
}

struct sqlite3 *db_raw(struct db *db)
{
	return db->raw;
}

/* -- transactions -- */

int db_begin(struct db *db, struct err *err)
{
	db->failed = (struct err){ 0 };
	counters_forget(db);
	return db_run(db, err, "BEGIN IMMEDIATE", "");
}

int db_commit(struct db *db, struct err *err)
{
	if (db->failed.code)
		*err = db->failed;
	else if (counters_write(db, err) == 0 &&
		 db_run(db, err, "COMMIT", "") == 0)
		return 0;
	db_rollback(db);
	return -1;
}

void db_rollback(struct db *db)
{
	struct err err = { 0 };

	if (!sqlite3_get_autocommit(db->raw) &&
	    db_run(db, &err, "ROLLBACK", ""))
		log_error("rollback: %s", err.text);
	db->failed = (struct err){ 0 };
	counters_forget(db);
}

int db_savepoint(struct db *db, struct err *err)
{
	return counters_write(db, err) || db_run(db, err, "SAVEPOINT one", "")
		       ? -1
		       : 0;
}

int db_savepoint_undo(struct db *db, struct err *err)
{
	counters_forget(db);
	return db_run(db, err, "ROLLBACK TO one", "");
}

int db_savepoint_end(struct db *db, struct err *err)
{
	return db_run(db, err, "RELEASE one", "");
}

int db_integrity(struct db *db, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(db, "PRAGMA integrity_check", "");

	while (rows_next(&r))
		if (!text_eq(rows_text(&r, 0), "ok"))
			return err_set(err, ERR_FOUND, "database: %s",
				       rows_text(&r, 0));
	return rows_end(&r, err);
}

/* The log is written anew from its beginning and stays as long as it is, unless
 * that is far beyond what is usual: to
 * give its blocks back and ask for them again costs a tenth of all writing, and
 * makes each sync a change of the file's length. */
void db_checkpoint(struct db *db, int64_t limit)
{
	bool cut = !limit || db->logged > 4 * limit;
	int mode = cut ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART;
	int rc;

	if (limit && db->logged <= limit)
		return;
	sqlite3_busy_timeout(db->raw, 0);
	rc = sqlite3_wal_checkpoint_v2(db->raw, NULL, mode, NULL, NULL);
	sqlite3_busy_timeout(db->raw, BUSY_MS);
	if (rc != SQLITE_OK && rc != SQLITE_BUSY && rc != SQLITE_LOCKED)
		log_error("checkpoint: %s", sqlite3_errmsg(db->raw));
}
