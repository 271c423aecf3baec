/* duty_test.c - what others must do in time: tasks (A110), tracking numbers of
 * paid orders (A130), the look after a remedy (A32); and what becomes of
 * reviews (A70, A117, A118).
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/loop_help.h"
#include "help/steps.h"

/* -- tasks -- */

#define TASK                                                          \
	"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"put a blue " \
	"one aside for Ann\",\"within\":\"24h\"}"

static struct desk *desk_with_a_task(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h", "[size] too small");
	must_do(d, "task", "mia", TASK);
	return d;
}

static void a110_an_overdue_task_escalates_until_it_is_done(void **state)
{
	struct desk *d = desk_with_a_task();

	(void)state;
	assert_int_equal(one(d, "SELECT state = 1 AND role = 'warehouse' AND "
				"due = \"set\" + 86400000 FROM tasks"),
			 1);
	pass(d, 23 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'task-late:1'"),
			 0);
	pass(d, 2 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'task-late:1' AND level = 'error' AND count = "
				"1"),
			 1);
	pass(d, 24 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count FROM alerts WHERE cause = "
				"'task-late:1'"),
			 2);
	must_do(d, "task_done", "tom",
		"{\"task\":1,\"note\":\"it is on shelf 4\"}");
	pass(d, 72 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count = 2 AND acknowledged IS NOT NULL "
				"FROM alerts WHERE cause = 'task-late:1'"),
			 1);
	assert_int_equal(one(d, "SELECT state = 2 AND by = 'tom' AND note = "
				"'it is on shelf 4' FROM tasks"),
			 1);
	must_refuse(d, "task_done", "{\"task\":1}", "has ended already");
	ends_the_same(d);
}

static void a_task_that_failed_says_why_and_tells_somebody(void **state)
{
	struct desk *d = desk_with_a_task();

	(void)state;
	must_refuse(d, "task_failed", "{\"task\":1}", "--note TEXT");
	must_do(d, "task_failed", "tom",
		"{\"task\":1,\"note\":\"none is left\"}");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'task-failed:1' AND level = 'error'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'task' AND state = 1"),
			 0);
	ends_the_same(d);
}

static void to_acknowledge_its_alert_is_to_say_done(void **state)
{
	struct desk *d = desk_with_a_task();
	char json[60];

	(void)state;
	snprintf(json, sizeof json, "{\"alert\":%lld}",
		 (long long)one(d, "SELECT alert FROM tasks"));
	must_do(d, "acknowledge", "tom", json);
	assert_int_equal(one(d, "SELECT state FROM tasks"), 2);
	ends_the_same(d);
}

static void what_a_task_says_is_sealed(void **state)
{
	struct desk *d = desk_with_a_task();

	(void)state;
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"instr(coalesce(payload, '') || decisions, "
				"'blue one')"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE "
				"instr(text, 'blue')"),
			 0);
	desk_close(d);
}

/* -- handling time -- */

#define TRACKED                                                       \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\"," \
	"\"carrier\":\"DHL\",\"tracking\":\"3318810025\",\"status\":" \
	"\"shipped\",\"shipped\":\"2026-09-22T10:00:00Z\"}\n"
#define UNTRACKED                                                     \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\"," \
	"\"carrier\":\"DHL\",\"status\":\"shipped\",\"shipped\":"     \
	"\"2026-09-22T10:00:00Z\"}\n"
#define LATE "SELECT count(*) FROM alerts WHERE cause = 'handling:1 O1'"

/* Monday, three working days in Berlin: the end of Thursday. */
static void a130_a_paid_order_without_a_number_alerts_in_time(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'handling' AND state = 1"),
			 1);
	must_hear(d, "shop", UNTRACKED);
	pass(d, 3 * DAY_MS);
	assert_int_equal(one(d, LATE), 0);
	pass(d, 5 * HOUR_MS);
	assert_int_equal(one(d, LATE), 1);
	assert_int_equal(one(d, "SELECT text LIKE 'order #1001 is paid%' FROM "
				"alerts WHERE cause = 'handling:1 O1'"),
			 1);
	pass(d, 5 * DAY_MS);
	assert_int_equal(one(d, LATE), 1);
	ends_the_same(d);
}

