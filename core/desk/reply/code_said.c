/* code_said.c - a person says which code a coupon made: see code.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/reply/code.h"

#define BLANKS " \t\r\n"

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

/* Without the blanks around it. */
const char *code_said(struct desk *d)
{
	const char *code = arg_text(d, "code");
	size_t len;

	code += strspn(code, BLANKS);
	len = strlen(code);
	while (len && strchr(BLANKS, code[len - 1]))
		len--;
	return arena_printf(&d->arena, "%.*s", (int)len, code);
}

int code_is_word(const char *code, struct err *err)
{
	return strpbrk(code, BLANKS)
		       ? err_set(err, ERR_DATA,
				 "a code is one word, and \"%s\" are several",
				 code)
		       : 0;
}

/* What replies say already is not made untrue. */
static int fits(struct desk *d, const struct action *a, struct err *err)
{
	const char *code = code_said(d);

	if (code_is_word(code, err))
		return -1;
	return text_blank(a->result) || text_eq(a->result, code)
		       ? 0
		       : err_set(err, ERR_DATA,
				 "coupon %lld has the code \"%s\" already: "
				 "leave --code away",
				 (long long)a->id, a->result);
}

int code_said_check(struct desk *d, const struct action *a, bool done,
		    struct err *err)
{
	if (*code_said(d))
		return not_wanted(a, done, err) || fits(d, a, err) ? -1 : 0;
	/* What was taken without one then was taken. */
	if (!done || !text_eq(a->verb, "coupon") || !text_blank(a->result) ||
	    d->tx.taking != LIVE)
		return 0;
	return err_set(err, ERR_DATA,
		       "say which code coupon %lld made: --seen done --code "
		       "CODE; the reply that promises it waits for that",
		       (long long)a->id);
}
