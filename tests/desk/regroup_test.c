/* regroup_test.c - merge, unmerge, split, link, snooze and undo.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"

#define OPEN(n) "SELECT state <> 3 FROM tickets WHERE id = " #n

/* T-1 about O1, and T-2 in a thread of its own from an address that nobody
 * knows, who claims the order. */
static struct desk *two_tickets(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, "ann.smith@work.example", "w",
		  "[damaged] order #1001 is broken");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	assert_int_equal(one(d, "SELECT order_ref IS NULL FROM tickets WHERE "
				"id = 2"),
			 1);
	return d;
}

#define MERGE "{\"ticket\":2,\"into\":1,\"force\":\"the same buyer\"}"

static void merging_two_buyers_needs_a_reason(void **state)
{
	struct desk *d = two_tickets();

	(void)state;
	must_refuse(d, "merge", "{\"ticket\":2,\"into\":1}",
		    "no address in common");
	must_refuse(d, "merge", "{\"ticket\":1,\"into\":1}", "into itself");
	must_refuse(d, "merge", MERGE, "a manager or an owner");
	must_do(d, "merge", "tom", MERGE);
	must_refuse(d, "merge", MERGE, "T-2 is closed");
	assert_string_equal(
		one_text(d, "SELECT \"text\" FROM notes WHERE author = 'tom'"),
		"merged all the same: the same buyer");
	desk_close(d);
}

static void
a_merged_ticket_keeps_its_history_and_what_comes_follows(void **state)
{
	struct desk *d = two_tickets();
	int64_t due;

	(void)state;
	due = one(d, "SELECT min(due) FROM tickets");
	must_do(d, "merge", "tom", MERGE);
	assert_int_equal(one(d, OPEN(2)), 0);
	assert_int_equal(one(d, "SELECT merged FROM tickets WHERE id = 2"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM messages WHERE ticket "
				"= 2"),
			 1);
	/* Nothing of what was promised is lost. */
	assert_int_equal(one(d, "SELECT due FROM tickets WHERE id = 1"), due);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE ticket "
				"= 2 AND state = 1"),
			 0);
	/* It is no ending of its own. */
	assert_int_equal(one(d, "SELECT count(*) FROM endings"), 0);
	loop_mail(d, "ann.smith@work.example", "w", "[damaged] and now?");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	assert_int_equal(one(d, "SELECT ticket FROM messages WHERE id = "
				"(SELECT max(id) FROM messages)"),
			 1);
	must_do(d, "reply", "mia",
		"{\"ticket\":1,\"text\":\"Soon.\",\"to\":"
		"\"ann.smith@work.example\"}");
	assert_string_equal(one_text(d,
				     "SELECT to_addr FROM actions WHERE verb = "
				     "'reply' ORDER BY id DESC LIMIT 1"),
			    "ann.smith@work.example");
	ends_the_same(d);
}

static void unmerging_restores_what_was(void **state)
{
	struct desk *d = two_tickets();
	int64_t due2;

	(void)state;
	due2 = one(d, "SELECT due FROM tickets WHERE id = 2");
	must_do(d, "merge", "tom", MERGE);
	loop_mail(d, "ann.smith@work.example", "w", "[damaged] and now?");
	must_do(d, "unmerge", "mia", "{\"ticket\":2}");
	assert_int_equal(one(d, OPEN(2)), 1);
	assert_int_equal(one(d, "SELECT merged IS NULL AND outcome IS NULL AND "
				"reopened IS NULL FROM tickets WHERE id = 2"),
			 1);
	assert_int_equal(one(d, "SELECT due FROM tickets WHERE id = 2"), due2);
	/* What came in its thread meanwhile is its own again. */
	assert_int_equal(one(d, "SELECT count(*) FROM messages WHERE ticket "
				"= 2"),
			 2);
	assert_int_equal(one(d, "SELECT count(*) FROM messages WHERE ticket "
				"= 1"),
			 1);
	/* And counted there: rules ask how many a buyer wrote. */
	assert_int_equal(one(d, "SELECT messages FROM tickets WHERE id = 1"),
			 1);
	assert_int_equal(one(d, "SELECT messages FROM tickets WHERE id = 2"),
			 2);
	must_refuse(d, "unmerge", "{\"ticket\":2}", "was not merged");
	ends_the_same(d);
}

static void a_merge_is_undone_from_either_side(void **state)
{
	struct desk *d = two_tickets();

	(void)state;
	must_do(d, "merge", "tom", MERGE);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, OPEN(2)), 1);
	must_do(d, "merge", "tom", MERGE);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":2}");
	assert_int_equal(one(d, OPEN(2)), 1);
	ends_the_same(d);
}

