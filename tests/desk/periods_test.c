/* periods_test.c - the periods of triage.conf are asked by whoever should, and
 * stand still while the buyer is asked.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"
#include "desk/policy_folder.h"
#include "help/fake_brain.h"
#include "help/place.h"
#include "host/answers.h"

static struct brain_of own;

static const struct own_file files[] = {
	{ "rules.conf",
	  "rules = ( { name = \"ask\"; trigger = \"message\"; when = \"issue = "
	  "'not_received'\"; then = { playbook = \"ask\"; }; reason = \"a "
	  "test\"; examples = ( { issue = \"not_received\"; fires = true; }, { "
	  "issue = \"late\"; fires = false; } ); } );\n" },
	{ "playbooks/ask.conf",
	  "name = \"ask\"; help = \"promises, and asks the buyer\";\n"
	  "stop = \"cancelled\";\n"
	  "steps = (\n"
	  "  { name = \"promise\"; reply = \"not_received.investigate\"; "
	  "promise = \"investigation\"; },\n"
	  "  { name = \"wait for the answer\"; wait = \"9 d\"; for = "
	  "\"buyer\"; },\n"
	  "  { name = \"wait for us\"; wait = \"20 d\"; } );\n" },
};

static int load(void **state)
{
	CLEANUP(free_ptr) char *dir = in_scratch("periods");
	struct brain fake = fake_brain();

	(void)state;
	policy_folder(dir, files, COUNT_OF(files));
	own.policy = policy_load(dir, &own.mistakes);
	for (size_t i = 0; i < own.mistakes.list.len; i++)
		print_message("# %s\n", own.mistakes.list.at[i]);
	own.brain = fake;
	answers_of_policy(&own.brain);
	own.brain.classify = fake.classify;
	own.brain.render = fake.render;
	own.brain.tracking_link = fake.tracking_link;
	own.brain.carrier_of = fake.carrier_of;
	own.brain.guide = NULL;
	own.brain.arg = &own;
	return own.mistakes.list.len ? -1 : 0;
}

static int unload(void **state)
{
	(void)state;
	policy_free(own.policy);
	mistakes_release(&own.mistakes);
	return 0;
}

static struct desk *own_desk(void)
{
	struct desk *d;

	fake_brain();
	test_brain = own.brain;
	now_ms = BEGIN_MS; /* Monday, 2026-09-21T14:13:20Z */
	d = open_desk_at(scratch_dir(), ":memory:");
	add_shops(d);
	must_hear(d, "shop", ORDER);
	return d;
}

static void message(struct desk *d, const char *ref, const char *channel,
		    const char *text)
{
	CLEANUP(str_release) struct str at = STR_INIT;
	CLEANUP(free_ptr) char *line = NULL;

	instant_put(&at, now_ms);
	line = xasprintf("{\"kind\":\"text_in\",\"ref\":\"%s\",\"channel\":"
			 "\"%s\",\"thread\":\"h\",\"from_addr\":"
			 "\"ann@example.com\",\"order_ref\":\"O1\",\"subject\":"
			 "\"Order #1001\",\"text\":\"%s\",\"message_id\":"
			 "\"<%s@x>\",\"origin\":\"human\",\"at\":\"%s\"}\n",
			 ref, channel, text, ref, str_c(&at));
	must_hear(d, "shop", line);
}

static void dispute(struct desk *d, int version, const char *status,
		    const char *respond_by)
{
	CLEANUP(free_ptr)
	char *line = xasprintf(
		"{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
		"\"version\":%d,\"type\":\"chargeback\",\"status\":\"%s\","
		"\"opened\":\"2026-09-21T12:00:00Z\"%s%s%s}\n",
		version, status, *respond_by ? ",\"respond_by\":\"" : "",
		respond_by, *respond_by ? "\"" : "");

	must_hear(d, "shop", line);
}

