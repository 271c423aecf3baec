/* day_told_test.c - a day that a person tells the buyer is looked at.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/backing_help.h"
#include "desk/loop_help.h"

#define CLOSE "{\"ticket\":1,\"outcome\":\"x\",\"cause\":\"delay\"}"
#define DUE                                                                \
	"SELECT coalesce(max(due), 0) FROM deadlines WHERE state = 1 AND " \
	"purpose = 'follow_up' AND ticket = 1"
#define LOOK                                                               \
	"SELECT count(*) FROM alerts WHERE text = 'T-1: today is the day " \
	"that "                                                            \
	"a reply told the buyer; see that it is kept, and write to them'"

/* "Friday" is two days after the day of the words, "Monday" five. */
static int64_t days(const struct brain *b, const char *text, const char *lang,
		    int64_t now)
{
	int64_t after = strstr(text, "Friday")   ? 2
			: strstr(text, "Monday") ? 5
						 : 0;

	(void)b, (void)lang;
	return after ? (day_of(now) + after) * DAY_MS + DAY_TOLD_FROM : 0;
}

static struct desk *desk_of_days(void)
{
	struct desk *d = desk_where_words_need_backing();

	test_brain.senses.day_told = days;
	return d;
}

static int64_t in_days(int64_t n)
{
	return (day_of(now_ms) + n) * DAY_MS + DAY_TOLD_FROM;
}

static void words_that_left_have_it_looked_at(void **state)
{
	struct desk *d = desk_of_days();

	(void)state;
	must_do(d, "reply", "mia", REPLY("We write to you by Friday."));
	assert_int_equal(one(d, DUE), 0);
	reply_leaves(d);
	assert_int_equal(one(d, DUE), in_days(2));
	must_refuse(d, "close", CLOSE,
		    "T-1 has an open follow-up (follow_up: the day that we "
		    "told); see to it, or give --force REASON");
	pass(d, DAY_MS);
	assert_int_equal(one(d, LOOK), 0);
	pass(d, DAY_MS);
	assert_int_equal(one(d, LOOK), 1);
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void words_of_before_do_not_keep_it(void **state)
{
	struct desk *d = desk_of_days();
	int64_t friday = in_days(2);

	(void)state;
	must_do(d, "reply", "mia", REPLY("We write to you by Friday."));
	reply_leaves(d);
	must_do(d, "reply", "mia", REPLY("Thank you for the photo."));
	reply_leaves(d);
	assert_int_equal(one(d, DUE), friday);
	ends_the_same(d);
}

static void words_of_the_day_or_its_eve_keep_it(void **state)
{
	struct desk *d = desk_of_days();

	(void)state;
	must_do(d, "reply", "mia", REPLY("We write to you by Friday."));
	reply_leaves(d);
	pass(d, DAY_MS);
	must_do(d, "reply", "mia", REPLY("Here we are."));
	reply_leaves(d);
	assert_int_equal(one(d, DUE), 0);
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

static void or_tell_another(void **state)
{
	struct desk *d = desk_of_days();

	(void)state;
	must_do(d, "reply", "mia", REPLY("We write to you by Friday."));
	reply_leaves(d);
	must_do(d, "reply", "mia", REPLY("It takes until Monday."));
	reply_leaves(d);
	assert_int_equal(one(d, DUE), in_days(5));
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE purpose "
				"= 'follow_up'"),
			 1);
	ends_the_same(d);
}

static void words_of_no_day_hold_nothing(void **state)
{
	struct desk *d = desk_of_days();

	(void)state;
	must_do(d, "reply", "mia", REPLY("We look at it."));
	reply_leaves(d);
	assert_int_equal(one(d, DUE), 0);
	must_do(d, "close", "mia", CLOSE);
	ends_the_same(d);
}

/* Its templates say what they promise. */
static void what_the_policy_writes_is_not_read(void **state)
{
	static const struct step_given step = { "", "", "t.Friday", false };
	struct desk *d = desk_with_a_turn(&step, 1);

	(void)state;
	test_brain.senses.day_told = days;
	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	assert_int_equal(one(d, DUE), 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_left_have_it_looked_at),
		cmocka_unit_test(words_of_before_do_not_keep_it),
		cmocka_unit_test(words_of_the_day_or_its_eve_keep_it),
		cmocka_unit_test(or_tell_another),
		cmocka_unit_test(words_of_no_day_hold_nothing),
		cmocka_unit_test(what_the_policy_writes_is_not_read),
	};

	return cmocka_run_group_tests_name("day_told", tests, NULL, NULL);
}
