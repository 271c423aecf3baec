/* held_test.c - what holds a ticket is named as far as it fits, each kind with
 * all that is of it, and how the refusal is overruled always.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "desk/ticket/ending.h"
#include "help/fake_brain.h"

#define CLOSE "{\"ticket\":1,\"outcome\":\"solved\",\"cause\":\"delay\"}"
#define FORCED                                                      \
	"{\"ticket\":1,\"outcome\":\"solved\",\"cause\":\"delay\"," \
	"\"force\":\"we phoned\"}"
#define TASK(role, gives)                        \
	"{\"ticket\":1,\"role\":\"" role         \
	"\",\"text\":\"so\",\"within\":\"24h\"," \
	"\"gives\":\"" gives "\"}"

/* The sentence by which mia may not close T-1. */
static struct err held(struct desk *d, const char *json)
{
	struct err err = { 0 };

	assert_int_equal(do_cmd(d, "close", "mia", json, &err), -1);
	return err;
}

static int64_t another_refund(struct desk *d)
{
	struct err err = { 0 };
	CLEANUP(free_ptr)
	char *after = xasprintf("\"after\":%lld,\"reason\":\"so\"",
				(long long)newest(d, "refund"));

	assert_int_equal(plan(d, "refund", "2.00",
			      newest(d, "refund") ? after : "\"reason\":\"so\"",
			      &err),
			 0);
	return newest(d, "refund");
}

static void tasks_are_one_hold_that_names_each(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[thanks] well");
	must_do(d, "task", "mia", TASK("warehouse", "nothing"));
	must_do(d, "task", "mia", TASK("finance", "nothing"));
	must_refuse(d, "close", CLOSE,
		    "T-1 has open tasks 1 (warehouse) and 2 (finance): `task "
		    "done ID`, `task failed ID`, or give --force REASON");
	must_do(d, "task", "mia", TASK("warehouse", "nothing"));
	must_refuse(d, "close", CLOSE,
		    "open tasks 1 (warehouse), 2 (finance) and 3 (warehouse):");
	for (int i = 4; i <= 12; i++)
		must_do(d, "task", "mia", TASK("finance", "nothing"));
	must_refuse(d, "close", CLOSE,
		    "open tasks 1 (warehouse), 2 (finance), 3 (warehouse), 4 "
		    "(finance), 5 (finance) and 7 more:");
	ends_the_same(d);
}

static void actions_under_way_are_one_hold(void **state)
{
	struct desk *d = loop_desk();
	CLEANUP(free_ptr) char *says = NULL;
	long long first, second;

	(void)state;
	loop_mail(d, ANN, "h", "[thanks] well");
	fake_undo = HOUR_MS;
	first = (long long)another_refund(d);
	act(d, "approve", first);
	second = (long long)another_refund(d);
	act(d, "approve", second);
	says = xasprintf("T-1 has actions %lld and %lld under way; let them "
			 "come to rest",
			 first, second);
	must_refuse(d, "close", CLOSE, says);
	ends_the_same(d);
}

static void money_that_waits_is_one_hold(void **state)
{
	struct desk *d = loop_desk();
	CLEANUP(free_ptr) char *says = NULL;
	long long first, second;

	(void)state;
	loop_mail(d, ANN, "h", "[thanks] well");
	first = (long long)another_refund(d);
	second = (long long)another_refund(d);
	says = xasprintf("money that waits for approval (actions %lld and "
			 "%lld), and closing would cancel it: `action approve "
			 "ID`, or `action cancel ID`",
			 first, second);
	must_refuse(d, "close", CLOSE, says);
	ends_the_same(d);
}

static void paid(struct desk *d)
{
	int64_t id;

	pass(d, MINUTE_MS);
	id = another_refund(d);

	act(d, "approve", id);
	pass(d, HOUR_MS);
	settles(d, id);
}

static void what_was_paid_untold_is_one_hold(void **state)
{
	struct desk *d = loop_desk();
	CLEANUP(free_ptr) char *says = NULL;
	long long first;

	(void)state;
	loop_mail(d, ANN, "h", "[thanks] well");
	paid(d);
	first = (long long)newest(d, "refund");
	paid(d);
	says = xasprintf("the buyer of T-1 got actions %lld (refund) and %lld "
			 "(refund), and no reply tells of them",
			 first, (long long)newest(d, "refund"));
	must_refuse(d, "close", CLOSE, says);
	ends_the_same(d);
}

