/* lost_help.c - see lost_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/lost_help.h"
#include "help/place.h"

struct desk *lost_opened(const char *path)
{
	return open_desk_at(scratch_dir(), path);
}

struct desk *lost_begun(const char *path)
{
	struct desk *d;

	now_ms = BEGIN_MS;
	d = lost_opened(path);
	add_shops(d);
	return d;
}

struct desk *lost_started_at(const char *path)
{
	struct desk *d = lost_begun(path);

	must_hear(d, "shop",
		  LOST_ORDER SCAN("in_transit", "2026-09-12T10:00:00Z"));
	must_hear(d, "mail", MAIL("m1", "My parcel was not received"));
	return d;
}

struct desk *lost_started(void)
{
	return lost_started_at(":memory:");
}

void lost_at(struct desk *d, const char *step)
{
	struct arena arena = ARENA_INIT;

	assert_string_equal(db_text(desk_db(d), &arena,
				    "SELECT step FROM tickets WHERE id = 1",
				    ""),
			    step);
	arena_release(&arena);
}

int64_t lost_proposed(struct desk *d, const char *template_id)
{
	return db_i64(desk_db(d), -1,
		      "SELECT count(*) FROM actions WHERE state = 2 AND "
		      "template_id = ?1",
		      "s", template_id);
}

int64_t lost_promises(struct desk *d)
{
	return one(d, "SELECT count(*) FROM deadlines WHERE state = 1 AND "
		      "purpose = 'promise'");
}

void lost_offered(struct desk *d)
{
	pass(d, 48 * HOUR_MS);
	send_reply(d);
}

void lost_answers(struct desk *d, const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;

	now_ms += HOUR_MS;
	instant_put(&at, now_ms);
	put_mail_line(&line, (struct mail_line){ .ref = "answer",
						 .from = "ann@example.com",
						 .subject = "Order #1001",
						 .text = text,
						 .at = str_c(&at) });
	must_hear(d, "mail", str_c(&line));
}
