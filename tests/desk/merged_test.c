/* merged_test.c - tickets that were merged or split more than once, and what
 * runs on them meanwhile: nothing is lost, counted twice or left behind.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"

#define DUE(n) "SELECT due FROM tickets WHERE id = " #n
#define INTO(from, into) \
	"{\"ticket\":" #from ",\"into\":" #into ",\"force\":\"the same\"}"

static struct desk *three_tickets(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, "ann.smith@work.example", "w",
		  "[damaged] order #1001 is broken");
	loop_mail(d, "a.smith@home.example", "v",
		  "[late] order #1001 does not come");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE state <> "
				"3"),
			 3);
	return d;
}

static void a_deadline_comes_back_out_of_two_merges(void **state)
{
	struct desk *d = three_tickets();
	int64_t due2 = one(d, DUE(2)), due3 = one(d, DUE(3));

	(void)state;
	must_do(d, "merge", "tom", INTO(3, 2));
	must_do(d, "merge", "tom", INTO(2, 1));
	must_do(d, "unmerge", "mia", "{\"ticket\":3}");
	assert_int_equal(one(d, DUE(3)), due3);
	must_do(d, "unmerge", "mia", "{\"ticket\":2}");
	assert_int_equal(one(d, DUE(2)), due2);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND came_from IS NOT NULL"),
			 0);
	ends_the_same(d);
}

/* T-2 goes into T-1, that address is answered there, and T-2 comes out. */
static struct desk *answered_meanwhile(const char *address, int64_t *due)
{
	struct desk *d = three_tickets();
	CLEANUP(free_ptr)
	char *json = xasprintf(
		"{\"ticket\":1,\"text\":\"Soon.\",\"to\":\"%s\"}", address);

	*due = one(d, DUE(2));
	must_do(d, "merge", "tom", INTO(2, 1));
	must_do(d, "reply", "tom", json);
	pass(d, HOUR_MS);
	assert_int_equal(send_now(d, the_reply(d)), 0);
	assert_int_equal(send_result(d, the_reply(d), "settled"), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'first_response' AND ticket = 1 AND state "
				"= 1"),
			 0);
	must_do(d, "unmerge", "mia", "{\"ticket\":2}");
	return d;
}

#define RESPONSE_OF_2                                                       \
	"SELECT coalesce(max(due), 0) FROM deadlines WHERE ticket = 2 AND " \
	"state = 1 AND "                                                    \
	"purpose = 'first_response'"

static void
an_answer_to_the_other_buyer_does_not_meet_its_response(void **state)
{
	int64_t due;
	struct desk *d = answered_meanwhile(ANN, &due);

	(void)state;
	assert_true(due > 0);
	assert_int_equal(one(d, RESPONSE_OF_2), due);
	ends_the_same(d);
}

static void an_answer_to_its_own_does(void **state)
{
	int64_t due;
	struct desk *d = answered_meanwhile("ann.smith@work.example", &due);

	(void)state;
	assert_int_equal(one(d, RESPONSE_OF_2), 0);
	ends_the_same(d);
}

static void what_went_in_before_comes_out_with_the_second(void **state)
{
	struct desk *d = three_tickets();
	int64_t due3 = one(d, DUE(3));

	(void)state;
	must_do(d, "merge", "tom", INTO(3, 2));
	must_do(d, "merge", "tom", INTO(2, 1));
	must_do(d, "unmerge", "mia", "{\"ticket\":2}");
	/* The third is still part of the second. */
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND ticket = 2 AND came_from = 3") > 0,
			 1);
	must_do(d, "unmerge", "mia", "{\"ticket\":3}");
	assert_int_equal(one(d, DUE(3)), due3);
	ends_the_same(d);
}

/* It stood still for a question that ends with the merge. */
static void a_deadline_that_stands_still_goes_along(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	run_sql(d, "UPDATE deadlines SET state = 5, paused = \"set\", period = "
		   "'follow_up' WHERE ticket = 2 AND purpose = "
		   "'first_response'");
	run_sql(d, "UPDATE actions SET state = 11");
	must_do(d, "merge", "tom", INTO(2, 1));
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE ticket = "
				"2 AND state IN (1, 5)"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE ticket = "
				"1 AND came_from = 2 AND state = 1 AND purpose "
				"= 'first_response'"),
			 1);
	desk_close(d);
}

