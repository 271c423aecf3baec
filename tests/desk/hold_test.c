/* hold_test.c - a desk that was brought back sends nothing, and its own people
 * hear of that and of everything else.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action/action_commands.h"
#include "desk/alarm_help.h"
#include "desk/ledger/restored.h"
#include "help/fake_brain.h"

static bool is_held(struct desk *d)
{
	struct err err = { 0 };
	int64_t since = -1;

	must(restored_held(desk_db(d), &since, &err), &err);
	return since != 0;
}

/* Of the mailbox nobody knows the password any more, say. */
static void bring_back(struct desk *d)
{
	must_do(d, "restored", "desk", "{\"unread\":[\"mail\"]}");
}

/* What the host would take up now that is to be sent; -1 when more than one. */
static int64_t picked(struct desk *d)
{
	struct action_job jobs[8];
	int64_t id = 0;
	int n = action_jobs(desk_db(d), now_ms, jobs, 8);

	for (int i = 0; i < n; i++)
		if (!jobs[i].look)
			id = id ? -1 : jobs[i].id;
	return id;
}

#define LAST_NOTICE                                                     \
	"SELECT coalesce(max(id), 0) FROM actions WHERE rule = 'alert'" \
	" AND to_addr = "

static void a_phone_rings_while_a_restored_desk_is_on_hold(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	approved_refund(d, "mia");
	bring_back(d);
	/* Looked for: not there, and still nothing of it leaves. */
	must(send_result(d,
			 one(d, "SELECT id FROM actions WHERE verb = 'refund'"),
			 "absent"),
	     &(struct err){ 0 });
	stuck = true;
	step(d, 5);
	assert_true(is_held(d));
	assert_int_equal(picked(d), one(d, LAST_NOTICE "'mia@desk.example'"));
	stuck = false;
	step(d, 10);
	assert_true(is_held(d));
	assert_int_equal(told(d, "mia", "email"), 1);
	assert_int_equal(told(d, "eva", "sms"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE rule = "
				"'alert' AND state = 7"),
			 2);
	assert_int_equal(picked(d), 0);
	assert_int_equal(one(d, "SELECT state FROM actions WHERE verb = "
				"'refund'"),
			 ACTION_DUE);
	ends_the_same(d);
}

/* The lost time may have sent it; a phone that rings twice is better than one
 * that does not ring. */
static void a_notice_of_the_copy_leaves_without_being_looked_for(void **state)
{
	struct desk *d = desk_with_a_red_ticket();

	(void)state;
	stuck = true;
	step(d, 5);
	bring_back(d);
	assert_int_equal(picked(d), one(d, LAST_NOTICE "'mia@desk.example'"));
	stuck = false;
	step(d, 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE rule = "
				"'alert' AND state = 7 AND to_addr = "
				"'mia@desk.example'"),
			 1);
	ends_the_same(d);
}

/* Nobody can tell whether it left: its alert climbs on, and the hold does not
 * wait for it. */
static void a_notice_in_doubt_keeps_no_hold_and_is_not_lost(void **state)
{
	struct desk *d = desk_with_a_red_ticket();
	struct err err = { 0 };
	int64_t id, left = -1;

	(void)state;
	stuck = true;
	step(d, 5);
	id = one(d, LAST_NOTICE "'mia@desk.example'");
	assert_int_equal(send_now(d, id), 0);
	must_do(d, "started", "desk", "{}");
	bring_back(d);
	assert_int_equal(action_state(d, id), ACTION_UNKNOWN);
	must(restored_left(desk_db(d), &left, &err), &err);
	assert_int_equal(left, 0);
	for (int i = 0; i < 3 && action_state(d, id) == ACTION_UNKNOWN; i++) {
		pass(d, 2 * MINUTE_MS);
		assert_int_equal(send_result(d, id, "absent"), 0);
	}
	pass(d, MINUTE_MS);
	assert_true(one(d, "SELECT count(*) FROM actions WHERE rule = 'alert' "
			   "AND state = 4") > 0);
	assert_true(is_held(d));
	ends_the_same(d);
}

/* A manager says to whom: that may be anybody. */
static void a_notice_to_an_address_that_somebody_typed_waits(void **state)
{
	struct desk *d = open_alarm_desk();

	(void)state;
	bring_back(d);
	must_do(d, "notice", "tom",
		"{\"channel\":\"email\",\"to\":\"ann@example.com\","
		"\"text\":\"Hello\"}");
	assert_int_equal(picked(d), 0);
	assert_int_equal(send_now(d, one(d, "SELECT max(id) FROM actions")),
			 -1);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_phone_rings_while_a_restored_desk_is_on_hold),
		cmocka_unit_test(
			a_notice_of_the_copy_leaves_without_being_looked_for),
		cmocka_unit_test(
			a_notice_in_doubt_keeps_no_hold_and_is_not_lost),
		cmocka_unit_test(
			a_notice_to_an_address_that_somebody_typed_waits),
	};

	return cmocka_run_group_tests_name("hold", tests, NULL, NULL);
}
