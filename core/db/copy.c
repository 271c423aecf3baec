/* copy.c - the database as a file to keep, marked as a copy.
 *
 * The mark is the application id in the file's header: no row, so neither the
 * journal nor the state's hash sees it.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "db/db_own.h"

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
	if (rc)
		unlink(path);
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
