/* code_awaited_test.c - a playbook waits for a code, and a person says it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/play_help.h"

static const struct turn very_late[] = { { "order", "49.00", NULL, NULL },
					 { "mail", "[late] where is it",
					   "wait for code", "" },
					 END };

/* Nobody knew whether it was made; somebody looks, and says its code. */
static void a_playbook_that_waits_for_the_code_goes_on(void **state)
{
	struct desk *d = play_on("very late", very_late);
	long long id = (long long)one(d, "SELECT id FROM actions WHERE verb = "
					 "'coupon'");
	CLEANUP(free_ptr) char *yes = xasprintf("{\"action\":%lld}", id);
	CLEANUP(free_ptr)
	char *parked = xasprintf("{\"action\":%lld,\"outcome\":"
				 "\"impossible\"}",
				 id);
	CLEANUP(free_ptr)
	char *seen = xasprintf("{\"action\":%lld,\"seen\":\"done\","
			       "\"code\":\"TY-1\"}",
			       id);

	(void)state;
	must_do(d, "approve", "tom", yes);
	must_do(d, "result", "desk", parked);
	must_do(d, "retry", "tom", seen);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for carrier");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE text LIKE "
				"'%coupon=TY-1%'"),
			 1);
	ends_the_same(d);
}

/* The shop had said it before it was lost. */
static void it_goes_on_where_the_code_was_known_already(void **state)
{
	struct desk *d = play_on("very late", very_late);
	long long id = (long long)one(d, "SELECT id FROM actions WHERE verb = "
					 "'coupon'");
	CLEANUP(free_ptr) char *yes = xasprintf("{\"action\":%lld}", id);
	CLEANUP(free_ptr)
	char *parked = xasprintf("{\"action\":%lld,\"outcome\":"
				 "\"impossible\"}",
				 id);
	CLEANUP(free_ptr)
	char *seen = xasprintf("{\"action\":%lld,\"seen\":\"done\"}", id);

	(void)state;
	must_do(d, "approve", "tom", yes);
	must_do(d, "result", "desk", parked);
	run_sql(d, "UPDATE actions SET result = 'TY-1' WHERE verb = 'coupon'");
	must_do(d, "retry", "tom", seen);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for carrier");
	desk_close(d); /* no command said the code */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_playbook_that_waits_for_the_code_goes_on),
		cmocka_unit_test(it_goes_on_where_the_code_was_known_already),
	};

	return cmocka_run_group_tests_name("code_awaited", tests, shipped_load,
					   shipped_unload);
}
