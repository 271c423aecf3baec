/* backup_restore.c - a desk out of a backup: verified whole, then copied in.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <sys/stat.h>

#include "base/copy.h"
#include "base/file.h"
#include "db/migrate.h"
#include "desk/ledger/backup_keys.h"
#include "desk/ledger/backup_own.h"
#include "desk/ledger/journal.h"

/* -- what is in it -- */

/* What stands in backup.json is not believed: a path stays inside. */
static bool path_is_ours(const char *path)
{
	if (text_eq(path, BACKUP_DATABASE))
		return true;
	return text_starts(path, "evidence/") && !strstr(path, "..") &&
	       path[strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789/")] ==
		       '\0';
}

static int verify_file(const char *path, const cJSON *said, struct err *err)
{
	const char *hex = json_text(said, "sha256");
	struct file_sum sum;
	struct hash want;

	if (!hex || !hash_from_hex(&want, hex))
		return err_set(err, ERR_DATA,
			       BACKUP_CONTENTS ": %s has no good sha256", path);
	if (file_sum(path, &sum, err))
		return -1;
	if (sum.size != json_i64(said, "size", -1) ||
	    !hash_eq(&sum.sha256, &want))
		return err_set(err, ERR_DATA,
			       "%s: is not the file that was backed up; use "
			       "another copy",
			       path);
	return 0;
}

static int verify_files(struct backup *b, const cJSON *json, struct err *err)
{
	const cJSON *said;
	int databases = 0;

	cJSON_ArrayForEach (said, json_get(json, "files")) {
		const char *name = json_text(said, "path");
		CLEANUP(free_ptr) char *path = NULL;

		if (!name || !path_is_ours(name))
			return err_set(err, ERR_DATA,
				       BACKUP_CONTENTS
				       ": \"%.80s\" is no file of a "
				       "backup",
				       name ? name : "");
		path = path_join(b->dir, name);
		if (verify_file(path, said, err))
			return -1;
		if (text_eq(name, BACKUP_DATABASE))
			databases++;
		else
			b->evidence++;
	}
	return databases == 1 ? 0
			      : err_set(err, ERR_DATA,
					BACKUP_CONTENTS
					": it must name one " BACKUP_DATABASE);
}

static int verify_head(struct db *copy, const cJSON *json, struct backup *b,
		       struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);
	CLEANUP(json_free_ptr) cJSON *is = NULL;
	const cJSON *said = json_get(json, "head");
	int64_t entries;

	jw_object(&w);
	backup_put_head(&w, copy, b);
	jw_end(&w);
	is = json_parse(str_c(&s), s.len, err);
	if (!is)
		return -1;
	if (!cJSON_Compare(json_get(is, "head"), said, 1))
		return err_set(err, ERR_DATA,
			       "the journal does not end where " BACKUP_CONTENTS
			       " says");
	if (journal_verify(copy, &entries, err))
		return -1;
	return db_integrity(copy, err);
}

/* An older schema is migrated by the desk when it starts. */
static int verify_database(struct backup *b, const cJSON *json, struct err *err)
{
	CLEANUP(free_ptr) char *path = path_join(b->dir, BACKUP_DATABASE);
	int64_t schema = json_i64(json, "schema", 0);
	struct db *copy;
	int rc;

	if (schema > migrate_newest())
		return err_set(err, ERR_CONFIG,
			       "%s: has schema %lld, this program knows %d; "
			       "install the newer release",
			       path, (long long)schema, migrate_newest());
	if (schema < migrate_newest()) {
		b->seq = json_i64(json_get(json, "head"), "seq", 0);
		return 0;
	}
	if (db_open(&copy, path, DB_READ, err))
		return -1;
	rc = verify_head(copy, json, b, err);
	db_close(copy);
	return rc;
}

/* The keys that were copied with it, to the byte, or later ones. */
static int verify_keys(struct backup *b, const cJSON *json, struct err *err)
{
	CLEANUP(free_ptr) char *path = path_join(b->dir, BACKUP_DATABASE);
	const cJSON *said = json_get(json, "keys");
	struct err other = { 0 };

	if (!b->keys)
		return 0;
	if (!file_exists(b->keys))
		return err_set(err, ERR_DATA, "%s: there is no such file",
			       b->keys);
	b->newer = !said || verify_file(b->keys, said, &other);
	return b->newer ? backup_keys_fit(b, json, path, err) : 0;
}

