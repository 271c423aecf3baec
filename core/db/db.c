/* db.c - connection, transactions and statements.
 * SPDX-License-Identifier: MIT */
#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "db/migrate.h"
#include "db/tokenizer.h"

#define LOCK_TRIES 60
#define LOCK_WAIT_US 50000   /* 3 s in all */
#define STATEMENT_SLOTS 512u /* power of two; more distinct SQL is a bug */

#define BUSY_MS 5000 /* for a lock of another process */

struct slot {
	const char *sql;
	sqlite3_stmt *st;
	bool busy;
};

struct db {
	sqlite3 *raw;
	char *path;
	int lock;          /* fd of PATH.lock, DB_WRITE only */
	struct err failed; /* a read of the open transaction that failed */
	struct slot slots[STATEMENT_SLOTS];
};

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

static int take_lock(struct db *db, struct err *err)
{
	CLEANUP(free_ptr) char *lock = xasprintf("%s.lock", db->path);
	CLEANUP(free_ptr) char *dir = path_dir(db->path);

	if (on_network(dir))
		return err_set(err, ERR_CONFIG,
			       "%s: is on a network file system, where locks "
			       "do not hold; use a local disk",
			       dir);
	db->lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (db->lock < 0)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be opened", lock);
	/* A command line may be the desk for a moment: wait for it. */
	for (int tries = 0; flock(db->lock, LOCK_EX | LOCK_NB); tries++) {
		if (tries == LOCK_TRIES)
			return err_set(err, ERR_RETRY,
				       "%s: another desk is using this "
				       "database",
				       db->path);
		usleep(LOCK_WAIT_US);
	}
	return 0;
}

static int open_raw(struct db *db, enum db_mode mode, struct err *err)
{
	int flags = mode == DB_READ
			    ? SQLITE_OPEN_READONLY
			    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	const char *path = mode == DB_MEMORY ? ":memory:" : db->path;

	if (mode == DB_READ && !file_exists(path))
		return err_set(err, ERR_NO_DESK,
			       "%s: no database here; run `helloword init` or "
			       "give the right manifest with -c",
			       path);
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
		err_set(err, ERR_SYSTEM, "%s: %s", db->path, text);
		sqlite3_free(text);
		return -1;
	}
	return 0;
}

int db_open(struct db **out, const char *path, enum db_mode mode,
	    struct err *err)
{
	struct db *db = xcalloc(1, sizeof *db);

	*out = NULL;
	db->lock = -1;
	db->path = xstrdup(mode == DB_MEMORY ? ":memory:" : path);
	if ((mode == DB_WRITE && take_lock(db, err)) ||
	    open_raw(db, mode, err) || configure(db, mode, err) ||
	    migrate(db, db->path, mode != DB_READ, err)) {
		db_close(db);
		return -1;
	}
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
	return db_run(db, err, "BEGIN IMMEDIATE", "");
}

int db_commit(struct db *db, struct err *err)
{
	if (db->failed.code)
		*err = db->failed;
	else if (db_run(db, err, "COMMIT", "") == 0)
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

void db_checkpoint(struct db *db, int64_t limit)
{
	CLEANUP(free_ptr) char *wal = xasprintf("%s-wal", db->path);
	struct stat st;
	int rc;

	if (stat(wal, &st) || st.st_size <= limit)
		return;
	sqlite3_busy_timeout(db->raw, 0);
	rc = sqlite3_wal_checkpoint_v2(db->raw, NULL,
				       SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(db->raw, BUSY_MS);
	if (rc != SQLITE_OK && rc != SQLITE_BUSY && rc != SQLITE_LOCKED)
		log_error("checkpoint: %s", sqlite3_errmsg(db->raw));
}

/* -- copies --
 *
 * The mark is the application id in the file's header: no row, so neither the
 * journal nor the state's hash sees it. */

#define COPY_MARK "1213686608" /* "HWCP" */

static int copy_all(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int rc = b ? sqlite3_backup_step(b, -1) : SQLITE_ERROR;

	rc = b && sqlite3_backup_finish(b) == SQLITE_OK && rc == SQLITE_DONE
		     ? SQLITE_OK
		     : SQLITE_ERROR;
	/* One file that stands for itself, without a WAL beside it. */
	return rc ? rc
		  : sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL,
				 NULL);
}

static int copy_to(sqlite3 *from, const char *path, const char *mark,
		   struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	sqlite3 *to = NULL;
	int rc = 0;

	if (fd < 0 && errno == EEXIST)
		return err_set(err, ERR_DATA,
			       "%s: exists already; give a new file", path);
	if (fd < 0)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be created",
				 path);
	close(fd);
	if (sqlite3_open(path, &to) != SQLITE_OK || copy_all(to, from) ||
	    (mark && sqlite3_exec(to, mark, NULL, NULL, NULL)))
		rc = err_set(err, ERR_SYSTEM, "%s: %s", path,
			     sqlite3_errmsg(to));
	sqlite3_close(to);
	return rc;
}

