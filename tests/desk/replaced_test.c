/* replaced_test.c - a reply that somebody said yes to, and another one's words
 * on the same ticket. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

#define WORDS(text, more) "{\"ticket\":1,\"text\":\"" text "\"" more "}"

/* What mia wrote is held (2). */
static struct desk *held(void)
{
	struct desk *d = desk_with_lost_order();

	fake_undo = HOUR_MS;
	must_do(d, "reply", "mia", WORDS("We look.", ""));
	is_in(d, 2, ACTION_HELD);
	return d;
}

static void anothers_reply_is_not_replaced_unseen(void **state)
{
	struct desk *d = held();

	(void)state;
	must_refuse_by(d, "reply", "tom", WORDS("Wait.", ""),
		       "action 2, a reply that mia said yes to, is about to "
		       "leave, and yours would take its place: see `action "
		       "show 2`, and add --replaces 2 if that is meant");
	is_in(d, 2, ACTION_HELD);
	must_refuse_by(d, "reply", "tom", WORDS("Wait.", ",\"replaces\":1"),
		       "--replaces 2");
	must_do(d, "reply", "tom", WORDS("Wait.", ",\"replaces\":2"));
	is_in(d, 2, ACTION_CANCELLED);
	is_in(d, 3, ACTION_HELD);
	ends_the_same(d);
}

static void of_several_each_is_named_in_turn(void **state)
{
	struct desk *d = held();

	(void)state;
	run_sql(d, "UPDATE actions SET state = 3, approved_by = 'eva' WHERE id "
		   "= 1");
	must_refuse_by(d, "reply", "tom", WORDS("Wait.", ""), "--replaces 1");
	must_refuse_by(d, "reply", "tom", WORDS("Wait.", ",\"replaces\":1"),
		       "--replaces 2");
	must_do(d, "reply", "tom", WORDS("Wait.", ",\"replaces\":2"));
	is_in(d, 1, ACTION_CANCELLED);
	is_in(d, 2, ACTION_CANCELLED);
	desk_close(d); /* a state that no command set */
}

static void ones_own_is(void **state)
{
	struct desk *d = held();

	(void)state;
	must_do(d, "reply", "mia", WORDS("Wait.", ""));
	is_in(d, 2, ACTION_CANCELLED);
	ends_the_same(d);
}

/* It waits for a yes, and takes no place before. */
static void who_is_no_agent_replaces_nothing(void **state)
{
	struct desk *d = held();

	(void)state;
	must_do(d, "reply", "bob", WORDS("Wait.", ""));
	is_in(d, 2, ACTION_HELD);
	is_in(d, 3, ACTION_WAITING);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anothers_reply_is_not_replaced_unseen),
		cmocka_unit_test(of_several_each_is_named_in_turn),
		cmocka_unit_test(ones_own_is),
		cmocka_unit_test(who_is_no_agent_replaces_nothing),
	};

	return cmocka_run_group_tests_name("replaced", tests, NULL, NULL);
}
