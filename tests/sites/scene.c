/* scene.c - see scene.h.
 * SPDX-License-Identifier: MIT */
#include "sites/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/file.h"
#include "base/when.h"
#include "cli/cli.h"
#include "db/migrate.h"
#include "desk/action.h"
#include "desk/config.h"
#include "desk/evidence.h"
#include "desk/intake.h"
#include "desk/journal.h"
#include "desk/replay.h"
#include "desk/restored.h"
#include "help/fake_brain.h"

static struct brain brain;
static struct desk *d;
static int64_t now_ms = INT64_C(1790000000000);

static int64_t scene_now(void *arg)
{
	(void)arg;
	return now_ms;
}

static int desk_up(const char *dir, struct err *err)
{
	struct desk_options options = { .state = dir,
					.brain = &brain,
					.now = scene_now };

	brain = fake_brain();
	fake_effects = "auto";
	return desk_open(&d, &options, err);
}

static void must(int rc, const struct err *err)
{
	if (rc)
		fail_msg("%s", err->text);
}

static void enter(const char *dir)
{
	struct err err = { 0 };

	must(desk_up(dir, &err), &err);
}

void scene_leave(void)
{
	desk_close(d);
	d = NULL;
}

static int64_t one(const char *sql)
{
	return db_i64(desk_db(d), -1, sql, "");
}

static int deliver(const char *instance, const char *records, struct err *err)
{
	struct delivery out = { .instance = instance,
				.via = "sync",
				.shop = shop_of(desk_db(d), instance),
				.records = records,
				.records_len = strlen(records),
				.kv = "{\"cursor\":\"2\"}",
				.kv_len = 14 };

	return desk_deliver(d, &out, err);
}

static int say(const char *kind, const char *by, const char *json,
	       struct err *err)
{
	struct command cmd = { .kind = kind,
			       .by = by,
			       .via = "cli",
			       .json = json,
			       .json_len = strlen(json) };

	return desk_do(d, &cmd, err);
}

/* What every look begins with. */
void scene_whole(const char *dir)
{
	struct cli c = { .out = STR_INIT };
	struct err err = { 0 };
	int64_t n;

	enter(dir);
	must(db_integrity(desk_db(d), &err), &err);
	must(journal_verify(desk_db(d), &n, &err), &err);
	if (doctor_rows(&c, desk_db(d)))
		fail_msg("%s", str_c(&c.out));
	str_release(&c.out);
}

static void the_same_again(void)
{
	struct err err = { 0 };
	int64_t n;

	must(journal_verify(desk_db(d), &n, &err), &err);
	must(replay_decide(d, &n, &err), &err);
}

static void two_shops(const char *dir)
{
	struct err err = { 0 };
	int64_t id;

	enter(dir);
	must(shop_ensure(d, "shop", "shopify", now_ms - 30 * DAY_MS, &id, &err),
	     &err);
	must(shop_ensure(d, "mail", "email", now_ms - 30 * DAY_MS, &id, &err),
	     &err);
	scene_leave();
}

/* -- a fact is accepted -- */

#define ORDER                                                                  \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\",\"version\":1," \
	"\"status\":\"open\",\"placed\":\"2026-09-20T10:00:00Z\","             \
	"\"buyer_ref\":\"B1\",\"buyer_name\":\"Ann Smith\","                   \
	"\"email\":\"ann@example.com\",\"lang\":\"en\","                       \
	"\"total\":{\"amount\":\"12.00\",\"currency\":\"USD\"}}\n"             \
	"{\"kind\":\"payment\",\"ref\":\"P1\",\"order_ref\":\"O1\","           \
	"\"type\":\"sale\",\"status\":\"success\","                            \
	"\"amount\":{\"amount\":\"12.00\",\"currency\":\"USD\"},"              \
	"\"at\":\"2026-09-20T10:00:00Z\"}\n"
#define MAIL                                                      \
	"{\"kind\":\"text_in\",\"ref\":\"m1\",\"channel\":"       \
	"\"email\",\"thread\":\"m1\",\"from_addr\":"              \
	"\"ann@example.com\",\"subject\":\"Order #1001\","        \
	"\"text\":\"my parcel was not received\",\"message_id\":" \
	"\"<m1@example.com>\",\"origin\":\"human\",\"at\":"       \
	"\"2026-09-21T10:00:00Z\"}\n"
#define HOOK "{\"id\":1,\"what\":\"something happened\"}"
#define PHOTO "not really a picture"

static int keep_photo(struct err *err)
{
	struct evidence_file out;

	return evidence_store(d, "order:1:O1", PHOTO, strlen(PHOTO), &out, err);
}

static int keep_hook(struct err *err)
{
	return inbox_store(d, "shop", "event-1", "orders/updated", HOOK,
			   strlen(HOOK), err) < 0
		       ? -1
		       : 0;
}

