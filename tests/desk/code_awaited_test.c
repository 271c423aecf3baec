/* code_awaited_test.c - a playbook waits for a code, and a person says it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/action_help.h"
#include "desk/play_help.h"

static const struct turn very_late[] = { { "order", "49.00", NULL, NULL },
					 { "mail", "[late] where is it",
					   "wait for code", "" },
					 END };

/* Nobody knows whether the coupon was made; `known`: how the shop had
 * said its code before that, in SQL. Somebody looks, and says that it was, with
 * `said`. */
static struct desk *desk_where_it_was_made(const char *known, const char *said)
{
	struct desk *d = play_on("very late", very_late);
	long long id = (long long)newest(d, "coupon");
	CLEANUP(free_ptr) char *yes = xasprintf("{\"action\":%lld}", id);
	CLEANUP(free_ptr)
	char *parked = xasprintf("{\"action\":%lld,\"outcome\":"
				 "\"impossible\"}",
				 id);
	CLEANUP(free_ptr)
	char *seen =
		xasprintf("{\"action\":%lld,\"seen\":\"done\"%s}", id, said);

	must_do(d, "approve", "tom", yes);
	must_do(d, "result", "desk", parked);
	if (known)
		run_sql(d, known);
	must_do(d, "retry", "tom", seen);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for carrier");
	return d;
}

static void a_playbook_that_waits_for_the_code_goes_on(void **state)
{
	struct desk *d = desk_where_it_was_made(NULL, ",\"code\":\"TY-1\"");

	(void)state;
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE text LIKE "
				"'%coupon=TY-1%'"),
			 1);
	ends_the_same(d);
}

static void it_goes_on_where_the_code_was_known_already(void **state)
{
	struct desk *d = desk_where_it_was_made(
		"UPDATE actions SET result = 'TY-1' WHERE verb = 'coupon'", "");

	(void)state;
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