/* Held money, money that waits, held words, tasks, a follow-up, an answer that
 * is missing: six. */
static struct desk *desk_that_much_holds(const char *source)
{
	struct desk *d = loop_desk();
	CLEANUP(free_ptr)
	char *sql = xasprintf("INSERT INTO deadlines(id, ticket, purpose, "
			      "source, due, \"set\", state) VALUES(900, 1, "
			      "'follow_up', '%s', 9, 1, 1)",
			      source);

	loop_mail(d, ANN, "h", "[invoice] send it");
	fake_undo = HOUR_MS;
	act(d, "approve", another_refund(d));
	another_refund(d);
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We look.\"}");
	must_do(d, "task", "mia", TASK("warehouse", "nothing"));
	must_do(d, "task", "mia", TASK("finance", "nothing"));
	run_sql(d, sql);
	return d;
}

static void what_does_not_fit_is_counted(void **state)
{
	struct desk *d = desk_that_much_holds("a reply");
	struct err err = held(d, CLOSE);

	(void)state;
	assert_true(text_starts(err.text, "T-1 has action"));
	assert_non_null(strstr(err.text, "money that waits"));
	assert_non_null(strstr(err.text, "; and 2 more" ENDING_FORCE));
	assert_true(text_ends(err.text, ENDING_FORCE));
	desk_close(d); /* a row that no command made */
}

/* A follow-up that has no room, and behind it what would have. */
static void nothing_of_less_weight_takes_its_place(void **state)
{
	struct desk *d = loop_desk();
	struct err err;

	(void)state;
	loop_mail(d, ANN, "h", "[invoice] send it");
	must_do(d, "task", "mia", TASK("warehouse", "nothing"));
	run_sql(d, "INSERT INTO deadlines(id, ticket, purpose, source, due, "
		   "\"set\", state) VALUES(900, 1, 'follow_up', "
		   "printf('%.*c', 220, 'x'), 9, 1, 1)");
	err = held(d, CLOSE);
	assert_non_null(strstr(err.text, "; and 2 more" ENDING_FORCE));
	assert_null(strstr(err.text, "no answer"));
	desk_close(d);
}

static void who_may_overrule_it_always_stands_there(void **state)
{
	struct desk *d = desk_that_much_holds("a reply");
	struct err err = held(d, FORCED);

	(void)state;
	assert_int_equal(err.code, ERR_DENIED);
	assert_true(text_ends(err.text, ENDING_LEADS));
	desk_close(d);
}

static void a_long_one_leaves_room_for_how_it_is_overruled(void **state)
{
	struct desk *d = loop_desk();
	struct err err;

	(void)state;
	loop_mail(d, ANN, "h", "[thanks] well");
	run_sql(d, "INSERT INTO deadlines(id, ticket, purpose, source, due, "
		   "\"set\", state) VALUES(900, 1, 'follow_up', "
		   "printf('%.*c', 340, 'x'), 9, 1, 1)");
	must_do(d, "task", "mia", TASK("warehouse", "nothing"));
	err = held(d, CLOSE);
	assert_true(text_ends(err.text, "; and 1 more" ENDING_FORCE));
	must_do(d, "task_done", "tom", "{\"task\":1}");
	err = held(d, CLOSE);
	assert_true(text_starts(err.text, "T-1 has an open follow-up"));
	assert_true(text_ends(err.text, ENDING_FORCE));
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tasks_are_one_hold_that_names_each),
		cmocka_unit_test(actions_under_way_are_one_hold),
		cmocka_unit_test(money_that_waits_is_one_hold),
		cmocka_unit_test(what_was_paid_untold_is_one_hold),
		cmocka_unit_test(what_does_not_fit_is_counted),
		cmocka_unit_test(nothing_of_less_weight_takes_its_place),
		cmocka_unit_test(who_may_overrule_it_always_stands_there),
		cmocka_unit_test(
			a_long_one_leaves_room_for_how_it_is_overruled),
	};

	return cmocka_run_group_tests_name("held", tests, shipped_load,
					   shipped_unload);
}