static void a130_a_number_in_time_alerts_nobody(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	must_hear(d, "shop", TRACKED);
	assert_int_equal(one(d, "SELECT state FROM deadlines WHERE purpose = "
				"'handling'"),
			 2);
	pass(d, 5 * DAY_MS);
	assert_int_equal(one(d, LATE), 0);
	ends_the_same(d);
}

#define CANCELLED                                                     \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\"," \
	"\"version\":9,\"carrier\":\"dhl\",\"tracking\":"             \
	"\"3318810025\",\"status\":\"cancelled\"}\n"

static void a130_a_label_that_was_cancelled_is_no_number(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	must_hear(d, "shop", TRACKED);
	must_hear(d, "shop", CANCELLED);
	pass(d, 4 * DAY_MS);
	assert_int_equal(one(d, LATE), 1);
	ends_the_same(d);
}

static void a130_nor_does_a_cancelled_order(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","
		  "\"version\":2,\"status\":\"cancelled\",\"placed\":"
		  "\"2026-09-21T10:00:00Z\",\"buyer_ref\":\"B1\",\"email\":"
		  "\"ann@example.com\"}\n");
	pass(d, 5 * DAY_MS);
	assert_int_equal(one(d, LATE), 0);
	assert_int_equal(one(d, "SELECT state FROM deadlines WHERE purpose = "
				"'handling'"),
			 DEADLINE_DROPPED); /* and was no miss */
	ends_the_same(d);
}

static int64_t ten_orders(struct desk *d, int from)
{
	CLEANUP(str_release) struct str lines = STR_INIT;

	for (int i = from; i < from + 10; i++) {
		str_printf(&lines,
			   "{\"kind\":\"order\",\"ref\":\"X%d\",\"name\":\"#X%d"
			   "\",\"status\":\"open\",\"placed\":"
			   "\"2026-09-21T10:00:00Z\"}\n"
			   "{\"kind\":\"payment\",\"ref\":\"XP%d\",\"order_ref"
			   "\":\"X%d\",\"type\":\"sale\",\"status\":\"success\""
			   ",\"amount\":{\"amount\":\"9.00\",\"currency\":"
			   "\"USD\"},\"at\":\"2026-09-21T10:00:00Z\"}\n"
			   "{\"kind\":\"shipment\",\"ref\":\"XS%d\","
			   "\"order_ref\":\"X%d\",\"carrier\":\"DHL\","
			   "\"tracking\":\"33188%05d\",\"status\":\"shipped\","
			   "\"shipped\":\"2026-09-21T11:00:00Z\"}\n",
			   i, i, i, i, i, i, i);
	}
	steps_start(desk_db(d));
	deliver_line(d, "shop", &lines);
	return steps_end(desk_db(d));
}

static void a130_costs_the_same_however_long_the_history(void **state)
{
	struct desk *d = loop_desk();
	int64_t few, many;

	(void)state;
	ten_orders(d, 0);
	few = ten_orders(d, 10);
	for (int i = 20; i < 2000; i += 10)
		ten_orders(d, i);
	many = ten_orders(d, 2000);
	print_message("# ten orders after 20: %lld tens of steps, after 2000: "
		      "%lld\n",
		      (long long)few, (long long)many);
	assert_true(many < few + few / 2);
	desk_close(d);
}

/* -- the look after a remedy -- */

#define FOLLOW_UPS                                                    \
	"SELECT count(*) FROM deadlines WHERE purpose = 'follow_up' " \
	"AND state = 1"

