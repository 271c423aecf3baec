/* scene_upgrade.c - a newer release opens what an older one left.
 *
 * A schema is old or new, never between, and its copy from before is whole
 * before anything changes.
 * SPDX-License-Identifier: MIT */
#include "sites/scene_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "db/migrate.h"

/* -- to a release that is not there yet -- */

#define NEXT                                                              \
	"CREATE TABLE next (id INTEGER PRIMARY KEY, what TEXT) STRICT;\n" \
	"ALTER TABLE kv ADD COLUMN next TEXT;\n"                          \
	"INSERT INTO next SELECT id, ref FROM orders;"

#define ORDERS "SELECT count(*) FROM orders"

static int version(void)
{
	return (int)scene_one("SELECT user_version FROM pragma_user_version");
}

int upgrade_play(const char *dir, struct book *b, struct err *err)
{
	migrate_teach(migrate_newest(), NEXT);
	return start_play(dir, b, err);
}

/* The copy from before, if its name is there, is whole, of the old schema and
 * holds what was there. */
static bool copy_is_whole(const char *dir, int old, const char *count)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("%s/helloword.db.before-%03d", dir, old + 1);
	struct err err = { 0 };
	bool marked = false;
	struct db *db;

	if (!file_exists(path))
		return false;
	must(db_open(&db, path, DB_READ, &err), &err);
	must(db_integrity(db, &err), &err);
	must(db_is_copy(db, &marked, &err), &err);
	assert_true(marked);
	assert_int_equal(db_i64(db, -1, count, ""), 1);
	db_close(db);
	return true;
}

void upgrade_look(const char *dir, struct book *b)
{
	CLEANUP(free_ptr) char *path = path_join(dir, "helloword.db");
	struct err err = { 0 };
	int old = migrate_newest();
	struct db *db = NULL;
	bool is_new = db_open(&db, path, DB_READ, &err) != 0;

	/* Old, and as it was; or new, and this release says so. */
	if (is_new) {
		assert_int_equal(err.code, ERR_CONFIG);
		assert_non_null(strstr(err.text, "install the newer release"));
	} else
		assert_int_equal(
			db_i64(db, -1,
			       "SELECT count(*) FROM pragma_table_list "
			       "WHERE name = 'next'",
			       ""),
			0);
	db_close(db);
	assert_true(copy_is_whole(dir, old, ORDERS) || !is_new);
	assert_true(is_new || !b->told);
	migrate_teach(old, NEXT);
	scene_whole(dir);
	assert_int_equal(version(), old + 1);
	assert_int_equal(scene_one("SELECT count(*) FROM next"), 1);
	scene_leave();
	migrate_teach(old, NULL);
	assert_true(copy_is_whole(dir, old, ORDERS));
}

/* -- from the first release to this one -- */

#define KEPT "SELECT count(*) FROM kv WHERE key = 'kept'"

void oldest_prepare(const char *dir)
{
	CLEANUP(free_ptr) char *path = path_join(dir, "helloword.db");
	int newest = migrate_newest();
	struct err err = { 0 };
	struct db *db;

	migrate_teach(1, NULL);
	must(db_open(&db, path, DB_WRITE, &err), &err);
	must(db_run(db, &err,
		    "INSERT INTO kv(instance, key, value) "
		    "VALUES('shop', 'kept', '1')",
		    ""),
	     &err);
	db_close(db);
	migrate_teach(newest, NULL);
}

/* Whatever step it came to, the copy from before the first is there. */
void oldest_look(const char *dir, struct book *b)
{
	CLEANUP(free_ptr) char *path = path_join(dir, "helloword.db");
	int newest = migrate_newest();
	struct err err = { 0 };
	struct db *db = NULL;
	bool moved;

	migrate_teach(1, NULL);
	moved = db_open(&db, path, DB_READ, &err) != 0;
	db_close(db);
	assert_true(!moved || err.code == ERR_CONFIG);
	assert_true(copy_is_whole(dir, 1, KEPT) || !moved);
	migrate_teach(newest, NULL);
	scene_whole(dir);
	assert_int_equal(version(), newest);
	assert_int_equal(scene_one(KEPT), 1);
	scene_leave();
	b->told = 0;
	scene_two_shops(dir);
	scene_enter(dir);
	must(fact_play(dir, b, &err), &err);
	scene_leave();
}