int db_backup(struct db *db, const char *path, struct err *err)
{
	return copy_to(db->raw, path, "PRAGMA application_id=" COPY_MARK, err);
}

int db_copy(const char *from, const char *to, struct err *err)
{
	sqlite3 *raw = NULL;
	int rc;

	if (sqlite3_open_v2(from, &raw, SQLITE_OPEN_READONLY, NULL)) {
		err_set(err, ERR_SYSTEM, "%s: %s", from, sqlite3_errmsg(raw));
		sqlite3_close(raw);
		return -1;
	}
	sqlite3_busy_timeout(raw, BUSY_MS);
	rc = copy_to(raw, to, NULL, err);
	sqlite3_close(raw);
	return rc;
}

int db_is_copy(struct db *db, bool *copy, struct err *err)
{
	int64_t marked = 0;
	int rc = db_ask(db, &marked, 0, err,
			"SELECT application_id = " COPY_MARK
			" FROM pragma_application_id",
			"");

	*copy = marked != 0;
	return rc;
}

int db_own(struct db *db, struct err *err)
{
	return db_run(db, err, "PRAGMA application_id=0", "");
}

int64_t db_next_id(struct db *db, const char *counter)
{
	return db_i64(db, 0,
		      "INSERT INTO counters(name, value) VALUES(?1, 1) "
		      "ON CONFLICT(name) DO UPDATE SET value = value + 1 "
		      "RETURNING value",
		      "s", counter);
}

/* -- statements -- */

static struct slot *slot_of(struct db *db, const char *sql)
{
	size_t i = ((uintptr_t)sql >> 3) * 2654435761u;

	for (size_t n = 0; n < STATEMENT_SLOTS; n++) {
		struct slot *s = &db->slots[(i + n) & (STATEMENT_SLOTS - 1)];

		if (!s->sql || s->sql == sql)
			return s;
	}
	return NULL;
}

static void prepare(struct rows *r)
{
	struct slot *s = slot_of(r->db, r->sql);

	if (s && s->st && !s->busy) {
		r->st = s->st;
		r->cached = s->busy = true;
		return;
	}
	r->rc = sqlite3_prepare_v3(r->db->raw, r->sql, -1,
				   SQLITE_PREPARE_PERSISTENT, &r->st, NULL);
	if (r->rc == SQLITE_OK && s && !s->sql) {
		*s = (struct slot){ .sql = r->sql, .st = r->st, .busy = true };
		r->cached = true;
	}
}

/* Texts and blobs are borrowed until the statement is reset: every caller
 * keeps its arguments alive while it reads the rows. */
static int bind_one(sqlite3_stmt *st, int i, char letter, va_list *ap)
{
	const char *text;
	const void *blob;

	switch (letter) {
	case 's':
	case 't':
		text = va_arg(*ap, const char *);
		if (!text || (letter == 't' && !*text))
			return sqlite3_bind_null(st, i);
		return sqlite3_bind_text(st, i, text, -1, SQLITE_TRANSIENT);
	case 'i':
		return sqlite3_bind_int64(st, i, va_arg(*ap, int64_t));
	case 'b':
		blob = va_arg(*ap, const void *);
		return sqlite3_bind_blob64(st, i, blob, va_arg(*ap, size_t),
					   SQLITE_TRANSIENT);
	default:
		return SQLITE_MISUSE;
	}
}

struct rows rows_query_v(struct db *db, const char *sql, const char *args,
			 va_list *ap)
{
	struct rows r = { .db = db, .sql = sql };

	prepare(&r);
	for (int i = 1; r.rc == SQLITE_OK && *args; i++, args++)
		r.rc = bind_one(r.st, i, *args, ap);
	return r;
}