enum { TOLD_ORDER = 1, TOLD_HOOK = 2, TOLD_MAIL = 4, TOLD_PHOTO = 8 };

static int accept(const char *dir, struct book *b, struct err *err)
{
	(void)dir;
	if (!(b->told & TOLD_ORDER) && deliver("shop", ORDER, err))
		return -1;
	b->told |= TOLD_ORDER;
	if (!(b->told & TOLD_HOOK) && keep_hook(err))
		return -1;
	b->told |= TOLD_HOOK;
	if (!(b->told & TOLD_MAIL) && deliver("mail", MAIL, err))
		return -1;
	b->told |= TOLD_MAIL;
	if (!(b->told & TOLD_PHOTO) && keep_photo(err))
		return -1;
	b->told |= TOLD_PHOTO;
	return 0;
}

static void look_at_facts(const char *dir, struct book *b)
{
	struct arena arena = ARENA_INIT;
	struct inbox_item item = { .body = STR_INIT };
	struct err err = { 0 };
	int64_t orders, told = b->told;

	scene_whole(dir);
	orders = one("SELECT count(*) FROM orders");
	assert_int_equal(one("SELECT count(*) FROM payments"), orders);
	assert_int_equal(one("SELECT count(*) FROM kv WHERE instance = 'shop'"),
			 orders);
	assert_true(orders || !(told & TOLD_ORDER));
	assert_true(one("SELECT count(*) FROM inbox") || !(told & TOLD_HOOK));
	assert_true(one("SELECT count(*) FROM messages") ||
		    !(told & TOLD_MAIL));
	/* The platform, the mailbox and the buyer say it all again. */
	b->told = 0;
	must(accept(dir, b, &err), &err);
	assert_int_equal(one("SELECT count(*) FROM orders"), 1);
	assert_int_equal(one("SELECT count(*) FROM payments"), 1);
	assert_int_equal(one("SELECT count(*) FROM inbox"), 1);
	assert_int_equal(one("SELECT count(*) FROM messages"), 1);
	assert_int_equal(one("SELECT count(*) FROM tickets"), 1);
	assert_int_equal(one("SELECT count(*) FROM quarantine"), 0);
	assert_int_equal(inbox_next(d, "shop", &arena, &item, &err), 1);
	assert_string_equal(str_c(&item.body), HOOK);
	str_release(&item.body);
	arena_release(&arena);
	the_same_again();
	scene_leave();
}

/* -- a refund is sent -- */

static void paid_order(const char *dir)
{
	struct err err = { 0 };

	two_shops(dir);
	enter(dir);
	must(deliver("shop", ORDER, &err), &err);
	scene_leave();
}

#define REFUND "SELECT %s FROM actions WHERE verb = 'refund'"

static int about_refund(const char *kind, const char *by, const char *more,
			struct err *err)
{
	CLEANUP(free_ptr)
	char *json =
		xasprintf("{\"action\":%lld%s}",
			  (long long)one("SELECT max(id) FROM actions"), more);

	return say(kind, by, json, err);
}

static int plan(struct err *err)
{
	return say("plan", "mia",
		   "{\"verb\":\"refund\",\"order\":\"#1001\",\"amount\":"
		   "\"5.00\",\"currency\":\"USD\"}",
		   err);
}

/* The world pays for each key once. */
static void pay(struct book *b)
{
	const char *key =
		db_text(desk_db(d), &d->arena, "SELECT key FROM actions", "");

	if (b->paid && text_eq(b->key, key))
		return;
	b->paid++;
	snprintf(b->key, sizeof b->key, "%s", key);
}

static int send_it(struct book *b, struct err *err)
{
	if (about_refund("sending", "desk", ",\"request_hash\":\"abc\"", err))
		return -1;
	pay(b);
	return about_refund("result", "desk", ",\"outcome\":\"accepted\"", err);
}

static int show_it(const struct book *b, struct err *err)
{
	CLEANUP(free_ptr)
	char *json = xasprintf(
		"{\"kind\":\"payment\",\"ref\":\"R1\",\"order_ref\":\"O1\","
		"\"type\":\"refund\",\"status\":\"success\",\"amount\":"
		"{\"amount\":\"5.00\",\"currency\":\"USD\"},\"note\":\"%s\"}\n",
		b->key);

	return deliver("shop", json, err);
}

/* One step further, whatever the last one came to. */
static int refund_on(struct book *b, struct err *err)
{
	switch (one("SELECT state FROM actions")) {
	case -1:
		return plan(err);
	case ACTION_WAITING:
		return about_refund("approve", "tom", "", err);
	case ACTION_DUE:
		return send_it(b, err);
	case ACTION_SENDING:
		return about_refund("result", "desk",
				    ",\"outcome\":\"accepted\"", err);
	case ACTION_UNKNOWN:
		now_ms += MINUTE_MS;
		return b->paid ? show_it(b, err)
			       : about_refund("result", "desk",
					      ",\"outcome\":\"absent\"", err);
	case ACTION_ACCEPTED:
		return show_it(b, err);
	default:
		return err_set(err, ERR_BUG, "refund in state %lld",
			       (long long)one("SELECT state FROM actions"));
	}
}