#define CLAIM(version, status, more)                                 \
	"{\"kind\":\"dispute\",\"ref\":\"D9\",\"version\":" #version \
	",\"type\":\"claim\",\"status\":\"" status "\"" more "}\n"
#define UNTIL(day) ",\"respond_by\":\"2026-10-" day "T15:00:00Z\""
#define LIMIT                                                                \
	"SELECT count(*) FROM deadlines WHERE state = 1 AND purpose = 'plat" \
	"form' AND source = 'D9' AND ticket = 1"

/* A claim that names no order is known by its number alone. */
static void a_claim_of_a_merged_ticket_is_one_until_it_is_over(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, "zoe@else.example", "z",
		  "[damaged] order #1001 is broken");
	must_hear(d, "shop", CLAIM(1, "needs_response", UNTIL("04")));
	assert_int_equal(one(d, "SELECT count(DISTINCT shop) FROM tickets"), 2);
	must_do(d, "merge", "tom", INTO(2, 1));
	must_hear(d, "shop", CLAIM(2, "needs_response", UNTIL("08")));
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	assert_int_equal(one(d, LIMIT), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND purpose = 'platform' AND due = "
				"1791471600000"),
			 1);
	must_hear(d, "shop", CLAIM(3, "won", ""));
	assert_int_equal(one(d, LIMIT), 0);
	ends_the_same(d);
}

/* Its deadlines had ended with the other one. */
static void what_leaves_a_closed_ticket_has_a_time_again(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
		  "\"type\":\"claim\",\"status\":\"needs_response\","
		  "\"respond_by\":\"2026-10-04T15:00:00Z\"}\n");
	run_sql(d, "UPDATE actions SET state = 11");
	run_sql(d, "UPDATE deadlines SET ticket = 2 WHERE purpose = "
		   "'platform'");
	must_do(d, "merge", "tom", INTO(2, 1));
	loop_close(d, 1, "delay");
	pass(d, DAY_MS);
	must_do(d, "unmerge", "mia", "{\"ticket\":2}");
	assert_true(one(d, DUE(2)) > now_ms);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE ticket = "
				"2 AND state = 1 AND purpose IN ('platform', "
				"'first_response')"),
			 2);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE ticket = "
				"1 AND state = 1"),
			 0);
	desk_close(d);
}

#define WORK "ann.smith@work.example"

/* They were two buyers after all, and it would tell one of the other. */
static void what_answers_the_other_buyer_does_not_stay(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	must_do(d, "merge", "tom", INTO(2, 1));
	loop_mail(d, WORK, "w", "[damaged] and now?");
	must_do(d, "reply", "mia",
		"{\"ticket\":1,\"text\":\"We look.\",\"to\":\"" WORK "\"}");
	run_sql(d, "UPDATE actions SET state = 2, rule = 'x', proposed_by = "
		   "'policy' WHERE id = (SELECT max(id) FROM actions)");
	assert_string_equal(one_text(d, "SELECT to_addr FROM actions WHERE "
					"state = 2 AND ticket = 1"),
			    WORK);
	must_do(d, "unmerge", "mia", "{\"ticket\":2}");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2 "
				"AND ticket = 1"),
			 0);
	desk_close(d);
}

/* -- tasks -- */

#define TASK                                                             \
	"{\"ticket\":3,\"role\":\"warehouse\",\"text\":\"look for it\"," \
	"\"within\":\"24h\"}"
#define CLOSE "\"ticket\":1,\"outcome\":\"x\",\"cause\":\"delay\""

static void a_task_holds_whatever_its_ticket_went_into(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	must_do(d, "task", "mia", TASK);
	must_do(d, "merge", "tom", INTO(3, 2));
	must_do(d, "merge", "tom", INTO(2, 1));
	run_sql(d, "UPDATE actions SET state = 11");
	must_refuse(d, "close", "{" CLOSE "}", "open task of the warehouse");
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"x\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM tasks WHERE state = 1"),
			 0);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT count(*) FROM tasks t JOIN deadlines d "
				"ON d.id = t.deadline WHERE t.state = 1 AND "
				"d.state = 1"),
			 1);
	desk_close(d);
}

