/* backup_keys.c - see backup_keys.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/backup_keys.h"

#include "base/file.h"
#include "desk/ledger/seal.h"

static void mark_of(const struct keys *keys, char hex[2 * HASH_LEN + 1])
{
	static const struct hash no_salt;
	struct hash mark = derive(keys_secret(keys), HASH_LEN, &no_salt,
				  "install of a backup", 0);

	hash_hex(&mark, hex);
}

void backup_put_install(struct jw *w, const struct backup *b)
{
	CLEANUP(free_ptr) char *path = path_join(b->state, "keys.db");
	struct err none = { 0 };
	char hex[2 * HASH_LEN + 1];
	struct keys *keys;

	if (!file_exists(path) || keys_read(&keys, path, &none))
		return;
	mark_of(keys, hex);
	keys_close(keys);
	jw_kv_text(w, "install", hex);
}

/* Whose sealed entries neither a key opens nor an erasure explains. */
static int count_missing(struct keys *keys, const char *path, int64_t *missing,
			 struct err *err)
{
	struct db *db;
	int rc = 0;

	*missing = 0;
	if (db_open(&db, path, DB_READ, err))
		return -1;
	{
		CLEANUP(rows_release)
		struct rows r = rows_query(
			db,
			"SELECT DISTINCT subject FROM journal WHERE sealed IS "
			"NOT NULL AND subject IS NOT NULL",
			"");

		while (rc >= 0 && rows_next(&r)) {
			rc = keys_has(keys, rows_text(&r, 0), err);
			if (rc == 0)
				rc = keys_was_destroyed(keys, rows_text(&r, 0),
							err);
			*missing += rc == 0;
		}
		rc = rc < 0 ? -1 : rows_end(&r, err);
	}
	db_close(db);
	return rc;
}

int backup_keys_fit(const struct backup *b, const cJSON *json, const char *path,
		    struct err *err)
{
	const char *install = json_text(json, "install");
	char hex[2 * HASH_LEN + 1];
	int64_t missing = 0;
	struct keys *keys;
	int rc = 0;

	if (!install)
		return err_set(err, ERR_DATA,
			       "%s: are not the keys that were copied with %s, "
			       "and it does not say of which install it is; "
			       "give those, or put keys.db into the new state "
			       "folder yourself",
			       b->keys, b->dir);
	if (keys_read(&keys, b->keys, err))
		return -1;
	mark_of(keys, hex);
	if (!text_eq(hex, install))
		rc = err_set(err, ERR_DATA,
			     "%s: are the keys of another desk than %s is of",
			     b->keys, b->dir);
	else if (count_missing(keys, path, &missing, err))
		rc = -1;
	else if (missing)
		rc = err_set(err, ERR_DATA,
			     "%s: are older than %s: %lld of its keys are not "
			     "there; give newer ones",
			     b->keys, b->dir, (long long)missing);
	keys_close(keys);
	return rc;
}