static void money_that_waits_holds_a_merge(void **state)
{
	struct desk *d = two_tickets();

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"5.00\","
		"\"currency\":\"USD\"}");
	must_refuse(d, "merge",
		    "{\"ticket\":1,\"into\":2,\"force\":\"the same\"}",
		    "money that waits");
	desk_close(d);
}

/* -- split -- */

static void what_is_another_matter_is_split_off_and_answered_there(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, ANN, "h", "[invoice] and I need an invoice");
	must_refuse(d, "split", "{\"ticket\":1,\"messages\":[1,2]}",
		    "no message left");
	must_refuse(d, "split", "{\"ticket\":1,\"messages\":[2,2]}",
		    "message 2 is named twice");
	must_refuse(d, "split", "{\"ticket\":1,\"messages\":[7]}",
		    "no message 7");
	must_do(d, "split", "mia", "{\"ticket\":1,\"messages\":[2]}");
	assert_string_equal(one_text(d, "SELECT issue || ' ' || order_ref FROM "
					"tickets WHERE id = 2"),
			    "invoice O1");
	assert_int_equal(one(d, "SELECT ticket FROM messages WHERE id = 2"), 2);
	assert_int_equal(one(d, "SELECT messages FROM tickets WHERE id = 1"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE ticket = 2 "
				"AND verb = 'reply' AND state = 2"),
			 1);
	/* The order's next message goes to the first. */
	loop_mail(d, ANN, "x", "[late] still nothing");
	assert_int_equal(one(d, "SELECT messages FROM tickets WHERE id = 1"),
			 2);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":2}");
	assert_int_equal(one(d, OPEN(2)), 0);
	assert_int_equal(one(d, "SELECT ticket FROM messages WHERE id = 2"), 1);
	assert_int_equal(one(d, "SELECT messages FROM tickets WHERE id = 1"),
			 3);
	ends_the_same(d);
}

#define ANSWER_OF_2                                                 \
	"SELECT due FROM deadlines WHERE ticket = 2 AND purpose = " \
	"'first_response' AND state = 1"

/* From the message, not from when somebody saw that it is one. */
static void what_is_split_off_is_due_as_its_message_was(void **state)
{
	struct desk *d = loop_desk();
	int64_t came;

	(void)state;
	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, ANN, "h", "[invoice] and I need an invoice");
	came = now_ms;
	pass(d, HOUR_MS);
	loop_mail(d, ANN, "h", "[invoice] do I get it");
	pass(d, 4 * HOUR_MS);
	must_do(d, "split", "mia", "{\"ticket\":1,\"messages\":[3,2]}");
	assert_int_equal(one(d, ANSWER_OF_2), came + 24 * HOUR_MS);
	assert_int_equal(one(d, "SELECT due FROM tickets WHERE id = 2"),
			 came + 24 * HOUR_MS);
	ends_the_same(d);
}

static void what_is_split_off_too_late_is_late(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, ANN, "h", "[invoice] and I need an invoice");
	pass(d, 25 * HOUR_MS);
	must_do(d, "split", "mia", "{\"ticket\":1,\"messages\":[2]}");
	pass(d, 0);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE ticket = "
				"2 AND purpose = 'first_response' AND state = "
				"3"),
			 1);
	ends_the_same(d);
}

static void what_was_answered_and_split_off_is_not_late(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, ANN, "h", "[invoice] and I need an invoice");
	replies(d, 1, "Both are on their way");
	pass(d, 25 * HOUR_MS);
	must_do(d, "split", "mia", "{\"ticket\":1,\"messages\":[2]}");
	assert_int_equal(one(d, ANSWER_OF_2), now_ms + 24 * HOUR_MS);
	ends_the_same(d);
}

static void two_are_linked_and_nothing_else_happens(void **state)
{
	struct desk *d = two_tickets();

	(void)state;
	must_do(d, "link", "mia", "{\"ticket\":1,\"other\":2}");
	must_do(d, "link", "mia", "{\"ticket\":2,\"other\":1}");
	assert_int_equal(one(d, "SELECT count(*) FROM operations WHERE verb = "
				"'link'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE state <> "
				"3"),
			 2);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT undone IS NOT NULL FROM operations"),
			 1);
	ends_the_same(d);
}

/* -- snooze -- */

