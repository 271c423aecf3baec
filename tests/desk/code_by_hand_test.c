/* code_by_hand_test.c - the code of a coupon that somebody made by hand, and
 * the words that wait for it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/mem.h"
#include "desk/action_help.h"
#include "desk/backing_help.h"
#include "desk/play_help.h"

#define MADE(code) "{\"task\":1,\"code\":\"" code "\"}"
#define OPEN_TASKS "SELECT count(*) FROM tasks WHERE state = 1"

/* "code" needs a coupon behind it. */
static const char *of_codes(const struct brain *b, const struct outgoing *o,
			    struct arena *arena)
{
	(void)b, (void)arena;
	return strstr(o->text, "code") && o->may_promise &&
			       !strstr(o->may_promise, "coupon")
		       ? "the guard stops the code"
		       : NULL;
}

/* Finance is to make one of 5.00. */
static struct desk *desk_with_a_coupon_by_hand(void)
{
	struct desk *d = desk_with_lost_order();

	test_brain.guard = of_codes;
	gives(d, "finance", "coupon");
	return d;
}

static void refused(struct desk *d, const char *kind, const char *json,
		    const char *words)
{
	assert_int_equal(must_refuse_by(d, kind, "mia", json, words), ERR_DATA);
}

static void who_made_a_coupon_says_its_code(void **state)
{
	struct desk *d = desk_with_a_coupon_by_hand();

	(void)state;
	refused(d, "task_done", "{\"task\":1}",
		"say which code task 1 made: `task done 1 --code CODE`");
	refused(d, "task_done", MADE("TEN 10"), "a code is one word");
	must_do(d, "task_done", "mia", MADE(" TEN-1 "));
	assert_string_equal(one_text(d, "SELECT code FROM tasks"), "TEN-1");
	ends_the_same(d);
}

static void nothing_else_has_a_code(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	gives(d, "warehouse", "reship");
	refused(d, "task_done", MADE("TEN-1"), "task 1 gives no coupon");
	must_do(d, "task_done", "mia", "{\"task\":1}");
	ends_the_same(d);
}

static void nor_is_one_done_by_acknowledging_its_alert(void **state)
{
	struct desk *d = desk_with_a_coupon_by_hand();

	(void)state;
	must_do(d, "acknowledge", "mia", "{\"alert\":1}");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause = "
				"'task:1:#1' AND acknowledged IS NULL"),
			 0);
	assert_int_equal(one(d, OPEN_TASKS), 1);
	ends_the_same(d);
}

static void words_of_it_wait_until_they_have_the_code(void **state)
{
	struct desk *d = desk_with_a_coupon_by_hand();

	(void)state;
	must_do(d, "reply", "mia", REPLY("A code for you"));
	assert_string_equal(tasks_told(d), "[1]");
	assert_int_equal(send_now(d, the_reply(d)), -1);
	must_do(d, "task_done", "mia", MADE("TEN-1"));
	is_in(d, the_reply(d), ACTION_WAITING);
	refuses(d, "approve", the_reply(d),
		"it promises the code of task 1 and does not have it: write "
		"\"TEN-1\" into it");
	must_do(d, "reply", "mia", REPLY("Your code is ten-1"));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

static void words_that_have_it_already_leave(void **state)
{
	struct desk *d = desk_with_a_coupon_by_hand();

	(void)state;
	must_do(d, "reply", "mia", REPLY("Your code will be TEN-1"));
	assert_int_equal(send_now(d, the_reply(d)), -1);
	must_do(d, "task_done", "mia", MADE("TEN-1"));
	assert_int_equal(send_now(d, the_reply(d)), 0);
	ends_the_same(d);
}

static void once_it_is_made_no_words_leave_without_it(void **state)
{
	struct desk *d = desk_with_a_coupon_by_hand();

	(void)state;
	must_do(d, "task_done", "mia", MADE("TEN-1"));
	refused(d, "reply", REPLY("A code for you"),
		"write \"TEN-1\" into it, or a manager");
	must_do(d, "reply", "mia", REPLY("Your code is TEN-1"));
	reply_leaves(d);
	must_do(d, "reply", "mia", REPLY("Did the code help?"));
	ends_the_same(d);
}

static void nor_is_the_matter_over_without_it(void **state)
{
	struct desk *d = desk_with_a_coupon_by_hand();

	(void)state;
	must_do(d, "task_done", "mia", MADE("TEN-1"));
	must_do(d, "reply", "mia", REPLY("We are sorry"));
	reply_leaves(d);
	refused(d, "close", "{\"ticket\":1,\"outcome\":\"x\"}",
		"got what task 1 of the finance gives (coupon), and no reply "
		"tells of it");
	must_do(d, "reply", "mia", REPLY("Your code is TEN-1"));
	reply_leaves(d);
	must_do(d, "close", "mia", "{\"ticket\":1,\"outcome\":\"x\"}");
	ends_the_same(d);
}

/* The shop's own waits for a yes that nobody gives. */
static void a_playbook_that_waits_for_a_code_goes_on_with_it(void **state)
{
	static const struct turn very_late[] = {
		{ "order", "49.00", NULL, NULL },
		{ "mail", "[late] where is it", "wait for code", "" },
		END
	};
	struct desk *d = play_on("very late", very_late);
	CLEANUP(free_ptr) char *other = NULL;

	(void)state;
	must_do(d, "task", "mia",
		"{\"ticket\":1,\"role\":\"finance\",\"text\":\"make one\","
		"\"within\":\"24h\",\"gives\":\"coupon\",\"percent\":10,"
		"\"reason\":\"the shop is closed\"}");
	must_do(d, "task_done", "mia", MADE("TEN-1"));
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for carrier");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE text LIKE "
				"'%coupon=TEN-1%'"),
			 1);
	/* Who writes other words for these keeps it. */
	other = xasprintf("{\"ticket\":1,\"text\":\"We are sorry\","
			  "\"instead\":%lld}",
			  (long long)the_reply(d));
	refused(d, "reply", other, "write \"TEN-1\" into it");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_made_a_coupon_says_its_code),
		cmocka_unit_test(nothing_else_has_a_code),
		cmocka_unit_test(nor_is_one_done_by_acknowledging_its_alert),
		cmocka_unit_test(words_of_it_wait_until_they_have_the_code),
		cmocka_unit_test(words_that_have_it_already_leave),
		cmocka_unit_test(once_it_is_made_no_words_leave_without_it),
		cmocka_unit_test(nor_is_the_matter_over_without_it),
		cmocka_unit_test_setup_teardown(
			a_playbook_that_waits_for_a_code_goes_on_with_it,
			shipped_load, shipped_unload),
	};

	return cmocka_run_group_tests_name("code by hand", tests, NULL, NULL);
}
