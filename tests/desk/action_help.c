/* action_help.c - see action_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/action_help.h"

#include "base/when.h"
#include "desk/loop_help.h"
#include "desk/ticket/merge.h"

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

static void says(struct desk *d, int64_t ticket, const char *text,
		 const char *more)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	const char *to = db_text(
		d->db, &arena,
		"SELECT from_addr FROM messages WHERE direction = 1 AND ticket "
		"IN " MERGE_FAMILY("?1") " ORDER BY at DESC, id DESC LIMIT 1",
		"i", ticket);
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":%lld,\"text\":\"%s\","
			       "\"to\":\"%s\"%s}",
			       (long long)ticket, text, to, more);

	must_do(d, "reply", "mia", json);
	pass(d, HOUR_MS);
	settles(d, newest(d, "reply"));
}

void replies(struct desk *d, int64_t ticket, const char *text)
{
	says(d, ticket, text, "");
}

void tells_of(struct desk *d, int64_t ticket, const char *text, const char *of)
{
	bool task = text_starts(of, "task:");
	CLEANUP(free_ptr)
	char *more = xasprintf(",\"%s\":[%s]", task ? "tells_tasks" : "tells",
			       task ? of + strlen("task:") : of);

	says(d, ticket, text, more);
}

void tells_of_newest(struct desk *d, int64_t ticket, const char *verb)
{
	CLEANUP(free_ptr)
	char *of = xasprintf("%lld", (long long)newest(d, verb));

	tells_of(d, ticket, "This is what became of it.", of);
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

static void outside(struct desk *d, const char *text, const char *to)
{
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;

	now_ms += MINUTE_MS;
	instant_put(&at, now_ms);
	put_mail_line(&line, (struct mail_line){ .ref = "own1",
						 .thread = "h",
						 .from = "help@shop.example",
						 .in_reply_to = one_text(d, to),
						 .text = text,
						 .at = str_c(&at),
						 .origin = "own" });
	deliver_line(d, "mail", &line);
}

void replied_outside(struct desk *d, const char *text)
{
	outside(d, text, "SELECT message_id FROM messages");
}

void replied_outside_last(struct desk *d, const char *text)
{
	outside(d, text, "SELECT message_id FROM messages ORDER BY id DESC");
}
