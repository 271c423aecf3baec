/* scene_start.c - a start after a kill, a first one, and an upgrade.
 * SPDX-License-Identifier: MIT */
#include "sites/scene_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "db/migrate.h"
#include "desk/action.h"
#include "desk/restored.h"

/* -- a start, after a kill and for the first time -- */

static struct desk *volatile dead; /* reachable: no leak */

/* A desk that died with a refund on its way and a log that nobody read. */
static void died(const char *dir)
{
	struct book b = { 0 };
	struct err err = { 0 };

	scene_paid_order(dir);
	scene_enter(dir);
	scene_must(refund_plan(&err), &err);
	scene_must(refund_say("approve", "tom", "", &err), &err);
	scene_must(refund_say("sending", "desk", ",\"request_hash\":\"abc\"",
			      &err),
		   &err);
	refund_pay(&b);
	/* Not closed: the copy is of a log in use. */
	dead = scene_desk;
}

static int start(const char *dir, struct book *b, struct err *err)
{
	if (scene_up(dir, err) || desk_start(scene_desk, err))
		return -1;
	b->told = 1;
	scene_leave();
	return 0;
}

static void look_at_start(const char *dir, struct book *b)
{
	struct err err = { 0 };

	scene_whole(dir);
	if (b->told)
		assert_int_equal(scene_one("SELECT state FROM actions"),
				 ACTION_UNKNOWN);
	scene_must(desk_start(scene_desk, &err), &err);
	b->paid = 1;
	snprintf(b->key, sizeof b->key, "%s",
		 db_text(desk_db(scene_desk), &scene_desk->arena,
			 "SELECT key FROM actions", ""));
	scene_must(refund_play(dir, b, &err), &err);
	assert_int_equal(b->paid, 1);
	scene_decides_the_same();
	scene_leave();
}

static void nothing(const char *dir)
{
	(void)dir;
}

static void look_at_first(const char *dir, struct book *b)
{
	(void)b;
	scene_two_shops(dir);
	scene_whole(dir);
	b->told = 0;
	scene_leave();
	scene_enter(dir);
	scene_must(fact_play(dir, b, &(struct err){ 0 }), &(struct err){ 0 });
	scene_leave();
}

/* -- an upgrade -- */

#define NEXT                                                              \
	"CREATE TABLE next (id INTEGER PRIMARY KEY, what TEXT) STRICT;\n" \
	"ALTER TABLE kv ADD COLUMN next TEXT;\n"                          \
	"INSERT INTO next SELECT id, ref FROM orders;"

static int version(void)
{
	return (int)scene_one("SELECT user_version FROM pragma_user_version");
}

static int upgrade(const char *dir, struct book *b, struct err *err)
{
	migrate_teach(migrate_newest(), NEXT);
	if (start(dir, b, err))
		return -1;
	return 0;
}

/* The copy from before, if its name is there, is whole and of the old schema.
 */
static bool copy_is_whole(const char *dir, int old)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("%s/helloword.db.before-%03d", dir, old + 1);
	struct err err = { 0 };
	bool marked = false;
	struct db *db;

	if (!file_exists(path))
		return false;
	scene_must(db_open(&db, path, DB_READ, &err), &err);
	scene_must(db_integrity(db, &err), &err);
	scene_must(db_is_copy(db, &marked, &err), &err);
	assert_true(marked);
	assert_int_equal(db_i64(db, -1, "SELECT count(*) FROM orders", ""), 1);
	db_close(db);
	return true;
}

static void look_at_upgrade(const char *dir, struct book *b)
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
	assert_true(copy_is_whole(dir, old) || !is_new);
	assert_true(is_new || !b->told);
	migrate_teach(old, NEXT);
	scene_whole(dir);
	assert_int_equal(version(), old + 1);
	assert_int_equal(scene_one("SELECT count(*) FROM next"), 1);
	scene_leave();
	migrate_teach(old, NULL);
	assert_true(copy_is_whole(dir, old));
}

#define PART(n, says, prepares, enters, plays, looks, ends)          \
	{                                                            \
		.name = (n), .title = (says), .prepare = (prepares), \
		.enter = (enters), .play = (plays), .look = (looks), \
		.once = (ends)                                       \
	}

const struct scene scenes[] = {
	PART("accept", "a fact is accepted whole or not at all, and once",
	     scene_two_shops, scene_enter, fact_play, fact_look, false),
	PART("refund", "a refund is sent once, whatever fails on its way",
	     scene_paid_order, scene_enter, refund_play, refund_look, false),
	PART("start", "a desk that died starts again, whatever fails meanwhile",
	     died, NULL, start, look_at_start, true),
	PART("first", "a first start leaves nothing that stops the next",
	     nothing, NULL, start, look_at_first, true),
	PART("migrate",
	     "an upgrade leaves the old schema or the new one, and a copy",
	     scene_paid_order, NULL, upgrade, look_at_upgrade, true),
	{ .name = NULL },
};
