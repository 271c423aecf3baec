/* overtaken_task_test.c - a task for a buyer who needs nothing any more wants a
 * reason. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/loop_help.h"

#define NEEDS_NOTHING "the buyer needs nothing any more"

#define TASK(more)                                                    \
	"{\"ticket\":1,\"role\":\"warehouse\",\"text\":\"send a new " \
	"one\",\"within\":\"24h\"" more "}"

/* Thanks alone end nothing: the buyer still waits. */
static const struct turn polite[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[damaged] it broke", "wait for the photo",
	  "damaged.photo_request" },
	{ "mail", "[thanks] for looking into it", "wait for the photo",
	  "damaged.photo_request" },
	END
};

static const struct turn solved[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[damaged] it broke", NULL, NULL },
	{ "mail", "[thanks] solved!", "stopped", NULL },
	END
};

static void a_task_for_who_needs_nothing_wants_a_reason(void **state)
{
	struct desk *d = play_on("solved", solved);

	(void)state;
	must_refuse(d, "task", TASK(""), NEEDS_NOTHING " (message 2 of");
	must_refuse(d, "task", TASK(",\"gives\":\"reship\""),
		    "or give --force REASON");
	assert_int_equal(one(d, "SELECT count(*) FROM tasks"), 0);
	must_do(d, "task", "mia", TASK(",\"force\":\"agreed by phone\""));
	assert_int_equal(one(d, "SELECT count(*) FROM tasks"), 1);
	assert_string_equal(one_text(d, "SELECT \"text\" FROM notes ORDER BY "
					"id DESC"),
			    "a task was given all the same: agreed by phone");
	ends_the_same(d);
}

static void one_that_gives_them_nothing_needs_none(void **state)
{
	struct desk *d = play_on("solved", solved);

	(void)state;
	must_do(d, "task", "mia", TASK(",\"gives\":\"nothing\""));
	ends_the_same(d);
}

static const struct turn asked_again[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[damaged] it broke", NULL, NULL },
	{ "mail", "[thanks] solved!", NULL, NULL },
	{ "mail", "[damaged] no, it broke again", NULL, NULL },
	END
};

static void nor_does_one_for_who_wrote_since(void **state)
{
	struct desk *d = play_on("asked again", asked_again);

	(void)state;
	must_do(d, "task", "mia", TASK(""));
	ends_the_same(d);
}

static const struct turn solved_and_thanked[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[damaged] it broke", NULL, NULL },
	{ "mail", "[thanks] solved!", "stopped", NULL },
	{ "mail", "[thanks] very kind", NULL, NULL },
	{ "mail", "[thanks] once more", NULL, NULL },
	END
};

static void thanks_do_not_take_back_that_nothing_is_needed(void **state)
{
	struct desk *d = play_on("solved and thanked", solved_and_thanked);

	(void)state;
	must_refuse(d, "task", TASK(""), NEEDS_NOTHING " (message 2 of");
	must_do(d, "task", "mia", TASK(",\"gives\":\"nothing\""));
	ends_the_same(d);
}

static void a_reason_that_overrules_nothing_is_no_note(void **state)
{
	struct desk *d = play_on("polite", polite);

	(void)state;
	must_do(d, "task", "mia", TASK(",\"force\":\"to be sure\""));
	assert_int_equal(one(d, "SELECT count(*) FROM tasks"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM notes"), 0);
	ends_the_same(d);
}

static void nor_one_for_who_only_says_thanks(void **state)
{
	struct desk *d = play_on("polite", polite);

	(void)state;
	must_do(d, "task", "mia", TASK(""));
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_task_for_who_needs_nothing_wants_a_reason),
		cmocka_unit_test(one_that_gives_them_nothing_needs_none),
		cmocka_unit_test(nor_does_one_for_who_wrote_since),
		cmocka_unit_test(
			thanks_do_not_take_back_that_nothing_is_needed),
		cmocka_unit_test(a_reason_that_overrules_nothing_is_no_note),
		cmocka_unit_test(nor_one_for_who_only_says_thanks),
	};

	return cmocka_run_group_tests_name("overtaken_task", tests,
					   shipped_load, shipped_unload);
}