/* -- into the state folder -- */

static bool is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

/* A desk that runs keeps its last keys beside the file, so later ones are
 * copied as a database is. */
static int copy_keys(struct backup *b, struct err *err)
{
	CLEANUP(free_ptr) char *keys = path_join(b->state, "keys.db");
	struct file_sum sum;

	if (!b->keys || is_same_file(b->keys, keys))
		return 0;
	if (b->newer && !file_exists(keys))
		return db_copy(b->keys, keys, err);
	return file_copy(b->keys, keys, 0600, &sum, err);
}

/* What another desk left there would be taken for this one's: a journal of its
 * changes, its marks. */
static int check_empty(const struct backup *b, struct err *err)
{
	/* The lock of a desk is empty and stays where it was. */
	static const char *const ours[] = {
		".",           "..",       "keys.db",           "keys.db-wal",
		"keys.db-shm", "evidence", "helloword.db.lock", NULL
	};
	DIR *dir = opendir(b->state);
	const struct dirent *e;
	int rc = 0;

	while (rc == 0 && dir && (e = readdir(dir))) {
		size_t i = 0;

		while (ours[i] && !text_eq(ours[i], e->d_name))
			i++;
		if (!ours[i])
			rc = err_set(err, ERR_DATA,
				     "%s: is not empty, it holds %.60s; give "
				     "a new folder, or one with keys.db alone",
				     b->state, e->d_name);
	}
	if (dir)
		closedir(dir);
	return rc;
}

static int copy_one(struct backup *b, const char *name, struct err *err)
{
	CLEANUP(free_ptr) char *from = path_join(b->dir, name);
	CLEANUP(free_ptr) char *to = path_join(b->state, name);
	CLEANUP(free_ptr) char *dir = path_dir(to);
	struct file_sum sum;

	/* Named by what is inside: the one that is there is the same. */
	if (!text_eq(name, BACKUP_DATABASE) && file_exists(to))
		return 0;
	return dir_make(dir, 0700, err) || file_copy(from, to, 0600, &sum, err)
		       ? -1
		       : 0;
}

/* The database last: until it is there, the state folder holds no desk. */
static int copy_in(struct backup *b, const cJSON *json, struct err *err)
{
	const cJSON *said;

	if (dir_make(b->state, 0700, err) || copy_keys(b, err))
		return -1;
	cJSON_ArrayForEach (said, json_get(json, "files"))
		if (!text_eq(json_text(said, "path"), BACKUP_DATABASE) &&
		    copy_one(b, json_text(said, "path"), err))
			return -1;
	return copy_one(b, BACKUP_DATABASE, err);
}

int backup_restore(struct backup *b, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(BACKUP_CONTENTS_MAX);
	CLEANUP(free_ptr) char *contents = path_join(b->dir, BACKUP_CONTENTS);
	CLEANUP(free_ptr) char *database = path_join(b->state, BACKUP_DATABASE);
	CLEANUP(json_free_ptr) cJSON *json = NULL;

	if (file_exists(database))
		return err_set(err, ERR_DATA,
			       "%s: there is a desk already; nothing was "
			       "changed",
			       database);
	if (check_empty(b, err))
		return -1;
	if (!file_exists(contents))
		return err_set(
			err, ERR_DATA,
			"%s: is no complete backup: it has no " BACKUP_CONTENTS,
			b->dir);
	if (file_read(&s, contents, BACKUP_CONTENTS_MAX, err) ||
	    !(json = json_parse(str_c(&s), s.len, err)))
		return -1;
	if (json_i64(json, "format", 0) != BACKUP_FORMAT)
		return err_set(err, ERR_DATA,
			       "%s: is of a format this program does not know",
			       contents);
	if (verify_files(b, json, err) || verify_database(b, json, err) ||
	    verify_keys(b, json, err))
		return -1;
	return copy_in(b, json, err);
}
