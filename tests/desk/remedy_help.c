/* remedy_help.c - see remedy_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/remedy_help.h"

static struct brain fake;

/* The fake brain's, and those that send goods or give credit. */
static bool verb(const struct brain *b, const char *instance, const char *name,
		 struct verb_facts *out)
{
	if (!text_eq(name, "reship") && !text_eq(name, "exchange") &&
	    !text_eq(name, "store_credit") && !text_eq(name, "return"))
		return fake.verb(b, instance, name, out);
	*out = (struct verb_facts){ .effect_class = 'B' };
	return true;
}

void can_all(void)
{
	fake = test_brain;
	test_brain.verb = verb;
}

struct desk *desk_that_can_all(void)
{
	struct desk *d = desk_with_order();

	can_all();
	return d;
}

struct desk *desk_with(const char *lines)
{
	struct desk *d = open_desk();

	can_all();
	must_hear(d, "shop", lines);
	return d;
}

int asks(struct desk *d, const char *kind, const char *by, const char *json)
{
	struct err err = { 0 };
	int rc = do_cmd(d, kind, by, json, &err);

	if (rc && err.code != ERR_DATA && err.code != ERR_DENIED &&
	    err.code != ERR_RETRY)
		fail_msg("%s %s: %s", kind, json, err.text);
	return rc;
}
