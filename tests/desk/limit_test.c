/* limit_test.c - what rules may pay by themselves, and what goes on first.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action/action_commands.h"
#include "desk/desk_help.h"
#include "help/fake_brain.h"
#include "help/steps.h"

/* The small policy refunds it by itself below 20.00. */
static void complains(struct desk *d, int n, const char *amount)
{
	complaint(d, (struct complaint){ .n = n, .total = amount });
}

static int64_t refunds(struct desk *d, int32_t state)
{
	return db_i64(desk_db(d), -1,
		      "SELECT count(*) FROM actions WHERE verb = 'refund' AND "
		      "state = ?1",
		      "i", (int64_t)state);
}

static void rules_pay_by_themselves_within_their_day(void **state)
{
	struct desk *d = open_desk();
	struct err err;

	(void)state;
	fake_effects = "auto";
	for (int n = 1001; n <= 1003; n++)
		complains(d, n, "19.00");
	assert_int_equal(refunds(d, ACTION_DUE), 2);
	assert_int_equal(refunds(d, ACTION_WAITING), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE "
				"why = 'a rule by itself has reached the "
				"limit of this day'"),
			 1);
	/* A person may still say yes, and that is not the rules' money. */
	assert_int_equal(do_cmd(d, "approve", "mia",
				db_text(desk_db(d), &d->arena,
					"SELECT '{\"action\":' || id || '}' "
					"FROM actions WHERE verb = 'refund' "
					"AND state = 2",
					""),
				&err),
			 0);
	complains(d, 1004, "12.00");
	assert_int_equal(refunds(d, ACTION_DUE), 4);
	replays_the_same(d);
	desk_close(d);
}

static void a_new_day_is_a_new_limit(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_effects = "auto";
	for (int n = 1001; n <= 1003; n++)
		complains(d, n, "19.00");
	now_ms += INT64_C(24) * 3600 * 1000;
	complains(d, 1004, "19.00");
	assert_int_equal(refunds(d, ACTION_DUE), 3);
	desk_close(d);
}

static void many_that_are_due_keep_no_look_waiting(void **state)
{
	struct desk *d = open_desk();
	struct action_job jobs[16];
	int looks = 0, n;

	(void)state;
	fake_effects = "auto";
	for (int i = 1; i <= 60; i++)
		complains(d, 1000 + i, "0.50");
	assert_int_equal(refunds(d, ACTION_DUE), 60);
	assert_int_equal(db_run(desk_db(d), &(struct err){ 0 },
				"UPDATE actions SET state = 9, "
				"not_before = ?1 WHERE order_ref = 'O1060' "
				"AND verb = 'refund'",
				"i", now_ms),
			 0);
	n = action_jobs(desk_db(d), now_ms, jobs, 16);
	assert_int_equal(n, 16);
	for (int i = 0; i < n; i++)
		looks += jobs[i].look;
	assert_int_equal(looks, 1);
	desk_close(d);
}

/* Instructions of the database, in tens, for one more that a rule pays. */
static int64_t cost_of(struct desk *d, int n, bool account)
{
	now_ms += 2 * DAY_MS;
	steps_start(desk_db(d));
	complaint(d, (struct complaint){
			     .n = n, .total = "0.10", .account = account });
	return steps_end(desk_db(d));
}

static void what_others_were_given_costs_nothing(void **state)
{
	(void)state;
	for (int account = 0; account < 2; account++) {
		struct desk *d = open_desk();
		int64_t few, many;

		fake_effects = "auto";
		fake_rule_limits =
			(struct limits){ .per_action = { 2000, "USD" },
					 .per_day = { 5000, "USD" },
					 .per_buyer = 2 };
		for (int n = 1001; n <= 1005; n++)
			complaint(d, (struct complaint){ .n = n,
							 .total = "0.10",
							 .account = account });
		few = cost_of(d, 2001, account);
		for (int n = 1006; n <= 1200; n++)
			complaint(d, (struct complaint){ .n = n,
							 .total = "0.10",
							 .account = account });
		many = cost_of(d, 2002, account);
		assert_int_equal(refunds(d, ACTION_DUE), 202);
		printf("# steps %lld then %lld\n", (long long)few,
		       (long long)many);
		assert_true(many < few + few / 4);
		desk_close(d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_pay_by_themselves_within_their_day),
		cmocka_unit_test(a_new_day_is_a_new_limit),
		cmocka_unit_test(many_that_are_due_keep_no_look_waiting),
		cmocka_unit_test(what_others_were_given_costs_nothing),
	};

	return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
