/* mail_test.c - whose matter a mail is, and what may answer it by itself.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "help/fake_brain.h"
#include "help/full.h"

static void order(struct desk *d, const char *ref, const char *name,
		  const char *email)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	put_order_line(&line, (struct order_line){ .ref = ref,
						   .name = name,
						   .version = 1,
						   .email = email,
						   .lang = "en",
						   .total = "12.00" });
	deliver_line(d, "shop", &line);
}

static struct desk *desk_with_ann(void)
{
	struct desk *d = open_desk();

	order(d, "O1001", "#1001", "ann@example.com");
	return d;
}

static void arrives(struct desk *d, struct mail_line m)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	m.subject = m.subject ? m.subject : "hello";
	put_mail_line(&line, m);
	must_hear(d, "mail", str_c(&line));
}

static int64_t ticket_of(struct desk *d, const char *ref)
{
	return db_i64(desk_db(d), 0,
		      "SELECT coalesce(ticket, 0) FROM messages WHERE ref = ?1",
		      "s", ref);
}

static char *our_id(struct desk *d)
{
	struct arena a = { 0 };
	char *id = xstrdup(db_text(desk_db(d), &a,
				   "SELECT message_id FROM actions WHERE "
				   "verb = 'reply' ORDER BY id LIMIT 1",
				   ""));

	arena_release(&a);
	return id;
}

static const struct mail_line first = { .ref = "m1",
					.from = "ann@example.com",
					.subject = "Order #1001" };

static void an_answer_to_our_id_joins_its_ticket(void **state)
{
	struct desk *d = desk_with_ann();
	char *id;

	(void)state;
	arrives(d, first);
	id = our_id(d);
	arrives(d, (struct mail_line){ .ref = "m2",
				       .from = "Ann@Example.com",
				       .references = id });
	assert_int_equal(ticket_of(d, "m2"), 1);
	free(id);
	desk_close(d);
}

static void a_forged_id_joins_nothing(void **state)
{
	struct desk *d = desk_with_ann();
	char *id;

	(void)state;
	arrives(d, first);
	id = our_id(d);
	id[4] = id[4] == 'a' ? 'b' : 'a'; /* our form, not made by us */
	arrives(d, (struct mail_line){ .ref = "m2",
				       .from = "ann@example.com",
				       .subject = "no order",
				       .references = id,
				       .thread = id });
	/* It is the buyer: the order is found by the address instead. */
	assert_int_equal(ticket_of(d, "m2"), 1);
	arrives(d, (struct mail_line){ .ref = "m3",
				       .from = "eve@evil.example",
				       .references = id });
	assert_int_equal(ticket_of(d, "m3"), 0);
	free(id);
	desk_close(d);
}

static void a_true_id_in_a_strangers_hands_joins_nothing(void **state)
{
	struct desk *d = desk_with_ann();
	char *id;

	(void)state;
	arrives(d, first);
	id = our_id(d);
	arrives(d, (struct mail_line){ .ref = "m2",
				       .from = "eve@evil.example",
				       .references = id });
	assert_int_equal(ticket_of(d, "m2"), 0);
	arrives(d, (struct mail_line){ .ref = "m3",
				       .from = "eve@evil.example",
				       .references = "<m1@x>",
				       .thread = "m1" });
	assert_int_equal(ticket_of(d, "m3"), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	free(id);
	desk_close(d);
}

static void a_reply_given_elsewhere_cancels_the_proposal(void **state)
{
	struct desk *d = desk_with_ann();

	(void)state;
	arrives(d, first);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_WAITING);
	arrives(d, (struct mail_line){ .ref = "s1",
				       .from = "help@shop.example",
				       .references = "<m1@x>",
				       .origin = "own" });
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_CANCELLED);
	assert_int_equal(one(d, "SELECT why = 'answered outside the desk' "
				"FROM actions"),
			 1);
	assert_int_equal(ticket_of(d, "s1"), 1);
	desk_close(d);
}

static void our_own_mail_in_sent_is_known(void **state)
{
	struct desk *d = desk_with_ann();
	char *id;

	(void)state;
	arrives(d, first);
	id = our_id(d);
	arrives(d, (struct mail_line){ .ref = "s1",
				       .thread = "m1",
				       .from = "help@shop.example",
				       .message_id = id,
				       .in_reply_to = "<m1@x>",
				       .origin = "own" });
	assert_int_equal(one(d, "SELECT count(*) FROM messages"), 1);
	assert_int_equal(one(d, "SELECT state FROM actions"), ACTION_WAITING);
	free(id);
	desk_close(d);
}

