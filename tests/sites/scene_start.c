/* scene_start.c - a start after a kill and a first one; and all scenes.
 * SPDX-License-Identifier: MIT */
#include "sites/scene_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/action/action.h"
#include "desk/ledger/restored.h"

/* -- a start, after a kill and for the first time -- */

static struct desk *volatile dead; /* reachable: no leak */

/* A desk that died with a refund on its way and a log that nobody read. */
static void died(const char *dir)
{
	struct book b = { 0 };
	struct err err = { 0 };

	scene_paid_order(dir);
	scene_enter(dir);
	must(refund_plan(&err), &err);
	must(refund_say("approve", "tom", "", &err), &err);
	must(refund_say("sending", "desk", ",\"request_hash\":\"abc\"", &err),
	     &err);
	refund_pay(&b);
	/* Not closed: the copy is of a log in use. */
	dead = scene_desk;
}

int start_play(const char *dir, struct book *b, struct err *err)
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
	must(desk_start(scene_desk, &err), &err);
	b->paid = 1;
	snprintf(b->key, sizeof b->key, "%s",
		 db_text(desk_db(scene_desk), &scene_desk->arena,
			 "SELECT key FROM actions", ""));
	must(refund_play(dir, b, &err), &err);
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
	must(fact_play(dir, b, &(struct err){ 0 }), &(struct err){ 0 });
	scene_leave();
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
	     died, NULL, start_play, look_at_start, true),
	PART("first", "a first start leaves nothing that stops the next",
	     nothing, NULL, start_play, look_at_first, true),
	PART("migrate",
	     "an upgrade leaves the old schema or the new one, and a copy",
	     scene_paid_order, NULL, upgrade_play, upgrade_look, true),
	PART("oldest", "a desk of the first release comes to this one whole",
	     oldest_prepare, NULL, start_play, oldest_look, true),
	{ .name = NULL },
};
