/* code_test.c - what a person promises of a coupon is what it gives.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/desk_help.h"
#include "help/fake_brain.h"

#define REPLY(text) "{\"ticket\":1,\"text\":\"" text "\"}"
#define COUPON(percent, more)                                \
	"{\"verb\":\"coupon\",\"order\":\"O1\",\"args\":\"{" \
	"\\\"percent\\\":" percent "}\",\"reason\":\"sorry\"" more "}"

static void refuses(struct desk *d, const char *kind, const char *json,
		    const char *words)
{
	struct err err = { 0 };

	assert_int_equal(do_cmd(d, kind, "tom", json, &err), -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.text, words));
}

/* "code" needs a coupon, and its own percentage where it names one. */
static const char *of_codes(const struct brain *b, const struct outgoing *o,
			    struct arena *arena)
{
	(void)b;
	if (strstr(o->text, "50 %") && o->percent)
		return arena_printf(arena, "the coupon is %s", o->percent);
	return strstr(o->text, "code") && o->may_promise &&
			       !strstr(o->may_promise, "coupon")
		       ? "the guard stops the code"
		       : NULL;
}

static struct desk *desk_with_a_coupon(void)
{
	struct desk *d = desk_with_order();
	struct delivery out;

	deliver(d, "mail", MAIL("m1", "it was not received"), &out);
	test_brain.guard = of_codes;
	must_do(d, "plan", "mia", COUPON("10", ""));
	return d;
}

static void a_coupon_of_ten_percent_is_not_promised_as_fifty(void **state)
{
	struct desk *d = desk_with_a_coupon();

	(void)state;
	refuses(d, "reply", REPLY("A code of 50 %"), "the coupon is 10 %");
	must_do(d, "plan", "mia", COUPON("50", ",\"after\":2"));
	/* Of two nobody knows which is meant. */
	must_do(d, "reply", "tom", REPLY("A code of 50 %"));
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_coupon_of_ten_percent_is_not_promised_as_fifty),
	};

	return cmocka_run_group_tests_name("code", tests, NULL, NULL);
}
