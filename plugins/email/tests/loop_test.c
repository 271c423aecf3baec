/* loop_test.c - two desks that answer each other's mail, over a relay that
 * hands every mail on as it is, or without the headers that tell a machine.
 * SPDX-License-Identifier: MIT */
#include "mail_help.h"

#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "help/fake_brain.h"
#include "help/lines.h"
#include "help/must_desk.h"

#define NAMES 2

/* Each sells to the other: both are buyers with an order. */
static struct side {
	struct desk *d;
	const char *address;
	int64_t sent; /* mails that were on their way to the other */
} sides[NAMES] = { { NULL, "help@a.test", 0 }, { NULL, "help@b.test", 0 } };

static struct brain brain;
static int64_t now;

static int64_t test_now(void *arg)
{
	(void)arg;
	return now;
}

static void open_side(struct side *s, const char *buyer)
{
	const struct desk_options options = { .state = ".",
					      .brain = &brain,
					      .now = test_now,
					      .path = ":memory:" };
	CLEANUP(str_release) struct str order = STR_INIT;

	s->d = must_open(&options);
	must_have_shop(s->d, "shop", "x", now - DAY_MS);
	must_have_shop(s->d, "mail", "x", now - DAY_MS);
	s->sent = 0;
	put_order_line(&order, (struct order_line){ .ref = "O1",
						    .name = "#1001",
						    .email = buyer,
						    .lang = "en" });
	must_hear(s->d, "shop", str_c(&order));
}

static int open_both(void **state)
{
	(void)state;
	now = BEGIN_MS;
	brain = fake_brain();
	brain.advise = fake_automatic;
	brain.auto_replies_a_day = 1;
	fake_effects = "auto";
	open_side(&sides[0], sides[1].address);
	open_side(&sides[1], sides[0].address);
	return mail_start();
}

static int close_both(void **state)
{
	(void)state;
	desk_close(sides[0].d);
	desk_close(sides[1].d);
	return 0;
}

/* What the plugin would emit of a mail. */
static void put_mail(struct str *json, const struct mail *m)
{
	static const char *const origins[] = { "", "human", "bounce",
					       "auto_reply", "list" };
	struct jw w = JW_INIT(json);

	jw_object(&w);
	jw_kv_text(&w, "kind", "text_in");
	jw_kv_text(&w, "ref", m->message_id);
	jw_kv_text(&w, "channel", "email");
	jw_kv_text(&w, "thread", m->message_id);
	jw_kv_text(&w, "from_addr", m->from_addr);
	jw_kv_text(&w, "subject", m->subject);
	jw_kv_text(&w, "text", "It was not received");
	jw_kv_text(&w, "message_id", m->message_id);
	jw_kv_text(&w, "in_reply_to", m->in_reply_to);
	jw_kv_text(&w, "origin", origins[m->origin]);
	jw_kv_bool(&w, "quiet", m->marks != 0);
	jw_end(&w);
	str_putc(json, '\n');
}

static void arrives(struct side *s, const void *bytes, size_t len)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct mail *m = mail_read(bytes, len);

	put_mail(&json, m);
	mail_free(m);
	must_hear(s->d, "mail", str_c(&json));
}

static void strip(char *mail, const char *name)
{
	char *at = strstr(mail, name);

	if (at) {
		char *end = strstr(at, "\r\n") + 2;

		memmove(at, end, strlen(end) + 1);
	}
}

/* Composes the next automatic reply that is due and hands it to the other;
 * false when there is none. */
static bool relay(struct side *from, struct side *to, bool stripped)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(free_ptr) char *bytes = NULL;
	struct err err = { 0 };
	struct action a = { 0 };
	int64_t id = 0;
	struct hw_text_out text;
	struct mail_out out = { .text = &text,
				.from_addr = from->address,
				.date = { now, HW_UTC, 0 } };
	const char *why = NULL;
	size_t len = 0;

	if (record_find(desk_db(from->d), &action_kind, &a, &arena, &id, &err,
			"WHERE state = 4 ORDER BY id LIMIT 1", "") <= 0)
		return false;
	text = (struct hw_text_out){ .to_addr = a.to_addr,
				     .subject = a.subject,
				     .text = a.text,
				     .message_id = a.message_id,
				     .in_reply_to = a.in_reply_to,
				     .references = a.references,
				     .automatic = a.automatic };
	bytes = mail_write(&out, &len, &why);
	if (!bytes) {
		fail_msg("%s", why);
		return false;
	}
	assert_string_equal(a.to_addr, to->address);
	assert_non_null(strstr(bytes, "Auto-Submitted: auto-replied\r\n"));
	if (stripped)
		strip(bytes, "Auto-Submitted");
	assert_int_equal(db_run(desk_db(from->d), &err,
				"UPDATE actions SET state = 6, sent = ?2 "
				"WHERE id = ?1",
				"ii", id, now),
			 0);
	arena_release(&arena);
	from->sent++;
	now += MINUTE_MS;
	arrives(to, bytes, strlen(bytes));
	return true;
}

/* A person at b writes to a once; the desks do the rest for a day. */
static int64_t mails_of_a_day(bool stripped)
{
	static const char first[] =
		"From: <help@b.test>\r\nTo: <help@a.test>\r\nSubject: Order "
		"#1001\r\nMessage-ID: <1@b.test>\r\n\r\nIt was not "
		"received\r\n";
	int64_t end = now + DAY_MS - HOUR_MS;

	arrives(&sides[0], first, sizeof first - 1);
	while (now < end)
		if (!relay(&sides[0], &sides[1], stripped) &&
		    !relay(&sides[1], &sides[0], stripped))
			now += HOUR_MS;
	return sides[0].sent + sides[1].sent;
}

static void an_automatic_reply_is_not_answered(void **state)
{
	(void)state;
	assert_int_equal(mails_of_a_day(false), 1);
}

static void a_loop_without_its_headers_ends_after_two_mails(void **state)
{
	int64_t n = mails_of_a_day(true);

	(void)state;
	print_message("# two desks, headers lost: %lld mails in a day\n",
		      (long long)n);
	assert_in_range(n, 1, 2);
	assert_int_equal(db_i64(desk_db(sides[0].d), -1,
				"SELECT count(*) FROM actions WHERE state = 2 "
				"AND why LIKE '%one address%'",
				""),
			 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_both, close_both)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_automatic_reply_is_not_answered),
		TEST(a_loop_without_its_headers_ends_after_two_mails),
	};
	struct err err = { 0 };

	if (hash_start(&err))
		return 71;
	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
