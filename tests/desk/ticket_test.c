/* ticket_test.c - what many messages and many hands do to one ticket.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "help/steps.h"

static const char *writer = "ann@example.com"; /* the buyer of O1 */

/* A mail about O1, written now. */
static void mail(struct desk *d, int n, const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;
	char ref[16];

	snprintf(ref, sizeof ref, "m%d", n);
	instant_put(&at, now_ms);
	put_mail_line(&line, (struct mail_line){ .ref = ref,
						 .thread = "h",
						 .from = writer,
						 .subject = "Order #1001",
						 .text = text,
						 .at = str_c(&at) });
	deliver_line(d, "mail", &line);
}

/* -- deadlines -- */

static void writing_again_does_not_put_off_our_answer(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	for (int i = 0; i < 3; i++) {
		mail(d, i, "not received");
		now_ms += 11 * HOUR_MS;
		must_tick(d);
	}
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	assert_true(one(d, "SELECT count(*) FROM deadlines WHERE "
			   "purpose = 'first_response' AND state = 3 AND "
			   "due - \"set\" = 43200000") >= 1);
	assert_true(one(d, "SELECT count(*) FROM alerts WHERE "
			   "level = 'error'") >= 1);
	replays_the_same(d);
	desk_close(d);
}

static void a_message_after_our_answer_is_promised_one_of_its_own(void **state)
{
	struct desk *d = desk_with_order();
	int64_t reply;

	(void)state;
	mail(d, 1, "not received");
	must_do(d, "approve", "mia", "{\"action\":1}");
	reply = one(d, "SELECT id FROM actions WHERE verb = 'reply'");
	settles(d, reply);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE "
				"purpose = 'first_response' AND state = 1"),
			 0);
	now_ms += 5 * HOUR_MS;
	mail(d, 2, "not received");
	assert_int_equal(one(d, "SELECT due FROM deadlines WHERE "
				"purpose = 'first_response' AND state = 1"),
			 now_ms + 12 * HOUR_MS);
	desk_close(d);
}

/* Their mail says that it was written in twenty minutes. */
static void
a_buyer_whose_clock_is_ahead_is_waited_for_when_answered(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	now_ms += 20 * MINUTE_MS;
	mail(d, 1, "not received");
	now_ms -= 20 * MINUTE_MS;
	must_do(d, "approve", "mia", "{\"action\":1}");
	settles(d, 1);
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets"),
			    "buyer");
	now_ms += HOUR_MS;
	mail(d, 2, "not received");
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets"),
			    "approval");
	ends_the_same(d);
}

static void a_more_urgent_message_is_answered_earlier(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	mail(d, 1, "not received");
	mail(d, 2, "claim announced");
	assert_int_equal(one(d, "SELECT due FROM tickets"),
			 now_ms + 4 * HOUR_MS);
	mail(d, 3, "thanks");
	assert_int_equal(one(d, "SELECT due FROM tickets"),
			 now_ms + 4 * HOUR_MS);
	desk_close(d);
}

static void a_reply_stands_in_the_channel_it_went_by(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	deliver(d, "mail",
		"{\"kind\":\"text_in\",\"ref\":\"s1\",\"channel\":\"sms\","
		"\"thread\":\"+491\",\"from_addr\":\"+491\",\"text\":"
		"\"not received\",\"origin\":\"human\",\"at\":"
		"\"2026-09-21T10:00:00Z\"}\n",
		&out);
	must_do(d, "approve", "mia", "{\"action\":1}");
	settles(d, 1);
	assert_int_equal(one(d, "SELECT count(*) FROM messages WHERE "
				"direction = 2 AND channel = 'sms'"),
			 1);
	replays_the_same(d);
	desk_close(d);
}

/* -- owners -- */

#define AGENTS                                                           \
	"{\"fingerprint\":\"f\",\"agents\":[{\"name\":\"tom\",\"role\":" \
	"\"manager\"},{\"name\":\"mia\",\"role\":\"agent\"}]}"

static void who_is_busy_gets_no_ticket_whatever_the_order(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;

	(void)state;
	must_do(d, "config", "mia", AGENTS);
	deliver(d, "shop", ORDER, &out);
	mail(d, 1, "not received");
	assert_int_equal(one(d, "SELECT owner = 'mia' FROM tickets"), 1);
	writer = "kim@example.com";
	mail(d, 2, "not received");
	writer = "ann@example.com";
	assert_int_equal(one(d, "SELECT owner = 'tom' FROM tickets WHERE "
				"id = 2"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM agents WHERE "
				"open_load = 1"),
			 2);
	replays_the_same(d);
	desk_close(d);
}

static void a_closed_ticket_is_given_to_nobody(void **state)
{
	struct desk *d = open_desk();
	struct delivery out;
	struct err err;

	(void)state;
	must_do(d, "config", "mia", AGENTS);
	deliver(d, "shop", ORDER, &out);
	mail(d, 1, "not received");
	must_do(d, "close", "mia",
		"{\"ticket\":1,\"outcome\":\"arrived\","
		"\"force\":\"it came\"}");
	assert_int_equal(do_cmd(d, "assign", "mia",
				"{\"ticket\":1,\"agent\":\"tom\"}", &err),
			 -1);
	assert_non_null(strstr(err.text, "T-1 is closed"));
	assert_int_equal(one(d, "SELECT count(*) FROM agents WHERE "
				"coalesce(open_load, 0) <> 0"),
			 0);
	desk_close(d);
}

/* -- many messages -- */

/* Tens of database steps that ten more mails of the buyer cost. */
static int64_t ten_more(struct desk *d, int from)
{
	steps_start(desk_db(d));
	for (int i = 0; i < 10; i++)
		mail(d, from + i, "not received");
	return steps_end(desk_db(d));
}

static void cost_stays(const char *address)
{
	struct desk *d = open_desk();
	struct delivery out;
	int64_t few, many;

	writer = address;
	deliver(d, "shop", ORDER, &out);
	for (int i = 0; i < 20; i++)
		mail(d, i, "not received");
	few = ten_more(d, 20);
	for (int i = 30; i < 1000; i++)
		mail(d, i, "not received");
	many = ten_more(d, 1000);
	print_message("# ten mails after 20: %lld tens of steps, after 1000: "
		      "%lld\n",
		      (long long)few, (long long)many);
	assert_true(many < few + few / 2);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	assert_int_equal(one(d, "SELECT messages FROM tickets"), 1010);
	desk_close(d);
	writer = "ann@example.com";
}

static void the_thousandth_message_costs_what_the_tenth_does(void **state)
{
	(void)state;
	cost_stays("ann@example.com");
}

/* Its ticket is the thread's: who writes must be a party of it. */
static void also_where_the_order_is_only_claimed(void **state)
{
	(void)state;
	cost_stays("Kim@example.com");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writing_again_does_not_put_off_our_answer),
		cmocka_unit_test(
			a_message_after_our_answer_is_promised_one_of_its_own),
		cmocka_unit_test(
			a_buyer_whose_clock_is_ahead_is_waited_for_when_answered),
		cmocka_unit_test(a_more_urgent_message_is_answered_earlier),
		cmocka_unit_test(a_reply_stands_in_the_channel_it_went_by),
		cmocka_unit_test(who_is_busy_gets_no_ticket_whatever_the_order),
		cmocka_unit_test(a_closed_ticket_is_given_to_nobody),
		cmocka_unit_test(
			the_thousandth_message_costs_what_the_tenth_does),
		cmocka_unit_test(also_where_the_order_is_only_claimed),
	};

	return cmocka_run_group_tests_name("ticket", tests, NULL, NULL);
}