static int64_t state_of(struct desk *d, const char *purpose)
{
	return db_i64(desk_db(d), 0,
		      "SELECT state FROM deadlines WHERE purpose = ?1", "s",
		      purpose);
}

static int64_t due_of(struct desk *d, const char *purpose)
{
	return db_i64(desk_db(d), 0,
		      "SELECT due FROM deadlines WHERE purpose = ?1", "s",
		      purpose);
}

/* A39: what was left of three working days when the buyer was asked is left
 * when the answer comes, also over a weekend; the platform does not wait. */
static void a39_a_promise_stands_still_while_the_buyer_is_asked(void **state)
{
	struct desk *d = own_desk();
	int64_t was;

	(void)state;
	dispute(d, 1, "needs_response", "2026-09-29T12:00:00Z");
	message(d, "m1", "email", "not received");
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for the answer");
	was = due_of(d, "promise");
	assert_int_equal(day_of(was), civil_day(2026, 9, 24));
	assert_int_equal(state_of(d, "promise"), DEADLINE_PAUSED);
	assert_int_equal(state_of(d, "platform"), DEADLINE_OPEN);
	assert_int_equal(state_of(d, "first_response"), DEADLINE_OPEN);
	send_reply(d);
	pass(d, 5 * DAY_MS);
	assert_int_equal(state_of(d, "promise"), DEADLINE_PAUSED);
	/* It is Saturday, and 81 h 46 min 39 s were left. */
	message(d, "m2", "email", "thanks");
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for us");
	assert_int_equal(state_of(d, "promise"), DEADLINE_OPEN);
	assert_int_equal(due_of(d, "promise"),
			 civil_day(2026, 9, 28) * DAY_MS + 81 * HOUR_MS +
				 46 * MINUTE_MS + 39 * SECOND_MS);
	pass(d, 6 * DAY_MS);
	assert_int_equal(state_of(d, "promise"), DEADLINE_BREACHED);
	assert_int_equal(state_of(d, "platform"), DEADLINE_BREACHED);
	ends_the_same(d);
}

static void what_stands_still_ends_with_its_ticket(void **state)
{
	struct desk *d = own_desk();

	(void)state;
	message(d, "m1", "email", "not received");
	assert_int_equal(state_of(d, "promise"), DEADLINE_PAUSED);
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"done\",\"cause\":\"delay\","
		"\"force\":\"a test\"}");
	assert_int_equal(state_of(d, "promise"), DEADLINE_DROPPED);
	ends_the_same(d);
}

/* The other one asks its buyer, and has the promise meanwhile; then it asks
 * again itself. */
static void what_stands_still_goes_back_to_where_it_came_from(void **state)
{
	struct desk *d = own_desk();

	(void)state;
	message(d, "m1", "email", "not received");
	must_hear(d, "mail",
		  "{\"kind\":\"text_in\",\"ref\":\"z1\",\"channel\":\"email\","
		  "\"thread\":\"z\",\"from_addr\":\"ann@work.example\","
		  "\"subject\":\"Hello\",\"text\":\"order #1001 not received\","
		  "\"message_id\":\"<z1@x>\",\"origin\":\"human\",\"at\":"
		  "\"2026-09-21T14:13:20Z\"}\n");
	must_do(d, "merge", "tom",
		"{\"ticket\":2,\"into\":1,\"force\":\"the same buyer\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'promise' AND ticket = 1 AND state = 5"),
			 2);
	must_do(d, "unmerge", "mia", "{\"ticket\":2}");
	assert_int_equal(one(d, "SELECT state FROM deadlines WHERE purpose = "
				"'promise' AND ticket = 2"),
			 DEADLINE_PAUSED);
	assert_int_equal(one(d, "SELECT state FROM deadlines WHERE purpose = "
				"'promise' AND ticket = 1"),
			 DEADLINE_PAUSED);
	ends_the_same(d);
}

