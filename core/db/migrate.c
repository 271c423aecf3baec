/* migrate.c - the numbered schema files, embedded.
 * SPDX-License-Identifier: MIT */
#include "db/migrate.h"

#include <sqlite3.h>

#include "base/file.h"
#include "base/log.h"

/* The Makefile makes this object depend on core/db/schema/ and the build runs
 * from the root of the tree. */
/* NOLINTBEGIN(bugprone-macro-parentheses): the symbol is declared */
#define EMBED(symbol, path)                                           \
	extern const char symbol[];                                   \
	__asm__(".pushsection .rodata\n.global " #symbol "\n" #symbol \
		":\n.incbin \"core/db/schema/" path "\"\n.byte 0\n"   \
		".popsection\n")

/* NOLINTEND(bugprone-macro-parentheses) */

EMBED(hw_schema_001, "001-first.sql");

EMBED(hw_schema_002, "002-breakers.sql");

EMBED(hw_schema_003, "003-unread.sql");

EMBED(hw_schema_004, "004-erasing.sql");

EMBED(hw_schema_005, "005-people.sql");

EMBED(hw_schema_006, "006-enclosed.sql");

EMBED(hw_schema_007, "007-seen.sql");

EMBED(hw_schema_008, "008-alarms.sql");

EMBED(hw_schema_009, "009-loop.sql");

EMBED(hw_schema_010, "010-staff.sql");

EMBED(hw_schema_011, "011-remedies.sql");

EMBED(hw_schema_012, "012-clock.sql");

EMBED(hw_schema_013, "013-signs.sql");

EMBED(hw_schema_014, "014-causes.sql");

EMBED(hw_schema_015, "015-kept.sql");

EMBED(hw_schema_016, "016-files.sql");

EMBED(hw_schema_017, "017-heard.sql");

EMBED(hw_schema_018, "018-backing.sql");

EMBED(hw_schema_019, "019-keys.sql");

EMBED(hw_schema_020, "020-tied.sql");

EMBED(hw_schema_021, "021-sums.sql");

EMBED(hw_schema_022, "022-codes.sql");

EMBED(hw_schema_023, "023-danger.sql");

static const char *const files[] = {
	hw_schema_001, hw_schema_002, hw_schema_003, hw_schema_004,
	hw_schema_005, hw_schema_006, hw_schema_007, hw_schema_008,
	hw_schema_009, hw_schema_010, hw_schema_011, hw_schema_012,
	hw_schema_013, hw_schema_014, hw_schema_015, hw_schema_016,
	hw_schema_017, hw_schema_018, hw_schema_019, hw_schema_020,
	hw_schema_021, hw_schema_022, hw_schema_023
};

static int known = COUNT_OF(files);
static const char *beyond; /* one more, in tests */

int migrate_newest(void)
{
	return known + (beyond != NULL);
}

void migrate_teach(int count, const char *more)
{
	known = count;
	beyond = more;
}

static const char *file_of(int version)
{
	return version > known ? beyond : files[version - 1];
}

static int step(struct db *db, int version, struct err *err)
{
	CLEANUP(free_ptr)
	char *sql = xasprintf("BEGIN IMMEDIATE;\n%s\nPRAGMA user_version=%d;"
			      "\nCOMMIT;",
			      file_of(version), version);
	char *text = NULL;

	if (sqlite3_exec(db_raw(db), sql, NULL, NULL, &text) == SQLITE_OK)
		return 0;
	err_set(err, ERR_SYSTEM, "migration %03d: %s", version,
		text ? text : sqlite3_errmsg(db_raw(db)));
	sqlite3_free(text);
	db_rollback(db);
	return -1;
}

/* A migration that was cut off is begun again and its copy made anew: until a
 * step is committed, the database may have gone on under the older release. */
static int keep_copy(struct db *db, const char *path, int version,
		     struct err *err)
{
	CLEANUP(free_ptr)
	char *copy = xasprintf("%s.before-%03d", path, version + 1);
	CLEANUP(free_ptr) char *part = xasprintf("%s.part", copy);

	log_info("migrating the database from version %d to %d; what it was is "
		 "kept as %s",
		 version, migrate_newest(), copy);
	return file_remove(part, err) || db_backup(db, part, err) ||
			       file_rename(part, copy, err)
		       ? -1
		       : 0;
}

int migrate(struct db *db, const char *path, bool write, struct err *err)
{
	int64_t is = 0;
	int version;

	if (db_ask(db, &is, 0, err, "PRAGMA user_version", ""))
		return err_context(err, "%s", path);
	version = (int)is;
	if (version > migrate_newest())
		return err_set(err, ERR_CONFIG,
			       "%s: has schema %d, this program knows %d; "
			       "install the newer release",
			       path, version, migrate_newest());
	if (version < migrate_newest() && !write)
		return err_set(err, ERR_CONFIG,
			       "%s: has schema %d, this program needs %d; "
			       "start the desk once, it migrates",
			       path, version, migrate_newest());
	if (version > 0 && version < migrate_newest() &&
	    keep_copy(db, path, version, err))
		return -1;
	while (version < migrate_newest())
		if (step(db, ++version, err))
			return -1;
	return 0;
}