static int refund(const char *dir, struct book *b, struct err *err)
{
	(void)dir;
	for (int i = 0; i < 12; i++) {
		if (one("SELECT state FROM actions") == ACTION_SETTLED)
			return 0;
		if (refund_on(b, err))
			return -1;
		b->told = one("SELECT state FROM actions");
	}
	return err_set(err, ERR_BUG, "the refund does not end");
}

static void look_at_refund(const char *dir, struct book *b)
{
	struct err err = { 0 };
	int64_t state;

	scene_whole(dir);
	state = one("SELECT state FROM actions");
	assert_true(one("SELECT count(*) FROM actions") <= 1);
	if (b->told)
		assert_true(state >= b->told);
	if (b->paid)
		assert_true(state >= ACTION_SENDING);
	must(desk_start(d, &err), &err);
	assert_int_not_equal(one("SELECT state FROM actions"), ACTION_SENDING);
	must(refund(dir, b, &err), &err);
	assert_int_equal(b->paid, 1);
	assert_int_equal(one("SELECT count(*) FROM payments"), 2);
	the_same_again();
	scene_leave();
}

/* -- a start, after a kill and for the first time -- */

/* A desk that died with a refund on its way and a log that nobody read. */
static void died(const char *dir)
{
	struct book b = { 0 };
	struct err err = { 0 };

	paid_order(dir);
	enter(dir);
	must(plan(&err), &err);
	must(about_refund("approve", "tom", "", &err), &err);
	must(about_refund("sending", "desk", ",\"request_hash\":\"abc\"", &err),
	     &err);
	pay(&b);
	/* Not closed: the copy is of a log in use. */
}

static int start(const char *dir, struct book *b, struct err *err)
{
	if (desk_up(dir, err) || desk_start(d, err))
		return -1;
	b->told = 1;
	scene_leave();
	return 0;
}

static void look_at_start(const char *dir, struct book *b)
{
	struct err err = { 0 };

	scene_whole(dir);
	assert_int_equal(one("SELECT state FROM actions"),
			 b->told ? ACTION_UNKNOWN
				 : one("SELECT state FROM actions"));
	must(desk_start(d, &err), &err);
	b->paid = 1;
	snprintf(b->key, sizeof b->key, "%s",
		 db_text(desk_db(d), &d->arena, "SELECT key FROM actions", ""));
	must(refund(dir, b, &err), &err);
	assert_int_equal(b->paid, 1);
	the_same_again();
	scene_leave();
}

static void nothing(const char *dir)
{
	(void)dir;
}

static void look_at_first(const char *dir, struct book *b)
{
	(void)b;
	two_shops(dir);
	scene_whole(dir);
	b->told = 0;
	scene_leave();
	enter(dir);
	must(accept(dir, b, &(struct err){ 0 }), &(struct err){ 0 });
	scene_leave();
}

/* -- an upgrade -- */

#define NEXT                                                              \
	"CREATE TABLE next (id INTEGER PRIMARY KEY, what TEXT) STRICT;\n" \
	"ALTER TABLE kv ADD COLUMN next TEXT;\n"                          \
	"INSERT INTO next SELECT id, ref FROM orders;"

static int version(void)
{
	return (int)one("SELECT user_version FROM pragma_user_version");
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
	must(db_open(&db, path, DB_READ, &err), &err);
	must(db_integrity(db, &err), &err);
	must(db_is_copy(db, &marked, &err), &err);
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
	assert_int_equal(one("SELECT count(*) FROM next"), 1);
	scene_leave();
	migrate_teach(old, NULL);
	assert_true(copy_is_whole(dir, old));
}

#define PART(n, says, prepares, enters, plays, looks)                \
	{                                                            \
		.name = (n), .title = (says), .prepare = (prepares), \
		.enter = (enters), .play = (plays), .look = (looks), \
		.once = (enters) == NULL                             \
	}

const struct scene scenes[] = {
	PART("accept", "a fact is accepted whole or not at all, and once",
	     two_shops, enter, accept, look_at_facts),
	PART("refund", "a refund is sent once, whatever fails on its way",
	     paid_order, enter, refund, look_at_refund),
	PART("start", "a desk that died starts again, whatever fails meanwhile",
	     died, NULL, start, look_at_start),
	PART("first", "a first start leaves nothing that stops the next",
	     nothing, NULL, start, look_at_first),
	PART("migrate",
	     "an upgrade leaves the old schema or the new one, and a copy",
	     paid_order, NULL, upgrade, look_at_upgrade),
	{ .name = NULL },
};
