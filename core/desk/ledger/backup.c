/* backup.c - writing one: see backup.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/backup.h"

#include "base/copy.h"
#include "base/file.h"
#include "base/when.h"
#include "db/migrate.h"
#include "desk/ledger/backup_keys.h"
#include "desk/ledger/backup_own.h"

struct writing {
	struct backup *b;
	struct jw w;
};

static void put_sum(struct jw *w, const char *path, const struct file_sum *sum)
{
	char hex[2 * HASH_LEN + 1];

	hash_hex(&sum->sha256, hex);
	jw_object(w);
	jw_kv_text(w, "path", path);
	jw_kv_i64(w, "size", sum->size);
	jw_kv_text(w, "sha256", hex);
	jw_end(w);
}

static int copy_evidence(struct writing *x, const char *name, struct err *err)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("evidence/%.2s/%s", name, name);
	CLEANUP(free_ptr) char *from = path_join(x->b->state, path);
	CLEANUP(free_ptr) char *to = path_join(x->b->dir, path);
	CLEANUP(free_ptr) char *dir = path_dir(to);
	struct file_sum sum;

	if (!file_exists(from)) {
		x->b->missing++;
		return 0;
	}
	if (dir_make(dir, 0700, err) || file_copy(from, to, 0600, &sum, err))
		return -1;
	put_sum(&x->w, path, &sum);
	x->b->evidence++;
	return 0;
}

void backup_put_head(struct jw *w, struct db *db, struct backup *b)
{
	struct hash none = { { 0 } }, head = none;
	char hex[2 * HASH_LEN + 1];
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db, "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1",
		"");
	size_t len = 0;

	if (rows_next(&r)) {
		const void *at = rows_blob(&r, 1, &len);

		b->seq = rows_i64(&r, 0);
		if (len == sizeof head.at)
			memcpy(head.at, at, len);
	}
	hash_hex(&head, hex);
	jw_key(w, "head");
	jw_object(w);
	jw_kv_i64(w, "seq", b->seq);
	jw_kv_text(w, "hash", hex);
	jw_end(w);
}

static int put_files(struct writing *x, struct db *copy, const char *path,
		     struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		copy, "SELECT DISTINCT name FROM files ORDER BY name", "");
	struct file_sum sum;

	jw_key(&x->w, "files");
	jw_array(&x->w);
	if (file_sum(path, &sum, err))
		return -1;
	put_sum(&x->w, BACKUP_DATABASE, &sum);
	while (rows_next(&r))
		if (copy_evidence(x, rows_text(&r, 0), err))
			return -1;
	jw_end(&x->w);
	return rows_end(&r, err);
}

/* The keys are copied after the database, so that none it uses is missing. */
static int put_keys(struct writing *x, struct err *err)
{
	CLEANUP(free_ptr) char *from = path_join(x->b->state, "keys.db");
	struct file_sum sum;

	if (!x->b->keys)
		return 0;
	if (db_copy(from, x->b->keys, err) || file_sum(x->b->keys, &sum, err))
		return -1;
	jw_key(&x->w, "keys");
	put_sum(&x->w, "keys.db", &sum);
	return 0;
}

static int describe(struct writing *x, const char *path, struct err *err)
{
	CLEANUP(str_release) struct str at = STR_INIT;
	struct db *copy;
	int rc;

	if (db_open(&copy, path, DB_READ, err))
		return -1;
	instant_put(&at, clock_now());
	jw_object(&x->w);
	jw_kv_i64(&x->w, "format", BACKUP_FORMAT);
	jw_kv_text(&x->w, "program", HW_VERSION);
	jw_kv_text(&x->w, "at", str_c(&at));
	jw_kv_i64(&x->w, "schema", migrate_newest());
	backup_put_install(&x->w, x->b);
	backup_put_head(&x->w, copy, x->b);
	rc = db_integrity(copy, err) || put_files(x, copy, path, err);
	db_close(copy);
	if (rc || put_keys(x, err))
		return -1;
	jw_end(&x->w);
	return 0;
}

int backup_write(struct backup *b, struct db *db, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(BACKUP_CONTENTS_MAX);
	CLEANUP(free_ptr) char *path = path_join(b->dir, BACKUP_DATABASE);
	CLEANUP(free_ptr) char *contents = path_join(b->dir, BACKUP_CONTENTS);
	struct writing x = { .b = b, .w = JW_INIT(&s) };

	if (file_exists(b->dir))
		return err_set(err, ERR_DATA,
			       "%s: exists already; give a new folder", b->dir);
	if (dir_make(b->dir, 0700, err) || db_backup(db, path, err) ||
	    describe(&x, path, err))
		return -1;
	str_putc(&s, '\n');
	return file_write(contents, str_c(&s), s.len, 0600, err);
}
