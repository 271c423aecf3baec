/* code_said.c - a person says which code a coupon made: see code.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action.h"
#include "desk/code.h"

static int not_wanted(const struct action *a, bool done, struct err *err)
{
	if (!text_eq(a->verb, "coupon"))
		return err_set(err, ERR_DATA,
			       "action %lld is a %s: only a coupon has a code",
			       (long long)a->id, a->verb);
	return done ? 0
		    : err_set(err, ERR_DATA,
			      "a coupon that was not made has no code: say "
			      "--seen done, or leave --code away");
}

const char *code_said(struct desk *d)
{
	const char *code = arg_text(d, "code");

	return text_blank(code) ? "" : code;
}

int code_said_check(struct desk *d, const struct action *a, bool done,
		    struct err *err)
{
	if (*code_said(d))
		return not_wanted(a, done, err);
	/* What was taken without one then was taken. */
	if (!done || !text_eq(a->verb, "coupon") || !text_blank(a->result) ||
	    d->tx.taking != LIVE)
		return 0;
	return err_set(err, ERR_DATA,
		       "say which code coupon %lld made: --seen done --code "
		       "CODE; the reply that promises it waits for that",
		       (long long)a->id);
}
