/* code_awaited_test.c - a playbook waits for a code, and a person says it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/action_help.h"
#include "desk/play_help.h"
#include "help/fail_reads.h"

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

/* -- it comes after the wait -- */

#define WITH_CODE                                                        \
	"SELECT count(*) FROM actions WHERE verb = 'reply' AND state = " \
	"2 AND text LIKE '%coupon=TY-1%'"

static struct desk *desk_that_waited_in_vain(void)
{
	static const struct turn turns[] = {
		{ "order", "49.00", NULL, NULL },
		{ "mail", "[late] where is it", "wait for code", "" },
		{ "pass", "2 h", "wait for carrier", "late.compensation" },
		END
	};

	return play_on("very late", turns);
}

static void is_made_at_last(struct desk *d)
{
	CLEANUP(free_ptr)
	char *made = xasprintf("{\"action\":%lld,\"outcome\":\"settled\","
			       "\"result\":\"TY-1\"}",
			       (long long)newest(d, "coupon"));

	act(d, "approve", newest(d, "coupon"));
	assert_int_equal(send_now(d, newest(d, "coupon")), 0);
	must_do(d, "result", "desk", made);
}

/* The words without it wait, were approved, or did not leave. */
static void is_written_anew(struct desk *d, int64_t before)
{
	CLEANUP(free_ptr)
	char *why = xasprintf("action %lld made a code",
			      (long long)newest(d, "coupon"));

	is_in(d, before, ACTION_CANCELLED);
	assert_string_equal(one_text(d, "SELECT why FROM actions WHERE verb = "
					"'reply' ORDER BY id LIMIT 1"),
			    why);
	assert_int_equal(one(d, WITH_CODE), 1);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for carrier");
	ends_the_same(d);
}

static void words_that_wait_are_written_anew_with_it(void **state)
{
	struct desk *d = desk_that_waited_in_vain();
	int64_t reply = newest(d, "reply");

	(void)state;
	is_made_at_last(d);
	is_written_anew(d, reply);
}

static void approved_ones_are_too_and_wait_for_a_yes(void **state)
{
	struct desk *d = desk_that_waited_in_vain();
	int64_t reply = newest(d, "reply");

	(void)state;
	act(d, "approve", reply);
	is_made_at_last(d);
	is_written_anew(d, reply);
}

static void so_are_those_that_were_on_their_way_and_did_not_leave(void **state)
{
	struct desk *d = desk_that_waited_in_vain();
	int64_t reply = newest(d, "reply");

	(void)state;
	act(d, "approve", reply);
	assert_int_equal(send_now(d, reply), 0);
	is_made_at_last(d);
	assert_int_equal(send_result(d, reply, "not_done"), 0);
	is_written_anew(d, reply);
}

/* -- it is made by hand -- */

static void is_given_by_hand(struct desk *d)
{
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"finance\",\"text\":\"make one\","
		"\"within\":\"24h\",\"gives\":\"coupon\",\"percent\":10,"
		"\"reason\":\"the shop is closed\"}");
}

static void is_made_by_hand(struct desk *d)
{
	must_do(d, "task_done", "mia", "{\"task\":1,\"code\":\"TY-1\"}");
}

static void is_written_anew_by_hand(struct desk *d, int64_t before)
{
	is_in(d, before, ACTION_CANCELLED);
	assert_string_equal(one_text(d, "SELECT why FROM actions WHERE verb = "
					"'reply' ORDER BY id LIMIT 1"),
			    "task 1 made a code");
	assert_int_equal(one(d, WITH_CODE), 1);
	ends_the_same(d);
}

static void so_are_those_that_lack_one_made_by_hand(void **state)
{
	struct desk *d = desk_that_waited_in_vain();
	int64_t reply = newest(d, "reply");

	(void)state;
	is_given_by_hand(d);
	is_made_by_hand(d);
	is_written_anew_by_hand(d, reply);
}

static void also_when_they_were_on_their_way(void **state)
{
	struct desk *d = desk_that_waited_in_vain();
	int64_t reply = newest(d, "reply");

	(void)state;
	is_given_by_hand(d);
	act(d, "approve", reply);
	assert_int_equal(send_now(d, reply), 0);
	is_made_by_hand(d);
	assert_int_equal(send_result(d, reply, "not_done"), 0);
	is_written_anew_by_hand(d, reply);
}

/* What the words need cannot be read: nothing is half done. */
static void a_disk_that_fails_then_fails_the_command(void **state)
{
	struct desk *d = desk_that_waited_in_vain();
	struct err err = { 0 };

	(void)state;
	is_given_by_hand(d);
	fail_reads(desk_db(d), "+m.verb = 'refund' AND m.amount");
	assert_int_equal(do_cmd(d, "task_done", "mia",
				"{\"task\":1,\"code\":\"TY-1\"}", &err),
			 -1);
	assert_int_equal(err.code, ERR_SYSTEM);
	fail_reads(desk_db(d), NULL);
	is_made_by_hand(d);
	ends_the_same(d);
}

static void who_changed_them_writes_it_into_them(void **state)
{
	struct desk *d = desk_that_waited_in_vain();
	CLEANUP(free_ptr)
	char *edit = xasprintf("{\"ticket\":1,\"text\":\"We are sorry.\","
			       "\"instead\":%lld}",
			       (long long)newest(d, "reply"));

	(void)state;
	must_do(d, "reply", "mia", edit);
	is_made_at_last(d);
	is_in(d, newest(d, "reply"), ACTION_WAITING);
	assert_non_null(strstr(one_text(d, "SELECT why FROM actions WHERE verb "
					   "= 'reply' AND state = 2"),
			       "made a code: write \"TY-1\" into it with "
			       "`helloword ticket reply T-1 --edit`"));
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_playbook_that_waits_for_the_code_goes_on),
		cmocka_unit_test(it_goes_on_where_the_code_was_known_already),
		cmocka_unit_test(words_that_wait_are_written_anew_with_it),
		cmocka_unit_test(approved_ones_are_too_and_wait_for_a_yes),
		cmocka_unit_test(
			so_are_those_that_were_on_their_way_and_did_not_leave),
		cmocka_unit_test(so_are_those_that_lack_one_made_by_hand),
		cmocka_unit_test(also_when_they_were_on_their_way),
		cmocka_unit_test(a_disk_that_fails_then_fails_the_command),
		cmocka_unit_test(who_changed_them_writes_it_into_them),
	};

	return cmocka_run_group_tests_name("code_awaited", tests, shipped_load,
					   shipped_unload);
}