struct rows rows_query(struct db *db, const char *sql, const char *args, ...)
{
	struct rows r;
	va_list ap;

	va_start(ap, args);
	r = rows_query_v(db, sql, args, &ap);
	va_end(ap);
	return r;
}

bool rows_next(struct rows *r)
{
	if (r->rc == SQLITE_OK || r->rc == SQLITE_ROW)
		r->rc = sqlite3_step(r->st);
	return r->rc == SQLITE_ROW;
}

int rows_end(struct rows *r, struct err *err)
{
	if (r->rc == SQLITE_DONE || r->rc == SQLITE_ROW || r->rc == SQLITE_OK)
		return 0;
	return err_set(
		err,
		(r->rc & 0xff) == SQLITE_CONSTRAINT ? ERR_DATA : ERR_SYSTEM,
		"database: %s, in: %.120s", sqlite3_errmsg(r->db->raw), r->sql);
}

/* Not every reader asks rows_end, and db_i64 has a fallback: so what one of
 * them could not read must not become a decision that commits. A constraint is
 * no failure of the database; whoever wrote deals with it. */
static void doom(struct rows *r)
{
	struct err err = { 0 };

	if (rows_end(r, &err) && err.code != ERR_DATA && !r->db->failed.code &&
	    !sqlite3_get_autocommit(r->db->raw))
		r->db->failed = err;
}

void rows_release(struct rows *r)
{
	struct slot *s;

	if (!r->db)
		return;
	doom(r);
	if (!r->cached) {
		sqlite3_finalize(r->st);
	} else if ((s = slot_of(r->db, r->sql))) {
		sqlite3_reset(s->st);
		sqlite3_clear_bindings(s->st);
		s->busy = false;
	}
	*r = (struct rows){ 0 };
}

const char *rows_text(struct rows *r, int col)
{
	const unsigned char *text = sqlite3_column_text(r->st, col);

	return text ? (const char *)text : "";
}

int64_t rows_i64(struct rows *r, int col)
{
	return sqlite3_column_int64(r->st, col);
}

bool rows_null(struct rows *r, int col)
{
	return sqlite3_column_type(r->st, col) == SQLITE_NULL;
}

const void *rows_blob(struct rows *r, int col, size_t *len)
{
	const void *at = sqlite3_column_blob(r->st, col);

	*len = (size_t)sqlite3_column_bytes(r->st, col);
	return at;
}

int db_run(struct db *db, struct err *err, const char *sql, const char *args,
	   ...)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	va_list ap;

	va_start(ap, args);
	r = rows_query_v(db, sql, args, &ap);
	va_end(ap);
	while (rows_next(&r))
		;
	return rows_end(&r, err);
}

int64_t db_changes(struct db *db)
{
	return sqlite3_changes64(db->raw);
}

/* The first value of a query whose rows the caller releases. */
static int first_i64(struct rows *r, int64_t *out, int64_t fallback,
		     struct err *err)
{
	*out = rows_next(r) && !rows_null(r, 0) ? rows_i64(r, 0) : fallback;
	return rows_end(r, err);
}

int db_ask(struct db *db, int64_t *out, int64_t fallback, struct err *err,
	   const char *sql, const char *args, ...)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	va_list ap;

	va_start(ap, args);
	r = rows_query_v(db, sql, args, &ap);
	va_end(ap);
	return first_i64(&r, out, fallback, err);
}

int64_t db_i64(struct db *db, int64_t fallback, const char *sql,
	       const char *args, ...)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	struct err err = { 0 };
	int64_t value;
	va_list ap;

	va_start(ap, args);
	r = rows_query_v(db, sql, args, &ap);
	va_end(ap);
	if (first_i64(&r, &value, fallback, &err))
		log_error("%s", err.text);
	return value;
}

const char *db_text(struct db *db, struct arena *arena, const char *sql,
		    const char *args, ...)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	struct err err = { 0 };
	const char *text = "";
	va_list ap;

	va_start(ap, args);
	r = rows_query_v(db, sql, args, &ap);
	va_end(ap);
	if (rows_next(&r))
		text = arena_strdup(arena, rows_text(&r, 0));
	if (rows_end(&r, &err))
		log_error("%s", err.text);
	return text;
}
