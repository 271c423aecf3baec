/* jobs_test.c - what the host is given to work on, and what that costs.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/desk_help.h"

#include "base/when.h"
#include "desk/action/action_commands.h"
#include "help/steps.h"

static void add(struct desk *d, int64_t first, int64_t count, int64_t state,
		const char *instance)
{
	struct err err = { 0 };

	if (db_run(desk_db(d), &err,
		   "WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 "
		   "FROM n WHERE i + 1 < ?1 + ?2) INSERT INTO actions(id, "
		   "state, instance, not_before) SELECT i, ?3, ?4, i FROM n",
		   "iiis", first, count, state, instance))
		fail_msg("%s", err.text);
}

static bool has(const struct action_job *jobs, int n, int64_t id)
{
	for (int i = 0; i < n; i++)
		if (jobs[i].id == id)
			return true;
	return false;
}

static void many_of_one_instance_hide_none_of_another(void **state)
{
	struct desk *d = open_desk();
	struct action_job jobs[9];
	int n;

	(void)state;
	add(d, 1, 500, ACTION_DUE, "mail");
	add(d, 501, 300, ACTION_UNKNOWN, "mail");
	add(d, 900, 1, ACTION_DUE, "shop");
	add(d, 901, 1, ACTION_UNKNOWN, "shop");
	add(d, 902, 1, ACTION_ACCEPTED, "shop");
	add(d, 903, 1, ACTION_DUE, NULL);
	n = action_jobs(desk_db(d), now_ms, jobs, COUNT_OF(jobs));
	assert_int_equal(n, COUNT_OF(jobs));
	for (int64_t id = 900; id <= 903; id++)
		assert_true(has(jobs, n, id));
	assert_true(has(jobs, n, 1) && has(jobs, n, 501));
	desk_close(d);
}

static int64_t cost(struct desk *d)
{
	struct action_job jobs[8192];

	steps_start(desk_db(d));
	assert_true(action_jobs(desk_db(d), now_ms, jobs, 8192) > 0);
	return steps_end(desk_db(d));
}

static void history_and_a_long_queue_cost_nothing(void **state)
{
	struct desk *d = open_desk();
	int64_t before;

	(void)state;
	add(d, 1, 40, ACTION_DUE, "mail");
	add(d, 51, 40, ACTION_ACCEPTED, "shop");
	before = cost(d);
	add(d, 1000, 20000, ACTION_SETTLED, "shop");
	add(d, 30000, 5000, ACTION_DUE, "mail");
	/* Accepted, and looked at some day. */
	add(d, now_ms + 1, 5000, ACTION_ACCEPTED, "shop");
	assert_true(cost(d) <= before + before / 10);
	desk_close(d);
}

static void what_is_postponed_is_asked_less_and_less(void **state)
{
	struct desk *d = open_desk();
	struct delivery delivered;
	struct action_job job;
	int64_t id, tries = 0, last = 0, end;

	(void)state;
	deliver(d, "shop", ORDER, &delivered);
	id = approved_refund(d, "mia");
	last = now_ms;
	for (end = now_ms + DAY_MS; now_ms < end; now_ms += 5 * SECOND_MS) {
		if (action_jobs(desk_db(d), now_ms, &job, 1) != 1)
			continue;
		tries++;
		assert_true(now_ms - last <= 15 * MINUTE_MS);
		last = now_ms;
		assert_int_equal(send_result(d, id, "postpone"), 0);
	}
	assert_in_range(tries, 24 * 4, 24 * 8 + 8);
	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(one(d, "SELECT coalesce(postponed, 0) FROM actions"),
			 0);
	replays_the_same(d);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_of_one_instance_hide_none_of_another),
		cmocka_unit_test(history_and_a_long_queue_cost_nothing),
		cmocka_unit_test(what_is_postponed_is_asked_less_and_less),
	};

	return cmocka_run_group_tests_name("jobs", tests, NULL, NULL);
}