/* The buyer was asked before the ticket was closed, and still is. */
static void
what_stood_still_when_it_was_closed_by_mistake_still_does(void **state)
{
	struct desk *d = own_desk();
	int64_t due;

	(void)state;
	message(d, "m1", "email", "not received");
	assert_int_equal(state_of(d, "promise"), DEADLINE_PAUSED);
	due = due_of(d, "promise");
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"done\",\"cause\":\"delay\","
		"\"force\":\"a mistake\"}");
	assert_int_equal(state_of(d, "promise"), DEADLINE_DROPPED);
	now_ms += HOUR_MS;
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(state_of(d, "promise"), DEADLINE_PAUSED);
	/* What was left then is left when the buyer, who is asked with the
	 * reply that came back, answers. */
	send_reply(d);
	message(d, "m2", "email", "not received");
	assert_int_equal(state_of(d, "promise"), DEADLINE_OPEN);
	assert_true(due_of(d, "promise") > due);
	ends_the_same(d);
}

static void a_promise_that_stands_still_holds_its_ticket_open(void **state)
{
	struct desk *d = own_desk();
	struct err err = { 0 };

	(void)state;
	message(d, "m1", "email", "not received");
	run_sql(d, "UPDATE actions SET state = 11 WHERE state = 2");
	assert_int_equal(do_cmd(d, "close", "mia",
				"{\"ticket\":1,\"outcome\":\"done\",\"cause\":"
				"\"delay\"}",
				&err),
			 -1);
	assert_non_null(strstr(err.text, "promise"));
	desk_close(d);
}

/* A102: within 24 h, and a breach is recorded. */
static void a102_a_complaint_is_answered_within_a_day(void **state)
{
	struct desk *d = own_desk();

	(void)state;
	message(d, "m1", "email", "poor quality");
	assert_int_equal(due_of(d, "first_response"), now_ms + DAY_MS);
	pass(d, DAY_MS);
	assert_int_equal(state_of(d, "first_response"), DEADLINE_BREACHED);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'breach:*'"),
			 1);
	ends_the_same(d);
}

/* A203: 1-2 h where others read along. */
static void
a203_what_is_written_in_public_is_answered_within_two_hours(void **state)
{
	struct desk *d = own_desk();

	(void)state;
	message(d, "m1", "post", "poor quality");
	assert_int_equal(due_of(d, "first_response"), now_ms + 2 * HOUR_MS);
	ends_the_same(d);
}

/* A203: 3-5 days where the platform tells no limit; its own takes the place. */
static void a203_a_dispute_without_a_limit_has_ours(void **state)
{
	struct desk *d = own_desk();

	(void)state;
	dispute(d, 1, "needs_response", "");
	assert_int_equal(due_of(d, "dispute"), now_ms + 5 * DAY_MS);
	dispute(d, 2, "needs_response", "2026-09-24T12:00:00Z");
	assert_int_equal(state_of(d, "dispute"), DEADLINE_DROPPED);
	assert_int_equal(state_of(d, "platform"), DEADLINE_OPEN);
	ends_the_same(d);
	d = own_desk();
	dispute(d, 1, "needs_response", "");
	dispute(d, 2, "under_review", "");
	assert_int_equal(state_of(d, "dispute"), DEADLINE_MET);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a39_a_promise_stands_still_while_the_buyer_is_asked),
		cmocka_unit_test(what_stands_still_ends_with_its_ticket),
		cmocka_unit_test(
			what_stands_still_goes_back_to_where_it_came_from),
		cmocka_unit_test(
			what_stood_still_when_it_was_closed_by_mistake_still_does),
		cmocka_unit_test(
			a_promise_that_stands_still_holds_its_ticket_open),
		cmocka_unit_test(a102_a_complaint_is_answered_within_a_day),
		cmocka_unit_test(
			a203_what_is_written_in_public_is_answered_within_two_hours),
		cmocka_unit_test(a203_a_dispute_without_a_limit_has_ours),
	};

	return cmocka_run_group_tests_name("periods", tests, load, unload);
}