static void its_alerts_name_the_ticket_that_has_it_now(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	must_do(d, "task", "mia", TASK);
	must_do(d, "merge", "tom", INTO(3, 2));
	pass(d, 25 * HOUR_MS);
	assert_non_null(strstr(one_text(d, "SELECT text FROM alerts WHERE "
					   "cause = 'task-late:1'"),
			       "T-2: task 1 of the warehouse is late"));
	must_do(d, "task_failed", "tom", "{\"task\":1,\"note\":\"gone\"}");
	assert_non_null(
		strstr(one_text(d, "SELECT text FROM alerts WHERE cause = "
				   "'task-failed:1'"),
		       "T-2: task 1 of the warehouse could not be done"));
	desk_close(d);
}

#define OPEN_ALERTS(of) \
	"SELECT count(*) FROM alerts WHERE acknowledged IS NULL AND " of
#define ALERT(n)                                                          \
	"{\"level\":\"error\",\"cause\":\"bounce:" #n "\",\"ticket\":" #n \
	",\"text\":\"our mail came back\"}"

/* But not what is still to be done: its task. */
static void what_alerts_told_ends_with_a_merge_and_a_closing(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	must_do(d, "alert", "desk", ALERT(1));
	must_do(d, "alert", "desk", ALERT(3));
	must_do(d, "task", "mia", TASK);
	pass(d, MINUTE_MS);
	must_do(d, "merge", "tom", INTO(3, 1));
	assert_int_equal(one(d, OPEN_ALERTS("ticket = 3 AND id NOT IN (SELECT "
					    "alert FROM tasks)")),
			 0);
	assert_int_equal(one(d, OPEN_ALERTS("id IN (SELECT alert FROM tasks)")),
			 1);
	assert_int_equal(one(d, OPEN_ALERTS("cause = 'bounce:1'")), 1);
	pass(d, MINUTE_MS);
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"x\"}");
	assert_int_equal(one(d, OPEN_ALERTS("ticket IN (1, 3)")), 0);
	pass(d, MINUTE_MS);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, OPEN_ALERTS("id IN (SELECT alert FROM tasks)")),
			 1);
	assert_int_equal(one(d, OPEN_ALERTS("cause = 'bounce:1'")), 1);
	assert_int_equal(one(d, OPEN_ALERTS("cause = 'bounce:3'")), 0);
	must_do(d, "unmerge", "mia", "{\"ticket\":3}");
	assert_int_equal(one(d, OPEN_ALERTS("cause = 'bounce:3'")), 1);
	ends_the_same(d);
}

#define RAISE(level, cause)                                 \
	"{\"level\":\"" level "\",\"cause\":\"" cause "\"," \
	"\"ticket\":1,\"text\":\"look\"}"

/* Many are counted in one, which has the ticket of the first; an order has to
 * be sent, and money was paid after all. */
static void what_tells_of_more_than_the_ticket_stays(void **state)
{
	static const char *const more[] = {
		RAISE("error", "breach-before:first_response"),
		RAISE("warning", "unassigned"),
		RAISE("warning", "handling-before:1"),
		RAISE("warning", "handling:1:O1"),
		RAISE("warning", "render:t.other:en"),
		RAISE("error", "action:7:late"),
		RAISE("error", "action:7:late-yes"),
	};
	struct desk *d = three_tickets();

	(void)state;
	run_sql(d, "UPDATE alerts SET acknowledged = 1, acknowledged_by = "
		   "'x'");
	run_sql(d, "UPDATE actions SET state = 11");
	for (size_t i = 0; i < COUNT_OF(more); i++)
		must_do(d, "alert", "desk", more[i]);
	must_do(d, "alert", "desk", ALERT(1));
	must_do(d, "alert", "desk", RAISE("error", "action:7:refused"));
	must_do(d, "close", "tom", "{" CLOSE ",\"force\":\"x\"}");
	assert_int_equal(one(d, OPEN_ALERTS("ticket = 1")), COUNT_OF(more));
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE "
				"acknowledged_by = 'desk' AND cause IN "
				"('bounce:1', 'action:7:refused')"),
			 2);
	desk_close(d);
}

