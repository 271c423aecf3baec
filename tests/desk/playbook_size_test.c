/* playbook_size_test.c - goods of the wrong size, each played once.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/play_help.h"

#define NONE(verb) \
	IS("SELECT count(*) = 0 FROM actions WHERE verb = '" verb "'")

static const struct turn size_there[] = {
	SHOWN("49.00", "size", "size.exchange"),
	{ "yes", NULL, "wait for the exchange", "size.available" },
	TOLD("warehouse: put the size that the buyer wants aside"),
	END
};

static const struct turn size_not_there[] = {
	SHOWN("49.00", "size", "size.exchange"),
	{ "no", NULL, "done", "size.not_available" },
	NONE("refund"),
	{ "send", NULL, NULL, NULL },
	{ "runs", NULL, NULL, NULL },
	END
};

/* Its procedure is over: a person goes on. */
static const struct turn again[] = { SHOWN("49.00", "size", "size.exchange"),
				     { "no", NULL, "done", NULL },
				     { "send", NULL, NULL, NULL },
				     { "mail", "[size] and now", "done",
				       "other.holding" },
				     END };

static const struct scenario size[] = {
	{ "the size is there", false, size_there },
	{ "the size is not there", false, size_not_there },
	{ "and then again", false, again },
};

static void a_size_is_exchanged_when_it_is_there(void **state)
{
	(void)state;
	play_all(size, COUNT_OF(size));
}

/* What is put aside was not sent: all of it may still be paid back. */
static void a_size_that_is_put_aside_is_no_remedy_yet(void **state)
{
	struct desk *d = play_on("a size put aside", size_there);

	(void)state;
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"amount\":\"49.00\","
		"\"currency\":\"USD\"}");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_size_is_exchanged_when_it_is_there),
		cmocka_unit_test(a_size_that_is_put_aside_is_no_remedy_yet),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
