/* stop_test.c - what a stop of the desk does to actions on their way: only what
 * may have left is in doubt.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/ledger/restored.h"
#include "host/host_help.h"

static void start_anew(void)
{
	struct err err = { 0 };

	if (desk_start(rig.desk, &err))
		fail_msg("%s", err.text);
	rig_start();
}

#define REPLIES(state) \
	"SELECT count(*) FROM actions WHERE verb = 'reply' AND state = " state

static void a_stop_puts_only_the_mail_in_doubt_that_was_begun(void **state)
{
	(void)state;
	for (int i = 0; i < 6; i++)
		approved_reply();
	mood("mail", "send", "hang");
	rig_start();
	assert_true(becomes(1, "SELECT count(*) FROM kv WHERE key = "
			       "'send.calls'"));
	assert_int_equal(one(REPLIES("5")), 1);
	rig_stop();
	assert_int_equal(one(REPLIES("4")), 5);
	mood("mail", "send", NULL);
	start_anew();
	assert_true(becomes(5, REPLIES("7")));
	assert_true(becomes(1, REPLIES("9")));
	assert_int_equal(calls("mail", "send"), 6);
}

static void a_stop_is_no_death_of_the_action_that_was_looked_at(void **state)
{
	(void)state;
	approved_refund(1001);
	mood("shop", "find", "hang");
	for (int i = 1; i <= 4; i++) {
		if (i == 1)
			rig_start();
		else
			start_anew();
		for (int n = 0; n < 500 && calls("shop", "find") < i; n++)
			turn(20);
		assert_int_equal(calls("shop", "find"), i);
		rig_stop();
	}
	assert_int_equal(one("SELECT state FROM actions"), 4);
	assert_int_equal(one("SELECT coalesce(sum(deaths), 0) FROM actions"),
			 0);
	assert_int_equal(one("SELECT count(*) FROM alerts"), 0);
}

static void a_worker_that_cannot_start_is_no_word_about_the_action(void **state)
{
	(void)state;
	rig.at[MAIL]->config = "[\"crash\",null]";
	rig.at[MAIL]->has_probe = false;
	approved_reply();
	rig_start();
	assert_true(becomes(1, "SELECT count(*) > 0 FROM journal WHERE kind = "
			       "'result'"));
	assert_int_equal(one(REPLIES("4")), 1);
	assert_int_equal(one("SELECT coalesce(sum(deaths), 0) FROM actions"),
			 0);
}

static void what_was_cancelled_while_it_waited_does_not_leave(void **state)
{
	struct err err;

	(void)state;
	approved_reply();
	approved_reply();
	mood("mail", "send", "hang");
	rig_start();
	assert_true(becomes(1, "SELECT count(*) FROM kv WHERE key = "
			       "'send.calls'"));
	if (do_cmd("cancel",
		   one("SELECT id FROM actions WHERE state = 4") == 1
			   ? "{\"action\":1,\"reason\":\"no\"}"
			   : "{\"action\":2,\"reason\":\"no\"}",
		   &err))
		fail_msg("%s", err.text);
	mood("mail", "send", NULL);
	rig_stop();
	start_anew();
	assert_true(becomes(1, REPLIES("9")));
	assert_int_equal(one(REPLIES("11")), 1);
	assert_int_equal(calls("mail", "send"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_stop_puts_only_the_mail_in_doubt_that_was_begun,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_stop_is_no_death_of_the_action_that_was_looked_at,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			a_worker_that_cannot_start_is_no_word_about_the_action,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			what_was_cancelled_while_it_waited_does_not_leave,
			rig_open, rig_close),
	};

	return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