static void a_second_text_replaces_no_first(void **state)
{
	struct desk *d = desk_with_ann();

	(void)state;
	arrives(d, first);
	arrives(d,
		(struct mail_line){ .ref = "m1", .from = "eve@evil.example" });
	assert_int_equal(one(d, "SELECT count(*) FROM messages WHERE "
				"from_addr = 'ann@example.com' AND ticket = 1"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM messages"), 1);
	desk_close(d);
}

static void machines_are_shown_and_not_answered(void **state)
{
	static const char *const origins[] = { "bounce", "auto_reply", "list" };
	struct desk *d = desk_with_ann();
	char ref[4] = "x0", *id;

	(void)state;
	arrives(d, first);
	id = our_id(d);
	for (size_t i = 0; i < COUNT_OF(origins); i++) {
		ref[1] = (char)('1' + i);
		arrives(d, (struct mail_line){ .ref = ref,
					       .from = "ann@example.com",
					       .subject = "Order #1001",
					       .references = id,
					       .origin = origins[i] });
		assert_int_equal(ticket_of(d, ref), 1);
	}
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 1);
	arrives(d, (struct mail_line){ .ref = "x9",
				       .from = "news@list.example",
				       .subject = "Order #1001",
				       .origin = "list" });
	assert_int_equal(ticket_of(d, "x9"), 0);
	free(id);
	desk_close(d);
}

static struct desk *open_automatic(void)
{
	struct desk *d = desk_with_ann();

	test_brain.advise = fake_automatic;
	fake_effects = "auto";
	return d;
}

static int64_t left(struct desk *d)
{
	return one(d, "SELECT count(*) FROM actions WHERE state IN (4, 7)");
}

/* The one that is due is sent. */
static void leaves(struct desk *d)
{
	int64_t id = one(d, "SELECT id FROM actions WHERE state = 4");

	settles(d, id);
}

static int64_t waits_because(struct desk *d, const char *why)
{
	return db_i64(desk_db(d), -1,
		      "SELECT count(*) FROM actions WHERE state = 2 AND "
		      "instr(why, ?1)",
		      "s", why);
}

/* Two automatic replies went to one address: the third waits for a person. */
static void automatic_replies_are_capped(void **state)
{
	static const char *const refs[] = { "m1", "m2", "m3" };
	struct desk *d = open_automatic();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(refs); i++) {
		arrives(d,
			(struct mail_line){ .ref = refs[i],
					    .from = i & 1 ? "ANN@example.com"
							  : "ann@example.com",
					    .subject = "Order #1001" });
		if (i < 2)
			leaves(d);
	}
	assert_int_equal(left(d), 2);
	assert_int_equal(waits_because(d, "2 automatic replies go to one"), 1);
	order(d, "O1002", "#1002", "bob@example.com");
	arrives(d, (struct mail_line){ .ref = "m4",
				       .from = "bob@example.com",
				       .subject = "Order #1002" });
	assert_int_equal(left(d), 3);
	desk_close(d);
}

static void what_asks_for_no_automatic_answer_gets_none(void **state)
{
	struct desk *d = open_automatic();

	(void)state;
	arrives(d, (struct mail_line){ .ref = "m1",
				       .from = "ann@example.com",
				       .subject = "Order #1001",
				       .quiet = true });
	assert_int_equal(ticket_of(d, "m1"), 1);
	assert_int_equal(left(d), 0);
	assert_int_equal(waits_because(d, "asks for no automatic answer"), 1);
	desk_close(d);
}

/* -- many at once -- */

static int next_sender;

/* So many mails in the names of as many buyers. */
static void spoofed(struct desk *d, int64_t count)
{
	CLEANUP(str_release) struct str orders = STR_INIT, mails = STR_INIT;

	for (int64_t i = 0; i < count; i++, next_sender++) {
		char ref[16], name[16], from[40];

		snprintf(ref, sizeof ref, "s%d", next_sender);
		snprintf(name, sizeof name, "#%d", 5000 + next_sender);
		snprintf(from, sizeof from, "b%d@example.com", next_sender);
		put_order_line(&orders, (struct order_line){ .ref = ref,
							     .name = name,
							     .email = from,
							     .lang = "en" });
		put_mail_line(&mails,
			      (struct mail_line){ .ref = ref,
						  .from = from,
						  .subject = "where is it" });
	}
	deliver_line(d, "shop", &orders);
	deliver_line(d, "mail", &mails);
}

static void a_flood_of_senders_gets_twenty_answers_an_hour(void **state)
{
	int64_t total = full_or_quick(10000, 500);
	struct desk *d = open_automatic();

	(void)state;
	for (int64_t n = 0; n < total; n += 100)
		spoofed(d, 100);
	assert_int_equal(left(d), 20);
	assert_int_equal(waits_because(d, "at most 20 automatic replies"),
			 total - 20);
	/* None of these was sent: they leave together when they can. */
	now_ms += 2 * HOUR_MS;
	spoofed(d, 100);
	assert_int_equal(left(d), 20);
	run_sql(d,
		"UPDATE actions SET state = 6, sent = planned WHERE state = 4");
	spoofed(d, 100);
	assert_int_equal(left(d), 20);
	print_message("# %lld spoofed senders: %lld automatic replies in 3 h\n",
		      (long long)total + 200,
		      (long long)one(d, "SELECT count(*) FROM actions WHERE "
					"state IN (4, 6)"));
	desk_close(d);
}

