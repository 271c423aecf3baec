/* orderless_test.c - what is given away for a matter of which no order is
 * known.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/desk_help.h"
#include "help/fake_brain.h"

static void a_code_for_everything(const struct brain *b, const struct matter *m,
				  struct arena *arena, struct advice *out)
{
	(void)b, (void)m;
	out->vector = arena_strdup(arena, "{}");
	out->fired = "[\"code\"]";
	out->wanted[out->count++] = (struct wanted){ .rule = "code",
						     .policy = "fake1",
						     .verb = "coupon",
						     .amount = { 500, "USD" } };
}

/* A review of no order, which its author may change. */
static void review(struct desk *d, const char *ref, int stars)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	str_printf(&line,
		   "{\"kind\":\"review\",\"ref\":\"%s\",\"stars\":%d,\"at\":"
		   "\"2026-09-20T10:00:00Z\"}\n",
		   ref, stars);
	deliver_line(d, "shop", &line);
}

static struct desk *desk_of_codes(void)
{
	struct desk *d = open_desk();

	test_brain.advise = a_code_for_everything;
	return d;
}

static void a_matter_without_an_order_is_given_something_once(void **state)
{
	struct desk *d = desk_of_codes();

	(void)state;
	review(d, "V1", 2);
	review(d, "V1", 1);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts"), 0);
	ends_the_same(d);
}

static void
what_was_given_up_is_proposed_anew_under_a_key_of_its_own(void **state)
{
	struct desk *d = desk_of_codes();

	(void)state;
	review(d, "V1", 2);
	must_do(d, "cancel", "mia", "{\"action\":1}");
	review(d, "V1", 1);
	review(d, "V2", 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"state = 2"),
			 2);
	assert_int_equal(one(d, "SELECT count(DISTINCT key) FROM actions"), 3);
	ends_the_same(d);
}

/* As if two numbers had made one intent. */
static void what_an_index_refuses_is_not_recorded(void **state)
{
	struct desk *d = desk_of_codes();

	(void)state;
	review(d, "V1", 2);
	run_sql(d, "UPDATE actions SET order_ref = 'O9'");
	review(d, "V1", 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'T-1: no coupon proposed:%'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM journal WHERE "
				"instr(decisions, '\"verb\":\"coupon\"')"),
			 1);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_matter_without_an_order_is_given_something_once),
		cmocka_unit_test(
			what_was_given_up_is_proposed_anew_under_a_key_of_its_own),
		cmocka_unit_test(what_an_index_refuses_is_not_recorded),
	};

	return cmocka_run_group_tests_name("orderless", tests, NULL, NULL);
}
