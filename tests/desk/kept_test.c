/* kept_test.c - what is waited for outlives what people do to tickets: merging,
 * closing by force, opening again, taking back.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/loop_help.h"

#define CLAIM                                                    \
	"{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\""  \
	"O1\",\"type\":\"claim\",\"status\":\"needs_response\"," \
	"\"respond_by\":\"2026-09-24T15:00:00Z\"}\n"
#define CLAIM_IS_OVER                                                \
	"{\"kind\":\"dispute\",\"ref\":\"D1\",\"version\":9,"        \
	"\"order_ref\":\"O1\",\"type\":\"claim\",\"status\":\"won\"" \
	",\"respond_by\":\"2026-09-24T15:00:00Z\"}\n"

/* T-1 about O1, T-2 and T-3 in threads of their own. */
static struct desk *three_tickets(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, "ann@work.example", "w",
		  "[damaged] order #1001 is broken");
	loop_mail(d, "ann@home.example", "v",
		  "[damaged] order #1001 is broken");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 3);
	return d;
}

static void give_task(struct desk *d, int ticket)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":%d,\"role\":\"warehouse\",\"text\":"
			       "\"look for it\",\"within\":\"24h\"}",
			       ticket);

	must_do(d, "task", "mia", json);
}

static void merge(struct desk *d, int from, int into)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":%d,\"into\":%d,\"force\":\"the "
			       "same buyer\"}",
			       from, into);

	must_do(d, "merge", "tom", json);
}

/* A task whose deadline is gone would never be late. */
static void no_task_stays_open_without_a_moment(struct desk *d)
{
	assert_int_equal(one(d,
			     "SELECT count(*) FROM tasks t WHERE t.state = 1 "
			     "AND NOT EXISTS (SELECT 1 FROM deadlines d WHERE "
			     "d.state = 1 AND (d.id = t.deadline OR (d.purpose "
			     "= 'escalate' AND d.source = t.id)))"),
			 0);
}

static void a_task_of_a_merged_ticket_holds_the_other_one(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	give_task(d, 3);
	merge(d, 3, 2);
	merge(d, 2, 1);
	must_refuse(d, "close",
		    "{\"ticket\":1,\"outcome\":\"solved\",\"cause\":\"delay\"}",
		    "open task");
	desk_close(d);
}

static void closing_by_force_drops_the_tasks_of_what_was_merged(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	give_task(d, 3);
	merge(d, 3, 2);
	merge(d, 2, 1);
	loop_close(d, 1, "delay");
	no_task_stays_open_without_a_moment(d);
	assert_int_equal(one(d, "SELECT state FROM tasks"), 4);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT state FROM tasks"), 1);
	no_task_stays_open_without_a_moment(d);
	ends_the_same(d);
}

static void a_late_task_that_comes_back_is_told_again(void **state)
{
	struct desk *d = three_tickets();

	(void)state;
	give_task(d, 2);
	pass(d, 25 * HOUR_MS);
	assert_int_equal(one(d, "SELECT late FROM tasks"), 1);
	loop_close(d, 2, "delay");
	must_do(d, "ticket_undo", "mia", "{\"ticket\":2}");
	assert_int_equal(one(d, "SELECT state FROM tasks"), 1);
	no_task_stays_open_without_a_moment(d);
	pass(d, 25 * HOUR_MS);
	assert_int_equal(one(d, "SELECT late FROM tasks"), 2);
	ends_the_same(d);
}

/* -- the platform does not care what we call closed -- */

#define LIMITS                                                           \
	"SELECT count(*) FROM deadlines WHERE ticket = 1 AND purpose = " \
	"'platform' AND state = 1"

static struct desk *desk_with_a_closed_claim(void)
{
	struct desk *d = loop_desk();

	must_hear(d, "shop", CLAIM);
	assert_int_equal(one(d, LIMITS), 1);
	loop_close(d, 1, "delay");
	assert_int_equal(one(d, LIMITS), 0);
	return d;
}

static void opening_again_brings_back_the_platforms_limit(void **state)
{
	struct desk *d = desk_with_a_closed_claim();

	(void)state;
	must_do(d, "reopen", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, LIMITS), 1);
	/* Ours is nearer. */
	assert_true(one(d, "SELECT due FROM tickets") <
		    one(d, "SELECT due FROM deadlines WHERE purpose = "
			   "'platform'"));
	pass(d, 5 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'breach:*' AND \"text\" LIKE '%platform%'"),
			 1);
	ends_the_same(d);
}

static void so_does_a_buyer_who_writes_again(void **state)
{
	struct desk *d = desk_with_a_closed_claim();

	(void)state;
	loop_mail(d, ANN, "h", "[late] still nothing");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	assert_int_equal(one(d, LIMITS), 1);
	ends_the_same(d);
}

static void a_limit_that_was_met_meanwhile_stays_gone(void **state)
{
	struct desk *d = desk_with_a_closed_claim();

	(void)state;
	must_hear(d, "shop", CLAIM_IS_OVER);
	must_do(d, "reopen", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, LIMITS), 0);
	ends_the_same(d);
	d = desk_with_a_closed_claim();
	must_hear(d, "shop", CLAIM_IS_OVER);
	must_do(d, "ticket_undo", "mia", "{\"ticket\":1}");
	assert_int_equal(one(d, LIMITS), 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_task_of_a_merged_ticket_holds_the_other_one),
		cmocka_unit_test(
			closing_by_force_drops_the_tasks_of_what_was_merged),
		cmocka_unit_test(a_late_task_that_comes_back_is_told_again),
		cmocka_unit_test(opening_again_brings_back_the_platforms_limit),
		cmocka_unit_test(so_does_a_buyer_who_writes_again),
		cmocka_unit_test(a_limit_that_was_met_meanwhile_stays_gone),
	};

	return cmocka_run_group_tests_name("kept", tests, shipped_load,
					   shipped_unload);
}
