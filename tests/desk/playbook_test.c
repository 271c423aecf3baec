/* playbook_test.c - a lost parcel's procedure through the desk, with the
 * shipped policy: how it begins, and what ends it, over days, restarts and
 * replays. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/lost_help.h"
#include "help/place.h"

static void a_lost_parcel_gets_a_reply_and_a_promise(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	assert_int_equal(lost_proposed(d, "not_received.investigate"), 1);
	lost_at(d, "wait for carrier");
	/* Three working days from Monday: the end of Thursday. */
	assert_true(one(d, "SELECT due FROM deadlines WHERE purpose = "
			   "'promise' AND state = 1") ==
		    (INT64_C(1790000000000) / DAY_MS + 4) * DAY_MS - SECOND_MS);
	assert_true(one(d,
			"SELECT due FROM deadlines WHERE purpose = "
			"'playbook' AND state = 1") == now_ms + 48 * HOUR_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM vectors WHERE trigger = "
				"'playbook' AND json_extract(fired, '$[1]') = "
				"'playbook not_received: promise'"),
			 1);
	pass(d, 47 * HOUR_MS);
	lost_at(d, "wait for carrier");
	ends_the_same(d);
}

static void the_buyers_answer_ends_it_and_it_does_not_begin_anew(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	now_ms += HOUR_MS;
	must_hear(d, "mail", MAIL("m2", "Any news? It was still not received"));
	lost_at(d, "stopped");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	assert_int_equal(lost_proposed(d, "other.holding"), 1);
	/* What was promised stays promised. */
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE "
				"purpose = 'promise' AND state = 1"),
			 1);
	ends_the_same(d);
}

/* The buyer was never told of it. */
static void cancelling_its_reply_ends_it_and_its_promise(void **state)
{
	struct desk *d = lost_started();
	struct err err;

	(void)state;
	assert_int_equal(lost_promises(d), 1);
	assert_int_equal(do_cmd(d, "cancel", "mia", "{\"action\":1}", &err), 0);
	assert_int_equal(lost_promises(d), 0);
	lost_at(d, "stopped");
	pass(d, 10 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), 1);
	ends_the_same(d);
}

static void a_person_who_writes_instead_takes_over(void **state)
{
	struct desk *d = lost_started();
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "reply", "mia",
				"{\"ticket\":1,\"text\":\"I look\"}", &err),
			 0);
	assert_int_equal(lost_promises(d), 0);
	lost_at(d, "stopped");
	ends_the_same(d);
}

static void a_promise_that_left_stays_one(void **state)
{
	struct desk *d = lost_started();
	struct err err;

	(void)state;
	send_reply(d);
	pass(d, 49 * HOUR_MS);
	assert_int_equal(lost_proposed(d, "not_received.offer"), 1);
	lost_at(d, "wait for the choice");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'promise'"),
			 1);
	assert_int_equal(do_cmd(d, "cancel", "mia",
				one_text(d, "SELECT '{\"action\":' || id || "
					    "'}' FROM actions WHERE state = 2 "
					    "AND verb = 'reply'"),
				&err),
			 0);
	lost_at(d, "stopped");
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'promise' AND state = 4"),
			 0);
	ends_the_same(d);
}

static void closing_the_ticket_ends_it(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"arrived\",\"cause\":\"delay\","
		"\"force\":\"it is over\"}");
	assert_int_equal(one(d, OPEN_PLAYBOOK), 0);
	pass(d, 5 * DAY_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state = 2"),
			 0);
	ends_the_same(d);
}

static void it_goes_on_after_a_restart(void **state)
{
	CLEANUP(free_ptr) char *path = in_scratch("playbook.db");
	struct desk *d = lost_started_at(path);

	(void)state;
	desk_close(d);
	d = lost_opened(path);
	pass(d, 48 * HOUR_MS);
	assert_int_equal(lost_proposed(d, "not_received.offer"), 1);
	ends_the_same(d);
}

static void a_delivered_parcel_starts_another(void **state)
{
	struct desk *d = lost_begun(":memory:");

	(void)state;
	must_hear(d, "shop",
		  LOST_ORDER SCAN("delivered", "2026-09-18T10:00:00Z"));
	must_hear(d, "mail", MAIL("m1", "My parcel was not received"));
	assert_int_equal(lost_proposed(d, "delivered_not_received.proof"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE "
				"playbook = 'delivered_not_received'"),
			 1);
	ends_the_same(d);
}

/* As after a reload of a policy that has it no more, or by another name. */
static void one_that_is_gone_is_told_and_takes_nothing_back(void **state)
{
	struct desk *d = lost_started();

	(void)state;
	run_sql(d, "UPDATE tickets SET playbook = 'of_last_year'");
	pass(d, 48 * HOUR_MS);
	lost_at(d, "stopped");
	assert_int_equal(lost_proposed(d, "not_received.investigate"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'T-1: the policy has no playbook "
				"\"of_last_year\"%'"),
			 1);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lost_parcel_gets_a_reply_and_a_promise),
		cmocka_unit_test(
			the_buyers_answer_ends_it_and_it_does_not_begin_anew),
		cmocka_unit_test(cancelling_its_reply_ends_it_and_its_promise),
		cmocka_unit_test(a_person_who_writes_instead_takes_over),
		cmocka_unit_test(a_promise_that_left_stays_one),
		cmocka_unit_test(closing_the_ticket_ends_it),
		cmocka_unit_test(it_goes_on_after_a_restart),
		cmocka_unit_test(a_delivered_parcel_starts_another),
		cmocka_unit_test(
			one_that_is_gone_is_told_and_takes_nothing_back),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
