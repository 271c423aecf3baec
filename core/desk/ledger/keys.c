/* keys.c - keys.db: see seal.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/seal.h"

#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "desk/ledger/keys_own.h"

#define SECRET_NAME "install"
#define CACHE_SIZE 256u

struct cached_key {
	char *subject;
	struct hash key;
};

struct keys {
	sqlite3 *raw;
	sqlite3_stmt *find, *add;
	struct hash secret;
	bool open; /* a transaction waits for keys_sync */
	struct cached_key cache[CACHE_SIZE];
};

static int run(struct keys *k, const char *sql, struct err *err)
{
	char *text = NULL;

	if (sqlite3_exec(k->raw, sql, NULL, NULL, &text) == SQLITE_OK)
		return 0;
	err_set(err, ERR_SYSTEM, "keys.db: %s", text ? text : "failed");
	sqlite3_free(text);
	return -1;
}

static struct cached_key *cache_slot(struct keys *k, const char *subject)
{
	uint32_t h = 2166136261u;

	for (const char *at = subject; *at; at++)
		h = (h ^ (unsigned char)*at) * 16777619u;
	return &k->cache[h % CACHE_SIZE];
}

static void cache_clear(struct keys *k)
{
	for (size_t i = 0; i < CACHE_SIZE; i++)
		free(k->cache[i].subject);
	sodium_memzero(k->cache, sizeof k->cache);
}

/* After a failed write: a key that is not durable must not seal anything
 * more, and which of the cached ones are new is not kept. */
static void forget(struct keys *k)
{
	struct err err = { 0 };

	if (!sqlite3_get_autocommit(k->raw) && run(k, "ROLLBACK", &err))
		log_error("%s", err.text);
	k->open = false;
	cache_clear(k);
}

static void cache_put(struct keys *k, const char *subject,
		      const struct hash *key)
{
	struct cached_key *c = cache_slot(k, subject);

	free(c->subject);
	c->subject = xstrdup(subject);
	c->key = *key;
}

int key_find(struct keys *k, const char *subject, struct hash *key,
	     struct err *err)
{
	struct cached_key *c = cache_slot(k, subject);
	bool whole = false;
	int rc;

	if (c->subject && strcmp(c->subject, subject) == 0) {
		*key = c->key;
		return 1;
	}
	sqlite3_bind_text(k->find, 1, subject, -1, SQLITE_STATIC);
	rc = sqlite3_step(k->find);
	if (rc == SQLITE_ROW)
		whole = sqlite3_column_bytes(k->find, 0) == (int)sizeof key->at;
	if (whole) {
		memcpy(key->at, sqlite3_column_blob(k->find, 0),
		       sizeof key->at);
		cache_put(k, subject, key);
	}
	sqlite3_reset(k->find);
	if (rc == SQLITE_ROW && !whole)
		return err_set(err, ERR_SYSTEM,
			       "keys.db: the key of %s is damaged; bring "
			       "keys.db back from its backup",
			       subject);
	if (rc == SQLITE_ROW || rc == SQLITE_DONE)
		return rc == SQLITE_ROW;
	return err_set(err, ERR_SYSTEM, "keys.db: %s", sqlite3_errmsg(k->raw));
}

static int add_key(struct keys *k, const char *subject, struct hash *key,
		   struct err *err)
{
	int rc;

	if (!k->open && run(k, "BEGIN IMMEDIATE", err))
		return -1;
	k->open = true;
	random_bytes(key->at, sizeof key->at);
	sqlite3_bind_text(k->add, 1, subject, -1, SQLITE_STATIC);
	sqlite3_bind_blob(k->add, 2, key->at, sizeof key->at, SQLITE_STATIC);
	rc = sqlite3_step(k->add);
	sqlite3_reset(k->add);
	if (rc != SQLITE_DONE) {
		err_set(err, ERR_SYSTEM, "keys.db: %s", sqlite3_errmsg(k->raw));
		forget(k);
		return -1;
	}
	cache_put(k, subject, key);
	return 0;
}

int key_for(struct keys *k, const char *subject, struct hash *key,
	    struct err *err)
{
	int rc = key_find(k, subject, key, err);

	return rc ? (rc < 0 ? -1 : 0) : add_key(k, subject, key, err);
}

int keys_sync(struct keys *k, struct err *err)
{
	if (!k->open)
		return 0;
	if (run(k, "COMMIT", err)) {
		forget(k);
		return -1;
	}
	k->open = false;
	return 0;
}

static int make_tables(struct keys *k, struct err *err)
{
	return run(k,
		   "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		   "PRAGMA secure_delete=ON; PRAGMA mmap_size=0;"
		   "PRAGMA wal_checkpoint(TRUNCATE);"
		   "CREATE TABLE IF NOT EXISTS keys (subject TEXT PRIMARY KEY, "
		   "key BLOB NOT NULL) STRICT, WITHOUT ROWID;"
		   "CREATE TABLE IF NOT EXISTS destroyed (subject TEXT PRIMARY "
		   "KEY) STRICT, WITHOUT ROWID;",
		   err);
}

