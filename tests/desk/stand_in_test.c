/* stand_in_test.c - who was away gets back what nobody has begun on.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/staff_help.h"

#define MONDAY "2026-09-21T08:00:00Z"

static const struct agent_entry two[] = {
	{ .name = "mia" },
	{ .name = "tom", .role = "manager", .skills = "quality" },
};

#define OWNER "SELECT owner FROM tickets WHERE id = ?1"
#define WHY "SELECT owner_why FROM tickets WHERE id = ?1"
#define KEPT "SELECT kept_for FROM tickets WHERE id = ?1"

static const char *col(struct desk *d, int64_t ticket, const char *sql)
{
	return db_text(desk_db(d), &d->arena, sql, "i", ticket);
}

static void owned(struct desk *d, int64_t ticket, const char *by)
{
	assert_string_equal(col(d, ticket, OWNER), by);
	assert_int_equal(one(d,
			     "SELECT count(*) FROM agents a WHERE "
			     "coalesce(open_load, 0) <> (SELECT count(*) FROM "
			     "tickets t WHERE t.owner = a.name AND state < 3)"),
			 0);
}

static void says(struct desk *d, const char *kind, const char *agent)
{
	CLEANUP(free_ptr) char *json = xasprintf("{\"agent\":\"%s\"}", agent);

	must_do(d, kind, "eva", json);
}

/* T-1 and T-2 are mia's, who is away: tom has them. A third one is away, too.
 */
static struct desk *mia_is_away(const struct agent_entry *agents, size_t count)
{
	struct desk *d = staff_desk(agents, count, MONDAY);

	put_case(d, (struct case_line){ .n = 1 });
	put_case(d, (struct case_line){ .n = 2 });
	must_do(d, "assign", "eva", "{\"ticket\":1,\"agent\":\"mia\"}");
	must_do(d, "assign", "eva", "{\"ticket\":2,\"agent\":\"mia\"}");
	if (count > 2)
		says(d, "away", agents[2].name);
	says(d, "away", "mia");
	owned(d, 1, "tom");
	owned(d, 2, "tom");
	assert_string_equal(col(d, 1, KEPT), "mia");
	return d;
}

static void what_nobody_has_begun_on_goes_back(void **state)
{
	struct desk *d = mia_is_away(two, COUNT_OF(two));

	(void)state;
	must_do(d, "note", "tom", "{\"ticket\":2,\"text\":\"I rang them\"}");
	/* Who looks after it for once does not take it over. */
	must_do(d, "note", "eva", "{\"ticket\":1,\"text\":\"mia knows\"}");
	put_case(d, (struct case_line){ .n = 3, .text = "quality" });
	owned(d, 3, "tom");
	says(d, "back", "mia");
	owned(d, 1, "mia");
	assert_string_equal(col(d, 1, WHY),
			    "mia is back, and tom had not begun on it");
	assert_string_equal(col(d, 1, KEPT), "");
	owned(d, 2, "tom");
	owned(d, 3, "tom");
	ends_the_same(d);
}

static void an_action_of_it_is_a_beginning(void **state)
{
	struct desk *d = mia_is_away(two, COUNT_OF(two));
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld}",
			       (long long)one(d, "SELECT id FROM actions WHERE "
						 "ticket = 1 LIMIT 1"));

	(void)state;
	must_do(d, "cancel", "tom", json);
	says(d, "back", "mia");
	owned(d, 1, "tom");
	owned(d, 2, "mia");
	ends_the_same(d);
}

static void who_is_given_it_keeps_it(void **state)
{
	struct desk *d = mia_is_away(two, COUNT_OF(two));

	(void)state;
	must_do(d, "assign", "eva", "{\"ticket\":1,\"agent\":\"tom\"}");
	says(d, "back", "mia");
	owned(d, 1, "tom");
	owned(d, 2, "mia");
	ends_the_same(d);
}

/* Nobody says anything: the time that was told is over. */
static void it_goes_back_when_the_absence_ends_by_itself(void **state)
{
	struct desk *d = staff_desk(two, COUNT_OF(two), MONDAY);

	(void)state;
	put_case(d, (struct case_line){ .n = 1 });
	must_do(d, "assign", "eva", "{\"ticket\":1,\"agent\":\"mia\"}");
	must_do(d, "away", "mia", "{\"agent\":\"mia\",\"for\":36000000}");
	owned(d, 1, "tom");
	pass(d, 10 * HOUR_MS);
	owned(d, 1, "mia");
	ends_the_same(d);
}

