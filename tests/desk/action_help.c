/* action_help.c - see action_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/action_help.h"

#include "base/when.h"
#include "desk/loop_help.h"
#include "desk/merge.h"

void act(struct desk *d, const char *kind, int64_t id)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld}", (long long)id);

	must_do(d, kind, "mia", json);
}

void refuses(struct desk *d, const char *kind, int64_t id, const char *words)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld}", (long long)id);

	must_refuse(d, kind, json, words);
}

void is_in(struct desk *d, int64_t id, enum action_state state)
{
	assert_string_equal(action_state_name((int32_t)action_state(d, id)),
			    action_state_name(state));
}

int64_t newest(struct desk *d, const char *verb)
{
	return db_i64(desk_db(d), 0,
		      "SELECT max(id) FROM actions WHERE verb = ?1", "s", verb);
}

void replies(struct desk *d, int64_t ticket, const char *text)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	const char *to = db_text(
		d->db, &arena,
		"SELECT from_addr FROM messages WHERE direction = 1 AND ticket "
		"IN " MERGE_FAMILY("?1") " ORDER BY at DESC, id DESC LIMIT 1",
		"i", ticket);
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":%lld,\"text\":\"%s\","
			       "\"to\":\"%s\"}",
			       (long long)ticket, text, to);

	must_do(d, "reply", "mia", json);
	pass(d, HOUR_MS);
	settles(d, newest(d, "reply"));
}

void writes(struct desk *d, const char *text)
{
	static int n;
	CLEANUP(str_release) struct str line = STR_INIT;
	CLEANUP(free_ptr) char *ref = xasprintf("w%d", ++n);

	now_ms += SECOND_MS;
	put_mail_line(&line, (struct mail_line){ .ref = ref,
						 .from = "b1001@example.com",
						 .subject = "#1001",
						 .text = text });
	deliver_line(d, "shop", &line);
}

void replied_outside(struct desk *d, const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;

	now_ms += MINUTE_MS;
	instant_put(&at, now_ms);
	put_mail_line(&line,
		      (struct mail_line){
			      .ref = "own1",
			      .thread = "h",
			      .from = "help@shop.example",
			      .in_reply_to = one_text(
				      d, "SELECT message_id FROM messages"),
			      .text = text,
			      .at = str_c(&at),
			      .origin = "own" });
	deliver_line(d, "mail", &line);
}