#define WAITED_FOR                                                      \
	"SELECT count(*) FROM deadlines WHERE state = 1 AND purpose = " \
	"'first_response' AND ticket = "

/* T-1 was answered; nobody met the response of T-2. */
static struct desk *answered_and_missed(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, WORK, "w", "[damaged] order #1001 is broken");
	loop_mail(d, ANN, "h", "[late] where is it");
	replies(d, 2, "It comes.");
	pass(d, DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE ticket = "
				"1 AND state = 3 AND purpose = "
				"'first_response'"),
			 1);
	assert_int_equal(one(d, OPEN_ALERTS("cause GLOB 'breach:*'")), 1);
	return d;
}

static void who_waits_for_an_answer_waits_on_after_a_merge(void **state)
{
	struct desk *d = answered_and_missed();

	(void)state;
	must_do(d, "merge", "tom", INTO(1, 2));
	assert_int_equal(one(d, WAITED_FOR "2 AND came_from = 1"), 1);
	assert_true(one(d, "SELECT due FROM deadlines WHERE state = 1 AND "
			   "purpose = 'first_response'") < now_ms);
	pass(d, MINUTE_MS);
	assert_int_equal(one(d, OPEN_ALERTS("cause GLOB 'breach:*' AND ticket "
					    "= 2")),
			 1);
	ends_the_same(d);
}

#define TOLD_OF_BREACHES \
	"SELECT count(*) FROM alerts WHERE cause GLOB 'breach:*'"
#define MISSED                                                          \
	"SELECT count(*) FROM deadlines WHERE state = 3 AND purpose = " \
	"'first_response'"

/* Nobody met the response of T-2; of the others none is waited for. */
static struct desk *missed_among_three(void)
{
	struct desk *d = three_tickets();

	run_sql(d, "UPDATE deadlines SET state = 2 WHERE ticket IN (1, 3)");
	pass(d, DAY_MS);
	assert_int_equal(one(d, MISSED), 1);
	return d;
}

static void what_was_missed_is_told_once(void **state)
{
	struct desk *d = missed_among_three();

	(void)state;
	must_do(d, "merge", "tom", INTO(2, 1));
	pass(d, MINUTE_MS);
	assert_int_equal(one(d, TOLD_OF_BREACHES), 1);
	assert_int_equal(one(d, MISSED), 1);
	assert_non_null(strstr(one_text(d, "SELECT text FROM alerts WHERE "
					   "cause GLOB 'breach:*'"),
			       "T-2, which went into T-1, missed"));
	must_do(d, "merge", "tom", INTO(1, 3));
	pass(d, MINUTE_MS);
	assert_int_equal(one(d, TOLD_OF_BREACHES), 1);
	assert_int_equal(one(d, MISSED), 1);
	assert_int_equal(one(d, OPEN_ALERTS("cause GLOB 'breach:*' AND ticket "
					    "= 3")),
			 1);
	must_do(d, "unmerge", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, OPEN_ALERTS("cause GLOB 'breach:*' AND ticket "
					    "= 1")),
			 1);
	desk_close(d);
}

static void who_has_seen_it_is_not_told_again(void **state)
{
	struct desk *d = answered_and_missed();
	CLEANUP(free_ptr)
	char *alert = xasprintf("{\"alert\":%lld}",
				(long long)one(d, "SELECT id FROM alerts WHERE "
						  "cause GLOB 'breach:*'"));

	(void)state;
	must_do(d, "acknowledge", "mia", alert);
	must_do(d, "merge", "tom", INTO(1, 2));
	pass(d, MINUTE_MS);
	assert_int_equal(one(d, TOLD_OF_BREACHES), 1);
	ends_the_same(d);
}

static void what_is_late_for_the_first_time_is_told(void **state)
{
	struct desk *d = missed_among_three();

	(void)state;
	run_sql(d, "UPDATE deadlines SET state = 4 WHERE state = 3");
	run_sql(d, "DELETE FROM alerts");
	must_do(d, "merge", "tom", INTO(2, 1));
	pass(d, MINUTE_MS);
	assert_int_equal(one(d, OPEN_ALERTS("cause GLOB 'breach:*' AND ticket "
					    "= 1")),
			 1);
	desk_close(d);
}