static void a_snoozed_one_comes_back_and_its_deadline_counts_on(void **state)
{
	struct desk *d = loop_desk();
	int64_t due;

	(void)state;
	loop_mail(d, ANN, "h", "[late] where is it");
	due = one(d, "SELECT due FROM tickets");
	must_do(d, "snooze", "mia", "{\"ticket\":1,\"until\":\"48h\"}");
	assert_string_equal(one_text(d, "SELECT waiting_for FROM tickets"),
			    "snoozed");
	assert_int_equal(one(d, "SELECT due FROM tickets"), due);
	pass(d, 13 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'first_response' AND state = 3"),
			 1);
	pass(d, 36 * HOUR_MS);
	assert_int_equal(one(d, "SELECT snoozed IS NULL AND waiting_for <> "
				"'snoozed' FROM tickets"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'snooze:1'"),
			 1);
	ends_the_same(d);
}

static void a_new_message_wakes_it(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[late] where is it");
	must_do(d, "snooze", "mia", "{\"ticket\":1,\"until\":\"48h\"}");
	loop_mail(d, ANN, "h", "[late] hello?");
	assert_int_equal(one(d, "SELECT snoozed IS NULL FROM tickets"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'snooze' AND state = 1"),
			 0);
	ends_the_same(d);
}

static void nothing_is_snoozed_past_the_platforms_limit(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
		  "\"type\":\"claim\",\"status\":\"needs_response\","
		  "\"respond_by\":\"2026-09-24T15:00:00Z\"}\n");
	must_refuse(d, "snooze", "{\"ticket\":1,\"until\":\"4d\"}",
		    "by 2026-09-24T15:00:00Z only");
	must_refuse(d, "snooze", "{\"ticket\":1,\"until\":\"tomorrow\"}",
		    "is no time");
	must_refuse(d, "snooze",
		    "{\"ticket\":1,\"until\":\"2026-09-20T10:00:00Z\"}",
		    "a moment that comes");
	must_do(d, "snooze", "mia", "{\"ticket\":1,\"until\":\"1d\"}");
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT snoozed IS NULL FROM tickets"), 1);
	ends_the_same(d);
}

static void a_new_limit_wakes_what_was_set_aside_for_longer(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[late] where is it");
	must_do(d, "snooze", "mia", "{\"ticket\":1,\"until\":\"20d\"}");
	must_hear(d, "shop",
		  "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
		  "\"type\":\"claim\",\"status\":\"needs_response\","
		  "\"respond_by\":\"2026-09-24T15:00:00Z\"}\n");
	assert_int_equal(one(d, "SELECT snoozed IS NULL FROM tickets"), 1);
	desk_close(d);
}

static void an_owner_is_given_back(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	must_do(d, "config", "mia",
		"{\"fingerprint\":\"f\",\"agents\":[{\"name\":\"tom\",\"role\":"
		"\"manager\"},{\"name\":\"mia\",\"role\":\"agent\"}]}");
	loop_mail(d, ANN, "h", "[late] where is it");
	must_do(d, "assign", "mia", "{\"ticket\":1,\"agent\":\"tom\"}");
	must_do(d, "assign", "mia", "{\"ticket\":1,\"agent\":\"mia\"}");
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_string_equal(one_text(d, "SELECT owner FROM tickets"), "tom");
	assert_int_equal(one(d, "SELECT sum(open_load) FROM agents"), 1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merging_two_buyers_needs_a_reason),
		cmocka_unit_test(
			a_merged_ticket_keeps_its_history_and_what_comes_follows),
		cmocka_unit_test(unmerging_restores_what_was),
		cmocka_unit_test(a_merge_is_undone_from_either_side),
		cmocka_unit_test(money_that_waits_holds_a_merge),
		cmocka_unit_test(
			what_is_another_matter_is_split_off_and_answered_there),
		cmocka_unit_test(what_is_split_off_is_due_as_its_message_was),
		cmocka_unit_test(what_is_split_off_too_late_is_late),
		cmocka_unit_test(what_was_answered_and_split_off_is_not_late),
		cmocka_unit_test(two_are_linked_and_nothing_else_happens),
		cmocka_unit_test(
			a_snoozed_one_comes_back_and_its_deadline_counts_on),
		cmocka_unit_test(a_new_message_wakes_it),
		cmocka_unit_test(nothing_is_snoozed_past_the_platforms_limit),
		cmocka_unit_test(
			a_new_limit_wakes_what_was_set_aside_for_longer),
		cmocka_unit_test(an_owner_is_given_back),
	};

	return cmocka_run_group_tests_name("regroup", tests, shipped_load,
					   shipped_unload);
}
