/* code_help.c - see code_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/code_help.h"
#include "help/fake_brain.h"

void refuses_tom(struct desk *d, const char *kind, const char *json,
		 const char *words)
{
	assert_int_equal(must_refuse_by(d, kind, "tom", json, words), ERR_DATA);
}

void code_is_made(struct desk *d)
{
	must_do(d, "result", "desk",
		"{\"action\":2,\"outcome\":\"settled\",\"result\":\"TY-1\"}");
}

/* "code" needs a coupon, and its own percentage where it names one. */
static const char *of_codes(const struct brain *b, const struct outgoing *o,
			    struct arena *arena)
{
	(void)b;
	if (strstr(o->text, "50 %") && o->percent &&
	    !strstr(o->percent, "50 %"))
		return arena_printf(arena, "the coupon is %s", o->percent);
	return strstr(o->text, "code") && o->may_promise &&
			       !strstr(o->may_promise, "coupon")
		       ? "the guard stops the code"
		       : NULL;
}

struct desk *coupon_planned(struct desk *d)
{
	test_brain.guard = of_codes;
	must_do(d, "plan", "mia", COUPON("10", ""));
	return d;
}

struct desk *desk_with_a_coupon(void)
{
	return coupon_planned(desk_with_lost_order());
}