static void through_two_hands_it_goes_back_to_the_first(void **state)
{
	static const struct agent_entry three[] = {
		{ .name = "mia" },
		{ .name = "tom", .role = "manager", .skills = "quality" },
		{ .name = "kai", .skills = "quality" },
	};
	struct desk *d = mia_is_away(three, COUNT_OF(three));

	(void)state;
	must_do(d, "note", "tom", "{\"ticket\":2,\"text\":\"I rang them\"}");
	says(d, "back", "kai");
	says(d, "away", "tom");
	owned(d, 1, "kai");
	owned(d, 2, "kai");
	says(d, "back", "mia");
	owned(d, 1, "mia");
	owned(d, 2, "kai");
	says(d, "back", "tom");
	owned(d, 1, "mia");
	owned(d, 2, "tom");
	ends_the_same(d);
}

/* Nobody could take it meanwhile. */
static void what_lay_unassigned_goes_back_before_it_is_given_out(void **state)
{
	struct desk *d = mia_is_away(two, COUNT_OF(two));

	(void)state;
	says(d, "away", "tom");
	owned(d, 1, "");
	says(d, "back", "tom");
	owned(d, 1, "tom");
	says(d, "away", "tom");
	says(d, "back", "mia");
	owned(d, 1, "mia");
	assert_string_equal(col(d, 1, WHY), "mia is back");
	ends_the_same(d);
}

/* At night nobody works on it. */
static void it_goes_back_when_they_are_at_work(void **state)
{
	static const struct agent_entry shifts[] = {
		{ .name = "mia", .calendar = "early" },
		{ .name = "tom", .role = "manager" },
	};
	struct desk *d = mia_is_away(shifts, COUNT_OF(shifts));

	(void)state;
	pass(d, 10 * HOUR_MS);
	says(d, "back", "mia");
	owned(d, 1, "tom");
	pass(d, 14 * HOUR_MS);
	owned(d, 1, "mia");
	ends_the_same(d);
}

static void what_ended_meanwhile_stays_as_it_is(void **state)
{
	struct desk *d = mia_is_away(two, COUNT_OF(two));

	(void)state;
	must_do(d, "close", "eva",
		"{\"ticket\":1,\"outcome\":\"done\",\"cause\":\"delay\","
		"\"force\":\"a test\"}");
	says(d, "back", "mia");
	owned(d, 1, "tom");
	owned(d, 2, "mia");
	ends_the_same(d);
}

/* Somebody had ended it, which is more than a beginning. */
static void what_was_ended_and_is_open_again_does_not_go_back(void **state)
{
	struct desk *d = mia_is_away(two, COUNT_OF(two));

	(void)state;
	must_do(d, "close", "eva",
		"{\"ticket\":1,\"outcome\":\"done\",\"cause\":\"delay\","
		"\"force\":\"a test\"}");
	says(d, "back", "mia");
	must_do(d, "reopen", "eva", "{\"ticket\":1}");
	owned(d, 1, "tom");
	says(d, "away", "mia");
	says(d, "back", "mia");
	owned(d, 1, "tom");
	ends_the_same(d);
}

static void many_go_back_in_steps(void **state)
{
	struct desk *d = staff_desk(two, COUNT_OF(two), MONDAY);

	(void)state;
	for (int n = 1; n <= 700; n++)
		put_case(d, (struct case_line){ .n = n });
	run_sql(d, "UPDATE tickets SET owner = 'tom', kept_for = 'mia'");
	run_sql(d, "UPDATE agents SET open_load = CASE name WHEN 'tom' THEN "
		   "700 ELSE 0 END");
	says(d, "away", "mia");
	says(d, "back", "mia");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE owner = "
				"'mia'"),
			 500);
	pass(d, 2 * SECOND_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE owner = "
				"'mia'"),
			 700);
	owned(d, 700, "mia");
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nobody_has_begun_on_goes_back),
		cmocka_unit_test(an_action_of_it_is_a_beginning),
		cmocka_unit_test(who_is_given_it_keeps_it),
		cmocka_unit_test(it_goes_back_when_the_absence_ends_by_itself),
		cmocka_unit_test(through_two_hands_it_goes_back_to_the_first),
		cmocka_unit_test(
			what_lay_unassigned_goes_back_before_it_is_given_out),
		cmocka_unit_test(it_goes_back_when_they_are_at_work),
		cmocka_unit_test(what_ended_meanwhile_stays_as_it_is),
		cmocka_unit_test(
			what_was_ended_and_is_open_again_does_not_go_back),
		cmocka_unit_test(many_go_back_in_steps),
	};

	return cmocka_run_group_tests_name("stand-ins", tests, staff_load,
					   staff_unload);
}
