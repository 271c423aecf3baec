/* backing.c - see backing.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/backing_own.h"

#include "desk/playbook/given.h"

/* A part may be what was meant: the sum is compared by itself. */
const char *backing_words(const char *verb)
{
	return text_eq(verb, "refund") ? OF_MONEY : verb;
}

int backing_given(struct desk *d, const struct action *reply, struct str *out,
		  struct err *err)
{
	CLEANUP(rows_release) struct rows r = given_rows(d, reply);

	while (rows_next(&r))
		str_printf(out, " %s", backing_words(rows_text(&r, 1)));
	return rows_end(&r, err);
}

int backing_of(struct desk *d, const struct action *reply, const char **words,
	       struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(others_release) struct others others = { .shown = "" };

	*words = "";
	if (backing_given(d, reply, &s, err) ||
	    others_read(d, reply, &others, err))
		return -1;
	str_puts(&s, others_words(d, &others));
	*words = arena_strdup(&d->arena, str_c(&s));
	return 0;
}
