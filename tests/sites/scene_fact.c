/* scene_fact.c - a fact, a webhook, a mail and a photo are accepted.
 * SPDX-License-Identifier: MIT */
#include "sites/scene_own.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/intake/evidence.h"
#include "desk/intake/intake.h"

#define FACT_MAIL                                                 \
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

	return evidence_store(scene_desk, "order:1:O1", PHOTO, strlen(PHOTO),
			      &out, err);
}

static int keep_hook(struct err *err)
{
	return inbox_store(scene_desk, "shop", "event-1", "orders/updated",
			   HOOK, strlen(HOOK), err) < 0
		       ? -1
		       : 0;
}

enum { TOLD_ORDER = 1, TOLD_HOOK = 2, TOLD_MAIL = 4, TOLD_PHOTO = 8 };

int fact_play(const char *dir, struct book *b, struct err *err)
{
	(void)dir;
	if (!(b->told & TOLD_ORDER) && scene_deliver("shop", ORDER, err))
		return -1;
	b->told |= TOLD_ORDER;
	if (!(b->told & TOLD_HOOK) && keep_hook(err))
		return -1;
	b->told |= TOLD_HOOK;
	if (!(b->told & TOLD_MAIL) && scene_deliver("mail", FACT_MAIL, err))
		return -1;
	b->told |= TOLD_MAIL;
	if (!(b->told & TOLD_PHOTO) && keep_photo(err))
		return -1;
	b->told |= TOLD_PHOTO;
	return 0;
}

void fact_look(const char *dir, struct book *b)
{
	struct arena arena = ARENA_INIT;
	struct inbox_item item = { .body = STR_INIT };
	struct err err = { 0 };
	int64_t orders, told = b->told;

	scene_whole(dir);
	orders = scene_one("SELECT count(*) FROM orders");
	assert_int_equal(scene_one("SELECT count(*) FROM payments"), orders);
	assert_int_equal(
		scene_one("SELECT count(*) FROM kv WHERE instance = 'shop'"),
		orders);
	assert_true(orders || !(told & TOLD_ORDER));
	assert_true(scene_one("SELECT count(*) FROM inbox") ||
		    !(told & TOLD_HOOK));
	assert_true(scene_one("SELECT count(*) FROM messages") ||
		    !(told & TOLD_MAIL));
	/* The platform, the mailbox and the buyer say it all again. */
	b->told = 0;
	must(fact_play(dir, b, &err), &err);
	assert_int_equal(scene_one("SELECT count(*) FROM orders"), 1);
	assert_int_equal(scene_one("SELECT count(*) FROM payments"), 1);
	assert_int_equal(scene_one("SELECT count(*) FROM inbox"), 1);
	assert_int_equal(scene_one("SELECT count(*) FROM messages"), 1);
	assert_int_equal(scene_one("SELECT count(*) FROM tickets"), 1);
	assert_int_equal(scene_one("SELECT count(*) FROM quarantine"), 0);
	assert_int_equal(inbox_next(scene_desk, "shop", &arena, &item, &err),
			 1);
	assert_string_equal(str_c(&item.body), HOOK);
	str_release(&item.body);
	arena_release(&arena);
	scene_decides_the_same();
	scene_leave();
}