static void and_what_was_answered_waits_for_nothing(void **state)
{
	struct desk *d = answered_and_missed();

	(void)state;
	must_do(d, "merge", "tom", INTO(2, 1));
	assert_int_equal(one(d, WAITED_FOR "1"), 0);
	ends_the_same(d);
}

static void it_is_given_back_when_that_is_undone(void **state)
{
	struct desk *d = answered_and_missed();

	(void)state;
	must_do(d, "merge", "tom", INTO(1, 2));
	must_do(d, "unmerge", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, WAITED_FOR "2"), 0);
	assert_int_equal(one(d, WAITED_FOR "1"), 1);
	assert_int_equal(one(d, OPEN_ALERTS("cause GLOB 'breach:*' AND ticket "
					    "= 1 AND \"text\" GLOB 'T-1 "
					    "missed *'")),
			 1);
	ends_the_same(d);
}

/* -- money -- */

#define REFUND \
	"SELECT max(id) FROM actions WHERE verb = 'refund' AND ticket = 2"
#define STATE(n) "SELECT state FROM tickets WHERE id = " #n

/* A refund of T-2 settled, T-2 went into T-1. */
static struct desk *paid_and_merged(void)
{
	struct desk *d = three_tickets();
	CLEANUP(free_ptr) char *approve = NULL;
	int64_t id;

	run_sql(d, "UPDATE actions SET state = 11");
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"ticket\":2,"
		"\"amount\":\"5.00\",\"currency\":\"USD\"}");
	id = one(d, REFUND);
	approve = xasprintf("{\"action\":%lld}", (long long)id);
	must_do(d, "approve", "eva", approve);
	pass(d, HOUR_MS);
	settles(d, id);
	must_do(d, "merge", "tom", INTO(2, 1));
	must_do(d, "merge", "tom", INTO(3, 1));
	return d;
}

#define PLAN_FOR(n)                                            \
	"{\"verb\":\"coupon\",\"order\":\"O1\",\"ticket\":" #n \
	",\"amount\":\"2.00\",\"currency\":\"USD\"}"

/* It would wait under a ticket that nobody looks at. */
static void what_is_planned_for_a_merged_ticket_waits_on_the_other(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	run_sql(d, "UPDATE actions SET state = 11");
	must_do(d, "merge", "tom", INTO(2, 1));
	must_do(d, "plan", "mia", PLAN_FOR(2));
	assert_int_equal(one(d, "SELECT ticket FROM actions WHERE verb = "
				"'coupon'"),
			 1);
	assert_string_equal(
		one_text(d, "SELECT waiting_for FROM tickets WHERE id = 1"),
		"approval");
	run_sql(d, "UPDATE actions SET state = 11");
	loop_close(d, 1, "delay");
	must_refuse(d, "plan", PLAN_FOR(2), "`ticket reopen T-1`");
	must_refuse(d, "plan", PLAN_FOR(1), "where nobody looks");
	desk_close(d);
}

/* The platform took it back: that is looked up days later. */
static void gone(struct desk *d)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld,\"outcome\":\"gone\","
			       "\"again\":1,\"why\":\"test\"}",
			       (long long)one(d, REFUND));

	pass(d, 3 * DAY_MS);
	must_do(d, "result", "desk", json);
	assert_int_equal(action_state(d, one(d, REFUND)), ACTION_PARKED);
}

static void waits_on_the_first(struct desk *d)
{
	assert_string_equal(
		one_text(d, "SELECT waiting_for FROM tickets WHERE id = 1"),
		"decision");
	assert_int_equal(one(d, STATE(1)), TICKET_WAITING);
	assert_int_equal(one(d, STATE(2)), TICKET_CLOSED);
	assert_int_equal(one(d, "SELECT merged FROM tickets WHERE id = 2"), 1);
	assert_int_equal(one(d, "SELECT ticket FROM alerts WHERE cause GLOB "
				"'action:*:parked'"),
			 1);
}

static void money_of_what_was_merged_waits_on_the_other(void **state)
{
	struct desk *d = paid_and_merged();

	(void)state;
	gone(d);
	waits_on_the_first(d);
	must_refuse(d, "close", "{" CLOSE "}", "under way");
	desk_close(d);
}