static void a32_a_replacement_is_looked_after_a_day(void **state)
{
	struct desk *d = loop_desk();
	int64_t id;
	char json[80];

	(void)state;
	shop_reships = true;
	loop_mail(d, ANN, "h", "[thanks] hello");
	must_do(d, "plan", "mia",
		"{\"verb\":\"reship\",\"order\":\"O1\",\"ticket\":1}");
	id = one(d, "SELECT id FROM actions WHERE verb = 'reship'");
	snprintf(json, sizeof json, "{\"action\":%lld}", (long long)id);
	if (action_state(d, id) == ACTION_WAITING)
		must_do(d, "approve", "tom", json);
	settles(d, id);
	run_sql(d, "SELECT 1");
	assert_int_equal(one(d, "SELECT due - \"set\" FROM deadlines WHERE "
				"purpose = 'follow_up' AND state = 1"),
			 DAY_MS);
	pass(d, 25 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'T-1: see whether the buyer is helped%'"),
			 1);
	ends_the_same(d);
	shop_reships = false;
}

/* The warehouse sends it, where the shop cannot be told to. */
static void sent_by_task(const char *gives)
{
	struct desk *d = loop_desk();
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":1,\"role\":\"warehouse\","
			       "\"text\":\"send one\",\"within\":\"24h\","
			       "\"gives\":\"%s\"}",
			       gives);

	loop_mail(d, ANN, "h", "[thanks] hello");
	must_do(d, "task", "mia", json);
	assert_int_equal(one(d, FOLLOW_UPS), 0);
	must_do(d, "task_done", "mia", "{\"task\":1}");
	assert_int_equal(one(d, "SELECT due - \"set\" FROM deadlines WHERE "
				"purpose = 'follow_up' AND state = 1"),
			 DAY_MS);
	ends_the_same(d);
}

static void a32_and_so_is_one_that_the_warehouse_sent(void **state)
{
	(void)state;
	sent_by_task("reship");
	sent_by_task("exchange");
}

static void a_task_that_sends_nothing_is_not_looked_after(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[thanks] hello");
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"count\","
		"\"within\":\"24h\",\"gives\":\"nothing\"}");
	must_do(d, "task_done", "mia", "{\"task\":1}");
	assert_int_equal(one(d, FOLLOW_UPS), 0);
	ends_the_same(d);
}

/* -- reviews -- */

static void a70_what_becomes_of_a_review_is_recorded_and_a_drop_alerts(void **s)
{
	struct desk *d = loop_desk();

	(void)s;
	loop_review(d, "V1", 5, "fine");
	loop_review(d, "V1", 5, "fine indeed");
	loop_review(d, "V1", 4, "fine indeed");
	loop_review(d, "V1", -1, "");
	loop_review(d, "V1", 4, "back");
	assert_string_equal(
		one_text(d, "SELECT group_concat(what || ':' || coalesce("
			    "before, 0) || '>' || coalesce(stars, 0) || "
			    "coalesce(text, 0), ' ') FROM (SELECT * FROM "
			    "review_changes ORDER BY id)"),
		"1:0>50 2:5>51 2:5>40 3:4>00 4:0>40");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE level = "
				"'error' AND text LIKE '%of order #1001 fell "
				"from 5 to 4 stars'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 0);
	ends_the_same(d);
}

static void a70_a_review_that_falls_to_one_star_is_a_ticket(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_review(d, "V1", 5, "fine");
	loop_review(d, "V1", 1, "broke at once");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE issue = "
				"'review_bad'"),
			 1);
	loop_review(d, "V1", -1, "");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	ends_the_same(d);
}

static void orderless_review(struct desk *d, int version, int stars)
{
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;

	now_ms += MINUTE_MS;
	instant_put(&at, now_ms);
	str_printf(&line,
		   "{\"kind\":\"review\",\"ref\":\"W1\",\"version\":%d,"
		   "\"stars\":%d,\"text\":\"bad\",\"at\":\"%s\"}\n",
		   version, stars, str_c(&at));
	deliver_line(d, "shop", &line);
}

