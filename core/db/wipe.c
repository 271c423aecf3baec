/* wipe.c - zeros in the parts of pages that SQLite does not use.
 *
 * secure_delete overwrites what is deleted, but not the old copies of cells
 * that a page keeps when it is divided or merged: they stand in the gap between
 * its cell pointers and its cells. Rewriting the database (VACUUM) costs as
 * much as the database is long, at once. This costs one reading of it, in as
 * many steps as one likes, and writes only where something stands.
 *
 * It writes into the file beside SQLite, which is sound because nothing that
 * SQLite reads is touched: whatever a reader or a crash sees of a page, its
 * used bytes are the same. The log must be empty first, since it holds whole
 * pages, and so must the cache, whose copy of a page would be written again.
 * [source: SQLite's file format, 1.6 B-tree pages]
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "base/die.h"
#include "db/db_own.h"

#define AT_ONCE 128 /* pages read together */

/* Page numbers begin an overflow or a free page; below this they cannot be
 * taken for the type of a b-tree page. */
#define PAGES_MAX INT64_C(0x02000000)

struct wiper {
	struct db *db;
	int64_t size, usable, pages;
	uint8_t *bytes;
	bool wrote;
};

static int64_t be16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

/* Only what is not zero is written: most pages hold nothing. */
static int blank(struct wiper *w, int64_t page, uint8_t *at, int64_t from,
		 int64_t to, struct err *err)
{
	off_t where = (off_t)((page - 1) * w->size);

	while (from < to && !at[from])
		from++;
	while (from < to && !at[to - 1])
		to--;
	if (from >= to)
		return 0;
	memset(at + from, 0, (size_t)(to - from));
	w->wrote = true;
	if (pwrite(w->db->file, at + from, (size_t)(to - from), where + from) !=
	    to - from)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be written",
				 w->db->path);
	return 0;
}

/* Cells that were freed, a chain in ascending order. */
static int blank_free(struct wiper *w, int64_t page, uint8_t *at, int64_t block,
		      struct err *err)
{
	while (block && block + 4 <= w->usable) {
		int64_t next = be16(at + block), size = be16(at + block + 2);

		if (size < 4 || block + size > w->usable)
			return 0;
		if (blank(w, page, at, block + 4, block + size, err))
			return -1;
		if (next <= block)
			return 0;
		block = next;
	}
	return 0;
}

/* What does not look like a b-tree page is left alone. */
static int wipe_page(struct wiper *w, int64_t page, uint8_t *at,
		     struct err *err)
{
	int64_t head = page == 1 ? 100 : 0;
	int type = at[head];
	bool inner = type == 2 || type == 5;
	int64_t from = head + (inner ? 12 : 8) + 2 * be16(at + head + 3);
	int64_t cells = be16(at + head + 5);

	if (!inner && type != 10 && type != 13)
		return 0;
	cells = cells ? cells : 65536;
	if (from > cells || cells > w->usable)
		return 0;
	return blank(w, page, at, from, cells, err) ||
			       blank_free(w, page, at, be16(at + head + 1), err)
		       ? -1
		       : 0;
}

static int wipe_pages(struct wiper *w, int64_t first, int64_t count,
		      struct err *err)
{
	ssize_t n;

	do {
		n = pread(w->db->file, w->bytes, (size_t)(count * w->size),
			  (off_t)((first - 1) * w->size));
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be read",
				 w->db->path);
	for (int64_t i = 0; (i + 1) * w->size <= n; i++)
		if (wipe_page(w, first + i, w->bytes + i * w->size, err))
			return -1;
	return 0;
}

/* 1, 0 when a reader keeps the log from being emptied, or -1. */
static int empty_log(struct db *db, struct err *err)
{
	int rc;

	sqlite3_busy_timeout(db->raw, 0);
	rc = sqlite3_wal_checkpoint_v2(db->raw, NULL,
				       SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(db->raw, BUSY_MS);
	if (rc == SQLITE_OK)
		return 1;
	return rc == SQLITE_BUSY || rc == SQLITE_LOCKED
		       ? 0
		       : err_set(err, ERR_SYSTEM, "%s: %s", db->path,
				 sqlite3_errmsg(db->raw));
}

static int measure(struct wiper *w, struct err *err)
{
	uint8_t reserved = 0;

	if (db_ask(w->db, &w->size, 0, err,
		   "SELECT page_size FROM pragma_page_size", "") ||
	    db_ask(w->db, &w->pages, 0, err,
		   "SELECT page_count FROM pragma_page_count", ""))
		return -1;
	if (pread(w->db->file, &reserved, 1, 20) != 1)
		return err_errno(err, ERR_SYSTEM, "%s: cannot be read",
				 w->db->path);
	w->usable = w->size - reserved;
	return w->pages < PAGES_MAX
		       ? 0
		       : err_set(err, ERR_SYSTEM,
				 "%s: has too many pages for what was erased "
				 "to "
				 "be overwritten; stop the desk and run VACUUM",
				 w->db->path);
}

static int wipe_some(struct wiper *w, int64_t *page, int64_t count,
		     struct err *err)
{
	int64_t end = *page + count;

	if (end > w->pages)
		end = w->pages + 1;
	for (int64_t at = *page; at < end; at += AT_ONCE)
		if (wipe_pages(w, at, end - at < AT_ONCE ? end - at : AT_ONCE,
			       err))
			return -1;
	if (w->wrote && fdatasync(w->db->file))
		die_of_sync(w->db->path);
	*page = end > w->pages ? 0 : end;
	return 1;
}

int db_wipe(struct db *db, int64_t *page, int64_t count, bool *wrote,
	    struct err *err)
{
	struct wiper w = { .db = db };
	int rc;

	if (db->file < 0) {
		*page = 0;
		return 1;
	}
	if (measure(&w, err))
		return -1;
	rc = empty_log(db, err);
	if (rc <= 0)
		return rc;
	sqlite3_db_release_memory(db->raw);
	w.bytes = xmalloc((size_t)(AT_ONCE * w.size));
	rc = wipe_some(&w, page, count, err);
	free(w.bytes);
	*wrote = *wrote || w.wrote;
	return rc;
}
