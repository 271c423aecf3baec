/* scene_own.c - see scene_own.h.
 * SPDX-License-Identifier: MIT */
#include "sites/scene_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/config.h"
#include "desk/intake/intake.h"
#include "desk/ledger/invariants.h"
#include "desk/ledger/journal.h"
#include "desk/ledger/replay.h"
#include "help/fake_brain.h"

static struct brain brain;
struct desk *scene_desk;
int64_t scene_now_ms = BEGIN_MS;

static int64_t scene_clock(void *arg)
{
	(void)arg;
	return scene_now_ms;
}

int scene_up(const char *dir, struct err *err)
{
	struct desk_options options = { .state = dir,
					.brain = &brain,
					.now = scene_clock };

	brain = fake_brain();
	fake_effects = "auto";
	return desk_open(&scene_desk, &options, err);
}

void scene_enter(const char *dir)
{
	struct err err = { 0 };

	must(scene_up(dir, &err), &err);
}

void scene_leave(void)
{
	desk_close(scene_desk);
	scene_desk = NULL;
}

int64_t scene_one(const char *sql)
{
	return db_i64(desk_db(scene_desk), -1, sql, "");
}

int scene_deliver(const char *instance, const char *records, struct err *err)
{
	struct delivery out = { .instance = instance,
				.via = "sync",
				.shop = shop_of(desk_db(scene_desk), instance),
				.records = records,
				.records_len = strlen(records),
				.kv = "{\"cursor\":\"2\"}",
				.kv_len = 14 };

	return desk_deliver(scene_desk, &out, err);
}

int scene_say(const char *kind, const char *by, const char *json,
	      struct err *err)
{
	return person_does(scene_desk, kind, by, json, err);
}

/* What every look begins with. */
void scene_whole(const char *dir)
{
	CLEANUP(str_release) struct str wrong = STR_INIT;
	struct err err = { 0 };
	int64_t n;

	scene_enter(dir);
	must(db_integrity(desk_db(scene_desk), &err), &err);
	must(journal_verify(desk_db(scene_desk), &n, &err), &err);
	if (invariants_look(desk_db(scene_desk), &wrong, &err))
		fail_msg("%s%s", str_c(&wrong), err.text);
}

void scene_decides_the_same(void)
{
	struct err err = { 0 };
	int64_t n;

	must(journal_verify(desk_db(scene_desk), &n, &err), &err);
	must(replay_decide(scene_desk, &n, &err), &err);
}

void scene_two_shops(const char *dir)
{
	scene_enter(dir);
	must_have_shop(scene_desk, "shop", "shopify",
		       scene_now_ms - 30 * DAY_MS);
	must_have_shop(scene_desk, "mail", "email", scene_now_ms - 30 * DAY_MS);
	scene_leave();
}
