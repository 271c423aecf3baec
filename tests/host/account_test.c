/* account_test.c - nothing is read or sent before it is known whose account an
 * instance speaks for.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "host/host_help.h"

#define ALERTS(cause) "SELECT count(*) FROM alerts WHERE cause = '" cause "'"

static void known_account(void)
{
	rig_start();
	assert_true(becomes(1, "SELECT count(*) FROM kv WHERE instance = "
			       "'shop' AND key = 'sync.calls'"));
	assert_int_equal(one("SELECT count(*) FROM shops WHERE account = 'A'"),
			 1);
}

/* Times for the probe to be asked again and again. */
static void some_hours(void)
{
	for (int i = 0; i < 5; i++) {
		skip_time(HOUR_MS);
		turn(200);
	}
}

static void an_instance_of_another_account_reads_nothing(void **state)
{
	int64_t before;

	(void)state;
	known_account();
	before = calls("shop", "sync");
	mood("shop", "account", "X");
	rig_reload();
	assert_true(becomes(1, ALERTS("account:shop")));
	some_hours();
	assert_int_equal(calls("shop", "sync"), before);
	assert_true(calls("shop", "probe") >= 4);
	assert_int_equal(one("SELECT \"count\" FROM alerts WHERE cause = "
			     "'account:shop'"),
			 1);
}

static void an_action_waits_until_the_account_is_the_right_one(void **state)
{
	(void)state;
	known_account();
	mood("shop", "account", "X");
	rig_reload();
	assert_true(becomes(1, ALERTS("account:shop")));
	approved_refund(1001);
	some_hours();
	assert_int_equal(calls("shop", "find"), 0);
	assert_int_equal(one("SELECT state FROM actions"), 4);
	mood("shop", "account", "A");
	rig_reload();
	assert_true(becomes(1, "SELECT count(*) FROM kv WHERE key = "
			       "'act.calls'"));
}

static void what_was_asked_before_a_reload_is_asked_again(void **state)
{
	(void)state;
	mood("shop", "probe", "slow");
	rig_start();
	for (int i = 0; i < 500 && !calls("shop", "probe"); i++)
		turn(10);
	mood("shop", "account", "A");
	rig_reload();
	assert_true(becomes(1, "SELECT count(*) FROM kv WHERE instance = "
			       "'shop' AND key = 'sync.calls'"));
	assert_int_equal(calls("shop", "probe"), 2);
}

static void a_webhook_waits_for_the_probe(void **state)
{
	struct err err = { 0 };

	(void)state;
	mood("shop", "probe", "retry");
	assert_int_equal(inbox_store(rig.desk, "shop", "e1", "orders/updated",
				     "", 0, &err),
			 1);
	rig_start();
	for (int i = 0; i < 500 && !calls("shop", "probe"); i++)
		turn(10);
	turn(200);
	assert_int_equal(calls("shop", "hook"), 0);
	mood("shop", "probe", NULL);
	skip_time(HOUR_MS);
	assert_true(becomes(1, "SELECT count(*) FROM inbox WHERE state <> "
			       "'waiting'"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			an_instance_of_another_account_reads_nothing, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			an_action_waits_until_the_account_is_the_right_one,
			rig_open, rig_close),
		cmocka_unit_test_setup_teardown(
			what_was_asked_before_a_reload_is_asked_again, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(a_webhook_waits_for_the_probe,
						rig_open, rig_close),
	};

	return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