static int prepare(struct keys *k, struct err *err)
{
	if (sqlite3_prepare_v2(k->raw,
			       "SELECT key FROM keys WHERE subject = ?1", -1,
			       &k->find, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(k->raw, "INSERT INTO keys VALUES(?1, ?2)", -1,
			       &k->add, NULL) == SQLITE_OK)
		return 0;
	return err_set(err, ERR_SYSTEM, "keys.db: %s", sqlite3_errmsg(k->raw));
}

/* The owner's alone, whatever the umask and the folder are; what lies beside it
 * gets the same mode. */
static void own(const char *path)
{
	CLEANUP(close_fd)
	int fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;

	if (fd >= 0 && fchmod(fd, 0600))
		log_warning("%s: its mode cannot be set to 600", path);
}

int keys_open(struct keys **out, const char *path, struct err *err)
{
	struct keys *k = xcalloc(1, sizeof *k);

	*out = NULL;
	own(path);
	if (sqlite3_open_v2(path ? path : ":memory:", &k->raw,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
				    SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK) {
		err_set(err, ERR_SYSTEM, "%s: cannot be opened",
			path ? path : "keys");
		keys_close(k);
		return -1;
	}
	sqlite3_busy_timeout(k->raw, 5000);
	if (make_tables(k, err) || prepare(k, err) ||
	    key_for(k, SECRET_NAME, &k->secret, err) || keys_sync(k, err) ||
	    (path && dir_sync(path, err))) {
		keys_close(k);
		return -1;
	}
	*out = k;
	return 0;
}

int keys_read(struct keys **out, const char *path, struct err *err)
{
	struct keys *k = xcalloc(1, sizeof *k);

	*out = NULL;
	if (sqlite3_open_v2(path, &k->raw,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
			    NULL) == SQLITE_OK) {
		sqlite3_busy_timeout(k->raw, 5000);
		if (prepare(k, err) == 0 &&
		    key_find(k, SECRET_NAME, &k->secret, err) > 0) {
			*out = k;
			return 0;
		}
	}
	keys_close(k);
	if (!err->code)
		err_set(err, ERR_SYSTEM, "%s: cannot be read", path);
	return -1;
}

void keys_close(struct keys *k)
{
	struct err err = { 0 };

	if (!k)
		return;
	if (k->raw && keys_sync(k, &err))
		log_error("%s", err.text);
	sqlite3_finalize(k->find);
	sqlite3_finalize(k->add);
	sqlite3_close(k->raw);
	cache_clear(k);
	sodium_memzero(k, sizeof *k);
	free(k);
}

const struct hash *keys_secret(const struct keys *k)
{
	return &k->secret;
}

static int run_on(struct keys *k, const char *sql, const char *subject,
		  struct err *err)
{
	sqlite3_stmt *st = NULL;
	int rc;

	if (sqlite3_prepare_v2(k->raw, sql, -1, &st, NULL) == SQLITE_OK)
		sqlite3_bind_text(st, 1, subject, -1, SQLITE_STATIC);
	rc = sqlite3_step(st);
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? 0
				 : err_set(err, ERR_SYSTEM, "keys.db: %s",
					   sqlite3_errmsg(k->raw));
}

int keys_destroy(struct keys *k, const char *subject, struct err *err)
{
	struct cached_key *c = cache_slot(k, subject);

	if (c->subject && strcmp(c->subject, subject) == 0) {
		free(c->subject);
		*c = (struct cached_key){ 0 };
	}
	if (!k->open && run(k, "BEGIN IMMEDIATE", err))
		return -1;
	k->open = true;
	/* With the word that it is gone: without it, what was sealed under it
	 * would look changed once the subject has another key. */
	if (run_on(k, "INSERT OR IGNORE INTO destroyed VALUES(?1)", subject,
		   err) ||
	    run_on(k, "DELETE FROM keys WHERE subject = ?1", subject, err)) {
		forget(k);
		return -1;
	}
	return sqlite3_changes(k->raw) > 0;
}

int keys_wipe(struct keys *k, struct err *err)
{
	/* A key can stand between the cells of a page that was divided. */
	if (keys_sync(k, err) || run(k, "VACUUM", err))
		return -1;
	/* Older pages in the WAL hold the key still. */
	if (sqlite3_wal_checkpoint_v2(k->raw, NULL, SQLITE_CHECKPOINT_TRUNCATE,
				      NULL, NULL) != SQLITE_OK)
		return err_set(err, ERR_RETRY, "keys.db: %s",
			       sqlite3_errmsg(k->raw));
	return 0;
}

int keys_has(struct keys *k, const char *subject, struct err *err)
{
	struct hash key;
	int rc = key_find(k, subject, &key, err);

	sodium_memzero(&key, sizeof key);
	return rc;
}

int keys_was_destroyed(struct keys *k, const char *subject, struct err *err)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(k->raw,
				    "SELECT 1 FROM destroyed WHERE "
				    "subject = ?1",
				    -1, &st, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_bind_text(st, 1, subject, -1, SQLITE_STATIC);
		rc = sqlite3_step(st);
	}
	sqlite3_finalize(st);
	if (rc == SQLITE_ROW || rc == SQLITE_DONE)
		return rc == SQLITE_ROW;
	return err_set(err, ERR_SYSTEM, "keys.db: %s", sqlite3_errmsg(k->raw));
}

int keys_destroyed(struct keys *k,
		   int (*each)(void *arg, const char *subject, struct err *err),
		   void *arg, struct err *err)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(k->raw,
				    "SELECT subject FROM destroyed ORDER BY 1",
				    -1, &st, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(st);
		if (rc == SQLITE_ROW &&
		    each(arg, (const char *)sqlite3_column_text(st, 0), err)) {
			sqlite3_finalize(st);
			return -1;
		}
	}
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? 0
				 : err_set(err, ERR_SYSTEM, "keys.db: %s",
					   sqlite3_errmsg(k->raw));
}