static void strangers_get_no_automatic_answer(void **state)
{
	struct desk *d = open_automatic();
	char from[40], ref[12];

	(void)state;
	for (int i = 0; i < 50; i++) {
		snprintf(from, sizeof from, "s%d@evil.example", i);
		snprintf(ref, sizeof ref, "e%d", i);
		arrives(d, (struct mail_line){ .ref = ref, .from = from });
	}
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM messages"), 50);
	desk_close(d);
}

static const char *enabled; /* the mailboxes, by blanks */

static bool is_mailbox(const struct brain *b, const char *instance,
		       const char *channel)
{
	(void)b;
	return text_eq(channel, "email") && strstr(enabled, instance);
}

/* Of two mailboxes, two brands: the fake brain knows "mail" as the first. */
static void a_reply_leaves_by_the_mailbox_that_the_mail_came_to(void **state)
{
	struct desk *d = desk_with_ann();
	CLEANUP(str_release) struct str line = STR_INIT;

	(void)state;
	test_brain.sends = is_mailbox;
	enabled = "mail brand2";
	must_have_shop(d, "brand2", "email", now_ms - 30 * DAY_MS);
	put_mail_line(&line, (struct mail_line){ .ref = "b2",
						 .from = "ann@example.com",
						 .subject = "#1001" });
	deliver_line(d, "brand2", &line);
	assert_string_equal(one_text(d, "SELECT instance FROM actions WHERE "
					"verb = 'reply'"),
			    "brand2");
	replays_the_same(d);
	/* A mailbox that is gone answers nothing: the other one does. */
	enabled = "mail";
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We look.\"}");
	assert_string_equal(one_text(d, "SELECT instance FROM actions WHERE "
					"verb = 'reply' ORDER BY id DESC "
					"LIMIT 1"),
			    "mail");
	desk_close(d);
}

static const char *brand_of(const struct brain *b, const char *channel,
			    const char *shop)
{
	(void)b;
	if (!text_eq(channel, "email"))
		return "";
	return text_eq(shop, "shop") ? "brand2" : "mail";
}

/* Nobody wrote: the shop says who speaks for it. So it does where the mailbox
 * that somebody wrote to is gone. */
static void what_we_begin_leaves_by_the_mailbox_of_its_shop(void **state)
{
	struct desk *d = desk_with_ann();

	(void)state;
	test_brain.speaks_for = brand_of;
	test_brain.sends = is_mailbox;
	enabled = "brand2";
	must_hear(d, "shop",
		  "{\"kind\":\"payment\",\"ref\":\"P1\",\"order_ref\":"
		  "\"O1001\",\"type\":\"sale\",\"status\":\"failed\","
		  "\"amount\":{\"amount\":\"12.00\",\"currency\":\"USD\"}}\n");
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"Pay again.\"}");
	assert_string_equal(one_text(d, "SELECT instance FROM actions WHERE "
					"verb = 'reply' ORDER BY id DESC "
					"LIMIT 1"),
			    "brand2");
	arrives(d, (struct mail_line){ .ref = "m2",
				       .from = "ann@example.com",
				       .subject = "#1001" });
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We look.\"}");
	assert_string_equal(one_text(d, "SELECT instance FROM actions WHERE "
					"verb = 'reply' ORDER BY id DESC "
					"LIMIT 1"),
			    "brand2");
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_reply_leaves_by_the_mailbox_that_the_mail_came_to),
		cmocka_unit_test(
			what_we_begin_leaves_by_the_mailbox_of_its_shop),
		cmocka_unit_test(an_answer_to_our_id_joins_its_ticket),
		cmocka_unit_test(a_forged_id_joins_nothing),
		cmocka_unit_test(a_true_id_in_a_strangers_hands_joins_nothing),
		cmocka_unit_test(a_reply_given_elsewhere_cancels_the_proposal),
		cmocka_unit_test(our_own_mail_in_sent_is_known),
		cmocka_unit_test(a_second_text_replaces_no_first),
		cmocka_unit_test(machines_are_shown_and_not_answered),
		cmocka_unit_test(automatic_replies_are_capped),
		cmocka_unit_test(what_asks_for_no_automatic_answer_gets_none),
		cmocka_unit_test(
			a_flood_of_senders_gets_twenty_answers_an_hour),
		cmocka_unit_test(strangers_get_no_automatic_answer),
	};
	struct err err = { 0 };

	if (hash_start(&err))
		return 71;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
