/* in_vain_test.c - what a playbook gave comes to nothing: it does not go on and
 * ask whether all is well now.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/in_vain_help.h"
#include "help/fake_brain.h"

static const struct turn accepted[] = { ACCEPTED("49.00", "replacement.coming"),
					END };
static const struct turn told[] = { ACCEPTED("49.00", "replacement.coming"),
				    { "send", NULL, WAIT, "" },
				    END };
static const struct turn size_aside[] = {
	SHOWN("49.00", "size", "size.exchange"),
	{ "yes", NULL, "wait for the exchange", "size.available" },
	{ "send", NULL, NULL, NULL },
	END
};

/* -- by a task -- */

static void a_playbook_whose_task_failed_after_its_words_ends(void **state)
{
	struct desk *d = vain_plays(told, false);

	(void)state;
	pass(d, HOUR_MS);
	task_fails(d, 1);
	assert_int_equal(one(d, SAID("task 1 of the warehouse could not be "
				     "done, and its playbook ends; "
				     "%go on by hand")),
			 1);
	stuck_as(d, "failed", 1);
	vain_ends(d);
}

static void what_it_proposed_before_goes(void **state)
{
	struct desk *d = vain_plays(accepted, false);

	(void)state;
	assert_int_equal(one(d, PROPOSED), 1);
	task_fails(d, 1);
	vain_ends(d);
}

/* A code beside the goods, which only the playbook meant. */
static void also_what_the_words_do_not_tell_of(void **state)
{
	static const struct turn turns[] = {
		ACCEPTED("60.00", "replacement.coming"),
		{ "send", NULL, WAIT, "" },
		{ "is", "SELECT state = 2 FROM actions WHERE verb = 'coupon'",
		  NULL, NULL },
		END
	};
	struct desk *d = vain_plays(turns, false);

	(void)state;
	task_fails(d, 1);
	assert_string_equal(one_text(d, "SELECT why FROM actions WHERE verb = "
					"'coupon'"),
			    "playbook damaged ends: task 1 failed: none is "
			    "left");
	vain_ends(d);
}

static void so_does_one_that_put_a_size_aside(void **state)
{
	struct desk *d = vain_plays(size_aside, false);

	(void)state;
	task_fails(d, 1);
	vain_ends(d);
}

/* Of a playbook of the test's own. */
static struct desk *plays_step(const struct step_given *step)
{
	test_brain = fake_brain();
	return desk_with_a_turn(step, 1);
}

static void goes_on_after(const char *role, const char *gives)
{
	const struct step_given step = { role, gives, "t.coming", false };
	struct desk *d = plays_step(&step);

	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	task_fails(d, 1);
	vain_stands_at(d, "later");
	assert_int_equal(one(d, SAID("playbook ends")), 0);
	ends_the_same(d);
}

static void one_whose_task_gives_nothing_goes_on(void **state)
{
	(void)state;
	goes_on_after("warehouse", "nothing");
	goes_on_after("agent", "");
}

/* Its words need what the warehouse does, so that is what it gives. */
static void what_words_tell_of_is_given(void **state)
{
	static const struct step_given step = { "warehouse", "", "t.reship",
						false };
	struct desk *d = plays_step(&step);

	(void)state;
	assert_string_equal(tasks_told(d), "[1]");
	task_fails(d, 1);
	vain_stands_at(d, "stopped");
	ends_the_same(d);
}

static void and_after_one_that_a_person_gave(void **state)
{
	struct desk *d = vain_plays(told, false);

	(void)state;
	gives(d, "agent", "coupon");
	task_fails(d, 2);
	vain_stands_at(d, WAIT);
	ends_the_same(d);
}

/* Its last step was done before, and money waits beside the goods. */
static void what_one_that_is_done_proposed_goes_too(void **state)
{
	static const struct step_given step = { "warehouse", "reship",
						"t.coming", true };
	struct desk *d = plays_step(&step);

	(void)state;
	pass(d, 10 * DAY_MS);
	vain_stands_at(d, "done");
	is_in(d, newest(d, "refund"), ACTION_WAITING);
	task_fails(d, 1);
	is_in(d, newest(d, "refund"), ACTION_CANCELLED);
	ends_the_same(d);
}

/* -- and a mistake -- */

/* By mia's words, which have not begun to leave. */
static int64_t taken_over(struct desk *d)
{
	int64_t words;

	must_do(d, "reply", "mia", REPLY("We look into it."));
	words = newest(d, "reply");
	vain_stands_at(d, "stopped");
	pass(d, SECOND_MS);
	return words;
}

static void who_took_over_gives_it_back(void **state)
{
	struct desk *d = vain_plays(accepted, false);

	(void)state;
	act(d, "cancel", taken_over(d));
	vain_stands_at(d, WAIT);
	ends_the_same(d);
}

static void but_not_what_came_to_nothing_meanwhile(void **state)
{
	struct desk *d = vain_plays(accepted, false);
	int64_t words = taken_over(d);

	(void)state;
	task_fails(d, 1);
	act(d, "cancel", words);
	vain_ends(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_playbook_whose_task_failed_after_its_words_ends),
		cmocka_unit_test(what_it_proposed_before_goes),
		cmocka_unit_test(also_what_the_words_do_not_tell_of),
		cmocka_unit_test(so_does_one_that_put_a_size_aside),
		cmocka_unit_test(one_whose_task_gives_nothing_goes_on),
		cmocka_unit_test(what_words_tell_of_is_given),
		cmocka_unit_test(and_after_one_that_a_person_gave),
		cmocka_unit_test(what_one_that_is_done_proposed_goes_too),
		cmocka_unit_test(who_took_over_gives_it_back),
		cmocka_unit_test(but_not_what_came_to_nothing_meanwhile),
	};

	return cmocka_run_group_tests_name("in_vain", tests, shipped_load,
					   shipped_unload);
}