static void it_opens_the_other_when_that_is_closed(void **state)
{
	struct desk *d = paid_and_merged();

	(void)state;
	loop_close(d, 1, "delay");
	gone(d);
	waits_on_the_first(d);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE ticket = "
				"1 AND state = 1 AND purpose = "
				"'first_response'"),
			 1);
	desk_close(d);
}

static void a_persons_word_ends_that_there(void **state)
{
	struct desk *d = paid_and_merged();
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld,\"seen\":\"done\"}",
			       (long long)one(d, REFUND));

	(void)state;
	gone(d);
	must_do(d, "retry", "eva", json);
	assert_string_not_equal(
		one_text(d, "SELECT coalesce(waiting_for, '') FROM tickets "
			    "WHERE id = 1"),
		"decision");
	desk_close(d);
}

/* -- beside another ticket -- */

#define WAITS(n) "SELECT coalesce(waiting_for, '') FROM tickets WHERE id = " #n

/* The same, but T-2 was closed, and T-1 about the same order is open. */
static struct desk *paid_and_closed(void)
{
	struct desk *d = paid_and_merged();

	must_do(d, "unmerge", "mia", "{\"ticket\":2}");
	run_sql(d, "UPDATE tickets SET shop = 1, order_ref = 'O1' WHERE id IN "
		   "(1, 2)");
	loop_close(d, 2, "delay");
	assert_int_equal(one(d, STATE(2)), TICKET_CLOSED);
	return d;
}

static void money_of_a_closed_ticket_waits_on_the_open_one(void **state)
{
	struct desk *d = paid_and_closed();
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld,\"seen\":\"done\"}",
			       (long long)one(d, REFUND));

	(void)state;
	gone(d);
	assert_int_equal(one(d, STATE(2)), TICKET_CLOSED);
	assert_string_equal(one_text(d, WAITS(1)), "decision");
	must_do(d, "retry", "eva", json);
	assert_string_not_equal(one_text(d, WAITS(1)), "decision");
	desk_close(d);
}

static void it_opens_when_nobody_decided_until_that_is_closed(void **state)
{
	struct desk *d = paid_and_closed();

	(void)state;
	gone(d);
	assert_int_equal(one(d, STATE(2)), TICKET_CLOSED);
	loop_close(d, 1, "delay");
	assert_int_equal(one(d, STATE(1)), TICKET_CLOSED);
	assert_int_equal(one(d, STATE(2)), TICKET_WAITING);
	assert_string_equal(one_text(d, WAITS(2)), "decision");
	desk_close(d);
}

/* -- splits -- */

static struct desk *split_desk(void)
{
	struct desk *d = loop_desk();

	must_do(d, "config", "mia",
		"{\"fingerprint\":\"f\",\"agents\":[{\"name\":\"tom\",\"role\":"
		"\"manager\"},{\"name\":\"mia\",\"role\":\"agent\"}]}");
	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, ANN, "h", "[invoice] and I need an invoice");
	must_do(d, "split", "mia", "{\"ticket\":1,\"messages\":[2]}");
	must_do(d, "assign", "mia", "{\"ticket\":2,\"agent\":\"tom\"}");
	return d;
}

static void a_split_is_not_undone_into_what_has_ended(void **state)
{
	struct desk *d = split_desk();

	(void)state;
	loop_close(d, 2, "buyer");
	/* It would be closed, and taken off tom's load, a second time. */
	must_refuse(d, "ticket_undo", "{\"ticket\":1}", "T-2 is closed");
	assert_int_equal(
		one(d, "SELECT coalesce(open_load, 0) FROM agents WHERE name = "
		       "'tom'"),
		0);
	ends_the_same(d);
}

static void a_split_is_not_undone_into_a_closed_ticket(void **state)
{
	struct desk *d = split_desk();

	(void)state;
	loop_close(d, 1, "delay");
	must_do(d, "ticket_undo", "mia", "{\"ticket\":2}"); /* assign */
	/* What runs there would run nowhere. */
	must_refuse(d, "ticket_undo", "{\"ticket\":2}", "T-1 is closed");
	ends_the_same(d);
}

