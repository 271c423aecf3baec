/* perform_test.c - actions on their way with real workers: what holds up what,
 * and what the desk is told in the end.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "host/host_help.h"

#define ASKED(instance, op)                                       \
	"SELECT count(*) FROM kv WHERE instance = '" instance "'" \
	" AND key = '" op ".calls'"

static void a_dead_peer_holds_up_its_own_instance_only(void **state)
{
	(void)state;
	for (int i = 0; i < 24; i++)
		approved_reply();
	mood("mail", "send", "hang");
	rig_start();
	assert_true(becomes(1, ASKED("mail", "send")));
	turn(1500);
	approved_refund(2001);
	host_nudge(&rig.host);
	assert_true(becomes(1, ASKED("other", "act")));
	assert_int_equal(calls("mail", "send"), 1);
}

static void a_look_waits_for_one_action_of_its_instance_at_most(void **state)
{
	(void)state;
	for (int i = 0; i < 8; i++)
		approved_refund(1001 + i);
	mood("shop", "find", "slow");
	rig_start();
	assert_true(becomes(1, ASKED("shop", "find")));
	assert_int_equal(db_run(desk_db(rig.desk), &(struct err){ 0 },
				"UPDATE actions SET state = 9 WHERE "
				"order_ref = 'O1008'",
				""),
			 0);
	host_nudge(&rig.host);
	assert_true(becomes(1, "SELECT looks > 0 OR state <> 9 FROM actions "
			       "WHERE order_ref = 'O1008'"));
	assert_true(calls("shop", "act") <= 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_dead_peer_holds_up_its_own_instance_only, rig_open,
			rig_close),
		cmocka_unit_test_setup_teardown(
			a_look_waits_for_one_action_of_its_instance_at_most,
			rig_open, rig_close),
	};

	return cmocka_run_group_tests_name("perform", tests, NULL, NULL);
}
