/* reopen_test.c - a ticket that is open again has a time by which somebody must
 * answer, and no playbook that nobody wakes.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "desk/ticket/queue.h"

#define T1 "{\"ticket\":1}"
#define RESPONSE                                                              \
	"FROM deadlines WHERE ticket = 1 AND state = 1 AND purpose = 'first_" \
	"response'"
#define OPEN_OF(purpose)                                                     \
	"SELECT count(*) FROM deadlines WHERE ticket = 1 AND state = 1 AND " \
	"purpose = '" purpose "'"

static void step_is(struct desk *d, const char *step)
{
	assert_string_equal(
		one_text(d, "SELECT step FROM tickets WHERE id = 1"), step);
}

static bool is_stuck(struct desk *d)
{
	CLEANUP(rows_release) struct rows r = queue_stuck(desk_db(d));

	return rows_next(&r);
}

/* Its reply is waiting, and it waits for the photo. */
static struct desk *desk_with_a_broken_lamp(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h", "[damaged] it is broken");
	step_is(d, "wait for the photo");
	return d;
}

/* The photo came; a person is asked whether it shows the damage. */
static struct desk *desk_that_asks(void)
{
	struct desk *d = desk_with_a_broken_lamp();

	send_reply(d);
	loop_mail(d, ANN, "h", "[damaged] here is the photo");
	step_is(d, "look");
	return d;
}

static void each_tier_has_its_time_from_the_moment_of_opening(void **state)
{
	static const int64_t hours[] = { 0, 4, 12, 24 };

	(void)state;
	for (int tier = TIER_RED; tier <= TIER_BLUE; tier++) {
		struct desk *d = desk_with_a_broken_lamp();
		CLEANUP(free_ptr)
		char *set = xasprintf("UPDATE tickets SET tier = %d", tier);

		run_sql(d, set);
		loop_close(d, 1, "packaging");
		pass(d, 3 * DAY_MS);
		must_do(d, "reopen", "mia", T1);
		assert_int_equal(one(d, "SELECT due " RESPONSE),
				 now_ms + hours[tier] * HOUR_MS);
		assert_int_equal(one(d, "SELECT due FROM tickets"),
				 now_ms + hours[tier] * HOUR_MS);
		assert_int_equal(one(d, OPEN_OF("remind")), 1);
		pass(d, hours[tier] * HOUR_MS);
		assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE "
					"cause GLOB 'breach:*' AND \"text\" "
					"LIKE '%first_response%'"),
				 1);
		desk_close(d);
	}
}

static void our_answer_ends_that(void **state)
{
	struct desk *d = desk_with_a_broken_lamp();

	(void)state;
	loop_close(d, 1, "packaging");
	must_do(d, "reopen", "mia", T1);
	replies(d, 1, "We look.");
	assert_int_equal(one(d, OPEN_OF("first_response")), 0);
	assert_int_equal(one(d, OPEN_OF("remind")), 0);
	ends_the_same(d);
}

static void a_wait_ends_when_a_person_opens_the_ticket_again(void **state)
{
	struct desk *d = desk_with_a_broken_lamp();

	(void)state;
	loop_close(d, 1, "packaging");
	must_do(d, "reopen", "mia", T1);
	step_is(d, "stopped");
	assert_false(is_stuck(d));
	ends_the_same(d);
}

static void a_buyer_who_is_waited_for_goes_on_with_it(void **state)
{
	struct desk *d = desk_with_a_broken_lamp();

	(void)state;
	loop_close(d, 1, "packaging");
	pass(d, 5 * DAY_MS);
	loop_mail(d, ANN, "h", "[damaged] here is the photo");
	step_is(d, "look");
	assert_int_equal(one(d, OPEN_OF("accept")), 1);
	assert_true(one(d, "SELECT due " RESPONSE) > now_ms);
	ends_the_same(d);
}

/* Nobody is asked any more, so nobody "is looking already". */
static void a_buyer_who_writes_while_nobody_is_asked_is_answered(void **state)
{
	struct desk *d = desk_that_asks();

	(void)state;
	loop_close(d, 1, "packaging");
	pass(d, DAY_MS);
	loop_mail(d, ANN, "h", "[damaged] and now?");
	assert_string_not_equal(
		one_text(d, "SELECT step FROM tickets WHERE id = 1"), "look");
	assert_int_equal(one(d, "SELECT count(*) > 0 FROM actions WHERE "
				"ticket = 1 AND state = 2"),
			 1);
	assert_false(is_stuck(d));
	ends_the_same(d);
}

static void
who_was_asked_is_asked_again_when_closing_was_a_mistake(void **state)
{
	struct desk *d = desk_that_asks();

	(void)state;
	loop_close(d, 1, "packaging");
	assert_int_equal(one(d, OPEN_OF("accept")), 0);
	must_do(d, "ticket_undo", "mia", T1);
	step_is(d, "look");
	assert_int_equal(one(d, OPEN_OF("accept")), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'accept:1:look' AND acknowledged IS NULL"),
			 1);
	must_do(d, "accept", "mia", T1);
	assert_int_equal(one(d, OPEN_OF("accept")), 0);
	ends_the_same(d);
}

/* As an earlier release left them. */
static void a_wait_that_nothing_ends_is_stuck(void **state)
{
	struct desk *d = desk_with_a_broken_lamp();

	(void)state;
	assert_false(is_stuck(d));
	run_sql(d, "UPDATE deadlines SET state = 4, done = 1");
	run_sql(d, "UPDATE actions SET state = 11");
	assert_true(is_stuck(d));
	run_sql(d, "UPDATE tickets SET step = 'done'");
	assert_false(is_stuck(d));
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			each_tier_has_its_time_from_the_moment_of_opening),
		cmocka_unit_test(our_answer_ends_that),
		cmocka_unit_test(
			a_wait_ends_when_a_person_opens_the_ticket_again),
		cmocka_unit_test(a_buyer_who_is_waited_for_goes_on_with_it),
		cmocka_unit_test(
			a_buyer_who_writes_while_nobody_is_asked_is_answered),
		cmocka_unit_test(
			who_was_asked_is_asked_again_when_closing_was_a_mistake),
		cmocka_unit_test(a_wait_that_nothing_ends_is_stuck),
	};

	return cmocka_run_group_tests_name("reopen", tests, shipped_load,
					   shipped_unload);
}