static void money_that_waits_holds_the_undoing_of_a_split(void **state)
{
	struct desk *d = split_desk();

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"ticket\":2,"
		"\"amount\":\"5.00\",\"currency\":\"USD\"}");
	must_refuse(d, "ticket_undo", "{\"ticket\":1}", "money that waits");
	ends_the_same(d);
}

/* -- invitations -- */

/* One waits for a person's yes, under T-1, which is closed. */
static struct desk *invited(void)
{
	struct desk *d = loop_desk();

	must_hear(d, "shop",
		  "{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\","
		  "\"carrier\":\"DHL\",\"tracking\":\"3318810025\",\"status\":"
		  "\"delivered\",\"shipped\":\"2026-09-21T11:00:00Z\","
		  "\"delivered\":\"2026-09-21T14:00:00Z\"}\n");
	loop_mail(d, ANN, "h", "[thanks] all is well");
	loop_close(d, 1, "buyer");
	pass(d, 4 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"template_id = 'review.invite' AND state = 2"),
			 1);
	return d;
}

#define INVITES                                                             \
	"SELECT count(*) FROM actions WHERE template_id = 'review.invite' " \
	"AND state = 2"

static void nobody_is_invited_to_review_what_is_open_again(void **state)
{
	struct desk *d = invited();

	(void)state;
	must_do(d, "reopen", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, INVITES), 0);
	ends_the_same(d);
}

static void nobody_is_invited_to_review_what_has_a_claim(void **state)
{
	struct desk *d = invited();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\","
		  "\"type\":\"claim\",\"status\":\"needs_response\","
		  "\"respond_by\":\"2026-10-04T15:00:00Z\"}\n");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	assert_int_equal(one(d, INVITES), 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_deadline_comes_back_out_of_two_merges),
		cmocka_unit_test(
			an_answer_to_the_other_buyer_does_not_meet_its_response),
		cmocka_unit_test(an_answer_to_its_own_does),
		cmocka_unit_test(what_went_in_before_comes_out_with_the_second),
		cmocka_unit_test(a_deadline_that_stands_still_goes_along),
		cmocka_unit_test(
			a_claim_of_a_merged_ticket_is_one_until_it_is_over),
		cmocka_unit_test(what_leaves_a_closed_ticket_has_a_time_again),
		cmocka_unit_test(what_answers_the_other_buyer_does_not_stay),
		cmocka_unit_test(a_task_holds_whatever_its_ticket_went_into),
		cmocka_unit_test(its_alerts_name_the_ticket_that_has_it_now),
		cmocka_unit_test(
			what_alerts_told_ends_with_a_merge_and_a_closing),
		cmocka_unit_test(what_tells_of_more_than_the_ticket_stays),
		cmocka_unit_test(
			who_waits_for_an_answer_waits_on_after_a_merge),
		cmocka_unit_test(what_was_missed_is_told_once),
		cmocka_unit_test(who_has_seen_it_is_not_told_again),
		cmocka_unit_test(what_is_late_for_the_first_time_is_told),
		cmocka_unit_test(and_what_was_answered_waits_for_nothing),
		cmocka_unit_test(it_is_given_back_when_that_is_undone),
		cmocka_unit_test(
			what_is_planned_for_a_merged_ticket_waits_on_the_other),
		cmocka_unit_test(money_of_what_was_merged_waits_on_the_other),
		cmocka_unit_test(it_opens_the_other_when_that_is_closed),
		cmocka_unit_test(a_persons_word_ends_that_there),
		cmocka_unit_test(
			money_of_a_closed_ticket_waits_on_the_open_one),
		cmocka_unit_test(
			it_opens_when_nobody_decided_until_that_is_closed),
		cmocka_unit_test(a_split_is_not_undone_into_what_has_ended),
		cmocka_unit_test(a_split_is_not_undone_into_a_closed_ticket),
		cmocka_unit_test(money_that_waits_holds_the_undoing_of_a_split),
		cmocka_unit_test(
			nobody_is_invited_to_review_what_is_open_again),
		cmocka_unit_test(nobody_is_invited_to_review_what_has_a_claim),
	};

	return cmocka_run_group_tests_name("merged", tests, shipped_load,
					   shipped_unload);
}