/* Its ticket is found by what it is about, and tells once as well. */
static void a_review_of_no_order_is_told_once_on_its_ticket(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	orderless_review(d, 1, 2);
	assert_int_equal(one(d, "SELECT count(*) = 1 AND max(ticket) = 1 FROM "
				"alerts WHERE acknowledged IS NULL AND cause "
				"NOT GLOB 'playbook*'"),
			 1);
	assert_int_equal(one(d, "SELECT ticket FROM tasks"), 1);
	ends_the_same(d);
}

static void a_review_of_a_merged_ticket_goes_where_that_went(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	orderless_review(d, 1, 2);
	loop_mail(d, "ann@example.com", "h", "[late] where is it");
	run_sql(d, "UPDATE actions SET state = 11");
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same\"}");
	orderless_review(d, 2, 1);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	assert_int_equal(one(d, "SELECT ticket FROM alerts WHERE cause GLOB "
				"'review-fell:*'"),
			 2);
	desk_close(d);
}

static void a118_a_new_review_is_told_at_once(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_review(d, "V1", 2, "bad");
	/* By its task, and not also as a review and as a ticket. */
	assert_int_equal(one(d, "SELECT count(*) = 1 AND max(\"text\") = "
				"'agent: answer the review of order #1001 of "
				"2 stars, in public' AND max(ticket) = 1 FROM "
				"alerts WHERE acknowledged IS NULL AND cause "
				"NOT GLOB 'playbook*'"),
			 1);
	loop_review(d, "V2", 5, "good");
	loop_review(d, "V3", 4, "good");
	assert_int_equal(one(d, "SELECT count FROM alerts WHERE cause = "
				"'reviews:1' AND level = 'info'"),
			 2);
	desk_close(d);
}

static void a117_a_middling_review_is_a_task_to_answer_it(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_review(d, "V1", 3, "so so");
	assert_int_equal(one(d, "SELECT role = 'agent' AND state = 1 AND "
				"ticket IS NULL AND order_ref = 'O1' FROM "
				"tasks"),
			 1);
	loop_review(d, "V1", 3, "so so, really");
	assert_int_equal(one(d, "SELECT count(*) FROM tasks"), 1);
	pass(d, 25 * HOUR_MS);
	assert_int_equal(one(d, "SELECT late FROM tasks"), 1);
	must_do(d, "task_done", "mia", "{\"task\":1}");
	loop_review(d, "V2", 5, "good");
	assert_int_equal(one(d, "SELECT count(*) FROM tasks"), 1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a110_an_overdue_task_escalates_until_it_is_done),
		cmocka_unit_test(
			a_task_that_failed_says_why_and_tells_somebody),
		cmocka_unit_test(to_acknowledge_its_alert_is_to_say_done),
		cmocka_unit_test(what_a_task_says_is_sealed),
		cmocka_unit_test(
			a130_a_paid_order_without_a_number_alerts_in_time),
		cmocka_unit_test(a130_a_number_in_time_alerts_nobody),
		cmocka_unit_test(a130_a_label_that_was_cancelled_is_no_number),
		cmocka_unit_test(a130_nor_does_a_cancelled_order),
		cmocka_unit_test(a130_costs_the_same_however_long_the_history),
		cmocka_unit_test(a32_a_replacement_is_looked_after_a_day),
		cmocka_unit_test(a32_and_so_is_one_that_the_warehouse_sent),
		cmocka_unit_test(a_task_that_sends_nothing_is_not_looked_after),
		cmocka_unit_test(
			a70_what_becomes_of_a_review_is_recorded_and_a_drop_alerts),
		cmocka_unit_test(
			a70_a_review_that_falls_to_one_star_is_a_ticket),
		cmocka_unit_test(a118_a_new_review_is_told_at_once),
		cmocka_unit_test(
			a_review_of_no_order_is_told_once_on_its_ticket),
		cmocka_unit_test(
			a_review_of_a_merged_ticket_goes_where_that_went),
		cmocka_unit_test(a117_a_middling_review_is_a_task_to_answer_it),
	};

	return cmocka_run_group_tests_name("duty", tests, shipped_load,
					   shipped_unload);
}
